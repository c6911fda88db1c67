"""One adjoint, and how contributions to it are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import gast

from tangentx.analysis.broadcasting import needs_reduction
from tangentx.analysis.program import Op, external
from tangentx.analysis.types import (
    UNKNOWN,
    Array,
    Type,
    Unknown,
    is_complex,
    is_scalar,
    may_be_a_number,
    same_shape,
)
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Place
from tangentx.syntax import nodes


@dataclass(frozen=True, slots=True)
class Bar:
    """An adjoint that is not zero.  expr: a Name or Constant.  owned: no other name sees its memory, so it may be
    updated in place.  shadow: it is the buffer (or a view of it) of an array that is written.  fits: it was given the
    variable's shape when it ran, which the types do not tell."""

    expr: gast.AST
    type: Type
    owned: bool = False
    shadow: bool = False
    fits: bool = False
    selected: tuple | None = None  # see `selection`: zero where the mask is not


def selection(expr: gast.AST) -> tuple | None:
    """For `np.where(mask, e, 0.0)`: (mask, e, 1); for `np.where(mask, 0.0, e)`: (mask, e, 2).  Where e is a selection
    as well: what was before both, and behind the place how e was selected."""
    if not isinstance(expr, gast.Call) or nodes.dotted(expr.func) != "@numpy.where" or len(expr.args) != 3:
        return None
    for zero, place in ((expr.args[2], 1), (expr.args[1], 2)):
        if isinstance(zero, gast.Constant) and zero.value == 0.0:
            inner = selection(expr.args[place])
            return (
                (expr.args[0], expr.args[place], place)
                if inner is None
                else (expr.args[0], inner[1], place, inner)
            )
    return None


def selecting(how: tuple) -> list[gast.AST]:
    """What a selection was computed from: its masks, and the adjoint before it."""
    return [how[0], *(selecting(how[3]) if len(how) > 3 else how[1:2])]


def selected(expr: gast.AST, how: tuple) -> gast.AST:
    """The expression selected as the adjoint it was computed from."""
    mask, _, place, *inner = how
    expr = selected(expr, inner[0]) if inner else expr
    parts = [nodes.clone(mask), nodes.constant(0.0), nodes.constant(0.0)]
    parts[place] = expr
    return gast.Call(external("numpy.where"), parts, [])


def is_fitted(expr: gast.AST, variable: str) -> bool:
    """Does the expression get the variable's shape when it runs?"""
    if not isinstance(expr, gast.Call):
        return False
    place = {"@runtime.unbroadcast": 1, "@numpy.full_like": 0, "@numpy.zeros_like": 0}.get(
        nodes.dotted(expr.func)
    )
    return place is not None and getattr(expr.args[place], "id", None) == variable


def is_of_others(variable: str, expr: gast.AST, kind: Type, types: Mapping[str, Type]) -> bool:
    """Is it a number where other variables are, which may be arrays where this one is a number?"""
    others = (name for name in nodes.names_read(expr) if name != variable)
    return may_be_a_number(kind) and any(may_be_a_number(types.get(name)) for name in others)


def augmented(target: gast.AST, expr: gast.AST) -> gast.AST:
    """`target += expr`, or `-=` when the expression is negated."""
    if isinstance(expr, gast.UnaryOp) and isinstance(expr.op, gast.USub):
        return gast.AugAssign(target, gast.Sub(), expr.operand)
    return gast.AugAssign(target, gast.Add(), expr)


def added(left: gast.AST, right: gast.AST) -> gast.AST:
    """`left + right`, written as a difference when the right side is negated."""
    if isinstance(right, gast.UnaryOp) and isinstance(right.op, gast.USub):
        return gast.BinOp(left, gast.Sub(), right.operand)
    return gast.BinOp(left, gast.Add(), right)


def zeros_like(value: gast.AST, kind: Type | None, mixed: bool = False) -> gast.AST:
    """A zero adjoint of the value's shape: of floats, also where the value holds integers on this path; complex, also
    where it may be real."""
    whole = isinstance(kind, Array) and kind.whole and not mixed  # `zeros_like` would give zeros of integers
    dtype = [gast.keyword("dtype", external(f"numpy.{kind.dtype}"))] if mixed else []
    return gast.Call(external("runtime.shadow" if whole else "numpy.zeros_like"), [value], dtype)


def shadow_of(value: gast.AST, optional: bool) -> gast.AST:
    """A zero adjoint of a container; None where an `optional` one is None."""
    made = gast.Call(external("runtime.shadow"), [value], [])
    nothing = nodes.constant(None)
    return gast.IfExp(gast.Compare(value, [gast.Is()], [nothing]), nothing, made) if optional else made


def check_sequence(op: Op, parameter: str, place: Place | None, lines: tuple[str, ...]) -> None:
    """A list or tuple of operands gets its adjoint item by item: the rule has to give it as a sequence.  One that is
    differentiated is an array by now; what is left was made of an array before that got its derivative."""
    given = next(p for p in op.rule.parameters if p.name == parameter)
    if not given.sequence and not given.variadic:
        called = getattr(op.callee, "__name__", op.callee)
        raise UnsupportedSyntaxError(
            f"{called} is given a list of what was computed from an array before that is written on", code="TX230",
            place=place, lines=lines, help=("make an array of the list: np.array(...)", "or write on a copy"),
        )  # fmt: skip


def full_like(value: gast.AST, number: gast.AST, kind: Type | None, mixed: bool = False) -> gast.AST:
    """An adjoint of the value's shape that is the same number everywhere; `mixed`: the value may be real, the number
    is complex."""
    whole = isinstance(kind, Array) and kind.whole
    floats = "complex128" if is_complex(kind) else "float64"
    dtype = [gast.keyword("dtype", external(f"numpy.{floats}"))] if whole or mixed else []
    return gast.Call(external("numpy.full_like"), [value, number], dtype)


def spread(value: gast.AST, number: gast.AST, kind: Type, mixed: bool = False) -> tuple[gast.AST, Type]:
    """`full_like`, and its type; of a value that may not be an array, what is fitted to it when it runs."""
    if (
        isinstance(kind, Unknown) or getattr(kind, "whole", 0) == 1
    ):  # of the second, a whole number on some paths
        return gast.Call(external("runtime.unbroadcast"), [number, value], []), UNKNOWN
    return full_like(value, number, kind, mixed), replace(kind, sites=frozenset())


def copy_of(expr: gast.AST, is_array: bool) -> gast.AST:
    """A copy of an adjoint: of an array, or of what may be a number or a container."""
    return nodes.method(expr, "copy") if is_array else gast.Call(external("runtime.copied"), [expr], [])


def covers(own: Type, other: Type) -> bool:
    """Does `own += other` keep own's shape?"""
    if is_scalar(other):
        return True
    if isinstance(own, Array) and isinstance(other, Array) and same_shape(own.shape, other.shape):
        return True
    if not all(isinstance(getattr(kind, "shape", None), tuple) for kind in (own, other)):
        return False
    lead = len(own.shape) - len(other.shape)
    return lead >= 0 and not needs_reduction(own.shape[lead:], other.shape)
