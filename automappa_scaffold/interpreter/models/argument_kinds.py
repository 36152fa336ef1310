"""Which kinds of arguments functions refuse, as None of a variable that is not set.

A line of the table names functions, the place and the name of a parameter, what it takes and how it refuses
the rest, whatever else is given: ``{kind}`` is the name of what is given, ``{value}`` its text.
"""

from collections.abc import Callable

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Run
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.refusals import (
    is_bare_class,
    is_builtin,
    is_definition,
    is_object,
    is_plain_class,
)
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value, is_constant, show
from automappa_scaffold.source.places import Place

__all__ = ["guarded"]


def _shown(value: Value) -> str:
    if isinstance(value, Class):
        return f"<class '{value.name}'>"
    return show(value) if is_constant(value) else ""


def _is_container(value: Value) -> bool:
    return isinstance(value, (tuple, ListValue, DictValue))


def _is_plain(value: Value) -> bool:
    """Return whether a value is one of Python's plain constants: not what the library computes, as a date."""
    return is_constant(value) and type(value).__module__ == "builtins"


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and _is_plain(value)


def _is_no_data(value: Value) -> bool:
    """Return whether a value is a function, class, module or object that stands for no path or number."""
    if isinstance(value, Instance):
        return all(lacks(value, name) for name in ("__fspath__", "__index__", "__buffer__", "__len__"))
    is_known = is_object(value) or (is_definition(value) and not isinstance(value, Class))
    return is_known or (isinstance(value, Class) and is_bare_class(value))


