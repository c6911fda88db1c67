"""Adjoints of trees, which have only what was reached, and what passes between them and others."""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.program import external
from tangentx.analysis.types import HELD, Array, Dictionary, Sequence, Tree, Type, with_sites


def accumulate(bars: Any, variable: str, expr: gast.AST, kind: Type, own: Type) -> bool:
    """`x_bar += expr` where one of them is of a container or a tree; False where none is.

    The adjoint of a tree is never changed, so that two may have a part in common: the sum is another one."""
    if isinstance(kind, Tree) and not isinstance(own, Tree):
        bars.accumulate(variable, _filled(bars, variable, expr, own), with_sites(own, frozenset()))
        return True
    if isinstance(own, HELD | Sequence | Dictionary):
        bars.accumulate_tree(variable, expr, kind)
    if not isinstance(own, Tree):
        return isinstance(own, HELD | Sequence | Dictionary)
    if isinstance(kind, Array) and not kind.scalar:
        expr = gast.Call(external("runtime.copied"), [expr], [])
    if not bars.is_zero(variable):
        expr = gast.Call(external("runtime.add_trees"), [bars.live[variable].expr, expr], [])
    bars.assign(variable, expr, own, True)
    return True


def _filled(bars: Any, variable: str, expr: gast.AST, own: Type) -> gast.AST:
    """The adjoint with zeros where nothing has come."""
    zeros = bars.zeros(variable)[0]
    if isinstance(own, HELD | Sequence | Dictionary):
        return gast.Call(external("runtime.add_trees"), [zeros, expr], [])
    return gast.Call(external("runtime.end_of"), [expr, zeros], [])
