class UserList:
    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(_bare(initlist))

    def __repr__(self):
        return repr(self.data)

    def __eq__(self, other):
        return self.data == _bare(other)

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        return self.data < _bare(other)

    def __gt__(self, other):
        return self.data > _bare(other)

    __hash__ = None

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        index = 0
        while True:
            try:
                item = self[index]
            except IndexError:
                return
            yield item
            index += 1

    def __reversed__(self):
        for index in reversed(range(len(self))):
            yield self[index]

    def __getitem__(self, index):
        found = self.data[index]
        return self.__class__(found) if isinstance(index, slice) else found

    def __setitem__(self, index, item):
        self.data[index] = item

    def __delitem__(self, index):
        del self.data[index]

    def __add__(self, other):
        return self.__class__(self.data + list(_bare(other)))

    def __radd__(self, other):
        return self.__class__(list(_bare(other)) + self.data)

    def __iadd__(self, other):
        self.data += list(_bare(other))
        return self

    def __mul__(self, count):
        return self.__class__(self.data * count)

    __rmul__ = __mul__

    def __imul__(self, count):
        self.data *= count
        return self

    def append(self, item):
        self.data.append(item)

    def insert(self, index, item):
        self.data.insert(index, item)

    def pop(self, index=-1):
        return self.data.pop(index)

    def remove(self, item):
        self.data.remove(item)

    def clear(self):
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def count(self, item):
        return self.data.count(item)

    def index(self, item, *args):
        return self.data.index(item, *args)

    def reverse(self):
        self.data.reverse()

    def sort(self, /, *args, **kwargs):
        self.data.sort(*args, **kwargs)

    def extend(self, other):
        self.data.extend(_bare(other))


class UserString:
    def __init__(self, seq):
        self.data = seq if isinstance(seq, str) else str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __hash__(self):
        return hash(self.data)

    def __eq__(self, other):
        return self.data == _bare(other)

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        return self.data < _bare(other)

    def __gt__(self, other):
        return self.data > _bare(other)

    def __contains__(self, part):
        return _bare(part) in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __iter__(self):
        return iter([self.__class__(letter) for letter in self.data])

    def __add__(self, other):
        return self.__class__(self.data + str(other))

    def __radd__(self, other):
        return self.__class__(str(other) + self.data)

    def __mul__(self, count):
        return self.__class__(self.data * count)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)


def _bare(value):
    return value.data if isinstance(value, (UserList, UserString)) else value


def _of_text(name, is_wrapped):
    def method(self, *args, **kwargs):
        found = getattr(self.data, name)(*[_bare(argument) for argument in args], **kwargs)
        return self.__class__(found) if is_wrapped else found

    method.__name__ = name
    return method


_WRAPPED = "capitalize casefold center removeprefix removesuffix expandtabs ljust lower lstrip replace rjust"
for _name in (_WRAPPED + " rstrip strip swapcase title translate upper zfill").split():
    setattr(UserString, _name, _of_text(_name, True))
_PLAIN = "count encode endswith find format format_map index isalpha isalnum isascii isdecimal isdigit"
_PLAIN += " isidentifier islower isnumeric isprintable isspace istitle isupper join partition rfind rindex"
for _name in (_PLAIN + " rpartition rsplit split splitlines startswith").split():
    setattr(UserString, _name, _of_text(_name, False))
