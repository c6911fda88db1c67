"""Products of the reverse sweep in their cheapest order: constants folded, numbers before arrays, signs outside.

    2.0 * (0.5 * rate * w)                     rate * w
    np.sum(-total_bar, axis=0)         ->      -np.sum(total_bar, axis=0)
    2.0 * (c_bar / (2.0 * c) * b)              c_bar / c * b

*Requires* an expression whose value is a derivative (a primal value is never rounded differently), and a test for
numbers.  *Gives* the same expression up to rounding; what was a new array is one.  A division that NumPy would do,
giving inf, is not handed to Python, which raises.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import gast
import numpy as np

from tangentx.analysis.types import Array, Const, is_surely_array
from tangentx.syntax import nodes
from tangentx.transform.numbers import Numbers
from tangentx.transform.one_name import makes_new


@dataclass
class Factors:
    """A product: `constant` times numbers, over numbers, times what is left (arrays, in their order)."""

    constant: float | complex = 1  # an integer where the user's is: a product of integers may be an index
    numbers: list[gast.AST] = field(default_factory=list)
    below: list[gast.AST] = field(default_factory=list)
    rest: gast.AST | None = None


def arranged(node: Any, number: Numbers, operand: bool = False) -> Any:
    """The expression with its products in order.  operand: whether a new value is made of it in any case; elsewhere
    `2.0 * (0.5 * seed)` is no other name for the seed, which may be written on by one name and read by the other."""
    if not isinstance(node, gast.AST):
        return node
    if _is_product(node) or _is_part(node) and _is_product(node.value):
        made = _written(_factors(node, number), number)
        return made if operand or _is_product(made) else _new(made, number)
    inner = makes_new(node) or isinstance(node, gast.Compare) or _is_new_call(node)
    made = nodes.rebuilt(node, lambda child: arranged(child, number, inner))
    return _sign_outside(made)


def _is_new_call(node: gast.AST) -> bool:
    """Is it a call of a function that goes entry by entry, or multiplies?"""
    written = (nodes.dotted(node.func) or "") if isinstance(node, gast.Call) else ""
    module, _, name = written.rpartition(".")
    entry_by_entry = module == "@numpy" and isinstance(getattr(np, name, None), np.ufunc)
    return entry_by_entry or module == "@math" or written in ("@numpy.outer", "@numpy.einsum")


def _new(node: gast.AST, number: Numbers) -> gast.AST:
    """A value of its own: a copy, unless it is a number or made here."""
    if _is_part(node):
        return nodes.rebuilt(node, lambda part: _new(part, number) if part is node.value else part)
    if not isinstance(node, gast.Name | gast.Subscript | gast.Attribute) or number(node) is not None:
        return node
    kind = number.table.get(getattr(node, "id", ""))
    if is_surely_array(kind):
        return nodes.method(node, "copy")
    return gast.BinOp(nodes.constant(1.0), gast.Mult(), node)


def _is_product(node: gast.AST) -> bool:
    if isinstance(node, gast.UnaryOp):
        return isinstance(node.op, gast.USub) and not isinstance(node.operand, gast.Constant)
    return isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult | gast.Div)


def _is_part(node: gast.AST) -> bool:
    """`x[:, None]`: the product's constant may as well be multiplied with the part."""
    parts = node.slice.elts if isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Tuple) else ()
    return any(isinstance(p, gast.Constant) and p.value is None for p in parts) and all(
        isinstance(p, gast.Constant | gast.Slice) for p in parts
    )


def _factors(node: gast.AST, number: Numbers) -> Factors:
    if isinstance(node, gast.Constant) and type(node.value) in (int, float):
        return Factors(node.value)
    if _is_part(node) and _is_product(node.value):
        whole = _factors(node.value, number)
        constant, whole.constant = whole.constant, 1
        return Factors(constant, rest=gast.Subscript(_written(whole, number), node.slice, node.ctx))
    if not _is_product(node):
        made = arranged(node, number, operand=True)
        if _is_product(made):
            return _factors(made, number)
        return Factors(numbers=[made]) if number(made) is not None else Factors(rest=made)
    if isinstance(node, gast.UnaryOp):
        found = _factors(node.operand, number)
        found.constant = -found.constant
        return found
    left, right = _factors(node.left, number), _factors(node.right, number)
    return (_times if isinstance(node.op, gast.Mult) else _over)(left, right, number)


def _times(left: Factors, right: Factors, number: Numbers) -> Factors:
    rest = left.rest or right.rest
    if left.rest is not None and right.rest is not None:
        rest = gast.BinOp(left.rest, gast.Mult(), right.rest)
    return Factors(
        left.constant * right.constant, left.numbers + right.numbers, left.below + right.below, rest
    )


