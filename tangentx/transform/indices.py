"""Indices as the reverse sweep writes them.

*Requires* an index as it stands between brackets.  *Gives* it as a value for a call, and whether it may repeat an
entry, because then the adjoints of equal entries must be added one by one.
"""

from __future__ import annotations

from collections.abc import Callable

import gast

from tangentx.analysis.program import external
from tangentx.analysis.types import Array, Const, Sequence, Type, is_scalar
from tangentx.syntax import nodes


def index_value(index: gast.AST) -> gast.AST:
    """An index as an expression: slices written as `slice(...)`."""
    if isinstance(index, gast.Slice):
        parts = [nodes.constant(None) if e is None else e for e in (index.lower, index.upper, index.step)]
        return gast.Call(external("builtins.slice"), parts, [])
    if isinstance(index, gast.Tuple):
        return gast.Tuple([index_value(e) for e in index.elts], gast.Load())
    return index


def spoken(index: gast.AST) -> gast.AST:
    """The index of a part of a tree as a key: of an attribute, its name."""
    known = isinstance(index, gast.Constant) and isinstance(index.value, str)
    return nodes.constant(str(index.value)) if known else index


def may_repeat(index: gast.AST, infer: Callable, distinct: Callable = lambda atom: False) -> bool:
    """May the index repeat an entry?  Slices, integers, None, ... and masks do not, nor does a vector of numbers that
    are `distinct`, alone or beside other vectors."""
    if isinstance(index, gast.Slice) or distinct(index):
        return False
    if isinstance(index, gast.Tuple):
        flat = all(
            isinstance(infer(e), Array) and infer(e).rank == 1 for e in index.elts if isinstance(e, gast.Name)
        )
        if flat and any(distinct(e) for e in index.elts):
            return False
        return any(may_repeat(e, infer, distinct) for e in index.elts)
    return _repeats(infer(index))


def _repeats(kind: Type) -> bool:
    if isinstance(kind, Const):
        return not (kind.value is None or kind.value is Ellipsis or isinstance(kind.value, int | slice))
    if isinstance(kind, Array):
        return not kind.scalar and kind.kind != "b"
    if isinstance(kind, Sequence) and kind.cls is tuple:
        return any(_repeats(item) for item in kind.items)
    return not is_scalar(kind)
