import sys
from argparse import Action as Elsewhere  # stands for what is not written here: it may be anything
from argparse import _declared, _parsed


class Namespace:
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in vars(self)

    def __repr__(self):
        return type(self).__name__ + "(" + ", ".join([f"{k}={v!r}" for k, v in vars(self).items()]) + ")"


# What parsers and groups have besides.
_OTHERS = "add_help add_subparsers allow_abbrev argument_default conflict_handler"
_OTHERS += " convert_arg_line_to_args description epilog exit_on_error format_help format_usage formatter_class"
_OTHERS += " fromfile_prefix_chars get_default parse_intermixed_args parse_known_intermixed_args prefix_chars"
_OTHERS += " print_help print_usage prog register title usage"
_OTHERS = tuple(_OTHERS.split())
# What a parser is made with, in some version of Python.
_OPTIONS = "add_help allow_abbrev argument_default color conflict_handler description epilog exit_on_error"
_OPTIONS += " formatter_class fromfile_prefix_chars parents prefix_chars prog suggest_on_error usage"
_OPTIONS = tuple(_OPTIONS.split())


def _unseen(asked, parser, name):
    if name not in _OTHERS and not name.startswith("_"):
        raise AttributeError(f"{type(asked).__name__!r} object has no attribute {name!r}")
    parser._steps = None
    return getattr(Elsewhere("", ""), name)


class _Group:
    def __init__(self, parser, key=None):
        self._parser, self._key = parser, key

    def add_argument(self, *args, **kwargs):
        return self._parser._add(args, kwargs, self._key)

    def add_mutually_exclusive_group(self, *, required=False):
        if self._key is not None:  # one inside another, which Pythons deal with in other ways
            self._parser._steps = None
            return Elsewhere("", "")
        return self._parser.add_mutually_exclusive_group(required=required)

    def __getattr__(self, name):
        return _unseen(self, self._parser, name)


class ArgumentParser:
    def __init__(self, *args, **options):
        for name in options:
            if name not in _OPTIONS:
                shown = "ArgumentParser.__init__() got an unexpected keyword argument"
                raise TypeError(f"{shown} {name!r}")
        parents = options.pop("parents", ())
        self._options = None if args[1:] else options
        self._steps = []
        self._groups = 0
        for parent in parents:
            if parent._steps is None or parent._options is None or parent._options.get("add_help", True):
                self._steps = None
            elif any(key is not None for _, _, key in parent._steps):
                self._steps = None
            elif self._steps is not None:
                self._steps += parent._steps

    def __getattr__(self, name):
        return _unseen(self, self, name)

    def add_argument(self, *args, **kwargs):
        return self._add(args, kwargs, None)

    def _add(self, args, kwargs, key):
        if self._steps is not None:
            self._steps.append((args, kwargs, key))
            _declared(self._steps, self._options)
        return Elsewhere("", "")

    def add_argument_group(self, *args, **kwargs):
        return _Group(self)

    def add_mutually_exclusive_group(self, *, required=False):
        self._groups += 1
        return _Group(self, (self._groups, bool(required)))

    def set_defaults(self, **kwargs):
        if self._steps is not None:
            self._steps.append(((), kwargs, None))

    def parse_args(self, args=None, namespace=None):
        found, rest = self._parse(args, namespace, True)
        return found

    def parse_known_args(self, args=None, namespace=None):
        return self._parse(args, namespace, False)

    def _parse(self, args, namespace, is_whole):
        words = sys.argv[1:] if args is None else list(args)
        code, values, rest = _parsed(self._steps, self._options, words, is_whole)
        if code == 2:
            self.error(str(Elsewhere("", "")))
        elif code is not None:
            self.exit(code)
        if values is None:
            if namespace is not None:
                setattr(namespace, str(Elsewhere("", "")), Elsewhere("", ""))
            return Elsewhere("", "") if namespace is None else namespace, Elsewhere("", "")
        if namespace is None:
            return Namespace(**values), rest
        for name, value in values.items():  # a default is no reason to change what is there
            setattr(namespace, name, Elsewhere("", "") if hasattr(namespace, name) else value)
        return namespace, rest

    def error(self, message):
        self.exit(2, message)

    def exit(self, status=0, message=None):
        sys.exit(status)