# What a parameter takes, and which of the known values it certainly refuses.
_REFUSED: dict[str, Callable[[Value], bool]] = {
    "something": lambda value: value is None,
    "object": _is_plain,
    "level": lambda value: (
        value is None or isinstance(value, (float, bytes)) or _is_container(value) or _is_no_data(value)
    ),
    "thing": lambda value: _is_plain(value) or _is_container(value),
    "text": lambda value: (
        value is None
        or _is_number(value)
        or isinstance(value, bytes)
        or _is_container(value)
        or _is_no_data(value)
    ),
    "bytes": lambda value: value is None or _is_number(value) or _is_container(value) or _is_no_data(value),
    "path": lambda value: value is None or _is_number(value) or _is_container(value) or _is_no_data(value),
    "list": lambda value: isinstance(value, float) or _is_container(value) or _is_no_data(value),
    "source": lambda value: value is None or _is_number(value) or _is_container(value) or _is_no_data(value),
    "data": lambda value: (
        value is None
        or _is_number(value)
        or isinstance(value, str)
        or _is_container(value)
        or _is_no_data(value)
    ),
    "file": lambda value: (
        value is None or isinstance(value, float) or _is_container(value) or _is_no_data(value)
    ),
    "whole": lambda value: (
        value is None or isinstance(value, (str, bytes, float)) or _is_container(value) or _is_no_data(value)
    ),
    # What has no source: a built-in function, a container, an object of the program's.
    "written": lambda value: (
        (is_builtin(value) and not isinstance(host_object(value.path), type))
        or _is_container(value)
        or (isinstance(value, Instance) and is_plain_class(value.cls))
    ),
    "written class": lambda value: isinstance(value, Class) and value.module == "builtins",
}
_TABLE = """
os.path.expandvars | 0 path | path | TypeError expected str, bytes or os.PathLike object, not {kind}
os.walk | 0 top | file | TypeError expected str, bytes or os.PathLike object, not {kind}
os.umask os.nice os.kill | 0 mask | whole | TypeError '{kind}' object cannot be interpreted as an integer
os.mkdir | 0 path | path | TypeError mkdir: path should be string, bytes or os.PathLike, not {kind}
os.makedirs | 0 name | path | TypeError expected str, bytes or os.PathLike object, not {kind}
os.listdir os.scandir | 0 path | list\
 | TypeError listdir: path should be string, bytes, os.PathLike, integer or None, not {kind}
base64.b64decode base64.urlsafe_b64decode base64.b32decode base64.b16decode | 0 s | source\
 | TypeError argument should be a bytes-like object or ASCII string, not '{kind}'
base64.b64encode base64.urlsafe_b64encode base64.b32encode base64.b16encode | 0 s | data\
 | TypeError a bytes-like object is required, not '{kind}'
zlib.crc32 zlib.adler32 zlib.compress zlib.decompress binascii.hexlify binascii.crc32 | 0 data | data\
 | TypeError a bytes-like object is required, not '{kind}'
os.remove | 0 path | path | TypeError remove: path should be string, bytes or os.PathLike, not {kind}
os.unlink | 0 path | path | TypeError unlink: path should be string, bytes or os.PathLike, not {kind}
os.rmdir | 0 path | path | TypeError rmdir: path should be string, bytes or os.PathLike, not {kind}
os.rename | 0 src | path | TypeError rename: src should be string, bytes or os.PathLike, not {kind}
os.replace | 0 src | path | TypeError replace: src should be string, bytes or os.PathLike, not {kind}
os.stat | 0 path | file | TypeError stat: path should be string, bytes, os.PathLike or integer, not {kind}
os.chdir | 0 path | file | TypeError chdir: path should be string, bytes, os.PathLike or integer, not {kind}
ast.literal_eval | 0 node_or_string | something | ValueError malformed node or string: None
hashlib.md5 hashlib.sha1 hashlib.sha224 hashlib.sha256 hashlib.sha384 hashlib.sha512 hashlib.blake2b\
 | 0 string | bytes | TypeError object supporting the buffer API required
hashlib.new | 0 name | text | TypeError name must be a string
urllib.request.urlopen | 0 url | something | AttributeError 'NoneType' object has no attribute 'timeout'
socket.gethostbyname socket.gethostbyaddr | 0 hostname | path | TypeError {kind} is no name of a host
socket.create_connection | 0 address | something | TypeError cannot unpack non-iterable NoneType object
http.client.HTTPSConnection | 0 host | something | AttributeError 'NoneType' object has no attribute 'rfind'
subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen\
 | 0 args | something | TypeError 'NoneType' object is not iterable
shutil.which | 0 cmd | path | TypeError expected str, bytes or os.PathLike object, not {kind}
shutil.copy shutil.copy2 shutil.copyfile shutil.copytree | 0 src\
 | path | TypeError stat: path should be string, bytes, os.PathLike or integer, not {kind}
shutil.move | 0 src | something | TypeError rename: src should be string, bytes or os.PathLike, not {kind}
shutil.rmtree | 0 path | path | TypeError lstat: path should be string, bytes or os.PathLike, not {kind}
glob.glob glob.iglob | 0 pathname | path | TypeError '{kind}' object is not subscriptable
importlib.import_module | 0 name | path | AttributeError '{kind}' object has no attribute 'startswith'
importlib.util.find_spec | 0 name | something | AttributeError 'NoneType' object has no attribute 'startswith'
importlib.reload | 0 module | thing | TypeError reload() argument must be a module
pkgutil.resolve_name | 0 name | text | TypeError expected string or bytes-like object, got '{kind}'
logging.FileHandler logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler\
 logging.handlers.WatchedFileHandler\
 | 0 filename | path | TypeError expected str, bytes or os.PathLike object, not {kind}
logging.config.dictConfig logging.config.fileConfig\
 | 0 config | something | TypeError 'NoneType' object is not iterable
sqlite3.connect | 0 database | path | TypeError expected str, bytes or os.PathLike object, not {kind}
zipfile.ZipFile | 0 file | something | AttributeError 'NoneType' object has no attribute 'seek'
gzip.open bz2.open lzma.open | 0 filename | something\
 | TypeError filename must be a str or bytes object, or a file
xml.etree.ElementTree.parse | 0 source | something\
 | TypeError expected str, bytes or os.PathLike object, not {kind}
inspect.signature | 0 obj | thing | TypeError {value} is not a callable object
inspect.getfullargspec | 0 func | thing | TypeError unsupported callable
inspect.getmodulename | 0 path | path | TypeError expected str, bytes or os.PathLike object, not {kind}
inspect.getmro | 0 cls | thing | AttributeError '{kind}' object has no attribute '__mro__'
logging.disable | 0 level | level | TypeError Level not an integer or a valid string: {value}
inspect.getsource inspect.getfile inspect.getsourcefile inspect.getsourcelines | 0 object | thing\
 | TypeError module, class, method, function, traceback, frame, or code object was expected, got {kind}
inspect.getsource inspect.getfile inspect.getsourcefile inspect.getsourcelines | 0 object | written\
 | TypeError module, class, method, function, traceback, frame, or code object was expected, got {kind}
inspect.getsource inspect.getfile inspect.getsourcefile inspect.getsourcelines | 0 object | written class\
 | TypeError {value} is a built-in class
types.ModuleType | 0 name | text | TypeError module() argument 'name' must be str, not {kind}
dataclasses.asdict | 0 obj | thing | TypeError asdict() should be called on dataclass instances
dataclasses.astuple | 0 obj | thing | TypeError astuple() should be called on dataclass instances
dataclasses.fields | 0 class_or_instance | thing | TypeError must be called with a dataclass type or instance
dataclasses.replace | 0 obj | thing | TypeError replace() should be called on dataclass instances
typing.get_type_hints | 0 obj | thing | TypeError {value} is not a module, class, method, or function.
weakref.proxy weakref.finalize | 0 object | object | TypeError cannot create weak reference to '{kind}' object
pwd.getpwnam grp.getgrnam | 0 name | text | TypeError getpwnam() argument must be str, not {kind}
mimetypes.guess_type | 0 url | path | TypeError expected str, bytes or os.PathLike object, not {kind}
builtins.open | 1 mode | something | TypeError open() argument 'mode' must be str, not None
builtins.open | 2 buffering | whole | TypeError '{kind}' object cannot be interpreted as an integer
logging.handlers.RotatingFileHandler | 2 maxBytes | whole\
 | TypeError '>' not supported between instances of '{kind}' and 'int'
builtins.exec | 0 source | source | TypeError exec() arg 1 must be a string, bytes or code object
builtins.eval | 0 source | source | TypeError eval() arg 1 must be a string, bytes or code object
builtins.compile | 0 source | source | TypeError compile() arg 1 must be a string, bytes or AST object
builtins.__import__ | 0 name | text | TypeError module name must be a string
"""


