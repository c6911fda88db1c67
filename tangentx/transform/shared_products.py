"""A product that has just been computed is not computed again as a part of a longer one, and a sign that costs nothing
elsewhere is not taken in a statement of its own.

    b_bar = y_bar / z                          b_bar = y_bar / z
    z_bar = -(y_bar * y / z)            ->     z_bar = -(b_bar * y)

    _p_bar = -d_bar
    w_bar += _p_bar * x                        w_bar -= d_bar * x
    x_bar += _p_bar * w                 ->     x_bar -= d_bar * w

*Requires* a tidied body whose statements know their sweep, and the types of names.  *Gives* the same body up to
rounding, changed where it stands: statements of the reverse sweep.

What is read instead of the product, or of the negated array, must still be what it was.  The statement right behind the
one that computed it is safe.  Further on no name concerned may be bound again, and an array that is added to there
might be one of these arrays under another name: only numbers, and arrays that have one name (`one_name`), are read
there.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import gast

from tangentx.syntax import nodes
from tangentx.transform.numbers import Numbers
from tangentx.transform.one_name import arrays_of_one_name, is_arithmetic, makes_new
from tangentx.transform.rule_lines import AT_SINGULAR_POINTS
from tangentx.transform.statements import (
    inner_blocks,
    own_expressions,
    readings,
    single_target,
    targets,
)
from tangentx.transform.summed_products import with_sums
from tangentx.transform.tidy import is_temporary

_PURE = ("@numpy.sum", "@numpy.dot", "@numpy.vdot", "@numpy.exp", "@numpy.cos", "@numpy.sin", "@numpy.tanh")
_PURE += ("@runtime.unbroadcast", *AT_SINGULAR_POINTS)
_OPPOSITE = {gast.Add: gast.Sub, gast.Sub: gast.Add}


def with_shared_products(body: list[gast.AST], number: Numbers) -> None:
    """Change the statements of the reverse sweep."""
    _Sharing(body, number).block(body)


class _Sharing:
    def __init__(self, body: list[gast.AST], number: Numbers):
        self.body, self.number = body, number

    @cached_property
    def alone(self) -> set[str]:
        return arrays_of_one_name(self.body, self.number)

    @cached_property
    def read(self) -> Counter[str]:
        return readings(self.body)

    def block(self, body: list[gast.AST]) -> None:
        for i in reversed(range(len(body))):
            for part in inner_blocks(body[i]):
                self.block(part)
            if self._is_sign(body[i]) and self._passed_on(body, i):
                del body[i]
        for i, stmt in enumerate(body):
            if _is_adjoint(stmt) and single_target(stmt) is not None:
                self._share(body, i)

    # -- products -----------------------------------------------------------------------------------

    def _share(self, body: list[gast.AST], i: int) -> None:
        made = body[i]
        name, factors = single_target(made), _factors(made.value)
        watched = {name, *nodes.names_read(made.value)}
        if (
            not self._is_worth_it(factors)
            or name in nodes.names_read(made.value)
            or not _is_steady(made.value)
        ):
            return
        for stmt in body[i + 1 :]:
            if not _is_adjoint(stmt) or not self._is_plain(stmt):
                return
            if getattr(getattr(stmt, "target", None), "id", None) not in watched:
                value = self._shared(stmt.value, name, factors, isinstance(stmt, gast.AugAssign))
                stmt.value = value if nodes.equal(value, stmt.value) else with_sums(value, self.number)
            if not watched.isdisjoint(targets(stmt)) or not self._keeps(stmt, watched):
                return

    def _is_worth_it(self, factors: list) -> bool:
        """Is there an operation on arrays, or a division?"""
        is_array = any(self.number(node) is None for _, node in factors)
        return len(factors) > 1 and (is_array or any(op is gast.Div for op, _ in factors))

    def _shared(self, node: gast.AST, name: str, factors: list, operand: bool) -> gast.AST:
        """The expression with the product's name for the product, but where that were the value itself: two names
        for one array, to which one of them may be added."""
        if isinstance(node, gast.Name | gast.Constant):
            return node
        own = _factors(node)
        rest = _without(own, factors) if len(own) >= len(factors) else None
        if rest or operand and rest is not None:
            if self._work(own) > self._work([*rest, (gast.Mult, nodes.name(name))]):
                return _product(rest, name)
        operand = makes_new(node)
        return nodes.rebuilt(node, lambda child: self._shared(child, name, factors, operand))

    def _work(self, factors: list) -> int:
        """Operations on arrays, or on numbers where there are no arrays."""
        arrays = sum(self.number(node) is None for _, node in factors)
        return arrays - 1 + (arrays < len(factors)) if arrays else len(factors) - 1

    def _is_plain(self, stmt: gast.AST) -> bool:
        """Does it bind or add to one name, and call nothing that could write on an array?"""
        adds = isinstance(stmt, gast.AugAssign) and isinstance(stmt.target, gast.Name)
        if not adds and single_target(stmt) is None:
            return False
        calls = (n for n in nodes.walk(stmt.value) if isinstance(n, gast.Call | gast.Lambda | gast.NamedExpr))
        return all(isinstance(c, gast.Call) and nodes.dotted(c.func) in _PURE for c in calls)

    def _keeps(self, stmt: gast.AST, watched: set[str]) -> bool:
        """Is all that is watched, behind the statement, what it was?"""
        if isinstance(stmt, gast.Assign):
            return True
        changed = self.number(nodes.name(stmt.target.id)) is not None
        return changed or all(n in self.alone or self.number(nodes.name(n)) is not None for n in watched)

    # -- signs --------------------------------------------------------------------------------------

    def _is_sign(self, stmt: gast.AST) -> bool:
        """`_t = -e`, where both are arrays with one name."""
        name, value = single_target(stmt), getattr(stmt, "value", None)
        if name is None or not _is_adjoint(stmt) or not is_temporary(name):
            return False
        is_minus = isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub)
        return is_minus and {name, getattr(value.operand, "id", "")} <= self.alone

    def _passed_on(self, body: list[gast.AST], i: int) -> bool:
        """Change the statements that read the negated array, if each of them adds a product of it to something."""
        name, plain = single_target(body[i]), body[i].value.operand
        readers = [s for s in body[i + 1 :] if any(name in nodes.names_read(e) for e in own_expressions(s))]
        if len(readers) != self.read[name] or not all(_adds_product_of(s, name) for s in readers):
            return False
        for stmt in readers:
            stmt.op = _OPPOSITE[type(stmt.op)]()
            stmt.value = nodes.substitute(stmt.value, {name: plain})
        return True


def _is_steady(node: gast.AST) -> bool:
    """Names and constants with operators between them?"""
    if isinstance(node, gast.Name | gast.Constant):
        return True
    operands = (child for child in nodes.children(node) if isinstance(child, gast.expr))
    return is_arithmetic(node) and all(map(_is_steady, operands))


def _is_adjoint(stmt: gast.AST) -> bool:
    return getattr(stmt, "sweep", "") == "reverse" and not getattr(stmt, "restores", False)


def _adds_product_of(stmt: gast.AST, name: str) -> bool:
    """`x += name * y`?"""
    if not isinstance(stmt, gast.AugAssign) or not isinstance(stmt.op, gast.Add | gast.Sub):
        return False
    if not _is_adjoint(stmt) or name in nodes.names_read(stmt.target):
        return False
    return sum(getattr(node, "id", None) == name for _, node in _factors(stmt.value)) == 1


def _factors(node: gast.AST) -> list[tuple[type, gast.AST]]:
    """The factors and divisors of a product, in their order; nothing for anything else."""
    if not isinstance(node, gast.BinOp) or not isinstance(node.op, gast.Mult | gast.Div):
        return []
    before = _factors(node.left) or [(gast.Mult, node.left)]
    return [*before, (type(node.op), node.right)]


def _without(own: list, factors: list) -> list | None:
    """The factors of a product but those of another one; None where it lacks one of these."""
    rest = list(own)
    for op, node in factors:
        place = next((k for k, (o, n) in enumerate(rest) if o is op and nodes.equal(n, node)), None)
        if place is None:
            return None
        del rest[place]
    return rest


def _product(rest: list[tuple[type, gast.AST]], name: str) -> gast.AST:
    """Constants, the name, and the other factors as they stood."""
    first = [node for op, node in rest if op is gast.Mult and isinstance(node, gast.Constant)]
    made: gast.AST = nodes.name(name)
    for node in first:
        made = gast.BinOp(node, gast.Mult(), made)
    for op, node in rest:
        if not any(node is one for one in first):
            made = gast.BinOp(made, op(), node)
    return made
