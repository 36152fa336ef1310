"""Under which names an app's settings are looked for, and which of them may not stand together.

Source: ``celery.app.utils`` and ``celery.utils.collections`` of Celery 5.7.
"""

from collections.abc import Iterator

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import DictValue, Union, Unknown
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_world import World

__all__ = ["as_named", "assume_old_names", "other_names", "refuse_mixed_names", "setting_keys"]


def setting_keys(m: Interpreter, state: AppState, key: str) -> Iterator[str]:
    """Yield the names under which a setting is looked for, the first found wins."""
    prefix = m.decide(state.namespace)
    if isinstance(prefix, str) and prefix:
        prefix = prefix.rstrip("_") + "_"
        full = prefix + key if not key.startswith(prefix) else key
        yield full.upper() if prefix.isupper() else full
    yield key
    old = {"imports": "CELERY_IMPORTS", "include": "CELERY_INCLUDE"}.get(key)
    if old:
        yield old


def as_named(m: Interpreter, state: AppState, conf: DictValue) -> DictValue:
    """Return the settings, or that nothing is known of them where their names' prefix is not."""
    prefix = m.decide(state.namespace)
    if isinstance(prefix, (Unknown, Union)):
        return m.new_dict(unknown=m.undecided(prefix, state.place))
    return conf


def other_names(mapping: DictValue, key: str) -> Iterator[str]:
    """Yield the old name of a setting, and the new one of an old; hardly any configuration has old ones."""
    if key.isupper() or any(name.__class__ is str and name.isupper() for name in mapping.items):
        from automappa_scaffold.registry.setting_names import NEW_TO_OLD, OLD_TO_NEW

        yield from (names[key] for names in (OLD_TO_NEW, NEW_TO_OLD) if key in names)


def assume_old_names(m: Interpreter, state: AppState, name: str) -> None:
    """Tell that an old name is read though there is a prefix, and this is not the name with the prefix."""
    prefix = m.decide(state.namespace)
    if isinstance(prefix, str) and prefix and not name.startswith(prefix.rstrip("_") + "_"):
        note = f"the worker runs Celery 5.7 or newer, which reads {name} where there is a namespace too"
        m.assumptions[note] = None


def refuse_mixed_names(m: Interpreter, world: World, state: AppState, conf: DictValue) -> None:
    """Raise what Celery raises for a configuration with names of both kinds."""
    if m.truth(state.namespace):
        if not isinstance(m.decide(state.namespace), str):
            m.get_attribute(state.namespace, "rstrip", state.place)
        return
    have = {key for key in conf.items if isinstance(key, str)}
    have = have or {key for key in state.preconf.items if key not in state.auto_keys}
    if not any(key.isupper() for key in have):
        return
    # Two hundred names that hardly any start needs.
    from automappa_scaffold.registry.setting_names import NEW_TO_OLD, OLD_TO_NEW

    new, old = have & NEW_TO_OLD.keys(), have & OLD_TO_NEW.keys()
    left = old if len(new) >= len(old) else new
    convert = OLD_TO_NEW if left is old else NEW_TO_OLD
    if new and old and any(convert[key] not in have for key in left):
        kinds = "new and old" if left is old else "old and new"
        names = ", ".join(f"{key} -> {convert[key]}" for key in sorted(left) if convert[key] not in have)
        text = f"ImproperlyConfigured: Cannot mix {kinds} setting keys: {names}"
        raise world.refuse(m.raise_("Exception", text, state.place), "AMS107")
