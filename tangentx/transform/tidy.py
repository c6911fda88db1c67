"""From correct code to readable code: copies propagated, single-use temporaries folded back, dead code removed.

*Requires* function bodies in which temporaries start with an underscore.  *Gives* the same computation at a fixed
point:

    _t1 = x * x                 y = np.sum(x * x)
    y = np.sum(_t1)     ->

Nothing that changes a shape, a dtype or the order of effects; an expression moves only over statements that neither
bind what it reads nor write in place.
"""

from __future__ import annotations

import gast

from tangentx.analysis.types import UNKNOWN, Array, Const, Scalar, Type
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform import loop_names
from tangentx.transform.evaluation import evaluated_first, foldable, unconditional
from tangentx.transform.needless import without_needless_work
from tangentx.transform.numbers import Numbers
from tangentx.transform.products import arranged, signed_inside
from tangentx.transform.statements import (
    inner_blocks,
    own_expressions,
    rename_own,
    single_target,
    substitute_own,
)
from tangentx.transform.unread import without_unread
from tangentx.transform.uses import Order, Uses

WIDTH = 88
_PURE_METHODS = ("copy", "astype", "reshape", "ravel", "transpose", "sum", "mean", "dot", "T")


def tidy(
    body: list[gast.AST],
    table: dict[str, Type],
    parameters: set[str],
    pure,
    outer=lambda written: UNKNOWN,
    unread: bool = True,
) -> list[gast.AST]:
    """Tidy a function body.  table: types of names.  parameters: names that are bound on entry.  pure: is this callee,
    as written, free of effects?  outer: the type of an external, as written.  unread: keep arrays that are only
    written."""
    tidying = _Tidy(body, table, parameters, pure, outer)
    if not unread:
        without_unread(body, parameters, tidying.is_pure)
    return tidying.run()


