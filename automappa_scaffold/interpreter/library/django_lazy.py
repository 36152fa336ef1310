import operator

empty = object()


def new_method_proxy(func):
    def inner(self, *args):
        if self.__dict__["_wrapped"] is empty:
            self._setup()
        return func(self.__dict__["_wrapped"], *args)

    return inner


class LazyObject:
    def __init__(self):
        self.__dict__["_wrapped"] = empty

    def __getattr__(self, name):
        if self.__dict__["_wrapped"] is empty:
            self._setup()
        return getattr(self.__dict__["_wrapped"], name)

    def __setattr__(self, name, value):
        if name == "_wrapped":
            self.__dict__["_wrapped"] = value
        else:
            if self.__dict__["_wrapped"] is empty:
                self._setup()
            setattr(self.__dict__["_wrapped"], name, value)

    def __delattr__(self, name):
        if name == "_wrapped":
            raise TypeError("can't delete _wrapped.")
        if self.__dict__["_wrapped"] is empty:
            self._setup()
        delattr(self.__dict__["_wrapped"], name)

    def _setup(self):
        raise NotImplementedError("subclasses of LazyObject must provide a _setup() method")

    __bytes__ = new_method_proxy(bytes)
    __str__ = new_method_proxy(str)
    __bool__ = new_method_proxy(bool)
    __dir__ = new_method_proxy(dir)
    __class__ = property(new_method_proxy(operator.attrgetter("__class__")))
    __eq__ = new_method_proxy(operator.eq)
    __lt__ = new_method_proxy(operator.lt)
    __gt__ = new_method_proxy(operator.gt)
    __ne__ = new_method_proxy(operator.ne)
    __hash__ = new_method_proxy(hash)
    __getitem__ = new_method_proxy(operator.getitem)
    __setitem__ = new_method_proxy(operator.setitem)
    __delitem__ = new_method_proxy(operator.delitem)
    __iter__ = new_method_proxy(iter)
    __len__ = new_method_proxy(len)
    __contains__ = new_method_proxy(operator.contains)


class SimpleLazyObject(LazyObject):
    def __init__(self, func):
        self.__dict__["_setupfunc"] = func
        super().__init__()

    def _setup(self):
        self._wrapped = self._setupfunc()

    def __repr__(self):
        shown = self._setupfunc if self.__dict__["_wrapped"] is empty else self.__dict__["_wrapped"]
        return f"<{type(self).__name__}: {shown!r}>"

    __add__ = new_method_proxy(operator.add)

    def __radd__(self, other):
        if self.__dict__["_wrapped"] is empty:
            self._setup()
        return other + self.__dict__["_wrapped"]
