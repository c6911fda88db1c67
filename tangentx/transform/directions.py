"""Forward mode for several directions at once: the statements of a tangent function, lifted.

*Requires* the statements of a primal with its tangent in one direction (`tangent`), before they are tidied.  *Gives*
them for k directions, which lie along one more axis behind the others (`lifting` says why there):

    y = A @ np.sin(x)                      y = A @ np.sin(x)
    y_dot = A @ (np.cos(x) * x_dot)   ->   y_dot = A @ (np.cos(x)[:, None] * x_dot)

A Jacobian is the tangent in all unit directions: `x_dot` is an identity matrix.  Tangents of numbers are vectors now,
so they are bound anew where a number is, and what is read from an array that is written later is copied.  A function
with a statement that cannot be lifted for certain raises `NotLifted`.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from dataclasses import replace

import gast

from tangentx.analysis.program import external, item_of
from tangentx.analysis.types import (
    HELD,
    UNKNOWN,
    Array,
    Dictionary,
    Dim,
    ListOf,
    Record,
    Scalar,
    Sequence,
    Tree,
    Type,
    Unknown,
    sites_of,
)
from tangentx.paths import Field
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform.expression_types import ExpressionTypes
from tangentx.transform.lifted_calls import CALLS, METHODS
from tangentx.transform.lifting import DENSE, DIAGONAL, Lifter, NotLifted
from tangentx.transform.statements import inner_blocks, own_expressions, targets

_FRESH = ("@numpy.stack", "@numpy.zeros", "@numpy.sum", "@numpy.diag", "@numpy.tensordot", "@numpy.full",
          "@numpy.concatenate", "@numpy.where", "@numpy.mean", "@numpy.linalg.solve", "@runtime.zero_tangents",
          "@runtime.copied", "@runtime.copy_tree", "@numpy.cumsum", "@numpy.array")  # fmt: skip


class Directions:
    """Lifts the statements of a tangent function.  `sweep`: the `TangentSweep` that wrote them; `unit`: the directions
    are those of the entries of its only argument, which is an array."""

    def __init__(self, sweep, unit: bool):
        self.sweep, self.unit = sweep, unit
        self.written = set(sweep.activity.written)
        self.count = sweep.fresh("directions")
        forms = dict.fromkeys([*sweep.dots.values(), *sweep.seeds], DENSE)
        self.diagonals: dict[str, Type] = {}
        made = ExpressionTypes(
            ChainMap(self.diagonals, sweep.table), sweep.infer.sampler, sweep.infer.external_types
        )
        self.writes = bool(sweep.activity.written_unknown or self.written)
        self.lifter = Lifter(forms, sweep.infer, made, self.count, self._may_be_written)
        self.lifter.calls, self.lifter.methods, self.lifter.fresh = CALLS, METHODS, sweep.fresh
        self.pairs: set[str] = set()
        self.bound: Counter[str] = Counter()
        self.single: set[str] = set()  # bound once, where every path comes by
        self.owned: set[str] = set()  # in memory of their own
        self.exposed: set[str] = set()  # read by something that may view them

    # -- the function ----------------------------------------------------------------------------------------

    def run(self, body: list[gast.AST], result: gast.AST) -> tuple[list[gast.AST], gast.AST]:
        """The statements and the tangent of the result, for all directions."""
        self._count(body, True)
        self._expose(body)
        self.lifter.standing = {p: self._kind(p) for p in self.sweep.program.parameters if not self.bound[p]}
        if self.unit:
            seed = self.sweep.seeds[0]
            if self._kind(seed).rank == 1 and seed in self.single and not self._is_written(seed):
                self.lifter.seed = seed
        made = [*self._head(), *self._block(body, True)]
        value = self.lifter.dense(result)
        made += self.lifter.ahead
        if (
            self.unit
            and not is_fresh(value)
            and not (isinstance(value, gast.Name) and value.id in self.owned)
        ):
            value = gast.Call(external("numpy.array"), [value], [])
        self._retype()
        return made, value

    def _count(self, body: list[gast.AST], top: bool) -> None:
        for stmt in body:
            for name in targets(stmt):
                self.bound[name] += 1
                if top:
                    self.single.add(name)
            for part in inner_blocks(stmt):
                self._count(part, False)
        if top:
            self.single |= {s for s in self.sweep.seeds if not self.bound[s]}
            self.single -= {name for name, count in self.bound.items() if count > 1}

    def _expose(self, body: list[gast.AST]) -> None:
        for stmt in body:
            for expr in own_expressions(stmt):
                self.exposed |= _viewable(expr, self.lifter.forms)
            for part in inner_blocks(stmt):
                self._expose(part)

    def _head(self) -> list[gast.AST]:
        """The number of directions, and the directions themselves where they are known."""
        seed = self.sweep.seeds[0]
        kind = self._kind(seed)
        if not self.unit:
            part = self._array_part(nodes.name(seed), kind)
            if part is None:
                raise NotLifted("no tangent says how many directions there are")
            last = gast.Subscript(
                gast.Attribute(part, "shape", gast.Load()), nodes.parse_expression("-1"), gast.Load()
            )
            return [nodes.assign(self.count, last)]
        x = self.sweep.wrt[0]
        eye = gast.Call(external("numpy.eye"), [nodes.name(self.count)], [])
        if kind.dtype != "float64":
            eye.keywords.append(gast.keyword("dtype", external(f"numpy.{kind.dtype}")))
        if kind.rank != 1:
            shape = nodes.parse_expression(f"(*{x}.shape, {self.count})")
            eye = gast.Call(external("numpy.reshape"), [eye, shape], [])
        return [nodes.assign(self.count, nodes.parse_expression(f"{x}.size")), nodes.assign(seed, eye)]

    def _array_part(self, node: gast.AST, kind: Type) -> gast.AST | None:
        """The first number or array in an argument's tangent."""
        if isinstance(kind, Array | Scalar) and (not isinstance(kind, Array) or kind.kind in "fc"):
            return node if not isinstance(kind, Scalar) or kind.kind in ("float", "complex") else None
        if isinstance(kind, Tree):
            raise NotLifted("a container of unknown depth")
        keys = range(len(kind.items)) if isinstance(kind, Sequence) else ()
        if isinstance(kind, Dictionary):
            keys = kind.keys if kind.cls is dict else map(Field, kind.keys)
        parts = (
            self._array_part(item_of(node, k), t)
            for k, t in zip(keys, getattr(kind, "items", ()), strict=True)
        )
        return next((part for part in parts if part is not None), None)

    def _kind(self, name: str) -> Type:
        return self.sweep.table.get(name, UNKNOWN)

    def _is_written(self, name: str) -> bool:
        """May the array behind a tangent's name be written in place?"""
        return self._may_be_written(self._kind(name))

    def _may_be_written(self, kind: Type) -> bool:
        if isinstance(kind, Unknown):
            return self.writes
        return not sites_of(kind).isdisjoint(self.written)

    def _retype(self) -> None:
        """Tell the types of the tangents as they are now."""
        last = Dim((("?directions", 1),))
        for name, form in self.lifter.forms.items():
            kind = self._kind(name)
            if form == DIAGONAL:
                self.sweep.table[name] = self.diagonals[name]
                continue
            if isinstance(kind, Array) and isinstance(kind.shape, tuple):
                kind = replace(kind, shape=(*kind.shape, last), scalar=False)
            elif isinstance(kind, Scalar):
                kind = Array("complex128" if kind.kind == "complex" else "float64", (last,))
            else:
                kind = UNKNOWN
            self.sweep.table[name] = kind

    # -- statements --------------------------------------------------------------------------------------------

    def _block(self, body: list[gast.AST], top: bool = False) -> list[gast.AST]:
        made = []
        for stmt in body:
            for part in inner_blocks(stmt):
                part[:] = self._block(part)
            handler = _HANDLERS.get(type(stmt))
            if handler is None:
                if any(map(self.lifter.mentions, own_expressions(stmt))):
                    raise NotLifted("a tangent in a statement that is not known")
                made.append(stmt)
                continue
            new = handler(self, stmt)
            for each in (*self.lifter.ahead, new):
                for key, value in vars(stmt).items():
                    if key not in stmt._fields:
                        each.__dict__.setdefault(key, value)
                made.append(each)
            self.lifter.ahead.clear()
        return made

    def _assign(self, stmt: gast.Assign) -> gast.AST:
        target, value = stmt.targets[0], stmt.value
        if isinstance(value, gast.Call) and hasattr(value, "tangents"):
            return self._pair(stmt, value)
        if (
            isinstance(value, gast.Subscript)
            and isinstance(value.value, gast.Name)
            and value.value.id in self.pairs
        ):
            return stmt  # value or tangent of a recursive call
        if isinstance(target, gast.Subscript):
            return self._store(stmt, target)
        if not isinstance(target, gast.Name):
            if self.lifter.mentions(value):
                raise NotLifted("a tangent unpacked")
            return stmt
        name = target.id
        if name not in self.lifter.forms and not self.lifter.mentions(value):
            return stmt
        self.lifter.forms.setdefault(name, DENSE)
        made = self.lifter.lift(value)
        if made.form == DIAGONAL and name in self.single and self._is_a_value(name):
            self.lifter.forms[name] = DIAGONAL
            self.diagonals[name] = self.lifter.infer_made(made.tree)
            return nodes.assign(name, self._lasting(name, made.tree))
        tree = made.tree if made.form == DENSE else self.lifter.dense(value)
        tree = self._lasting(name, self._apart(value, tree))
        own = is_fresh(tree) or isinstance(tree, gast.Name) and tree.id in self.owned
        (self.owned.add if own else self.owned.discard)(name)
        return nodes.assign(name, tree)

    def _is_a_value(self, name: str) -> bool:
        """Is the tangent only read by what makes new arrays of it, so that it need not be one itself?"""
        return not self._is_written(name) or name not in self.exposed

    def _lasting(self, name: str, tree: gast.AST) -> gast.AST:
        """A tangent that is a primal array itself (`A @ I`) is copied if either is written."""
        if not self.writes or is_fresh(tree) or self.lifter.mentions(tree):
            return tree
        kinds = [self._kind(n) for n in (name, *nodes.names_read(tree)) if not n.startswith("@")]
        if isinstance(tree, gast.Constant) or not any(map(self._may_be_written, kinds)):
            return tree
        return nodes.method(tree, "copy")

    def _apart(self, value: gast.AST, tree: gast.AST) -> gast.AST:
        """What was a number, or new, in one direction may be a view now: of what is written it has to be a copy."""
        if not self.writes or is_fresh(tree):
            return tree
        if isinstance(value, gast.BinOp | gast.UnaryOp):  # `0.5 * (y_dot + y_dot)`
            return nodes.method(tree, "copy")
        names = [n for n in nodes.names_read(tree) if n in self.lifter.forms]
        if isinstance(tree, gast.Name) or self._is_item(value) or not any(map(self._is_written, names)):
            return tree  # itself, as in one direction; or nothing that is written
        kind = self.sweep.infer(value)
        if isinstance(kind, Scalar) or isinstance(kind, Array) and (kind.scalar or not kind.sites):
            return nodes.method(tree, "copy")
        if isinstance(tree, gast.Call) and nodes.dotted(tree.func) == "@runtime.expanded_along":
            return gast.Call(external("runtime.copied"), [tree], [])  # never a view on purpose
        if isinstance(kind, Unknown) or isinstance(kind, Array) and kind.shape is None:
            raise NotLifted(f"perhaps a view of a tangent that is written: {expression(value)}")
        return tree  # a view, as it should be, or a container

    def _is_item(self, value: gast.AST) -> bool:
        """Is it an item of a container, which is the same in all directions?"""
        if isinstance(value, gast.Subscript):
            return isinstance(self.sweep.infer(value.value), HELD | Sequence | Dictionary)
        return (
            isinstance(value, gast.Call)
            and isinstance(value.func, gast.Attribute)
            and value.func.attr == "pop"
        )

    def _pair(self, stmt: gast.Assign, call: gast.Call) -> gast.AST:
        """A recursive call: its last arguments are tangents."""
        if call.writes:
            raise NotLifted("a recursive call that writes on its arguments")
        first = len(call.args) - call.tangents
        self.pairs.add(stmt.targets[0].id)
        args = [*call.args[:first], *map(self.lifter.dense, call.args[first:])]
        return nodes.assign(stmt.targets[0].id, gast.Call(call.func, args, call.keywords))

    def _store(self, stmt: gast.Assign, target: gast.Subscript) -> gast.AST:
        if not self.lifter.mentions(target.value):
            if self.lifter.mentions(stmt.value):
                raise NotLifted("a tangent stored in a primal")
            return stmt
        slot = gast.Subscript(self._written(target.value), self.lifter.index(target), gast.Store())
        return gast.Assign([slot], self._stored(target, stmt.value), None)

    def _stored(self, target: gast.Subscript, value: gast.AST) -> gast.AST:
        """What is put into an array of tangents, or into a container of them."""
        base = self.sweep.infer(target.value)
        if isinstance(base, Array):
            is_number = isinstance(value, gast.Constant)
            return value if is_number else self.lifter.side(value)
        if isinstance(base, Unknown) and not self.lifter.mentions(value):
            raise NotLifted("a constant tangent stored in something unknown")
        return self.lifter.dense(value)

    def _written(self, node: gast.AST) -> gast.AST:
        """What is written on: its own memory, not the matrix of a diagonal."""
        made = self.lifter.lift(node)
        if made.form != DENSE:
            raise NotLifted("a tangent that is written, but has no memory")
        return made.tree

    def _augmented(self, stmt: gast.AugAssign) -> gast.AST:
        target = stmt.target
        if not self.lifter.mentions(target):
            if self.lifter.mentions(stmt.value):
                raise NotLifted("a tangent added to a primal")
            return stmt
        value = self.lifter.side(stmt.value) if not isinstance(stmt.value, gast.Constant) else stmt.value
        if isinstance(target, gast.Name) and isinstance(self.sweep.infer(target), Unknown):
            return self._added_to_unknown(target.id, stmt.op, value)
        kind = self._added_to(target)
        slot = target
        if isinstance(target, gast.Subscript):
            slot = gast.Subscript(self._written(target.value), self.lifter.index(target), gast.Store())
        else:
            self._written(target)
        if isinstance(kind, Array) and not kind.scalar:
            return gast.AugAssign(slot, stmt.op, value)
        old = (
            gast.Subscript(slot.value, slot.slice, gast.Load())
            if slot is not target
            else nodes.name(target.id)
        )
        return gast.Assign([slot], gast.BinOp(old, stmt.op, value), None)  # a number is bound anew

    def _added_to_unknown(self, name: str, op: gast.AST, value: gast.AST) -> gast.AST:
        """Whether an array is written or a number bound anew, only the primal's value says."""
        primal = next((v for v, dot in self.sweep.dots.items() if dot == name), None)
        if primal is None or not isinstance(op, gast.Add | gast.Sub):
            raise NotLifted("something unknown that is added to")
        self._written(nodes.name(name))
        more = value if isinstance(op, gast.Add) else gast.UnaryOp(gast.USub(), value)
        args = [nodes.name(name), more, nodes.name(primal)]
        return nodes.assign(name, gast.Call(external("runtime.added"), args, []))

    def _added_to(self, target: gast.AST) -> Array | Scalar:
        """What is added to: an array, or a number in a name or container."""
        kind = self.sweep.infer(target.value if isinstance(target, gast.Subscript) else target)
        if isinstance(kind, ListOf):
            kind = kind.item
        elif isinstance(kind, Sequence | Dictionary | Record):
            kind = self.sweep.infer(target)
        if not isinstance(kind, Array | Scalar):
            raise NotLifted("something unknown that is added to")
        return kind

    def _effect(self, stmt: gast.Expr) -> gast.AST:
        if not self.lifter.mentions(stmt.value):
            return stmt
        call = stmt.value
        method = call.func.attr if isinstance(call.func, gast.Attribute) else ""
        args = list(call.args)
        written = nodes.dotted(call.func) or ""
        adds = written == "@runtime.add_at" or written.startswith("@numpy.") and method == "at"
        if adds and len(args) == 3:
            slot = gast.Subscript(args[0], args[1], gast.Load())
            if self.lifter.mentions(args[1]) or self.lifter.index(slot) is not args[1]:
                raise NotLifted("an index with an ellipsis")
            args = [self._written(args[0]), args[1], self.lifter.side(args[2])]
            return gast.Expr(gast.Call(call.func, args, []))
        if method not in ("append", "pop", "clear", "extend", "insert"):
            raise NotLifted("a call that writes on tangents")
        if method in ("extend", "insert"):
            raise NotLifted("a list of tangents that grows otherwise than by append")
        func = gast.Attribute(self._written(call.func.value), method, gast.Load())
        given = [self.lifter.dense(a) for a in args] if method == "append" else args
        return gast.Expr(gast.Call(func, given, []))


def _viewable(node: gast.AST, names) -> set[str]:
    """The names that stand elsewhere than where a new array is made of them."""
    if isinstance(node, gast.Name):
        return {node.id} & set(names)
    makes = isinstance(node, gast.BinOp | gast.UnaryOp)
    makes = makes or isinstance(node, gast.Call) and nodes.dotted(node.func) in _FRESH
    parts = [c for c in nodes.children(node) if not (makes and isinstance(c, gast.Name))]
    return set().union(*(_viewable(part, names) for part in parts), set())


def is_fresh(tree: gast.AST) -> bool:
    """Is the value surely new memory?"""
    if isinstance(tree, gast.BinOp | gast.UnaryOp):
        return True
    if not isinstance(tree, gast.Call):
        return False
    if nodes.dotted(tree.func) == "@runtime.expanded_along":
        return is_fresh(tree.args[0])
    return nodes.is_copy(tree) or nodes.dotted(tree.func) in _FRESH


_HANDLERS = {
    gast.Assign: Directions._assign, gast.AugAssign: Directions._augmented, gast.Expr: Directions._effect,
}  # fmt: skip
