"""Message signing and serializers: what ``setup_security`` wants, and what kombu is told of.

Source: ``celery.security`` of Celery 5.3 to 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import ListValue, Value
from automappa_scaffold.registry.celery_exceptions import celery_error
from automappa_scaffold.registry.celery_objects import require_fit
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["registering_serializers", "setup_security"]

_WANTED = {"security_key": "key", "security_certificate": "cert", "security_cert_store": "store"}
_REGISTER = ("name encoder decoder content_type content_encoding=",)
_PARAMETERS = ("allowed_serializers", "key", "key_password", "cert", "store", "digest", "serializer")


def setup_security(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Run ``app.setup_security``.

    Raises:
        PyRaise: it needs a library that is not there, or settings that say otherwise.
    """
    if m.installed is not None and "cryptography" not in m.installed:
        text = "No module named 'cryptography'"
        raise m.raise_("ModuleNotFoundError", text, place, missing="cryptography")
    m.assumptions["cryptography is taken to be importable, as setup_security() wants it"] = None
    conf = m.get_attribute(args[0], "conf", place)
    serializer = m.decide(m.get_attribute(conf, "task_serializer", place))
    accepted = m.decide(m.get_attribute(conf, "accept_content", place))
    if isinstance(accepted, ListValue) and accepted.unknown is None:
        accepted = list(accepted.items)
    is_listed = isinstance(accepted, (list, tuple, str))
    if (isinstance(serializer, str) and serializer != "auth") or (is_listed and accepted != ["auth"]):
        text = "You have to configure a special task serializer for signing and verifying tasks"
        raise celery_error("ImproperlyConfigured", text, place)
    given = {**dict(zip(_PARAMETERS, args[1:], strict=False)), **kwargs}
    for setting, name in _WANTED.items():
        value = m.decide(given.get(name)) or m.decide(m.get_attribute(conf, setting, place))
        if m.truth(value) is False:
            text = f"Sorry, but you have to configure {setting} to use the auth serializer."
            raise celery_error("ImproperlyConfigured", text, place)
    m.note("whether the files of setup_security() can be read", place)
    return None


def registering_serializers(world: World) -> Native:
    """Return ``kombu.serialization.register``."""

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        require_fit(m, "SerializerRegistry.register", _REGISTER, args, kwargs, place)
        name = m.decide(args[0] if args else kwargs.get("name"))
        if isinstance(name, str) and not m.scopes:
            world.serializers.add(name)
        else:
            world.opens_serializers = True
        return None

    return Native("register", run)
