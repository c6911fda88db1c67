"""A function in A-normal form to a `Program`: types flow forward, calls are resolved by them, callees inlined.

*Requires* a `Function` with one exit and the types of its arguments.  *Gives* a `Program`.  Loops are walked until
the types at their head no longer change, then once more to emit.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis import (
    asked,
    container_stores,
    function_values,
    grafts,
    identity,
    imports,
    initial,
    lazily,
    lent,
    lists,
    marks,
    ordering,
    renewed,
    returned,
    sorts,
    stored_types,
    structures,
    texts,
    thrown,
    trees,
    unbound,
    unpacking,
    writable,
)
from tangentx.analysis.arguments import bind_dims
from tangentx.analysis.attempts import Attempts
from tangentx.analysis.bound_types import bound_type
from tangentx.analysis.captures import Inside
from tangentx.analysis.containers import word
from tangentx.analysis.contexts import Contexts
from tangentx.analysis.expressions import Expressions
from tangentx.analysis.flow import Flow, Jumps
from tangentx.analysis.lifetimes import Lifetimes
from tangentx.analysis.loans import Loans
from tangentx.analysis.names import Externals
from tangentx.analysis.observed import type_of
from tangentx.analysis.program import Leaf, Op, Program, Structure
from tangentx.analysis.protocol import LocalMethod
from tangentx.analysis.restarts import Hints, follow_wanted
from tangentx.analysis.sampling import Sampler
from tangentx.analysis.scope import Env, Frame, LocalFunction, Settled, Unreached, loop_join
from tangentx.analysis.structures import as_dict, grown_names, is_uniform
from tangentx.analysis.substitutes import most_axes, symbols_of
from tangentx.analysis.types import (
    HELD,
    Array,
    Const,
    Dictionary,
    Maybe,
    Sequence,
    Type,
    is_float_like,
)
from tangentx.errors import TangentxError, UnsupportedSyntaxError
from tangentx.frontend import accepted, language, scopes
from tangentx.frontend.exceptions import CAUGHT
from tangentx.paths import Field, covers, path_of, written
from tangentx.records import (
    Assert,
    Attempt,
    Augment,
    Bind,
    Break,
    Continue,
    Define,
    Delete,
    Enter,
    Evaluate,
    Final,
    For,
    Function,
    If,
    Import,
    Leave,
    Place,
    Raise,
    Return,
    Store,
    Unpack,
    While,
)
from tangentx.syntax import nodes


class Specialiser(Flow, Attempts, Contexts, Expressions):
    """The walk over statements; expressions and control flow are in the base classes."""

    def __init__(
        self,
        function: Function,
        wrt: frozenset[str],
        memo: dict,
        forward: bool = False,  # for forward mode
        hints: Hints | None = None,
    ):
        self.function, self.wrt = function, wrt
        self.hints, self.forward = hints or Hints(), forward
        self.derive = None  # (Derivative, types) -> (its emitted function, guards): set by the pipeline
        self.memo, self.numbers, self.calls_itself = memo, {}, False  # recursive callees, plain ones
        self.sampler, self.externals, self.lifetimes = Sampler(), Externals(), Lifetimes(self)
        self.taken, self.types, self.held = set(function.locals), {}, {}  # the last: see `stored_types`
        self.ops: dict[int, Op] = {}
        self.def_types: dict[int, Type] = {}  # id -> what a Bind binds, what an Augment writes on
        self.out, self.walked = [], []  # the second: every statement made, so that no id is given away
        self.loops: list[Jumps] = []
        self.calls, self.frames, self.calls_again = [], [], 0  # functions being inlined, innermost last
        self.walking: Place | None = None
        self.mixing, self.torn = list[Place](), dict[str, Place]()  # where one or another meet
        self.lost = set[str]()  # cells of containers in which it depends on the path what they hold
        self.rest: list = []  # behind the statement in its block, the next one last
        self.methods: list[LocalMethod] = []  # methods taken as values
        self.subprograms, self.changed = {}, set[str]()  # the second: parameters whose containers are changed
        self.dynamic = grown_names(function.body, self.hints.unrolled)
        self._sets()

    def _sets(self) -> None:
        """What is found out while walking."""
        self.leaves: list[Leaf] = []
        self.external_types: dict[str, Type] = {}
        self.undefined: list[TangentxError] = []  # reads in loops that have no value as yet
        self.ranges: dict[str, tuple] = {}  # variables bound to range(...): its arguments
        self.origins: dict[str, Place] = {}  # displays of lists that exist at run time
        self.homes: dict[int, tuple] = {}  # id -> (method of a local class, the frame it sees)
        self.labels: dict[tuple, str] = {}  # of functions that emitted code cannot name: see `choices`
        self.moved, self.spelled = set(), set()  # cells copied where paths meet; texts of what varies
        self.shared, self.borrowed = set(), set()  # re-bound by nested functions; elements of lists
        self.branches, self.tried, self.entered = 0, False, []  # around the statement; scopes: flags, or None
        self.remembered, self.defaulted, self.unseen = set(), set(), set()  # see `writable`
        self.factories: dict[str, gast.AST | None] = {}  # of defaultdicts that exist at run time
        self.present: dict[str, str] = {}  # variables that are keys of a dict: the dict
        self.reading: dict[str, Place] = {}  # lists that loops run over, which are being walked: the loop
        self.slices, self.flats = {}, {}  # variables bound to slice(...); temporaries `a.flat`: the array
        self.holders, self.kept_in = dict[str, str](), dict[str, dict]()  # of elements: lists, see `widening`
        self.loans = Loans()  # what is in two containers, as far as operations are not followed
        self.varied: set[str] = {name for name in self.wrt if not path_of(name).steps}
        self.varied_sites, self.kept_at, self.counted = set(), set(), set()  # `counted`: Counters just asked
        self.gone, self.unlike = set(), set()  # calls' variables; `sorts`
        self.picked, self.doubled = [], []  # lists chosen from; containers put together more than once
        self.marks: dict[str, marks.Mark] = {}  # variables bound to `tx.checkpoint(...)`
        self.unused_marks: dict[tuple, Place] = {}  # where these stand, as long as no loop has taken them
        self.guarding, self.handling = None, []  # a `Request` for the next callee; exceptions being handled

    # -- the whole function ------------------------------------------------------------

    def run(self, kinds: dict[str, Type], inside: Inside | None = None) -> Program:
        """The program, for these types of its parameters.  `inside`: of a function that sees others' variables."""
        function = self.function
        if function.generator:
            raise accepted.refusal(function, scopes.first_yield(function.tree), language.GENERATOR)
        self.sampler.extents.fit(max(self.hints.axes, most_axes(kinds.values())))
        self.sampler.extents.given = frozenset(symbols_of([bind_dims(kind, n) for n, kind in kinds.items()]))
        env, frame = Env(), Frame(function, {n: n for n in function.locals}, size=structures.MAX_LEAVES**2)
        if inside is not None:
            frame = replace(frame, function=inside.function, names=dict(inside.names), parent=inside.parent)
            inside.enter(self, env)
        self.externals.followed(function.callable)
        self.calls.append(frame.function)
        self.frames.append(frame)
        place = Place(function.file, function.first_line)
        parameters = tuple(p.name for p in function.parameters)
        for name in parameters:
            self._parameter(name, bind_dims(kinds[name], name), env, place)
        body, result = function.body[:-1], function.body[-1]
        env = self.block(body, env, frame)
        if env is None or not isinstance(result, Return):
            message = f"{function.name} never returns"
            raise UnsupportedSyntaxError(message, code="TX221", place=place, lines=function.lines)
        value = self.atom(result.value, env, frame, result.place)
        outcome, kind = returned.outcome(self, value, env, result.place)
        marks.check_used(self)
        follow_wanted(self)
        renewed.weaken(self)
        if self.changed:
            self.out.insert(0, identity.distinct(kinds, place))
        unbound.check(tuple(self.out), parameters, function)
        body = initial.filled(self, tuple(self.out), parameters)
        return trees.checked(self, Program(
            function, parameters, body, outcome, kind, self.types, self.ops,
            tuple(self.leaves), tuple(self.externals.guards), self.subprograms, frozenset(self.taken),
            {name: isinstance(kind, Array) and not kind.scalar for name, kind in self.external_types.items()}, kinds,
        ))  # fmt: skip

    def _parameter(self, name: str, kind: Type, env: Env, place: Place) -> None:
        if structures.is_taken_apart(kind):
            whole = isinstance(kind, Sequence) or is_uniform(kind)
            if name not in self.dynamic and not (whole and name in self.hints.whole):
                structure = self._explode(name, name, (), kind, env, place)
                default = next(p.default for p in self.function.parameters if p.name == name)
                if isinstance(default, gast.List | gast.Dict | gast.Call):  # one object from call to call
                    structure = replace(structure, entangled=True)
                env.bind(name, kind, structure)
                self.types[name] = kind
                return
        if isinstance(kind, Sequence):
            kind = structures.as_whole(kind, self.sampler.fresh)
        elif name in {*self.hints.whole, *self.dynamic} and is_uniform(kind):
            kind = as_dict(kind, self.sampler.fresh)
        asked.check_whole(self.wrt, name, kind, place, self.function.lines)
        env.bind(name, kind)
        self.note(name, kind)
        self.leaves.append(Leaf(name, name, (), kind))

    def _explode(
        self, parameter: str, variable: str, path: tuple, kind: Type, env: Env, place: Place
    ) -> Structure:
        """Bind every element of a container parameter to a variable of its own."""
        known = getattr(kind, "keys", None)
        keys, items = known if known is not None else range(len(kind.items)), []
        plain = not isinstance(kind, Dictionary) or kind.cls is dict
        for key, item in zip(keys, kind.items, strict=True):
            inner = (*path, key if plain else Field(key))
            if structures.is_taken_apart(item):
                items.append(self._explode(parameter, f"{variable}_{word(key)}", inner, item, env, place))
                continue
            item = structures.as_whole(item, self.sampler.fresh)
            name = self.fresh(f"{variable}_{word(key)}")
            expr = nodes.parse_expression(written(parameter, inner))
            self.emit(Bind(name, expr, place), Op("leaf"), item, env)
            if covers(self.wrt, parameter, inner):
                self.varied.add(name)
            self.leaves.append(Leaf(name, parameter, inner, item))
            items.append(name)
        return Structure(kind.cls, known, tuple(items), origin=parameter, label=variable)

    # -- bookkeeping ------------------------------------------------------------

    def fresh(self, base: str) -> str:
        return nodes.claimed(base, self.taken)

    def written(self, base: gast.AST, value: gast.AST, place: Place, env: Env) -> None:
        """A store of `value` into `base`: a derivative may travel through the buffer."""
        writable.check(self, base, value, place, env)
        lent.written(self, base, value, env)

    def know(self, stmt, op: Op) -> None:
        """The fact about a statement."""
        self.ops[id(stmt)] = op
        if self.reading:
            lists.watch(self, stmt)
        self.walked.append(stmt)

    def note(self, name: str, kind: Type) -> None:
        self.types[name] = loop_join(self.types[name], kind) if name in self.types else kind
        stored_types.note(self.held, name, kind)

    def emit(
        self, stmt, op: Op | None, kind: Type | None, env: Env, structure: Structure | None = None
    ) -> None:
        if isinstance(stmt, Bind):
            texts.follow(self, stmt, op, kind, env)
            lists.release(self, stmt.target, stmt.place, env)
            self.present[stmt.target] = self.present.get(getattr(stmt.value, "id", ""))
        self.out.append(stmt)
        if op is not None:
            self.know(stmt, op)
        if isinstance(stmt, Bind):
            if op.kind == "copy" and isinstance(self.kind_or_none(stmt.value, env), Maybe):
                kind = self.kind_or_none(stmt.value, env)
            kind = bound_type(stmt, op, kind, env.types, self.sampler.fresh)
            if op.kind != "inactive" and (is_float_like(kind) or isinstance(kind, HELD)):
                if any(self.is_varied(nodes.name(n), env) for n in nodes.names_read(stmt.value)):
                    self.varied.add(stmt.target)
            self.lend(stmt, op, kind)
            env.bind(stmt.target, kind, structure)
            lent.note(self, stmt, op, env)
            self.note(stmt.target, kind)
            sorts.follow(self, stmt.target, stmt.value, kind)
            self.def_types[id(stmt)] = kind

    def place(self, place: Place, frame: Frame) -> Place:
        if isinstance(place, Settled):
            return place.plain
        return replace(place, via=frame.via) if frame.via else place

    # -- statements ------------------------------------------------------------

    def block(self, body: tuple, env: Env, frame: Frame) -> Env | None:
        """Walk a block; the environment at its end, or None if its end is never reached."""
        scopes = [*self.entered]
        rest, around = [*reversed(body)], frame.at
        while rest and env is not None:
            stmt, self.rest = rest.pop(), rest
            self.walking, frame.at = stmt.place, stmt
            try:
                env = getattr(self, _HANDLERS[type(stmt)])(stmt, env, frame)
            except Unreached:
                env = None
        self.entered, frame.at = scopes, around
        return env

    def captured(self, body: tuple, env: Env, frame: Frame) -> tuple[tuple, Env | None]:
        """Walk a block into a statement list of its own."""
        outer, self.out = self.out, []
        env = self.block(body, env, frame)
        self.out, inner = outer, self.out
        return tuple(inner), env

    def bind(self, stmt: Bind, env: Env, frame: Frame) -> Env:
        if isinstance(stmt.value, gast.Name) and stmt.value.id == CAUGHT:
            self.bind_caught(self.local(stmt.target, frame), self.place(stmt.place, frame), env)
            return env
        target, place = self.local(stmt.target, frame), self.place(stmt.place, frame)
        before = env.types.get(target)
        self.bind_value(target, stmt.value, place, env, frame)
        lists.leave(self, target, before, place, env)
        return env

    def local(self, name: str, frame: Frame) -> str:
        frame, name = frame.resolve(name)
        found = frame.find(name)
        if found is None:
            found = frame.names[name] = self.fresh(name)
        self.taken.add(found)  # also when a loop is walked again, with the names that were taken before it
        return found

    def unpack(self, stmt: Unpack, env: Env, frame: Frame) -> Env:
        place, values = self.place(stmt.place, frame), unpacking.side_by_side(stmt)
        atoms = [self.atom(e, env, frame, place) for e in values or (stmt.value,)]
        targets = tuple(("*" if t[0] == "*" else "") + self.local(t.lstrip("*"), frame) for t in stmt.targets)
        if values:
            unpacking.together(self, list(zip(targets, atoms, strict=True)), place, env)
        else:
            unpacking.unpack(self, targets, lazily.collected(self, atoms[0], place, env), place, env)
        return env

    def store(self, stmt: Store, env: Env, frame: Frame) -> Env:
        place = self.place(stmt.place, frame)
        value = self.atom(stmt.value, env, frame, place)
        container_stores.store(self, stmt.target, None, value, place, env, frame)
        return env

    def augment(self, stmt: Augment, env: Env, frame: Frame) -> Env:
        place = self.place(stmt.place, frame)
        if stmt.setup:
            return ordering.augment_item(self, stmt, place, env, frame)
        value = self.atom(stmt.value, env, frame, place)
        if isinstance(stmt.target, gast.Name):
            self.augment_name(stmt, value, place, env, frame)
        else:
            container_stores.store(self, stmt.target, stmt.op, value, place, env, frame)
        return env

    def evaluate(self, stmt: Evaluate, env: Env, frame: Frame) -> Env:
        self.effect(stmt, env, frame)
        return env

    # -- the rest ------------------------------------------------------------

    def check(self, stmt: Assert, env: Env, frame: Frame) -> Env:
        place = self.place(stmt.place, frame)
        test = self.opaque(stmt.test, env, frame, place)
        message = None if stmt.message is None else self.opaque(stmt.message, env, frame, place)
        self.out.append(Assert(test, message, place))
        return env

    def throw(self, stmt: Raise, env: Env, frame: Frame) -> None:
        place = self.place(stmt.place, frame)
        parts = [None if e is None else self.opaque(e, env, frame, place) for e in (stmt.exc, stmt.cause)]
        grafts.throw(self, Raise(*parts, place))

    def delete(self, stmt: Delete, env: Env, frame: Frame) -> Env:
        thrown.delete(self, stmt.names, env, frame)
        return env

    def bring_in(self, stmt: Import, env: Env, frame: Frame) -> Env:
        value = imports.brought_in(self, stmt, self.place(stmt.place, frame))
        env.bind(self.local(stmt.name, frame), type_of(value))
        return env

    def define(self, stmt: Define, env: Env, frame: Frame) -> Env:
        name, place = self.local(stmt.name, frame), self.place(stmt.place, frame)
        defaults = {
            p.name: function_values.holds(self, self.atom(p.default, env, frame, place), place, env)
            for p in stmt.function.parameters
            if p.default is not None
        }
        frame, _ = frame.resolve(stmt.name)
        env.bind(name, Const(LocalFunction(stmt.function, frame, defaults)))
        self.shared |= {frame.find(n) for n in scopes.declared(stmt.function.tree, gast.Nonlocal)}
        return env


_HANDLERS = {
    Bind: "bind", Unpack: "unpack", Store: "store", Augment: "augment", Evaluate: "evaluate", If: "branch",
    For: "loop", While: "loop", Break: "jump", Continue: "jump", Assert: "check", Raise: "throw", Delete: "delete",
    Import: "bring_in", Define: "define", Attempt: "attempt", Enter: "enter", Final: "final", Leave: "leave_scope",
}  # fmt: skip
