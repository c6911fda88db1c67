"""Work on adjoints that is not needed: copies that nobody could tell from a view, products that are made to be summed.

    slot = u_bar[1:-1].copy()                  slot = u_bar[1:-1]
    rate_bar += np.sum(slot * e)       ->      rate_bar += np.sum(slot * e)
    u_bar[1:-1] *= rate                        u_bar[1:-1] *= rate

    w_bar += np.sum(e * x)             ->      w_bar += np.dot(e, x)
    a_bar = (x.T @ e).T                        a_bar = e.T @ x

*Requires* a tidied body whose statements know their sweep.  *Gives* the same body, changed where it stands.
"""

from __future__ import annotations

import gast

from tangentx.analysis.types import Array, Type
from tangentx.syntax import nodes
from tangentx.transform.new_axes import without_kept_axes
from tangentx.transform.numbers import Numbers
from tangentx.transform.statements import (
    all_targets,
    bindings,
    inner_blocks,
    mentioned,
    own_expressions,
    single_target,
)
from tangentx.transform.summed_products import shape_of, with_sums

_READERS = ("@numpy.sum", "@numpy.dot", "@numpy.vdot", "@numpy.outer")


def without_needless_work(body: list[gast.AST], number: Numbers) -> None:
    """Change the statements of the reverse sweep."""
    _join_sums(body)
    entries = {single_target(s) for s in body if isinstance(getattr(s, "value", None), gast.Subscript)}
    for i, stmt in enumerate(body):
        for part in inner_blocks(stmt):
            without_needless_work(part, number)
        if getattr(stmt, "sweep", "") != "reverse":
            continue
        if _is_copy(stmt) and _only_read(body, i, stmt.targets[0].id, number.table):
            stmt.value = stmt.value.func.value
        value = getattr(body[i], "value", None)
        if isinstance(value, gast.AST) and not getattr(stmt, "restores", False):
            value = nodes.rewritten(value, lambda part: _untransposed(without_kept_axes(part), number))
            value = with_sums(value, number)
            body[i].value = nodes.rewritten(value, lambda part: _with_square(part, number, entries))


def _join_sums(body: list[gast.AST]) -> None:
    """`x_bar = parts[0] + parts[2]` for `x_bar = parts[0]` and `x_bar = x_bar + parts[2]` behind it."""
    counts = bindings(body)
    for i in range(len(body) - 2, -1, -1):
        name, part = single_target(body[i]), getattr(body[i], "value", None)
        if (
            counts[name] < 2
            or not isinstance(part, gast.Subscript)
            or getattr(body[i], "sweep", "") != "reverse"
        ):
            continue
        k = next((k for k in range(i + 1, len(body)) if name in mentioned(body[k])), len(body) - 1)
        if _adds_to(body[k], name) and not any(_disturbs(stmt, part) for stmt in body[i + 1 : k]):
            body[k].value.left = part
            del body[i]


def _adds_to(stmt: gast.AST, name: str) -> bool:
    """Is it `name = name + e`?"""
    total = getattr(stmt, "value", None)
    is_sum = isinstance(total, gast.BinOp) and isinstance(total.op, gast.Add | gast.Sub)
    own = is_sum and single_target(stmt) == name and getattr(total.left, "id", None) == name
    return own and name not in nodes.names_read(total.right)


def _disturbs(stmt: gast.AST, part: gast.AST) -> bool:
    """Could the statement change what the part is?  Naming other parts does not."""
    name = single_target(stmt)
    calls = any(isinstance(node, gast.Call) for node in nodes.walk(getattr(stmt, "value", None) or part))
    return name is None or calls or name in nodes.names_read(part)


def _untransposed(node: gast.AST, number: Numbers) -> gast.AST:
    """`b.T @ a` for `(a.T @ b).T` of matrices."""
    product = node.value if _is_transposed(node) else None
    if not isinstance(product, gast.BinOp) or not isinstance(product.op, gast.MatMult):
        return node
    sides = (product.right, product.left)
    if shape_of(product, number) is None or not any(map(_is_transposed, sides)):
        return node
    return gast.BinOp(_turned(sides[0]), product.op, _turned(sides[1]))