def guarded(models: dict[str, Value]) -> dict[str, Value]:
    """Return models that refuse what the table says before anything else happens."""
    found: dict[str, Value] = {}
    for line in _TABLE.strip().split("\n"):
        paths, parameter, kind, told = (part.strip() for part in line.split("|"))
        position, _, name = parameter.partition(" ")
        error, _, text = told.partition(" ")
        for path in paths.split():
            check = _checking(int(position), name, kind, (error, text))
            known = {**models, **found}
            model = known.get(path)
            if isinstance(model, Class):
                continue  # its own model says what it refuses
            names = (path, f"{path}:call", f"{path}:check")
            where = next((one for one in names if isinstance(known.get(one), Native)), "")
            if where:
                found[where] = _before(known[where], check)
            elif model is None:
                found[f"{path}:check"] = Native("check", check)
    return found


def _checking(position: int, name: str, kind: str, refusal: tuple[str, str]) -> Run:
    is_refused = _REFUSED[kind]

    def check(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
        given = args[position] if len(args) > position else kwargs.get(name, MISSING)
        if given is MISSING or "**" in kwargs:
            return
        value = m.decide(given)
        if is_refused(value):
            told = refusal[1].format(kind=kind_name(value), value=_shown(value))
            raise m.refusal(refusal[0], told, place)

    return check


def _before(held: Native, check: Run) -> Native:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        check(m, args, kwargs, place)
        return held.run(m, args, kwargs, place)

    made = Native(held.name, run, binds=held.binds)
    made.path = held.path
    return made
