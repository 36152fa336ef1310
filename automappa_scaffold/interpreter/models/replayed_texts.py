"""Messages of ``email`` and cookies of ``http``, which Python itself makes: what was called is kept."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.replayed_objects import (
    give_up,
    model_calls,
    perform,
    replayed_class,
)
from automappa_scaffold.interpreter.objects import Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Value, is_constant, is_long
from automappa_scaffold.source.places import Place

__all__ = ["REPLAYED_TEXTS"]

REPLAYED_TEXTS = Models()

_LONGEST = 1_000
_MESSAGE_METHODS = (
    "__contains__ __delitem__ __getitem__ __len__ __setitem__ add_header del_param get get_all get_boundary"
    " get_charset get_content_charset get_content_disposition get_content_maintype get_content_subtype"
    " get_content_type get_default_type get_filename get_param get_params get_unixfrom items keys"
    " replace_header set_param values"
)
_MESSAGE_OTHERS = (
    "__iter__ add_alternative add_attachment add_related as_bytes as_string attach clear clear_content"
    " get_body get_content get_payload is_attachment is_multipart iter_attachments iter_parts"
    " make_alternative make_mixed"
    " make_related set_boundary set_charset set_content set_default_type set_payload set_raw set_type"
    " set_unixfrom walk __str__ __bytes__"
)
_COOKIES = "__contains__ __delitem__ __getitem__ __len__ __setitem__ get keys load output js_output"
_COOKIES_OTHERS = "__iter__ __repr__ __str__ clear copy items pop popitem setdefault update values"
_COOKIE = replayed_class("http.cookies.SimpleCookie", _COOKIES, others=_COOKIES_OTHERS, longest=_LONGEST)
model_calls(REPLAYED_TEXTS, "http.cookies.SimpleCookie", _COOKIE)
for _path in (
    "email.message.EmailMessage",
    "email.message.Message",
):
    _made = replayed_class(_path, _MESSAGE_METHODS, others=_MESSAGE_OTHERS, longest=_LONGEST)
    model_calls(REPLAYED_TEXTS, _path, _made)

# A cookie's part: what is done to it is done to the cookie, which gives the same one under its key.
_MORSEL = native_class("Morsel", module="http.cookies")
_OF, _KEY = "<cookie>", "<key>"


def _get_morsel(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    key = m.decide(args[1])
    if not isinstance(key, str):
        return give_up(m, args[0], "what is in a cookie", place)
    if perform(m, args[0], lambda held: held[key] and None, place) is MISSING:
        return m.unknown("what is in a cookie", place, is_foreign=True)
    return Instance(_MORSEL, m.namespace(**{_OF: args[0], _KEY: key}))


def _of_morsel(name: str, *, is_attribute: bool = False) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        cookie, key = args[0].ns[_OF], args[0].ns[_KEY]
        given = [m.decide(argument) for argument in args[1:]]
        if kwargs or not all(is_constant(value) and not is_long(value, _LONGEST) for value in given):
            return give_up(m, cookie, "what is in a cookie", place)
        found = perform(
            m,
            cookie,
            lambda held: getattr(held[key], name) if is_attribute else getattr(held[key], name)(*given),
            place,
        )
        return m.unknown("what is in a cookie", place) if found is MISSING else m.hold(found, place)

    return run


_COOKIE.ns["__getitem__"] = Native("__getitem__", _get_morsel, binds=True)
for _name in ("__contains__", "__getitem__", "__setitem__", "OutputString", "get", "output"):
    _MORSEL.ns[_name] = Native(_name, _of_morsel(_name), binds=True)
for _name in ("coded_value", "key", "value"):
    _MORSEL.ns[_name] = Wrapper("property", Native(_name, _of_morsel(_name, is_attribute=True)))
