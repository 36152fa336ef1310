def _unwrap(func):
    while hasattr(func, "__wrapped__"):
        func = func.__wrapped__
    return func


class Library:
    def __init__(self):
        self.filters = {}
        self.tags = {}

    def tag(self, name=None, compile_function=None):
        if name is None and compile_function is None:
            return self.tag_function
        if name is None:
            raise ValueError(f"Unsupported arguments to Library.tag: ({name!r}, {compile_function!r})")
        if compile_function is None:
            return self.tag_function(name) if callable(name) else lambda func: self.tag(name, func)
        self.tags[name] = compile_function
        return compile_function

    def tag_function(self, func):
        self.tags[func.__name__] = func
        return func

    def filter(self, name=None, filter_func=None, **flags):
        if name is None and filter_func is None:
            return lambda func: self.filter_function(func, **flags)
        if name is None:
            raise ValueError(f"Unsupported arguments to Library.filter: ({name!r}, {filter_func!r})")
        if filter_func is None:
            if callable(name):
                return self.filter_function(name, **flags)
            return lambda func: self.filter(name, func, **flags)
        self.filters[name] = filter_func
        for attr in ("expects_localtime", "is_safe", "needs_autoescape"):
            if attr in flags:
                setattr(filter_func, attr, flags[attr])
                setattr(_unwrap(filter_func), attr, flags[attr])
        filter_func._filter_name = name
        return filter_func

    def filter_function(self, func, **flags):
        return self.filter(func.__name__, func, **flags)

    def simple_tag(self, func=None, takes_context=None, name=None):
        def dec(func):
            self.tag(name or func.__name__, lambda parser, token: None)
            return func

        if func is None:
            return dec
        if callable(func):
            return dec(func)
        raise ValueError("Invalid arguments provided to simple_tag")

    def simple_block_tag(self, func=None, takes_context=None, name=None, end_name=None):
        def dec(func):
            self.tag(name or func.__name__, lambda parser, token: None)
            return func

        if func is None:
            return dec
        if callable(func):
            return dec(func)
        raise ValueError("Invalid arguments provided to simple_block_tag")

    def inclusion_tag(self, filename, func=None, takes_context=None, name=None):
        def dec(func):
            self.tag(name or func.__name__, lambda parser, token: None)
            return func

        return dec
