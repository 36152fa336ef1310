"""Mistakes in the text of a file: typing errors, quotes, brackets, decorators, imports, lists of modules."""

import io
import re
import tokenize
from random import Random

from tests.properties.mutant_parts import read_parts

__all__ = ["change_decorator", "change_entries", "change_import", "change_lines", "change_token", "misspell"]

_DECORATORS = read_parts("decorators")
_FROM_IMPORTS = read_parts("other forms of from-imports")
_IMPORTS = read_parts("other forms of imports")
_LISTS = read_parts("other forms of lists")
_TEXTS = read_parts("other forms of a text")


def misspell(random: Random, word: str) -> str:
    """Return a word with one typing error."""
    if not word:
        return "x"
    at = random.randrange(len(word))
    kind = random.randrange(7)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[: at + 1] + word[at:]
    if kind == 2 and len(word) > 1:
        at = min(at, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 3:
        return word[:at] + random.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]
    if kind == 4:
        return word[:at] + word[at].swapcase() + word[at + 1 :]
    if kind == 5:
        return random.choice((word.upper(), word.capitalize(), word + "s", word.rstrip("s"), f"_{word}"))
    return word.replace("_", random.choice(("", "-", "__")), 1) if "_" in word else word + "2"


def change_token(random: Random, text: str) -> str:
    """Return the text with one name, text, number, operator or space wrong."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return change_lines(random, text)
    wanted = random.choice(
        (tokenize.NAME, tokenize.NAME, tokenize.STRING, tokenize.STRING, tokenize.OP, tokenize.NUMBER)
    )
    kept = [t for t in tokens if t.type == wanted and t.string and not t.string.startswith(('"""', "'''"))]
    if not kept:
        return change_lines(random, text)
    token = random.choice(kept)
    if wanted == tokenize.NAME:
        new = _other_name(random, token.string, [t.string for t in kept])
        if random.random() < 0.15:
            return re.sub(rf"\b{token.string}\b", lambda _: new, text)
    elif wanted == tokenize.STRING:
        new = _other_text(random, token.string)
    elif wanted == tokenize.NUMBER:
        new = random.choice(
            (f"'{token.string}'", "None", "0", f"-{token.string}", "1.5", "[]", f"{token.string}x")
        )
    else:
        new = random.choice(
            ("", "", token.string * 2, ".", ",", "=", ":", ";", "==", ")", "(", "[", "]", " | ")
        )
    return _put(text, token, new)


def _put(text: str, token: tokenize.TokenInfo, new: str) -> str:
    lines = text.splitlines(keepends=True)
    row, start, end = token.start[0] - 1, token.start[1], token.end[1]
    if token.end[0] != token.start[0]:
        return text
    lines[row] = lines[row][:start] + new + lines[row][end:]
    return "".join(lines)


def _other_name(random: Random, name: str, names: list[str]) -> str:
    swaps = {"import": "from", "from": "import", "def": random.choice(("async def", "class", "lambda", "")),
             "True": "False", "False": "True", "None": "0", "return": "yield", "as": "", "and": "or",
             "class": "def", "if": "if not", "not": "", "in": "not in"}  # fmt: skip
    if name in swaps and random.random() < 0.7:
        return swaps[name]
    return random.choice(
        (*(misspell(random, name) for _ in "ab"), random.choice(names), f"{name}.x", f"{name}()", "None",
         f"'{name}'", "", "ünï")
    )  # fmt: skip


def _other_text(random: Random, literal: str) -> str:
    quote, inner = literal[-1], literal.lstrip("rRbBfFuU")[1:-1]
    return random.choice(_TEXTS).format(
        q=quote,
        other="'" if quote == '"' else '"',
        inner=inner,
        typo=misspell(random, inner),
        upper=inner.upper(),
        slashed=inner.replace(".", "/"),
        parent=inner.rpartition(".")[0],
        below=inner.partition(".")[2],
        last=inner.rpartition(".")[2],
        begin=inner[:3],
        rest=inner[3:],
    )