def _is_transposed(node: gast.AST) -> bool:
    return isinstance(node, gast.Attribute) and node.attr == "T"


def _turned(node: gast.AST) -> gast.AST:
    return node.value if _is_transposed(node) else gast.Attribute(node, "T", gast.Load())


def _with_square(node: gast.AST, number: Numbers, entries: set[str | None]) -> gast.AST:
    """`x_i * x_i` for `x_i ** 2` of an entry of an array, which takes a third of the time."""
    is_power = isinstance(node, gast.BinOp) and isinstance(node.op, gast.Pow)
    if (
        not is_power
        or getattr(node.left, "id", None) not in entries
        or getattr(node.right, "value", None) != 2
    ):
        return node
    is_number = number.is_float(node.left) and number(node.left) is not None
    return gast.BinOp(node.left, gast.Mult(), nodes.clone(node.left)) if is_number else node


# -- copies ----------------------------------------------------------------------------------------------


def _is_copy(stmt: gast.AST) -> bool:
    """`name = view.copy()` of a part of an array."""
    if single_target(stmt) is None or not nodes.is_copy(stmt.value):
        return False
    return isinstance(stmt.value.func.value, gast.Subscript)


def _reads(stmt: gast.AST, name: str) -> int:
    """How often a statement reads a name, blocks included."""
    own = sum(nodes.names_read(e).count(name) for e in own_expressions(stmt))
    return own + sum(_reads(s, name) for part in inner_blocks(stmt) for s in part)


def _only_read(body: list[gast.AST], i: int, name: str, table: dict[str, Type]) -> bool:
    """Is the name only an operand, and nothing written on before its last use?"""
    left = sum(_reads(s, name) for s in body)
    if any(name in all_targets(s) for k, s in enumerate(body) if k != i):
        return False
    for stmt in body[i + 1 :]:
        here = _reads(stmt, name)
        if here and (inner_blocks(stmt) or not _is_operand(stmt, name)):
            return False
        left -= here
        if not left:
            return True
        if _may_write(stmt, table):
            return False
    return False


def _is_operand(stmt: gast.AST, name: str) -> bool:
    if not isinstance(stmt, gast.Assign | gast.AugAssign):
        return False
    target = stmt.targets[0] if isinstance(stmt, gast.Assign) else stmt.target
    if not isinstance(target, gast.Name) and name in nodes.names_read(target):
        return False
    return not isinstance(stmt.value, gast.Name) and _within(stmt.value, name)


def _within(node: gast.AST, name: str) -> bool:
    """Does the name stand only where a new value is made of it?"""
    if isinstance(node, gast.BinOp | gast.UnaryOp):
        parts = [node.left, node.right] if isinstance(node, gast.BinOp) else [node.operand]
    elif isinstance(node, gast.Call) and nodes.dotted(node.func) in _READERS:
        parts = node.args
    else:
        return name not in nodes.names_read(node)
    return all(isinstance(p, gast.Name) or _within(p, name) for p in parts)


def _may_write(stmt: gast.AST, table: dict[str, Type]) -> bool:
    if inner_blocks(stmt) or not isinstance(stmt, gast.Assign | gast.AugAssign):
        return True
    target = stmt.targets[0] if isinstance(stmt, gast.Assign) else stmt.target
    if not isinstance(target, gast.Name):
        return True
    if isinstance(stmt, gast.AugAssign):
        kind = table.get(target.id)
        return kind is None or isinstance(kind, Array) and not kind.scalar
    calls = [n for e in own_expressions(stmt) for n in nodes.walk(e) if isinstance(n, gast.Call)]
    return any(not (nodes.dotted(c.func) or "").startswith(("@numpy.", "@math.")) for c in calls)
