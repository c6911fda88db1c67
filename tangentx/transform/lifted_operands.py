"""What the tables of lifted functions share: reading the arguments of a call, and axes with one more behind them."""

from __future__ import annotations

from collections.abc import Callable

import gast

from tangentx.analysis.program import external
from tangentx.syntax import nodes
from tangentx.transform.lifting import Lifted, Lifter

Handler = Callable[[Lifter, gast.Call], Lifted | None]


def called(written: str, *args: gast.AST, **keywords: gast.AST) -> gast.Call:
    return gast.Call(external(written), list(args), [gast.keyword(k, v) for k, v in keywords.items()])


def arguments(node: gast.Call, *names: str) -> dict[str, gast.AST] | None:
    """The arguments by name; None where there are others."""
    given = dict(zip(names, node.args, strict=False))
    given |= {k.arg: k.value for k in node.keywords}
    if len(node.args) > len(names) or not given.keys() <= set(names):
        return None
    return given


def number(node: gast.AST) -> int | None:
    """An integer literal."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        inner = number(node.operand)
        return None if inner is None else -inner
    found = node.value if isinstance(node, gast.Constant) else None
    return found if type(found) is int else None


def axis_before(node: gast.AST | None, rank: int | None) -> gast.AST | None:
    """The same axis or axes with one more behind them; None: all axes, or no literals."""
    if isinstance(node, gast.Tuple | gast.List):
        parts = [axis_before(e, rank) for e in node.elts]
        return None if None in parts else gast.Tuple(parts, gast.Load())
    found = None if node is None else number(node)
    if found is None:
        return None
    if found < 0:
        found += rank if rank is not None else -1
    return nodes.parse_expression(str(found))


def is_none(node: gast.AST | None) -> bool:
    return node is None or isinstance(node, gast.Constant) and node.value is None
