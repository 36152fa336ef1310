"""Taking a rule out of a comment that takes back findings."""

import re
import tokenize
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.source_text import SourceText, Splice, Token, open_source
from automappa_scaffold.errors import EditError

__all__ = ["DropSuppressedRule"]

_COMMENT = re.compile(r"#\s*automappa:\s*ignore\s*\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class DropSuppressedRule:
    """A comment names a rule no longer; with its last rule the comment goes."""

    path: PurePosixPath
    line: int
    rule: str

    def apply(self, data: bytes) -> bytes:
        """Return the file without the rule in the line's comment. Raises EditError when it is not there."""
        source = open_source(self.path, data)
        for token in source.tokens:
            if token.type == tokenize.COMMENT and source.line_of(token.start) == self.line:
                splice = self._splice(source, token)
                if splice is not None:
                    return source.splice([splice])
        raise EditError(f"{self.path}:{self.line}: no comment names {self.rule}.")

    def _splice(self, source: SourceText, token: Token) -> Splice | None:
        match = _COMMENT.search(token.text)
        rules = [part.strip() for part in match.group(1).split(",")] if match else []
        if match is None or self.rule not in rules:
            return None
        rules = [rule for rule in rules if rule and rule != self.rule]
        if rules:
            start, end = match.span(1)
            return Splice(token.start + start, token.start + end, ", ".join(rules))
        start = token.start + match.start()
        before = source.text[source.line_start(start) : start]
        if not before.strip():  # a line of its own
            return Splice(source.line_start(start), source.line_end(start) + 1, "")
        return Splice(start - len(before) + len(before.rstrip()), token.end, "")
