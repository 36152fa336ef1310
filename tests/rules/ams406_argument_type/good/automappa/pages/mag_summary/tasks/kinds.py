"""Says what came."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, Optional, Union

from automappa.tasks import queue

if TYPE_CHECKING:
    from decimal import Decimal

Alias = str


@queue.task
def tell_kinds(
    text: str = "",
    number: int = 0,
    ratio: float = 0.0,
    names: list[str] = (),
    table: "dict[str, int] | None" = None,
    method: Literal["pca", "tsne"] = "pca",
    maybe: Optional[int] = None,
    either: Union[str, bytes] = "",
    items: Sequence[int] = (),
    lookup: Mapping[str, int] = {},
    flag: bool = False,
    anything: Any = None,
    pair: tuple[int, int] = (0, 0),
    implicit: str = None,
    alias: Alias = "",
    path: PurePath = "",
    amount: "Decimal" = 0,
    **rest: int,
) -> list[str]:
    given = [text, number, ratio, names, table, method, maybe, either, items, lookup, flag, pair]
    return [type(value).__name__ for value in given]
