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
    parts = index.elts if isinstance(index, gast.Tuple) else [index]
    if not all(_is_new(p) or _is_rest(p) or _is_full(p) for p in parts) or not any(map(_is_new, parts)):
        return None
    covered = rank - sum(map(_is_full, parts))
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
    made = nodes.rebuilt(
        node, lambda child: without_kept_axes(child) if isinstance(child, gast.AST) else child
    )
    if not isinstance(made, gast.Subscript):
        return made
    parts = made.slice.elts if isinstance(made.slice, gast.Tuple) else [made.slice]
    first = [i for i, part in enumerate(parts) if getattr(part, "value", None) == 0 and nodes.is_whole(part)]
    if len(first) + sum(map(_is_full, parts)) != len(parts):
        return made
    negative = isinstance(made.value, gast.UnaryOp) and isinstance(made.value.op, gast.USub)
    total = _sum_without(made.value.operand if negative else made.value, first)
    return made if total is None else gast.UnaryOp(gast.USub(), total) if negative else total


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
    parts = axis.elts if isinstance(axis, gast.Tuple) else [axis]
    return [part.value for part in parts] if all(map(nodes.is_whole, parts)) else None


def _is_new(part: gast.AST) -> bool:
    return isinstance(part, gast.Constant) and part.value is None


def _is_rest(part: gast.AST) -> bool:
    return isinstance(part, gast.Constant) and part.value is ...


def _is_full(part: gast.AST) -> bool:
    return isinstance(part, gast.Slice) and part.lower is part.upper is part.step is None
