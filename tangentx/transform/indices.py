"""Indices as the reverse sweep writes them.

*Requires* an index as it stands between brackets.  *Gives* it as a value for a call, and whether it may repeat an
entry, because then the adjoints of equal entries must be added one by one.
"""

from __future__ import annotations

from collections.abc import Callable

import gast

from tangentx.analysis.program import external
from tangentx.analysis.types import Array, Const, is_scalar
from tangentx.syntax import nodes


def index_value(index: gast.AST) -> gast.AST:
    """An index as an expression: slices written as `slice(...)`."""
    if isinstance(index, gast.Slice):
        parts = [nodes.constant(None) if e is None else e for e in (index.lower, index.upper, index.step)]
        return gast.Call(external("builtins.slice"), parts, [])
    if isinstance(index, gast.Tuple):
        return gast.Tuple([index_value(e) for e in index.elts], gast.Load())
    return index


def may_repeat(index: gast.AST, infer: Callable) -> bool:
    """May the index repeat an entry?  Slices, integers, None, ... and masks do not."""
    if isinstance(index, gast.Slice):
        return False
    if isinstance(index, gast.Tuple):
        return any(may_repeat(e, infer) for e in index.elts)
    kind = infer(index)
    if isinstance(kind, Const):
        return not (kind.value is None or kind.value is Ellipsis or isinstance(kind.value, int | slice))
    if isinstance(kind, Array):
        return not kind.scalar and kind.kind != "b"
    return not is_scalar(kind)
