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

from tangentx.analysis.types import Array, Const, Scalar, Type
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform.evaluation import evaluated_first, foldable, unconditional
from tangentx.transform.statements import (
    all_targets,
    binds_in,
    inner_blocks,
    own_expressions,
    reads_in,
    rename,
    single_target,
    substitute_in,
    targets,
)  # fmt: skip

WIDTH = 88
_PURE_METHODS = ("copy", "astype", "reshape", "ravel", "transpose", "sum", "mean", "dot", "T")


def tidy(body: list[gast.AST], table: dict[str, Type], parameters: set[str], pure) -> list[gast.AST]:
    """Tidy a function body.  table: types of names.  parameters: names that are bound on entry.  pure: is this callee,
    as written, free of effects?"""
    return _Tidy(body, table, parameters, pure).run()


def is_temporary(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


class _Tidy:
    def __init__(self, body, table, parameters, pure):
        self.body, self.table, self.parameters, self.pure = body, table, parameters, pure

    def run(self) -> list[gast.AST]:
        for _ in range(50):
            self.count()
            changed = self.block(self.body, 1)
            if not changed:
                break
        return self.body

    def count(self) -> None:
        self.bound: dict[str, int] = dict.fromkeys(self.parameters, 1)
        self.read: dict[str, int] = {}
        self._count(self.body)

    def _count(self, body: list) -> None:
        for stmt in body:
            for name in targets(stmt):
                self.bound[name] = self.bound.get(name, 0) + 1
            for expr in own_expressions(stmt):
                for name in nodes.names_read(expr):
                    self.read[name] = self.read.get(name, 0) + 1
            for part in inner_blocks(stmt):
                self._count(part)

    # -- one block -----------------------------------------------------------------------------------

    def block(self, body: list, depth: int) -> bool:
        changed = False
        i = 0
        while i < len(body):
            stmt = body[i]
            for part in inner_blocks(stmt):
                changed |= self.block(part, depth + 1)
            _signed(stmt)
            _without_copies(stmt)
            if self._dead(stmt) or self._self_copy(stmt):
                del body[i]
                self.count()
                changed = True
                continue
            if self._copy(body, i) or self._slot(body, i) or self._fold(body, i, depth):
                self.count()
                changed = True
                i = max(0, i - 1)
                continue
            i += 1
        if not body:
            return changed
        changed |= self._drop_empty(body)
        return changed

    def _drop_empty(self, body: list) -> bool:
        before = len(body)
        kept = [s for s in body if not (isinstance(s, gast.For | gast.If) and not s.body and not s.orelse)]
        body[:] = kept
        for stmt in body:
            if isinstance(stmt, gast.For | gast.While | gast.If) and not stmt.body:
                stmt.body.append(gast.Pass())
        return len(body) != before

    def _self_copy(self, stmt) -> bool:
        name = single_target(stmt)
        return name is not None and isinstance(stmt.value, gast.Name) and stmt.value.id == name

    def _dead(self, stmt) -> bool:
        name = single_target(stmt)
        if name is None or self.read.get(name):
            return False
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
        if name is None or not isinstance(stmt.value, gast.Name | gast.Constant) or self.bound.get(name) != 1:
            return False
        value = stmt.value
        if isinstance(value, gast.Constant):
            if not is_temporary(name):
                return False
            return self._replace_after(body, i, name, value)
        if is_temporary(name) and self.bound.get(value.id, 0) <= 1:
            return self._replace_after(body, i, name, value)
        if is_temporary(value.id) and self.bound.get(value.id) == 1:
            if self._bound_in(body[:i], value.id):
                rename(self.body, {value.id: name})
                del body[next(k for k, s in enumerate(body) if s is stmt)]
                self.table[name] = self.table.get(name, self.table.get(value.id))
                return True
        return False

    def _bound_in(self, body: list, name: str) -> bool:
        return any(single_target(s) == name for s in body)

    def _replace_after(self, body: list, i: int, name: str, value: gast.AST) -> bool:
        uses = sum(reads_in(s, name) for s in body[i + 1 :])
        if uses != self.read.get(name, 0):
            return False
        if isinstance(value, gast.Name) and any(binds_in(s, value.id) for s in body[i + 1 :]):
            return False
        for stmt in body[i + 1 :]:
            substitute_in(stmt, {name: value})
        del body[i]
        return True

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
            self.bound.get(name) == 2
            and self.read.get(name) == 1
            and name not in nodes.names_read(other.value)
        )
        if not once or not isinstance(slot, gast.Subscript) or not isinstance(slot.value, gast.Name):
            return False
        other.target = gast.Subscript(slot.value, slot.slice, gast.Store())
        del body[i]
        return True

    # -- folding -----------------------------------------------------------------------------------------

    def _fold(self, body: list, i: int, depth: int) -> bool:
        stmt = body[i]
        name = single_target(stmt)
        if name is None or not is_temporary(name):
            return False
        if self.bound.get(name) != 1 or self.read.get(name, 0) != 1:
            return False
        value = stmt.value
        pure = self.is_pure(value)
        mine = set(nodes.names_read(value))
        for j in range(i + 1, len(body)):
            other = body[j]
            if any(name in nodes.names_read(e) for e in foldable(other)):
                return self._fold_into(body, i, j, name, value, pure, depth)
            if reads_in(other, name):
                return False
            if not pure or self._disturbs(other, mine, value):
                return False
        return False

    def _disturbs(self, stmt, names: set[str], value: gast.AST) -> bool:
        """Could running `stmt` first change what `value` is?"""
        if any(name in names for name in all_targets(stmt)):
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
        if isinstance(stmt, gast.AugAssign):
            return True
        if isinstance(stmt, gast.Assign) and not isinstance(stmt.targets[0], gast.Name):
            return True
        return any(not self.is_pure(e) for e in own_expressions(stmt))

    def _fold_into(self, body, i, j, name, value, pure, depth) -> bool:
        other = body[j]
        exprs = foldable(other)
        if not pure and (j != i + 1 or not evaluated_first(exprs, name)):
            return False
        if not unconditional(exprs, name):
            return False
        if isinstance(other, gast.AugAssign) and name in nodes.names_read(other.value):
            target = (
                other.target
            )  # Python reads the target first; that matters only when the value has effects
            if not pure and not isinstance(target, gast.Name):
                return False
        trial = [nodes.substitute(e, {name: value}) for e in exprs]
        if sum(len(expression(e)) for e in trial) + _overhead(other) + 4 * depth > WIDTH and not _forced(
            value
        ):
            return False
        substitute_in(other, {name: value})
        del body[i]
        return True


def _signed(stmt: gast.AST) -> None:
    """`x += -e` is `x -= e`."""
    if isinstance(stmt, gast.AugAssign) and isinstance(stmt.op, gast.Add | gast.Sub):
        if isinstance(stmt.value, gast.UnaryOp) and isinstance(stmt.value.op, gast.USub):
            stmt.op = gast.Sub() if isinstance(stmt.op, gast.Add) else gast.Add()
            stmt.value = stmt.value.operand


def _without_copies(stmt: gast.AST) -> None:
    """`u_bar[1:].copy() * e` needs no copy: the product is new anyway (reverse sweep only)."""
    value = getattr(stmt, "value", None)
    if getattr(stmt, "sweep", "") != "reverse" or not isinstance(value, gast.BinOp | gast.UnaryOp):
        return
    for field in ("left", "right", "operand"):
        part = getattr(value, field, None)
        while (
            isinstance(part, gast.Call) and isinstance(part.func, gast.Attribute) and part.func.attr == "copy"
        ):
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