def is_temporary(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


class _Tidy:
    def __init__(self, body, table, parameters, pure, outer):
        self.body, self.table, self.parameters, self.pure = body, table, parameters, pure
        self.number = Numbers(table, outer)

    def run(self) -> list[gast.AST]:
        self.uses = Uses(self.body, self.parameters)
        self.order = Order(self.body)
        for _ in range(50):
            if not self.block(self.body, 1):
                break
        without_needless_work(self.body, self.number)
        return self.body

    # -- one block -----------------------------------------------------------------------------------

    def block(self, body: list, depth: int) -> bool:
        changed = False
        i = 0
        while i < len(body):
            stmt = body[i]
            for part in inner_blocks(stmt):
                changed |= self.block(part, depth + 1)
            self._arrange(stmt)
            _signed(stmt)
            _without_copies(stmt)
            changed |= loop_names.rename(stmt, self.uses)
            if self._dead(stmt) or self._self_copy(stmt):
                self._delete(body, i)
                changed = True
                continue
            if self._copy(body, i) or self._slot(body, i) or self._fold(body, i, depth):
                changed = True
                i = max(0, i - 1)
                continue
            i += 1
        if not body:
            return changed
        changed |= self._drop_empty(body)
        return changed

    def _delete(self, body: list, i: int) -> None:
        self.uses.drop(body[i])
        del body[i]

    def _substitute(self, stmt, mapping: dict[str, gast.AST]) -> None:
        """Replace names in a statement, blocks included, where they stand."""
        if not mapping.keys().isdisjoint(self.uses.of(stmt).read):
            substitute_own(stmt, mapping)
            self.uses.changed(stmt)
        for part in inner_blocks(stmt):
            for inner in part:
                self._substitute(inner, mapping)

    def _arrange(self, stmt) -> None:
        """Put the products of an adjoint in order."""
        value = getattr(stmt, "value", None)
        derivative = getattr(stmt, "sweep", "") == "reverse" and not getattr(stmt, "restores", False)
        if not derivative or value is None or getattr(stmt, "arranged", None) is value:
            return
        if isinstance(stmt, gast.Assign | gast.AugAssign):
            made = arranged(value, self.number, operand=isinstance(stmt, gast.AugAssign))
            stmt.value = signed_inside(made, self.number) if isinstance(stmt, gast.Assign) else made
            stmt.arranged = stmt.value
            self.uses.changed(stmt)

    def _drop_empty(self, body: list) -> bool:
        before = len(body)
        for i in reversed(range(before)):
            if _is_empty(body[i]) and not loop_names.is_read_later(body[i], self.body, self.uses):
                self._delete(body, i)
            elif isinstance(body[i], gast.Try) and not body[i].handlers and not body[i].finalbody:
                body[i : i + 1] = body[i].body  # nothing is left to be done at the end
        for stmt in body:
            if isinstance(stmt, gast.For | gast.While | gast.If | gast.With | gast.Try) and not stmt.body:
                stmt.body.append(gast.Pass())
                self.uses.add(stmt.body)
            for handler in getattr(stmt, "handlers", ()):
                if not handler.body:
                    handler.body.append(gast.Pass())
                    self.uses.add(handler.body)
        return len(body) != before

    def _self_copy(self, stmt) -> bool:
        name = single_target(stmt)
        return name is not None and isinstance(stmt.value, gast.Name) and stmt.value.id == name

    def _dead(self, stmt) -> bool:
        name = single_target(stmt)
        if name is None or self.uses.read[name]:
            return False
        if getattr(stmt, "guarded", False):
            return False  # whether it raises decides what happens
        return getattr(stmt, "pure", False) or self.is_pure(stmt.value)

    def is_pure(self, node: gast.AST) -> bool:
        if isinstance(node, gast.Call) and not self._pure_call(node):
            return False
        return all(self.is_pure(child) for child in nodes.children(node))

    def _pure_call(self, node: gast.Call) -> bool:
        written = nodes.dotted(node.func)
        if written is not None and (written.startswith("@") or "." not in written):
            return self.pure(written)
        return isinstance(node.func, gast.Attribute) and node.func.attr in _PURE_METHODS

    # -- copies ------------------------------------------------------------------------------------------

    def _copy(self, body: list, i: int) -> bool:
        """`a = b`: one of the two names goes."""
        stmt = body[i]
        name = single_target(stmt)
        if (
            name is None
            or not isinstance(stmt.value, gast.Name | gast.Constant)
            or self.uses.bound[name] != 1
        ):
            return False
        value = stmt.value
        if isinstance(value, gast.Constant):
            if not is_temporary(name):
                return False
            return self._replace_after(body, i, name, value)
        if is_temporary(name) and self.uses.bound[value.id] <= 1:
            return self._replace_after(body, i, name, value)
        if is_temporary(value.id) and self.uses.bound[value.id] == 1:
            if self._bound_before(body, i, value.id, name):
                self._delete(body, i)
                for other in self.uses.mentioning(value.id):
                    rename_own(other, {value.id: name}, {value.id: nodes.name(name)})
                    self.uses.changed(other)
                self.table[name] = self.table.get(name, self.table.get(value.id))
                return True
        return False

    def _bound_before(self, body: list, i: int, name: str, heir: str) -> bool:
        """Is the only binding of a name a plain assignment of this block, before the i-th statement, and the old value
        of its heir, which another trip may have left, not read in between?"""
        binder = next((s for s in self.uses.mentioning(name) if single_target(s) == name), None)
        if binder not in body or body.index(binder) >= i:
            return False
        return not any(self.uses.reads_in(s, heir) for s in body[body.index(binder) + 1 : i])

    def _replace_after(self, body: list, i: int, name: str, value: gast.AST) -> bool:
        readers, uses = [], 0
        for stmt in body[i + 1 :]:
            if uses == self.uses.read[name]:
                break
            found = self.uses.reads_in(stmt, name)
            uses += found
            if found:
                readers.append(stmt)
        if uses != self.uses.read[name]:
            return False
        if isinstance(value, gast.Name) and self._binds_after(body, i, value.id):
            return False
        for stmt in readers:
            self._substitute(stmt, {name: value})
        self._delete(body, i)
        return True

    def _binds_after(self, body: list, i: int, name: str) -> bool:
        if name in self.parameters and self.uses.bound[name] == 1:
            return False
        binding = self.uses.binding(name)
        if all(self.order.is_before(s, body[i]) for s in binding):
            return False
        return any(self.uses.binds_in(s, {name}) for s in body[i + 1 :])

    def _slot(self, body: list, i: int) -> bool:
        """`v = u_bar[1:]; v += e` on a temporary view is `u_bar[1:] += e`."""
        name = single_target(body[i])
        if name is None or i + 1 >= len(body) or not is_temporary(name):
            return False
        other = body[i + 1]
        if not (
            isinstance(other, gast.AugAssign)
            and isinstance(other.target, gast.Name)
            and other.target.id == name
        ):
            return False
        slot = body[i].value
        once = (
            self.uses.bound[name] == 2
            and self.uses.read[name] == 1
            and name not in nodes.names_read(other.value)
        )
        if not once or not isinstance(slot, gast.Subscript) or not isinstance(slot.value, gast.Name):
            return False
        other.target = gast.Subscript(slot.value, slot.slice, gast.Store())
        self.uses.changed(other)
        self._delete(body, i)
        return True

    # -- folding -----------------------------------------------------------------------------------------

    def _fold(self, body: list, i: int, depth: int) -> bool:
        stmt = body[i]
        name = single_target(stmt)
        if name is None or not is_temporary(name):
            return False
        if self.uses.bound[name] != 1 or self.uses.read[name] != 1:
            return False
        reader = next((s for s in self.uses.mentioning(name) if s is not stmt), None)
        if reader is None or not self._may_fold(body, i, reader, depth):
            return False
        mine, pure = set(self.uses.of(stmt).read), self.is_pure(stmt.value)
        if pure and self._is_steady(stmt, mine) and self.order.is_before(stmt, reader):
            self._substitute(reader, {name: stmt.value})
            self._delete(body, i)
            return True
        for j in range(i + 1, len(body)):
            if body[j] is reader:
                reader.pure = pure and getattr(reader, "pure", False)  # what it is made of now has effects
                self._substitute(reader, {name: stmt.value})
                self._delete(body, i)
                return True
            if not pure or self._disturbs(body[j], mine):
                return False
        return False

    def _is_steady(self, stmt, names: set[str]) -> bool:
        """Do the names surely keep what they have after the statement?"""
        if not all(self._immutable(n) for n in names):
            return False
        return all(self.order.is_before(s, stmt) for n in names for s in self.uses.binding(n))

    def _disturbs(self, stmt, names: set[str]) -> bool:
        """Could running `stmt` first change what an expression of these names is?"""
        if self.uses.binds_in(stmt, names):
            return True
        if inner_blocks(stmt) and not all(self._immutable(n) for n in names):
            return True
        if self._mutates(stmt):
            return not all(self._immutable(n) for n in names)
        return False

    def _immutable(self, name: str) -> bool:
        if name.startswith("@"):
            return True
        kind = self.table.get(name)
        return isinstance(kind, Scalar | Const) or (isinstance(kind, Array) and kind.scalar)

    def _mutates(self, stmt) -> bool:
        """Asked of many statements for many values: the answer is kept as long as the statement is the same."""
        own = self.uses.of(stmt)
        if own.mutates is None:
            stores = isinstance(stmt, gast.Assign) and not isinstance(stmt.targets[0], gast.Name)
            is_plain = not stores and not isinstance(stmt, gast.AugAssign)
            own.mutates = not is_plain or any(not self.is_pure(e) for e in own_expressions(stmt))
        return own.mutates

    def _may_fold(self, body: list, i: int, reader, depth: int) -> bool:
        """May the value go into the statement that reads it, as far as these two say?"""
        name, value = single_target(body[i]), body[i].value
        pure = self.is_pure(value)
        exprs = foldable(reader)
        if not any(name in nodes.names_read(e) for e in exprs):
            return False
        if not pure and (i + 1 == len(body) or body[i + 1] is not reader or not evaluated_first(exprs, name)):
            return False
        if not unconditional(exprs, name):
            return False
        if isinstance(reader, gast.AugAssign) and name in nodes.names_read(reader.value):
            # Python reads the target first; that matters only when the value has effects
            if not pure and not isinstance(reader.target, gast.Name):
                return False
        if _forced(value):
            return True
        trial = [nodes.substitute(e, {name: value}) for e in exprs]
        return sum(len(expression(e)) for e in trial) + _overhead(reader) + 4 * depth <= WIDTH


_OPPOSITE = {gast.Add: gast.Sub, gast.Sub: gast.Add}


def _is_empty(stmt: gast.AST) -> bool:
    if isinstance(stmt, gast.With):
        return not stmt.body and getattr(stmt, "droppable", False)
    return isinstance(stmt, gast.For | gast.If) and not stmt.body and not stmt.orelse


def _signed(stmt: gast.AST) -> None:
    """`x += -e` is `x -= e`, and `a + -e` is `a - e`; so with `-e @ f` (reverse sweep only)."""
    if getattr(stmt, "sweep", "") != "reverse":
        return
    value = getattr(stmt, "value", None)
    if isinstance(value, gast.BinOp) and isinstance(value.op, gast.Add | gast.Sub):
        positive = _without_sign(value.right)
        if positive is not None:
            value.op, value.right = _OPPOSITE[type(value.op)](), positive
    if isinstance(stmt, gast.AugAssign) and isinstance(stmt.op, gast.Add | gast.Sub):
        positive = _without_sign(stmt.value)
        if positive is not None:
            stmt.op, stmt.value = _OPPOSITE[type(stmt.op)](), positive


def _without_sign(node: gast.AST) -> gast.AST | None:
    """e for `-e`, and for a product whose first factor is `-e`; None where there is no sign."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        return node.operand
    if isinstance(node, gast.Constant) and type(node.value) is float and node.value < 0.0:
        return nodes.constant(-node.value)
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult | gast.Div | gast.MatMult):
        first = _without_sign(node.left)
        return None if first is None else gast.BinOp(first, node.op, node.right)
    return None


def _without_copies(stmt: gast.AST) -> None:
    """`u_bar[1:].copy() * e` needs no copy: the product is new anyway (reverse sweep only)."""
    value = getattr(stmt, "value", None)
    if getattr(stmt, "sweep", "") != "reverse" or not isinstance(value, gast.BinOp | gast.UnaryOp):
        return
    for field in ("left", "right", "operand"):
        part = getattr(value, field, None)
        while nodes.is_copy(part):
            part = part.func.value
            setattr(value, field, part)
        if isinstance(part, gast.BinOp | gast.UnaryOp):
            inner = gast.Expr(part)
            inner.sweep = "reverse"
            _without_copies(inner)


def _forced(value: gast.AST) -> bool:
    """Fold this even into a long line."""
    return isinstance(value, gast.Name | gast.Constant)


def _overhead(stmt: gast.AST) -> int:
    if isinstance(stmt, gast.Assign):
        return len(expression(stmt.targets[0])) + 3 if not isinstance(stmt.targets[0], gast.Tuple) else 20
    if isinstance(stmt, gast.AugAssign):
        return len(expression(stmt.target)) + 4
    return 8
