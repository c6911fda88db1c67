"""The adjoint of what is read with new axes, without them: no zeros to add to, and no axis that is summed and kept.

d = v[:, None] - w           v_part_bar = np.sum(d_bar, axis=1, keepdims=True)
                             v_bar[:, None] += v_part_bar          ->      v_bar = np.sum(d_bar, axis=1)
"""

from __future__ import annotations

import gast

from tangentx.syntax import nodes


def without_them(index: gast.AST, expr: gast.AST, rank: int) -> gast.AST | None:
    """The adjoint of `x`, where `expr` is that of `x[index]` and has its shape; None where the index does more than to
    add axes.  rank: of `x`."""
    parts = nodes.elements_of(index)
    if not all(_is_new(p) or _is_rest(p) or nodes.is_full_slice(p) for p in parts) or not any(
        map(_is_new, parts)
    ):
        return None
    covered = rank - sum(map(nodes.is_full_slice, parts))
    parts = parts if any(map(_is_rest, parts)) else [*parts, nodes.constant(...)]
    at = next(i for i, part in enumerate(parts) if _is_rest(part))
    parts = [*parts[:at], *[gast.Slice(None, None, None)] * covered, *parts[at + 1 :]]
    return _dropped(expr, [i for i, part in enumerate(parts) if _is_new(part)], len(parts))


def _dropped(expr: gast.AST, axes: list[int], rank: int) -> gast.AST:
    slots = ["0" if i in axes else ":" for i in range(rank)]
    while slots[-1] == ":":
        slots.pop()
    made = nodes.parse_expression(f"e[{', '.join(slots)}]")
    return gast.Subscript(expr, made.slice, gast.Load())


def without_kept_axes(node: gast.AST) -> gast.AST:
    """`np.sum(e, axis=1)` for `np.sum(e, axis=1, keepdims=True)[:, 0]`."""
    if not isinstance(node, gast.Subscript):
        return node
    parts = nodes.elements_of(node.slice)
    first = [i for i, part in enumerate(parts) if getattr(part, "value", None) == 0 and nodes.is_whole(part)]
    if len(first) + sum(map(nodes.is_full_slice, parts)) != len(parts):
        return node
    negative = isinstance(node.value, gast.UnaryOp) and isinstance(node.value.op, gast.USub)
    total = _sum_without(node.value.operand if negative else node.value, first)
    return node if total is None else gast.UnaryOp(gast.USub(), total) if negative else total


def _sum_without(expr: gast.AST, axes: list[int]) -> gast.AST | None:
    """`np.sum(e, axis=axes, keepdims=True)` without the axes that it keeps."""
    if not isinstance(expr, gast.Call) or nodes.dotted(expr.func) != "@numpy.sum":
        return None
    given = {k.arg: k.value for k in expr.keywords}
    found = _numbers(given.get("axis"))
    keeps = given.keys() == {"axis", "keepdims"} and getattr(given["keepdims"], "value", None) is True
    if not keeps or found is None or sorted(found) != axes:
        return None
    return gast.Call(expr.func, expr.args, [k for k in expr.keywords if k.arg != "keepdims"])


def _numbers(axis: gast.AST | None) -> list[int] | None:
    parts = nodes.elements_of(axis)
    return [part.value for part in parts] if all(map(nodes.is_whole, parts)) else None


def _is_new(part: gast.AST) -> bool:
    return isinstance(part, gast.Constant) and part.value is None


def _is_rest(part: gast.AST) -> bool:
    return isinstance(part, gast.Constant) and part.value is ...