def _over(left: Factors, right: Factors, number: Numbers) -> Factors:
    if right.constant == 0 or right.below:
        quotient = gast.BinOp(_written(left, number), gast.Div(), _written(right, number))
        scalar = left.rest is None and right.rest is None
        return Factors(numbers=[quotient]) if scalar else Factors(rest=quotient)
    if right.rest is None:
        return Factors(left.constant / right.constant, left.numbers, left.below + right.numbers, left.rest)
    sign = -1.0 if right.constant < 0 else 1.0
    right.constant *= sign
    head = left
    if left.rest is None:
        quotient = gast.BinOp(_written(left, number), gast.Div(), _written(right, number))
        return Factors(sign, rest=quotient)
    quotient = gast.BinOp(left.rest, gast.Div(), right.rest)
    return Factors(sign * head.constant / right.constant, head.numbers, head.below + right.numbers, quotient)


def _written(found: Factors, number: Numbers) -> gast.AST:
    """The product as an expression: sign, constant, numbers, arrays."""
    negative = found.constant < 0
    constant = abs(found.constant)
    parts = list(found.numbers)
    if type(constant) is int and _is_float_anyway(found, number):
        constant = float(constant)
    if constant != 1 or not _may_drop(constant, found, number):
        parts.insert(0, nodes.constant(constant))
    safe = [b for b in found.below if _is_safe(b, number)] if parts or found.rest is None else []
    late = [b for b in found.below if not any(b is s for s in safe)]
    made: gast.AST | None = None
    for part in parts:
        made = part if made is None else gast.BinOp(made, gast.Mult(), part)
    for part in safe:
        made = gast.BinOp(made or nodes.constant(1.0), gast.Div(), part)
    if found.rest is not None:
        made = found.rest if made is None else _before(made, found.rest)
    for part in late:
        made = gast.BinOp(made, gast.Div(), part)
    return gast.UnaryOp(gast.USub(), made) if negative else made


def _before(head: gast.AST, rest: gast.AST) -> gast.AST:
    """`head * a * b` for `a * b`."""
    if isinstance(rest, gast.BinOp) and isinstance(rest.op, gast.Mult | gast.Div):
        return gast.BinOp(_before(head, rest.left), rest.op, rest.right)
    return gast.BinOp(head, gast.Mult(), rest)


def _may_drop(constant: float, found: Factors, number: Numbers) -> bool:
    """Is the product the same without its factor 1?  (`1.0 * n` is a float.)"""
    others = [*found.numbers, *([] if found.rest is None else [found.rest])]
    return bool(others) and (type(constant) is int or _is_float_anyway(found, number))


def _is_float_anyway(found: Factors, number: Numbers) -> bool:
    others = [*found.numbers, *([] if found.rest is None else [found.rest])]
    return bool(found.below) or any(map(number.is_float, others))


def _is_safe(node: gast.AST, number: Numbers) -> bool:
    """May a number be divided by this one without an exception?"""
    kind = number(node)
    if isinstance(kind, Const):
        return bool(kind.value)
    if isinstance(node, gast.Call) and nodes.dotted(node.func) == "@builtins.max":
        return True  # a size, at least 1
    return isinstance(kind, Array)


_LINEAR = ("@numpy.sum", "@numpy.outer", "@numpy.dot")


def _sign_outside(node: gast.AST) -> gast.AST:
    """`np.sum(-e)` is `-np.sum(e)`."""
    if not isinstance(node, gast.Call) or nodes.dotted(node.func) not in _LINEAR or not node.args:
        return node
    first = node.args[0]
    if not (isinstance(first, gast.UnaryOp) and isinstance(first.op, gast.USub)):
        return node
    return gast.UnaryOp(gast.USub(), gast.Call(node.func, [first.operand, *node.args[1:]], node.keywords))


def signed_inside(node: gast.AST, number: Numbers) -> gast.AST:
    """`-(2.0 * e)` is `-2.0 * e` where the sign cannot be had for nothing: one operation less on an array; and
    `-(w[:, None] * e)` is `-w[:, None] * e`, an operation on the smaller one."""
    if not (isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub)):
        return node
    head, path = node.operand, []
    while isinstance(head, gast.BinOp) and isinstance(head.op, gast.Mult | gast.Div):
        path.append(head)
        head = head.left
    if not path or number(head) is None and not _is_part(head):
        return node
    made: gast.AST = (
        nodes.constant(-head.value) if isinstance(head, gast.Constant) else gast.UnaryOp(gast.USub(), head)
    )
    for outer in reversed(path):
        made = gast.BinOp(made, outer.op, outer.right)
    return made
