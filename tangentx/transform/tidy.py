"""From correct code to readable code: copies propagated, single-use temporaries folded back, dead code removed.

*Requires* function bodies in which temporaries start with an underscore.  *Gives* the same computation at a fixed point:

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

WIDTH = 88
_SIMPLE = (gast.Assign, gast.AugAssign, gast.Expr, gast.Return)
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
                rename(self.body, value.id, name)
                del body[next(k for k, s in enumerate(body) if s is stmt)]
                self.table[name] = self.table.get(name, self.table.get(value.id))
                return True
        return False

    def _bound_in(self, body: list, name: str) -> bool:
        return any(single_target(s) == name for s in body)

    def _replace_after(self, body: list, i: int, name: str, value: gast.AST) -> bool:
        uses = sum(_reads_in(s, name) for s in body[i + 1 :])
        if uses != self.read.get(name, 0):
            return False
        if isinstance(value, gast.Name) and any(_binds_in(s, value.id) for s in body[i + 1 :]):
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
        if not (isinstance(other, gast.AugAssign) and isinstance(other.target, gast.Name) and other.target.id == name):
            return False
        slot = body[i].value
        once = self.bound.get(name) == 2 and self.read.get(name) == 1 and name not in nodes.names_read(other.value)
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
            if any(name in nodes.names_read(e) for e in _foldable(other)):
                return self._fold_into(body, i, j, name, value, pure, depth)
            if _reads_in(other, name):
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
        exprs = _foldable(other)
        if not pure and (j != i + 1 or not _evaluated_first(exprs, name)):
            return False
        if not _unconditional(exprs, name):
            return False
        if isinstance(other, gast.AugAssign) and name in nodes.names_read(other.value):
            target = other.target  # Python reads the target first; that matters only when the value has effects
            if not pure and not isinstance(target, gast.Name):
                return False
        trial = [nodes.substitute(e, {name: value}) for e in exprs]
        if sum(len(expression(e)) for e in trial) + _overhead(other) + 4 * depth > WIDTH and not _forced(value):
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
        while isinstance(part, gast.Call) and isinstance(part.func, gast.Attribute) and part.func.attr == "copy":
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


def _foldable(stmt) -> list[gast.AST]:
    """The expressions of a statement that are evaluated exactly once, when the statement is."""
    if isinstance(stmt, gast.Assign):
        return [stmt.value, *_index_of(stmt.targets[0])]
    if isinstance(stmt, gast.AugAssign):
        return [stmt.value, *_index_of(stmt.target)]
    if isinstance(stmt, gast.Expr | gast.Return):
        return [] if stmt.value is None else [stmt.value]
    if isinstance(stmt, gast.If):
        return [stmt.test]
    return [stmt.iter] if isinstance(stmt, gast.For) else []


def _index_of(target: gast.AST) -> list[gast.AST]:
    return [target.slice] if isinstance(target, gast.Subscript) else []


def own_expressions(stmt) -> list[gast.AST]:
    """Everything that a statement evaluates itself, not in its blocks."""
    if isinstance(stmt, gast.Assign):
        return [stmt.value, *(t for t in stmt.targets if not isinstance(t, gast.Name))]
    if isinstance(stmt, gast.AugAssign):
        target = stmt.target
        return [stmt.value, nodes.name(target.id) if isinstance(target, gast.Name) else target]
    if isinstance(stmt, gast.Expr | gast.Return):
        return [] if stmt.value is None else [stmt.value]
    if isinstance(stmt, gast.If | gast.While):
        return [stmt.test]
    if isinstance(stmt, gast.For):
        return [stmt.iter]
    if isinstance(stmt, gast.Assert):
        return [e for e in (stmt.test, stmt.msg) if e is not None]
    if isinstance(stmt, gast.Raise):
        return [e for e in (stmt.exc, stmt.cause) if e is not None]
    return []


def inner_blocks(stmt) -> list[list]:
    return [getattr(stmt, p) for p in ("body", "orelse") if isinstance(stmt, gast.If | gast.For | gast.While)]


def single_target(stmt) -> str | None:
    """The name a plain assignment binds."""
    if isinstance(stmt, gast.Assign) and len(stmt.targets) == 1 and isinstance(stmt.targets[0], gast.Name):
        return stmt.targets[0].id
    return None


def targets(stmt) -> list[str]:
    """The names a statement binds itself."""
    if isinstance(stmt, gast.Assign):
        return [n.id for t in stmt.targets for n in _names(t)]
    if isinstance(stmt, gast.AugAssign):
        return [stmt.target.id] if isinstance(stmt.target, gast.Name) else []
    return [stmt.target.id] if isinstance(stmt, gast.For) else []


def _names(target: gast.AST) -> list[gast.Name]:
    if isinstance(target, gast.Name):
        return [target]
    if isinstance(target, gast.Tuple):
        return [n for e in target.elts for n in _names(e)]
    return _names(target.value) if isinstance(target, gast.Starred) else []


def all_targets(stmt) -> list[str]:
    """The names a statement binds, blocks included."""
    return targets(stmt) + [n for part in inner_blocks(stmt) for s in part for n in all_targets(s)]


def _reads_in(stmt, name: str) -> int:
    own = sum(nodes.names_read(e).count(name) for e in own_expressions(stmt))
    return own + sum(_reads_in(s, name) for part in inner_blocks(stmt) for s in part)


def _binds_in(stmt, name: str) -> bool:
    return name in all_targets(stmt)


def substitute_in(stmt, mapping: dict[str, gast.AST]) -> None:
    """Replace names in a statement, blocks included, in place."""
    for field in ("value", "test", "iter", "msg", "exc", "cause"):
        node = getattr(stmt, field, None)
        if isinstance(node, gast.AST):
            setattr(stmt, field, nodes.substitute(node, mapping))
    if isinstance(stmt, gast.Assign):
        stmt.targets = [t if isinstance(t, gast.Name | gast.Tuple) else _target(t, mapping) for t in stmt.targets]
    if isinstance(stmt, gast.AugAssign) and not isinstance(stmt.target, gast.Name):
        stmt.target = _target(stmt.target, mapping)
    for part in inner_blocks(stmt):
        for inner in part:
            substitute_in(inner, mapping)


def _target(target: gast.AST, mapping: dict[str, gast.AST]) -> gast.AST:
    if isinstance(target, gast.Subscript):
        value, index = nodes.substitute(target.value, mapping), nodes.substitute(target.slice, mapping)
        return gast.Subscript(value, index, target.ctx)
    if isinstance(target, gast.Attribute):
        return gast.Attribute(nodes.substitute(target.value, mapping), target.attr, target.ctx)
    return target


def rename(body: list, old: str, new: str) -> None:
    """Rename a variable everywhere, bindings included."""
    for stmt in body:
        substitute_in(stmt, {old: nodes.name(new)})
        for target in getattr(stmt, "targets", []) or [getattr(stmt, "target", None)]:
            for node in _names(target) if target is not None else ():
                if node.id == old:
                    node.id = new
        for part in inner_blocks(stmt):
            rename(part, old, new)


def _evaluated_first(exprs: list[gast.AST], name: str) -> bool:
    """Is the name read before anything but names and constants is evaluated?"""
    for expr in exprs:
        for node in _evaluation(expr):
            if isinstance(node, gast.Name) and node.id == name:
                return True
            if isinstance(node, gast.Call | gast.BinOp | gast.Subscript | gast.Attribute | gast.Compare | gast.UnaryOp):
                return False
    return False


def _evaluation(node: gast.AST):
    """Nodes in the order in which their evaluation ends."""
    for child in nodes.children(node):
        yield from _evaluation(child)
    yield node


def _unconditional(exprs: list[gast.AST], name: str) -> bool:
    """Is the name read exactly once whenever the expression is evaluated?"""

    def walk(node, conditional: bool) -> bool:
        if isinstance(node, gast.Name) and node.id == name:
            return not conditional
        if isinstance(node, gast.BoolOp):
            return all(walk(v, conditional or i > 0) for i, v in enumerate(node.values))
        if isinstance(node, gast.Compare) and len(node.ops) > 1:
            parts = [node.left, *node.comparators]
            return all(walk(v, conditional or i > 1) for i, v in enumerate(parts))
        inner = conditional or isinstance(
            node, gast.IfExp | gast.Lambda | gast.ListComp | gast.GeneratorExp | gast.DictComp | gast.SetComp
        )
        return all(walk(child, inner) for child in nodes.children(node))

    return all(walk(e, False) for e in exprs)
