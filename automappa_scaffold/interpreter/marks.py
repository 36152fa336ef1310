"""Names, beside those of a program, under which values keep what is known of them."""

__all__ = [
    "ALSO",
    "AWARE",
    "BEGINNING",
    "CALLED_OUTSIDE",
    "CANVAS_IN_USE",
    "COMBINED",
    "COUNTED",
    "FIXED",
    "HASH_OF",
    "IN_THREAD",
    "KIND",
    "LENT",
    "MADE_ANEW",
    "MEMBER",
    "META",
    "METACLASS_BELOW",
    "METHOD",
    "NON_MEMBERS",
    "NOT_OF_CLASSES",
    "NOT_OF_FUNCTIONS",
    "OPEN",
    "SLOTS",
    "UNION_OF",
    "WHOLE",
]

# Among an object's attributes: it has others, whose names are computed.
OPEN = "<open>"
# Among the attributes of what is not decided: it may be a method of the project's, found by a computed name.
METHOD = "<method>"
# Likewise: the class of the standard library that it is an object of, by its dotted path.
KIND = "<kind>"
# Likewise: whether a moment says how far it is from UTC.
AWARE = "<aware>"
# Likewise: a text that it certainly begins with.
BEGINNING = "<beginning>"
# Likewise: the class of the standard library and its method, where it is one.
MEMBER = "<member>"
# Likewise: the classes, and None, of which a union of types is.
UNION_OF = "<union of>"
# Likewise: of which value it is the hash, as ``hashes`` writes it.
HASH_OF = "<hash of>"
# Among the attributes of a lock or queue: code that is not followed has it too.
LENT = "<lent>"
# Beside what the project patches, under a key that is no path: what runs now is a thread of the program's,
# and how many imports ran where it was started.
IN_THREAD = "threading.current_thread()"
# Likewise: something was made of several signatures.
CANVAS_IN_USE = "celery.canvas()"
# Why what a function outside the project returned is not known: stands behind the function's dotted path.
CALLED_OUTSIDE = "() is not part of the project"
# Among the names of a library's class: its model has all special methods; ``ALSO``: the built-in types that
# its objects are besides.
WHOLE = "<whole>"
ALSO = "<also>"
# Likewise, and beside a view of such an object: how many elements it has at the moment, for a loop that goes
# through them; None: it is not known.
COUNTED = "<counted>"
# Likewise: Python makes another of its objects each time, where one stands for all that are equal.
MADE_ANEW = "<made anew>"
# Likewise: the class of the standard library, by its dotted path, from which its metaclass alone inherits.
METACLASS_BELOW = "<metaclass below>"
# Among the names of a class of Django's models: its ``Meta``, which Django takes off it.
META = "<meta>"
# Among the names of a class: its abstract methods, as they were where it was made.
FIXED = "<abstract>"
# Likewise: what was in its ``__slots__`` when it was made, where these were gone through.
SLOTS = "<slots>"
# Likewise: the names in an enumeration's body that ``nonmember`` was called for.
NON_MEMBERS = "<non-members>"
# Among those of a class of flags: what stands for several of them, by number.
COMBINED = "<combined>"
# Kept among the names of a class by its model, or not there once its body has run.
NOT_OF_CLASSES = frozenset(
    {
        "__class__",
        "__fields__",
        "__lookup__",
        "__members__",
        "__on_class__",
        "__qualname__",
        "<class lacks>",
        "<frozen>",
        "<lacks>",
        "<methods>",
        "<runtime>",
        "<virtual>",
        ALSO,
        MADE_ANEW,
        META,
        METACLASS_BELOW,
        COMBINED,
        FIXED,
        OPEN,
        SLOTS,
        WHOLE,
    }
)
# Kept among what is set on a function.
NOT_OF_FUNCTIONS = frozenset(
    {
        "__annotations__",
        "__defaults__",
        "__doc__",
        "__is_cached__",
        "__kwdefaults__",
        "__module__",
        "__name__",
        "__native_call__",
        "__qualname__",
        OPEN,
    }
)
