"""What Python's compiler refuses of a file that its parser takes is found without compiling most files."""

import ast

import pytest

from automappa_scaffold.source.compiling import may_be_refused
from automappa_scaffold.source.lower import lower_module
from automappa_scaffold.source.parsing import SourceSyntaxError

SOUND = (
    "for a in b:\n    if a:\n        break\n    else:\n        continue\n",
    "def f():\n    while True:\n        with a:\n            try:\n                break\n"
    "            finally:\n                continue\n",
    "for a in b:\n    for c in d:\n        pass\n    else:\n        break\n",
    "from a import *\n",
    "try:\n    from a import *\nexcept ImportError:\n    from b import *\n",
    '"""Text."""\nfrom __future__ import annotations\nfrom __future__ import division\nimport a\n',
    "from __future__ import annotations, generators\nbreaking = continued = 1\n",
    "for a in b:\n    try:\n        pass\n    except A:\n        break\n    except:\n        continue\n",
    "f(a=1, b=g)\nf(a=1)\n",
    "@f(a=1)\ndef g(a=1):\n    h(\n        b=1,\n        c=2,\n    )\n    h(b=1)\n"
    "@f(a=1)\ndef i():\n    h(c=(\n        1))\n",
    "class C(B, metaclass=M):\n    a = f(b=1)\n    c = f(b=2)\n    d: int = f(b=3)\n",
    "def f():\n    yield 1\n    a = yield 2\n    yield from a\n",
    "a, *b = c\nfor a in c:\n    f(*b)\nd = [*a, *b]\n",
    "f(lambda a, b: a, key=lambda a: a)\n",
)
REFUSED = (
    "break\n",
    "if a:\n    continue\n",
    "for a in b:\n    def f():\n        break\n",
    "for a in b:\n    class C:\n        continue\n",
    "for a in b:\n    pass\nelse:\n    break\n",
    "while a:\n    pass\nelse:\n    continue\n",
    "def f():\n    from a import *\n",
    "class C:\n    from a import *\n",
    "def f():\n    for a in b:\n        from c import *\n        break\n",
    "import a\nfrom __future__ import annotations\n",
    '"""Text."""\n"""Another."""; import a\nfrom __future__ import annotations\n',
    "from __future__ import no_such_feature\n",
    "from __future__ import braces\n",
    "def f():\n    from __future__ import annotations\n",
    "a = 1; from __future__ import annotations\n",
    "for a in b:\n    try:\n        break\n    except:\n        pass\n    except A:\n        pass\n",
    "def f(a, a):\n    pass\n",
    "class C:\n    def f(self, a, *, a):\n        pass\n",
    "@g(a=1, a=2)\ndef f():\n    pass\n",
    "def f():\n    g(a=1, b=2, a=3)\n",
    "try:\n    a = f(b=1, b=2)\nfinally:\n    pass\n",
    "try:\n    pass\nexcept A:\n    return 1\n",
    "def f():\n    g(\n        a=1,\n        # Text.\n        b=2,\n        # More.\n        a=3,\n    )\n",
    "def f():\n    return [lambda a, b={1: 2}, a=3: a]\n",
    "@f(a=1, a=2)\nclass C:\n    pass\n",
    "def f():\n    class C:\n        return 1\n",
    "def f():\n    return [(yield) for a in b]\n",
    "def f():\n    *a, *b = c\n",
    "def f():\n    return [a for *a, *b in c]\n",
    "def f():\n    a = *b\n",
    "class C:\n    def f(self):\n        return [a := 1 for a in b]\n",
    "def f(__debug__):\n    pass\n",
    "def f(a):\n    match a:\n        case b:\n            pass\n        case 1:\n            pass\n",
    "def f():\n    await g()\n",
    "def f():\n    a = 1\n    global a\n",
)


@pytest.mark.parametrize("text", SOUND)
def test_what_stands_where_it_may_is_not_compiled_and_not_refused(text: str) -> None:
    compile(text, "sound.py", "exec", dont_inherit=True)

    assert not may_be_refused(ast.parse(text), text.encode())
    lower_module(text.encode())


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_compiler_refuses_is_found(text: str) -> None:
    with pytest.raises(SyntaxError):
        compile(text, "refused.py", "exec", dont_inherit=True)

    with pytest.raises(SourceSyntaxError) as caught:
        lower_module(text.encode())
    assert caught.value.certain


def test_keywords_of_several_calls_in_one_statement_are_looked_at_without_compiling() -> None:
    text = "a = [f(b=1, c=g(b=2)), f(b=3)(b=4)]\n"

    assert not may_be_refused(ast.parse(text), text.encode())


def test_blocks_nested_deeper_than_some_pythons_take_are_not_certain() -> None:
    text = "".join(" " * depth + "with a:\n" for depth in range(25)) + " " * 25 + "pass\n"
    try:
        compile(text, "deep.py", "exec", dont_inherit=True)
    except SyntaxError:
        with pytest.raises(SourceSyntaxError) as caught:
            lower_module(text.encode())
        assert not caught.value.certain
