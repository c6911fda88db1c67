"""A function in A-normal form to a `Program`: types flow forward, calls are resolved by them, callees inlined.

*Requires* a `Function` with one exit and the types of its arguments.  *Gives* a `Program`.  Loops are walked until
the types at their head no longer change, then once more to emit.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis import containers, iteration
from tangentx.analysis.expressions import OPERATORS, Expressions
from tangentx.analysis.joins import join
from tangentx.analysis.names import Externals
from tangentx.analysis.program import Leaf, Op, Program, Structure
from tangentx.analysis.sampling import Sampler
from tangentx.analysis.scope import Env, Frame, LocalFunction, join_structures, loop_join
from tangentx.analysis.types import (
    UNKNOWN, Array, Const, Dictionary, Instance, ListOf, Sequence, Type, bind_dims, is_float_like, sites_of, type_of,
)  # fmt: skip
from tangentx.errors import NotDifferentiableError, UnsupportedSyntaxError
from tangentx.frontend.exits import endless
from tangentx.records import (
    Assert, Augment, Bind, Break, Continue, Define, Delete, Evaluate, For, Function, If, Import, Place, Raise, Return,
    Store, Unpack, While,
)  # fmt: skip
from tangentx.syntax import nodes

MAX_LEAVES = 64


def specialise(function: Function, kinds: dict[str, Type], wrt: frozenset[str], memo: dict | None = None) -> Program:
    """Specialise to argument types (parameter name -> type as `type_of` gives it); `wrt`: parameters to differentiate."""
    return Specialiser(function, wrt, memo if memo is not None else {}).run(kinds)


class Jumps:
    """Environments at the `break`s and `continue`s of the loop being walked."""

    def __init__(self):
        self.breaks: list[Env] = []
        self.continues: list[Env] = []


class Specialiser(Expressions):
    """The walk over statements; expressions are in the base class."""

    def __init__(self, function: Function, wrt: frozenset[str], memo: dict, forward: bool = False):
        self.function = function
        self.wrt = wrt
        self.forward = forward  # for forward mode
        self.derive = None  # (Derivative, types) -> (its emitted function, guards): set by the pipeline
        self.memo = memo  # recursive callees: (code, kinds) -> Program
        self.sampler = Sampler()
        self.externals = Externals()
        self.taken = set(function.locals)
        self.types: dict[str, Type] = {}
        self.ops: dict[int, Op] = {}
        self.def_types: dict[int, Type] = {}  # id(Bind) -> the type it binds
        self.out: list = []
        self.loops: list[Jumps] = []
        self.calls: list = []  # functions being inlined, innermost last
        self.subprograms: dict = {}
        self.dynamic = containers.grown_names(function.body)
        self.leaves: list[Leaf] = []
        self.external_types: dict[str, Type] = {}
        self.ranges: dict[str, tuple] = {}  # variables bound to range(...): its arguments
        self.varied: set[str] = set(wrt)
        self.varied_sites: set[str] = set()

    # -- the whole function ------------------------------------------------------------------------

    def run(self, kinds: dict[str, Type]) -> Program:
        function = self.function
        frame = Frame(function, {name: name for name in function.locals})
        self.calls.append(function)
        env = Env()
        place = Place(function.file, function.first_line)
        for parameter in function.parameters:
            kind = bind_dims(kinds[parameter.name], parameter.name)
            self._parameter(parameter.name, kind, env, place)
        body, result = function.body[:-1], function.body[-1]
        env = self.block(body, env, frame)
        if env is None or not isinstance(result, Return):
            raise UnsupportedSyntaxError(
                f"{function.name} never returns", code="TX221", place=place, lines=function.lines
            )
        value = self.atom(result.value, env, frame, result.place)
        outcome, kind = self._result(value, env, result.place)
        return Program(
            function, tuple(p.name for p in function.parameters), tuple(self.out), outcome, kind, self.types, self.ops,
            tuple(self.leaves), tuple(self.externals.guards), self.subprograms, frozenset(self.taken),
            {name: isinstance(kind, Array) and not kind.scalar for name, kind in self.external_types.items()},
        )  # fmt: skip

    def _parameter(self, name: str, kind: Type, env: Env, place: Place) -> None:
        if isinstance(kind, Sequence | Dictionary) and containers.count_leaves(kind) <= MAX_LEAVES:
            if name not in self.dynamic:
                env.bind(name, kind, self._explode(name, name, (), kind, env, place))
                self.types[name] = kind
                return
        if isinstance(kind, Sequence):
            kind = containers.as_list(kind, self.sampler.fresh)
        if name in self.wrt and isinstance(kind, Instance):
            raise NotDifferentiableError(
                f"`{name}` is a {kind}: derivatives with respect to objects are not supported", code="TX409",
                place=place, lines=self.function.lines, help=("pass its numbers as arguments, a tuple or a dict",),
            )  # fmt: skip
        env.bind(name, kind)
        self.note(name, kind)
        self.leaves.append(Leaf(name, name, (), kind))

    def _explode(self, parameter: str, variable: str, path: tuple, kind: Type, env: Env, place: Place) -> Structure:
        """Bind every element of a container parameter to a variable of its own."""
        keys = kind.keys if isinstance(kind, Dictionary) else range(len(kind.items))
        items: list = []
        for key, item in zip(keys, kind.items, strict=True):
            inner = (*path, key)
            if isinstance(item, Sequence | Dictionary):
                items.append(self._explode(parameter, f"{variable}_{_hint(key)}", inner, item, env, place))
                continue
            name = self.fresh(f"{variable}_{_hint(key)}")
            text = parameter + "".join(f"[{k!r}]" for k in inner)
            self.emit(Bind(name, nodes.parse_expression(text), place), Op("leaf"), item, env)
            if parameter in self.wrt:
                self.varied.add(name)
            self.leaves.append(Leaf(name, parameter, inner, item))
            items.append(name)
        cls = dict if isinstance(kind, Dictionary) else kind.cls
        return Structure(cls, kind.keys if isinstance(kind, Dictionary) else None, tuple(items))

    def _result(self, value: gast.AST, env: Env, place: Place):
        """The variable, or structure of variables, that is returned."""
        structure = self.structure(value, env)
        if structure is not None:
            return structure, self.kind(value, env)
        if not isinstance(value, gast.Name) or value.id.startswith("@"):
            name = self.fresh("_result")
            self.emit(Bind(name, value, place), Op("copy"), self.kind(value, env), env)
            value = nodes.name(name)
        return value.id, self.kind(value, env)

    # -- bookkeeping ---------------------------------------------------------------------------------

    def fresh(self, base: str) -> str:
        name, k = base, 0
        while name in self.taken:
            k += 1
            name = f"{base}_{k}"
        self.taken.add(name)
        return name

    def written(self, base: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
        """A store of `value` into `base`: a derivative may travel through the buffer."""
        kind = self.kind(base, env)
        if not isinstance(base, gast.Name):
            raise UnsupportedSyntaxError(
                "a global is written here", code="TX232", place=place, lines=self.lines(place),
                help=("pass it as an argument, or return the new value",),
            )  # fmt: skip
        if self.is_varied(value, env):
            self.varied.add(base.id)
            self.varied_sites |= sites_of(kind)

    def operate(self, target: str, left: gast.AST, op: gast.AST, right: gast.AST, place: Place, env: Env) -> None:
        """`target = left op right` on atoms of the program."""
        expr = gast.BinOp(left, op, right)
        self.primitive(target, expr, OPERATORS[type(op)], [left, right], {}, place, env)

    def write_method(self, target, base, name, operands, keywords, place: Place, env: Env) -> None:
        """An array method that writes: `fill` is a store; the others only without derivative."""
        if name == "fill":
            whole = gast.Subscript(base, nodes.constant(...), gast.Store())
            self.written(base, operands[0], place, env)
            self.out.append(Store(whole, operands[0], place))
        elif self.is_varied(base, env) or any(self.is_varied(a, env) for a in operands):
            self.missing(f"method:{name}", place)
        else:
            call = gast.Call(gast.Attribute(base, name, gast.Load()), list(operands), [])
            self.out.append(Evaluate(call, place))
        env.bind(target, Const(None))

    def note(self, name: str, kind: Type) -> None:
        from_before = self.types.get(name)
        self.types[name] = kind if from_before is None else loop_join(from_before, kind)

    def emit(self, stmt, op: Op | None, kind: Type | None, env: Env, structure: Structure | None = None) -> None:
        self.out.append(stmt)
        if op is not None:
            self.ops[id(stmt)] = op
        if isinstance(stmt, Bind):
            kind = containers.allocated(kind, stmt, op)
            if op.kind != "inactive" and (is_float_like(kind) or isinstance(kind, ListOf)):
                if any(self.is_varied(nodes.name(n), env) for n in nodes.names_read(stmt.value)):
                    self.varied.add(stmt.target)
            env.bind(stmt.target, kind, structure)
            self.note(stmt.target, kind)
            self.def_types[id(stmt)] = kind

    def place(self, place: Place, frame: Frame) -> Place:
        return replace(place, via=frame.via) if frame.via else place

    # -- statements ----------------------------------------------------------------------------------

    def block(self, body: tuple, env: Env, frame: Frame) -> Env | None:
        """Walk a block; the environment at its end, or None if its end is never reached."""
        for stmt in body:
            handler = _HANDLERS[type(stmt)]
            env = getattr(self, handler)(stmt, env, frame)
            if env is None:
                return None
        return env

    def captured(self, body: tuple, env: Env, frame: Frame) -> tuple[tuple, Env | None]:
        """Walk a block into a statement list of its own."""
        outer, self.out = self.out, []
        env = self.block(body, env, frame)
        inner, self.out = self.out, outer
        return tuple(inner), env

    def bind(self, stmt: Bind, env: Env, frame: Frame) -> Env:
        self.bind_value(self.local(stmt.target, frame), stmt.value, self.place(stmt.place, frame), env, frame)
        return env

    def local(self, name: str, frame: Frame) -> str:
        found = frame.find(name)
        if found is None:
            found = frame.names[name] = self.fresh(name)
        return found

    def unpack(self, stmt: Unpack, env: Env, frame: Frame) -> Env:
        place = self.place(stmt.place, frame)
        value = self.atom(stmt.value, env, frame, place)
        targets = tuple(("*" if t[0] == "*" else "") + self.local(t.lstrip("*"), frame) for t in stmt.targets)
        containers.unpack(self, targets, value, place, env)
        return env

    def store(self, stmt: Store, env: Env, frame: Frame) -> Env:
        place = self.place(stmt.place, frame)
        value = self.atom(stmt.value, env, frame, place)
        containers.store(self, stmt.target, None, value, place, env, frame)
        return env

    def augment(self, stmt: Augment, env: Env, frame: Frame) -> Env:
        place = self.place(stmt.place, frame)
        value = self.atom(stmt.value, env, frame, place)
        if isinstance(stmt.target, gast.Name):
            self.augment_name(stmt, value, place, env, frame)
        else:
            containers.store(self, stmt.target, stmt.op, value, place, env, frame)
        return env

    def evaluate(self, stmt: Evaluate, env: Env, frame: Frame) -> Env:
        self.effect(stmt, env, frame)
        return env

    def branch(self, stmt: If, env: Env, frame: Frame) -> Env | None:
        place = self.place(stmt.place, frame)
        test = self.test(stmt.test, env, frame, place)
        known = self.kind(test, env)
        if isinstance(known, Const) and isinstance(known.value, bool | int | str | type(None)):
            return self.block(stmt.body if known.value else stmt.orelse, env, frame)
        body, env_body = self.captured(stmt.body, env.copy(), frame)
        orelse, env_orelse = self.captured(stmt.orelse, env.copy(), frame)
        joined, fix_body, fix_orelse = self.join(env_body, env_orelse, place)
        self.out.append(If(test, body + fix_body, orelse + fix_orelse, place))
        return joined

    def join(self, a: Env | None, b: Env | None, place: Place) -> tuple[Env | None, tuple, tuple]:
        """The environment where two paths meet, and the copies each path needs so that structures agree."""
        if a is None or b is None:
            return (b if a is None else a), (), ()
        fix_a, fix_b = [], []
        env = Env()
        for name in [*a.types, *(n for n in b.types if n not in a.types)]:
            one, other = a.types.get(name), b.types.get(name)
            kind = loop_join(one, other) if self.loops else self._join(one, other)
            left, right = a.structures.get(name), b.structures.get(name)
            if left is not None and right is not None and join_structures(left, right):
                structure = self._merge(name, left, right, a, b, fix_a, fix_b, place)
                env.bind(name, kind, structure)
                continue
            if (left is None) != (right is None) and one is not None and other is not None:
                continue  # a container on one path, something else on the other: unusable from here on
            env.bind(name, kind, left or right if one is None or other is None else None)
        for name in {s.target for s in fix_a} | {s.target for s in fix_b}:
            env.bind(name, self._join(a.types.get(name), b.types.get(name)))
        return env, tuple(fix_a), tuple(fix_b)

    def _join(self, one: Type | None, other: Type | None) -> Type:
        return join(one, other, self.sampler.fresh)

    def _merge(self, name, left, right, a, b, fix_a, fix_b, place) -> Structure:
        """One structure for two: where the variables differ, both paths copy into a third."""
        items = []
        for i, (x, y) in enumerate(zip(left.items, right.items, strict=True)):
            if isinstance(x, Structure):
                items.append(self._merge(f"{name}_{i}", x, y, a, b, fix_a, fix_b, place))
            elif x == y:
                items.append(x)
            else:
                merged = f"{name}__{i}"
                self.taken.add(merged)
                for env, source, fixes in ((a, x, fix_a), (b, y, fix_b)):
                    if source != merged:
                        copy = Bind(merged, nodes.name(source), place)
                        self.ops[id(copy)] = Op("copy")
                        fixes.append(copy)
                        env.bind(merged, env.types[source])
                        self.note(merged, env.types[source])
                items.append(merged)
        return Structure(left.cls, left.keys, tuple(items))

    # -- loops -----------------------------------------------------------------------------------------

    def loop(self, stmt: For | While, env: Env, frame: Frame) -> Env | None:
        place = self.place(stmt.place, frame)
        if isinstance(stmt, For):
            return iteration.for_loop(self, stmt, place, env, frame)
        if stmt.setup:
            test = self.composed(stmt, env, frame)
            stmt = endless(stmt) if test is None else replace(stmt, setup=(), test=test)
        return self.fixpoint(
            env, place,
            lambda head: self._while_body(stmt, head, frame),
            lambda parts: While((), parts[0], parts[1], (), place),
            forever=isinstance(stmt.test, gast.Constant) and bool(stmt.test.value),
        )  # fmt: skip

    def composed(self, stmt: While, env: Env, frame: Frame) -> gast.AST | None:
        """The test of a `while` as one expression, when its work is temporaries used once and no local function."""
        mapping: dict[str, gast.AST] = {}
        for step in stmt.setup:
            if not isinstance(step, Bind) or not step.target.startswith("_t") or isinstance(step.value, gast.Lambda):
                return None
            for call in nodes.walk(step.value):
                if isinstance(call, gast.Call) and not self._callable_outside(call.func, env, frame):
                    return None
            read = nodes.names_read(step.value)
            if any(read.count(name) > 1 for name in mapping):
                return None
            mapping[step.target] = nodes.substitute(step.value, mapping)
        reads = [n for s in stmt.setup for n in nodes.names_read(s.value)] + nodes.names_read(stmt.test)
        if any(reads.count(name) != 1 for name in mapping):
            return None
        return nodes.substitute(stmt.test, mapping)

    def _callable_outside(self, func: gast.AST, env: Env, frame: Frame) -> bool:
        """Can emitted code call this by name?"""
        while isinstance(func, gast.Attribute):
            func = func.value
        local = frame.find(func.id) if isinstance(func, gast.Name) else None
        known = env.types.get(local) if local is not None else None
        return isinstance(func, gast.Name) and not (isinstance(known, Const) and isinstance(known.value, LocalFunction))

    def _while_body(self, stmt: While, head: Env, frame: Frame):
        test = self.test(stmt.test, head, frame, stmt.place, inline=True)
        body, end = self.captured(stmt.body, head.copy(), frame)
        return (test, body), end

    def fixpoint(self, env: Env, place: Place, walk, build, forever: bool = False) -> Env | None:
        """Walk a loop's body until the types at its head settle; emit it once, with the last walk's statements."""
        head = env.copy()
        for _ in range(12):
            taken, unknowns, outer = set(self.taken), self.sampler.unknowns, self.out
            self.out = []
            self.loops.append(Jumps())
            before, varied = head.copy(), len(self.varied) + len(self.varied_sites)
            parts, end = walk(head.copy())
            jumps = self.loops.pop()
            self.out = outer
            for other in [end, *jumps.continues]:
                head = self._loop_head(head, other, place)
            if _same(before, head) and varied == len(self.varied) + len(self.varied_sites):
                self.out.append(build(parts))
                leaving = None if forever else head
                for other in jumps.breaks:
                    leaving, fix, _ = self.join(leaving, other, place)
                return leaving
            self.taken, self.sampler.unknowns = taken, unknowns
        raise UnsupportedSyntaxError(
            "the types of this loop's variables change from trip to trip without settling", code="TX222", place=place,
            lines=self.function.lines, help=("give each variable one type before the loop",),
        )  # fmt: skip

    def _loop_head(self, head: Env, other: Env | None, place: Place) -> Env:
        if other is None:
            return head
        env = Env()
        for name in [*head.types, *(n for n in other.types if n not in head.types)]:
            one, two = head.types.get(name), other.types.get(name)
            left, right = head.structures.get(name), other.structures.get(name)
            if left is not None and right is not None:
                if left.items != right.items:
                    self.refuse_structure(name, place)
                env.bind(name, loop_join(one, two), left)
            elif (left is None) != (right is None) and one is not None and two is not None:
                self.refuse_structure(name, place)
            else:
                env.bind(name, loop_join(one, two), left or right)
        return env

    def refuse_structure(self, name: str, place: Place) -> None:
        raise UnsupportedSyntaxError(
            f"the container `{name}` changes its structure in this loop",
            code="TX223", place=place, lines=self.lines(place),
            help=("unpack it into plain variables before the loop and pack it again after it",),
        )  # fmt: skip

    def jump(self, stmt: Break | Continue, env: Env, frame: Frame) -> None:
        target = self.loops[-1].breaks if isinstance(stmt, Break) else self.loops[-1].continues
        target.append(env.copy())
        self.out.append(type(stmt)(self.place(stmt.place, frame)))
        return None

    # -- the rest ---------------------------------------------------------------------------------------

    def check(self, stmt: Assert, env: Env, frame: Frame) -> Env:
        place = self.place(stmt.place, frame)
        test = self.opaque(stmt.test, env, frame, place)
        message = None if stmt.message is None else self.opaque(stmt.message, env, frame, place)
        self.out.append(Assert(test, message, place))
        return env

    def throw(self, stmt: Raise, env: Env, frame: Frame) -> None:
        place = self.place(stmt.place, frame)
        parts = [None if e is None else self.opaque(e, env, frame, place) for e in (stmt.exc, stmt.cause)]
        self.out.append(Raise(*parts, place))
        return None

    def delete(self, stmt: Delete, env: Env, frame: Frame) -> Env:
        for name in stmt.names:
            env.types.pop(self.local(name, frame), None)
        return env

    def bring_in(self, stmt: Import, env: Env, frame: Frame) -> Env:
        import importlib

        value = importlib.import_module(stmt.module)
        if stmt.attribute is not None:
            value = getattr(value, stmt.attribute)
        env.bind(self.local(stmt.name, frame), type_of(value))
        return env

    def define(self, stmt: Define, env: Env, frame: Frame) -> Env:
        name = self.local(stmt.name, frame)
        env.bind(name, Const(LocalFunction(stmt.function, frame)))
        return env

    def leave(self, stmt: Return, env: Env, frame: Frame) -> Env:
        raise AssertionError("a Return that is not the last statement: one_exit has not run")


def _hint(key) -> str:
    text = str(key)
    return text if text.isidentifier() or text.isdigit() else "".join(c if c.isalnum() else "_" for c in text)


def _same(a: Env, b: Env) -> bool:
    return a.types == b.types and a.structures.keys() == b.structures.keys()


_HANDLERS = {
    Bind: "bind", Unpack: "unpack", Store: "store", Augment: "augment", Evaluate: "evaluate", If: "branch",
    For: "loop", While: "loop", Break: "jump", Continue: "jump", Assert: "check", Raise: "throw", Delete: "delete",
    Import: "bring_in", Define: "define", Return: "leave",
}  # fmt: skip
