from contextlib import ContextDecorator
from functools import wraps


def action(function=None, *, permissions=None, description=None):
    def decorator(func):
        if permissions is not None:
            func.allowed_permissions = permissions
        if description is not None:
            func.short_description = description
        return func

    return decorator if function is None else decorator(function)


def display(function=None, *, boolean=None, ordering=None, description=None, empty_value=None):
    def decorator(func):
        if boolean is not None and empty_value is not None:
            raise ValueError(
                "The boolean and empty_value arguments to the @display decorator are mutually exclusive."
            )
        if boolean is not None:
            func.boolean = boolean
        if ordering is not None:
            func.admin_order_field = ordering
        if description is not None:
            func.short_description = description
        if empty_value is not None:
            func.empty_value_display = empty_value
        return func

    return decorator if function is None else decorator(function)


class Atomic(ContextDecorator):
    def __init__(self, using, savepoint, durable):
        self.using = using
        self.savepoint = savepoint
        self.durable = durable
        self._from_testcase = False

    def __enter__(self):
        pass

    def __exit__(self, kind, value, trace):
        pass


def atomic(using=None, savepoint=True, durable=False):
    if callable(using):
        return Atomic("default", savepoint, durable)(using)
    return Atomic(using, savepoint, durable)


def _non_atomic_requests(view, using):
    try:
        view._non_atomic_requests.add(using)
    except AttributeError:
        view._non_atomic_requests = {using}
    return view


def non_atomic_requests(using=None):
    if callable(using):
        return _non_atomic_requests(using, "default")
    return lambda view: _non_atomic_requests(view, "default" if using is None else using)


def sensitive_variables(*variables):
    if len(variables) == 1 and callable(variables[0]):
        raise TypeError(
            "sensitive_variables() must be called to use it as a decorator, "
            "e.g., use @sensitive_variables(), not @sensitive_variables."
        )

    def decorator(func):
        @wraps(func)
        def sensitive_variables_wrapper(*args, **kwargs):
            return func(*args, **kwargs)

        return sensitive_variables_wrapper

    return decorator


class override(ContextDecorator):
    def __init__(self, value, deactivate=False):
        pass

    def __enter__(self):
        pass

    def __exit__(self, kind, value, trace):
        pass


class override_settings(ContextDecorator):
    def __init__(self, **kwargs):
        self.options = kwargs

    def __enter__(self):
        pass

    def __exit__(self, kind, value, trace):
        pass
