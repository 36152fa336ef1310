import sys
from optparse import Option as Elsewhere  # stands for what is not written here: it may be anything
from optparse import _declared, _parsed


class Values:
    def __init__(self, defaults=None):
        for name, value in (defaults or {}).items():
            setattr(self, name, value)

    def __str__(self):
        return str(vars(self))

    def __repr__(self):
        return str(Elsewhere("-x"))

    def __eq__(self, other):
        if isinstance(other, Values):
            return vars(self) == vars(other)
        return vars(self) == other if isinstance(other, dict) else NotImplemented

    def ensure_value(self, name, value):
        if getattr(self, name, None) is None:
            setattr(self, name, value)
        return getattr(self, name)


class OptionParser:
    def __init__(self, *args, **options):
        self._options = None if args[1:] else options
        self._steps = []

    def __getattr__(self, name):
        if not hasattr(Elsewhere, name) and name not in _OTHERS and not name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        self._steps = None
        return getattr(Elsewhere("-x"), name)

    def add_option(self, *args, **kwargs):
        if self._steps is not None:
            self._steps.append((args, kwargs))
            _declared(self._steps, self._options)
        return Elsewhere("-x")

    def set_defaults(self, **kwargs):
        if self._steps is not None:
            self._steps.append(((), kwargs))

    def parse_args(self, args=None, values=None):
        words = sys.argv[1:] if args is None else list(args)
        code, found, rest = _parsed(self._steps, self._options, words)
        if code == 2:
            self.error(str(Elsewhere("-x")))
        elif code is not None:
            self.exit(code)
        if found is None or values is not None:
            self._steps = None
            return Elsewhere("-x"), Elsewhere("-x")
        return Values(found), rest

    def error(self, msg):
        self.exit(2, msg)

    def exit(self, status=0, msg=None):
        sys.exit(status)


_OTHERS = "add_option_group add_options allow_interspersed_args defaults description destroy"
_OTHERS += " disable_interspersed_args enable_interspersed_args epilog expand_prog_name format_description"
_OTHERS += " format_epilog format_help format_option_help formatter get_default_values get_description"
_OTHERS += " get_option get_option_group get_prog_name get_usage get_version has_option largs option_class"
_OTHERS += " option_groups option_list print_help print_usage print_version process_default_values prog rargs"
_OTHERS += " remove_option set_conflict_handler set_default set_description set_process_default_values"
_OTHERS += " set_usage standard_option_list usage values version"
_OTHERS = tuple(_OTHERS.split())