def change_lines(random: Random, text: str) -> str:
    """Return the text with a line, its indentation, or the whole file's form changed."""
    lines = text.splitlines(keepends=True) or ["\n"]
    at = random.randrange(len(lines))
    line = lines[at]
    kind = random.randrange(22)
    single = {
        0: "", 1: line * 2, 2: f" {line}", 3: line.lstrip(), 4: f"\t{line.lstrip()}", 5: f"# {line}",
        6: f"{line.rstrip()} \\\n", 7: line.rstrip().rstrip(":") + "\n", 8: f"{line.rstrip()};\n",
        9: f"{line.rstrip()}  # noqa\n", 10: f"<<<<<<< HEAD\n{line}=======\n{line}>>>>>>> other\n",
        11: line.replace("    ", "\t"), 12: f"{line.rstrip()},\n", 13: line.replace("=", "+=", 1),
        14: line.replace("=", ": str =", 1), 15: f"{line.rstrip()} if True else None\n",
    }  # fmt: skip
    if kind in single:
        return "".join([*lines[:at], single[kind], *lines[at + 1 :]])
    whole = {
        16: f"\ufeff{text}",
        17: text.replace("\n", "\r\n"),
        18: f"# -*- coding: {random.choice(('latin-1', 'utf-8', 'ascii', 'nonsense', 'utf-16'))} -*-\n{text}",
        19: f"# \udce9\udcff\n{text}",
        20: "".join(lines[:at]),
        21: f"{text}\0" if random.random() < 0.3 else f"# é\n{text}",
    }
    return whole[kind]


def change_decorator(random: Random, text: str, words: dict[str, str]) -> str:
    """Return the text with other decorators above a function, or another kind of definition below them."""
    found = list(re.finditer(r"^(@.*\n)+(?=(async )?def |class )", text, re.MULTILINE))
    if not found:
        return change_token(random, text)
    match = random.choice(found)
    if random.random() < 0.15:
        new = random.choice(("async def ", "class ", "def def ", "@"))
        return text[: match.end()] + re.sub(r"^(async )?def ", new, text[match.end() :], count=1)
    task = re.search(r"def (\w+)", text[match.end() :])
    own = {**words, "task": task.group(1) if task else words["task"]}
    new = random.choice(_DECORATORS).format(**own)
    return text[: match.start()] + (f"{new}\n" if new else "") + text[match.end() :]


def change_import(random: Random, text: str, words: dict[str, str]) -> str:
    """Return the text with one of its imports in another form."""
    pattern = (
        r"^([ \t]*)(from (\.*)([\w.]*) import ([\w*]+)(?: as (\w+))?(.*)|import ([\w.]+)(?: as (\w+))?)$"
    )
    found = list(re.finditer(pattern, text, re.MULTILINE))
    if not found:
        return change_token(random, text)
    match = random.choice(found)
    indent, whole, dots, module, name, _, rest, plain, _ = match.groups()
    if plain:
        parent, _, last = plain.rpartition(".")
        typo = misspell(random, plain)
        new = random.choice(_IMPORTS).format(plain=plain, parent=parent, last=last, typo=typo)
    else:
        source = f"{dots}{module}"
        new = random.choice(_FROM_IMPORTS).format(
            **words,
            source=source,
            nearer=source[1:] or "x",
            source_typo=misspell(random, source),
            module_of=module,
            name=name,
            bound="x" if name == "*" else name,
            typo=misspell(random, name),
            rest=rest,
            whole=whole,
            indent=indent,
        )
    return text[: match.start(2)] + new + text[match.end(2) :]


def change_entries(random: Random, text: str, words: dict[str, str]) -> str:
    """Return the text with one of its tuples or lists of texts in another form."""
    found = list(re.finditer(r"[(\[](?:\s*(?:\*[\w.]+|['\"][^'\"\n]*['\"]),?\s*)+[)\]]", text))
    if not found:
        return change_token(random, text)
    match = random.choice(found)
    entries = re.findall(r"\*[\w.]+|['\"][^'\"\n]*['\"]", match.group())
    if random.random() < 0.35:
        at = random.randrange(len(entries))
        own = (_other_text(random, entries[at]), f"'{words['leaf']}'", "", entries[at] * 2, "None")
        entries[at] = random.choice(own)
        entries = [entry for entry in entries if entry]
    new = random.choice(_LISTS).format(
        **words,
        inner=", ".join(entries),
        glued=" ".join(entries) or "()",
        first=entries[0] if entries else "''",
    )
    return text[: match.start()] + new + text[match.end() :]
