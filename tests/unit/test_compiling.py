"""What Python's compiler refuses of a file that its parser takes is found without compiling most files."""

import ast

import pytest

from automappa_scaffold.source.compiling import find_refusal
from automappa_scaffold.source.statement_places import is_well_placed

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
    "def f():\n    await g()\n",
    "def f():\n    a = 1\n    global a\n",
)


@pytest.mark.parametrize("text", SOUND)
def test_what_stands_where_it_may_is_not_compiled_and_not_refused(text: str) -> None:
    compile(text, "sound.py", "exec", dont_inherit=True)

    assert is_well_placed(ast.parse(text))
    assert find_refusal(ast.parse(text), text.encode()) is None


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_compiler_refuses_is_found(text: str) -> None:
    with pytest.raises(SyntaxError):
        compile(text, "refused.py", "exec", dont_inherit=True)

    assert find_refusal(ast.parse(text), text.encode()) is not None
