"""Arrays that have one name: an arithmetic statement made them, and everything that reads them is arithmetic, which
makes new arrays.  Nothing else is a part of them, so that adding to another array does not change them, and nobody
could tell a copy of them from themselves:

    d_bar = y_bar * w                          d_bar = y_bar * w
    x_bar = d_bar * s                   ->     x_bar = d_bar * s
    return x_bar, d_bar.copy()                 return x_bar, d_bar

*Requires* a tidied body, and the types of names.  *Gives* their names, and the same body with its last statement
changed where it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import gast

from tangentx.analysis.types import Array
from tangentx.syntax import nodes
from tangentx.transform.numbers import Numbers
from tangentx.transform.statements import bindings, everything, own_expressions, single_target

_NEW = ("@numpy.sum", "@numpy.dot", "@numpy.vdot")


def arrays_of_one_name(body: list[gast.AST], number: Numbers) -> set[str]:
    """The names of such arrays."""
    statements = list(everything(body))
    bound = bindings(body)
    made = {single_target(s) for s in statements if is_arithmetic(getattr(s, "value", None))}
    found = {n for n in made if bound[n] == 1 and isinstance(number.table.get(n), Array)}
    lent = (n for s in statements for e in own_expressions(s) for n in _lent(e, operand=False))
    return found.difference(lent) if found else found


def is_arithmetic(node: gast.AST | None) -> bool:
    return isinstance(node, gast.BinOp | gast.UnaryOp)


def makes_new(node: gast.AST) -> bool:
    """Is the value of an operator or call surely new memory, whatever the operands are?"""
    return is_arithmetic(node) or isinstance(node, gast.Call) and nodes.dotted(node.func) in _NEW


def _lent(node: gast.AST, operand: bool) -> Iterator[str]:
    """The names that stand elsewhere than where a new array is made of them."""
    if isinstance(node, gast.Name):
        if not operand:
            yield node.id
        return
    if _copied(node) is None:
        for child in nodes.children(node):
            yield from _lent(child, makes_new(node))


def _copied(node: gast.AST) -> str | None:
    """x for `x.copy()`."""
    return getattr(node.func.value, "id", None) if nodes.is_copy(node) else None


def without_last_copies(body: list[gast.AST], number: Numbers) -> None:
    """Return the arrays themselves, each of them once."""
    last = body[-1] if body else None
    if not isinstance(last, gast.Return) or last.value is None:
        return
    copies = Counter(filter(None, map(_copied, nodes.walk(last.value))))
    if copies:
        own = arrays_of_one_name(body, number)
        last.value = _as_it_is(last.value, {n for n, count in copies.items() if count == 1 and n in own})


def _as_it_is(node: gast.AST, names: set[str]) -> gast.AST:
    """What is returned, with these arrays instead of their copies: in nests of tuples, lists and dicts."""
    if _copied(node) in names:
        return node.func.value
    if not isinstance(node, gast.Tuple | gast.List | gast.Dict):
        return node
    return nodes.rebuilt(node, lambda child: _as_it_is(child, names))
