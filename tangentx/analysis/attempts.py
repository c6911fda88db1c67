"""Attempts and scopes while specialising: what cannot raise is no attempt, what surely raises is a jump.

An attempt stays a `try` around primitives.  A callee that is put in place inside one sets a flag where it would have
raised (`joining.guarded`), and the handler is a branch on that flag.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import gast

from tangentx.analysis import failures, lists, quietness, thrown, unpacking
from tangentx.analysis.callees import prepared_under_guard
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import (
    UNKNOWN,
    Const,
    Instance,
    Mixed,
    Sequence,
    Type,
)
from tangentx.errors import TangentxError, UnsupportedSyntaxError
from tangentx.frontend.exceptions import CAUGHT
from tangentx.instances import is_exception_class
from tangentx.records import (
    Attempt,
    Augment,
    Bind,
    Enter,
    Final,
    For,
    Function,
    Guarded,
    If,
    Leave,
    Place,
    Raise,
    Store,
    Unpack,
    While,
)
from tangentx.syntax import nodes

_EVERYTHING = (BaseException,)


@dataclass
class Request:
    """The callee of the statement at hand is to be put in place under a guard, and to say how it ended."""

    catches: gast.AST | None
    seen: tuple[str, ...] = ()  # variables outside that the callee is to see
    failed: str = ""
    error: str = ""
    result: gast.AST | None = None
    target: str | None = None
    done: bool = False
    out: list = field(default_factory=list)  # the statements in which the callee is
    written: int = 0  # how many there are, the callee's included
    before: list = field(default_factory=list)  # statements that the statement does before its callee
    names: tuple[str, str] = field(default=("", ""))

    def take(self, s, function: Function) -> Function:
        made, *names = prepared_under_guard(function, self.catches)
        self.names = (names[0], names[1])
        s.lifetimes.keep(made, names)
        return made

    def begin(self, s) -> None:
        """The callee's parameters are bound, its body follows."""
        self.before += s.out[self.written :] if s.out is self.out else [*self.out[self.written :], *s.out]

    def kept(self) -> tuple[str, ...]:
        """What is read of the callee: the exception, and the result, which is copied where there is none."""
        return self.error, *(nodes.names_read(self.result) if self.result is not None else ())

    def finish(self, s, frame: Frame, target: str, env: Env, place: Place) -> None:
        """The callee is in place.  One that never raises is done with: the statement may go on, to another callee."""
        self.failed, self.error = (frame.names[name] for name in self.names)
        self.target, self.done = target, True
        result = frame.function.body[-1].value
        bound = not isinstance(result, gast.Name) or frame.find(result.id) in env.types
        self.result = s.atom(result, env, frame, place) if bound else None
        if self.never_raises(s, env):
            self.returned(s, env, place)
            s.guarding = self
        self.out, self.written = s.out, len(s.out)

    def is_read(self, s) -> bool:
        """Does more of the statement, behind the callee, need its result?"""
        behind = s.out[self.written :] if s.out is self.out else ()
        parts = (getattr(stmt, part, None) for stmt in behind for part in ("value", "iter", "test"))
        return any(self.target in nodes.names_read(part) for part in parts if isinstance(part, gast.AST))

    def never_raises(self, s, env: Env) -> bool:
        known = s.kind(nodes.name(self.failed), env)
        return isinstance(known, Const) and not known.value

    def returned(self, s, env: Env, place: Place) -> None:
        """The callee has returned: its result."""
        if self.target is not None and self.result is not None:
            s.copy(self.target, self.result, place, env)


class Attempts:
    """The part of the specialiser that handles exceptions."""

    def attempt(self, stmt: Attempt, env: Env, frame: Frame) -> Env | None:
        place = self.place(stmt.place, frame)
        cut = next((i for i, s in enumerate(stmt.body) if isinstance(s, Guarded)), len(stmt.body))
        run, rest = stmt.body[:cut], stmt.body[cut + 1 :]
        catches = None if stmt.catches is None else self.opaque(stmt.catches, env, frame, place)
        classes = self._caught(catches, env)
        if isinstance(run[0], Raise):
            known = self._raised_class(run[0], env, frame, place)
            if known is not None and classes is not None:
                return self._certain(stmt, known, classes, env, frame)
        lists.settle(self, place, env)
        state = (set(self.taken), env.copy(), self.sampler.extents.unknowns, self.out)
        try:
            with self.within(0):
                inner, after = self.captured(run, env.copy(), frame)
        except (TangentxError, ImportError) as error:
            self.taken, self.sampler.extents.unknowns, self.out = state[0], state[2], state[3]
            known = failures.raised_by(error)
            if known is None or classes is None or not isinstance(known, classes):
                raise
            if len(run) > 1:  # those before it may raise something else, or have effects
                return self._in_pieces(stmt, run, rest, catches, env, frame)
            if failures.is_in_callee(error, place):
                return self._called(stmt, rest, catches, env, frame)
            arguments = [nodes.constant(a) for a in known.args[:1]]
            made = gast.Call(external(f"builtins.{type(known).__name__}"), arguments, [])
            return self._handled(stmt, made, Instance(type(known)), False, env, frame)
        if after is not None and not any(quietness.may_raise(self, s, classes, after) for s in inner):
            self.out += inner
            return self.block(rest, after, frame)
        if not self._is_straight(inner, classes, env, after):
            self.taken, self.sampler.extents.unknowns = state[0], state[2]
            return self._in_pieces(stmt, run, rest, catches, state[1], frame)
        return self._native(stmt, inner, rest, catches, env, after, frame)

    def _native(
        self, stmt, inner: tuple, rest: tuple, catches, env: Env, after: Env | None, frame
    ) -> Env | None:
        """The attempt as a `try` around primitives."""
        place = self.place(stmt.place, frame)
        body: tuple = ()
        if after is not None:
            body, after = self.captured(rest, after, frame)
        caught = gast.Call(external("sys.exception"), [], [])
        with self._handling(caught, UNKNOWN, thrown.carries_key(self, inner, env)):
            orelse, other = self.captured(stmt.orelse, env.copy(), frame)
        joined, fix_body, fix_orelse = self.join(after, other, place)
        flag = nodes.name(self.local(stmt.test.id, frame))
        body = (*inner, Guarded(place), *body, *fix_body)
        self.out.append(Attempt(flag, body, (*orelse, *fix_orelse), place, catches))
        return joined

    def _certain(self, stmt: Attempt, known: type, classes: tuple, env: Env, frame: Frame) -> Env | None:
        """`raise` of a known class: a jump to the handler, or out of the function."""
        raising = stmt.body[0]
        if not issubclass(known, classes):
            return self.throw(raising, env, frame)
        place = self.place(stmt.place, frame)
        exc = raising.exc if isinstance(raising.exc, gast.Call) else gast.Call(raising.exc, [], [])
        varied = any(
            self.is_varied(self.atom(nodes.name(n), env, frame, stmt.place), env)
            for n in sorted(thrown.numbers(exc))
        )
        apart = thrown.raised(self, raising.exc, known, varied, env, frame, place)
        if apart is not None:
            return self._handled(stmt, apart, Instance(known), False, env, frame)
        made = self.opaque(exc, env, frame, place)
        return self._handled(stmt, made, Instance(known), varied, env, frame)

    def _handled(
        self, stmt: Attempt, exc: gast.AST, kind: Type, varied: bool, env: Env, frame: Frame
    ) -> Env | None:
        """The handler alone."""
        with self._handling(exc, kind, varied):
            return self.block(stmt.orelse, env, frame)

    @contextmanager
    def _handling(self, exc: gast.AST, kind: Type, varied: bool) -> Iterator[None]:
        self.handling.append((exc, kind, varied))
        try:
            yield
        finally:
            self.handling.pop()

    def bind_caught(self, target: str, place: Place, env: Env) -> None:
        """The exception that is being handled, as a variable."""
        source, kind, varied = self.handling[-1]
        if isinstance(source, gast.Name) and isinstance(env.types.get(source.id), Mixed):
            self.refuse_mixed(source.id, place)
        if self.structure(source, env) is not None:  # an exception that is taken apart
            self.copy(target, source, place, env)
            return
        self.emit(Bind(target, nodes.clone(source), place), Op("inactive"), kind, env)
        if varied or self.is_varied(source, env):
            self.varied.add(target)

    # -- callees under a guard ----------------------------------------------------------------------------

    def _in_pieces(self, stmt, run: tuple, rest: tuple, catches, env: Env, frame: Frame) -> Env | None:
        """An attempt of which a statement is more than a primitive: statement by statement."""
        place = stmt.place
        run = tuple(part for single in run for part in self._call_apart(single, frame))
        if len(run) == 1:
            return self._called(stmt, rest, catches, env, frame)
        failed, error = self.fresh("_failed"), self.fresh("_error")
        frame.names |= {failed: failed, error: error}
        failing = (
            Bind(failed, nodes.constant(True), place), Bind(error, nodes.name(CAUGHT), place)
        )  # fmt: skip
        chain: tuple = ()
        for single in reversed(run):
            flag = self.fresh("_completed")
            frame.names[flag] = flag
            worked = Bind(flag, nodes.constant(True), place)
            lost = (Bind(flag, nodes.constant(False), place), *failing)
            made = Attempt(
                nodes.name(flag), (single, Guarded(place), worked, *chain), lost, place, stmt.catches
            )
            chain = (made,)
        handler = tuple(_caught_as(s, error) for s in stmt.orelse)
        start = Bind(failed, nodes.constant(False), place)
        return self.block((start, *chain, If(nodes.name(failed), handler, rest, place)), env, frame)

    def _call_apart(self, stmt, frame: Frame) -> tuple:
        """`a, b = f(x)` in two steps: what `f` gives is known only where it has raised nothing.  Before `a, *b = x`, it
        is counted what there is."""
        least = unpacking.asked_for(stmt)
        if least is not None:
            return least
        if not isinstance(stmt, Unpack) or not isinstance(stmt.value, gast.Call):
            return (stmt,)
        given = self.fresh("_given")
        frame.names[given] = given
        return Bind(given, stmt.value, stmt.place), replace(stmt, value=nodes.name(given))

    def _called(self, stmt: Attempt, rest: tuple, catches, env: Env, frame: Frame) -> Env | None:
        """One call of a function that is put in place."""
        place = self.place(stmt.place, frame)
        catches, seen = self._seen_inside(catches, place, env)
        request = self.guarding = Request(catches, seen, out=self.out, written=len(self.out))
        outer, self.tried = self.tried, True
        try:
            end = self.block(stmt.body[:1], env, frame)
        finally:
            self.guarding, self.tried = None, outer
        if end is None or not request.done:
            self.refuse_guard(place)
        classes = self._caught(stmt.catches and self.opaque(stmt.catches, env, frame, place), env)
        if any(quietness.may_raise(self, s, classes, end) for s in request.before):
            self.refuse_guard(place)
        if request.never_raises(self, end):
            return self.block(rest, end, frame)
        if request.is_read(self):  # a part of the statement would be done after an exception
            self.refuse_guard(place)
        if isinstance(self.kind(nodes.name(request.failed), end), Const):
            return self._handled(stmt, nodes.name(request.error), UNKNOWN, False, end, frame)
        outer, self.out = self.out, []
        body_start = end.copy()
        request.returned(self, body_start, place)
        body_end = self.block(rest, body_start, frame)
        body, self.out = self.out, []
        orelse_end = self._handled(stmt, nodes.name(request.error), UNKNOWN, False, end.copy(), frame)
        orelse, self.out = self.out, outer
        joined, fix_body, fix_orelse = self.join(body_end, orelse_end, place)
        test = nodes.name(request.failed)
        self.out.append(If(test, (*orelse, *fix_orelse), (*body, *fix_body), place))
        return joined

    def request_for_callee(self) -> Request | None:
        """What the callee at hand is asked for: nothing, inside something else that the statement does."""
        request, self.guarding = self.guarding, None
        inside = request is not None and request.done and request.out is not self.out
        return None if inside else request

    def _seen_inside(self, catches: gast.AST | None, place: Place, env: Env) -> tuple:
        """What is caught, as the callee is to name it: with names of its own for classes that functions make."""
        own = [] if catches is None else [n for n in nodes.names_read(catches) if not n.startswith("@")]
        names = {}
        for name in own:
            if not isinstance(env.types.get(name), Const):
                self.refuse_guard(place)
            names[name] = self.fresh("_class")
            env.bind(names[name], env.types[name])
        seen = tuple(names.values())
        return (
            nodes.substitute(catches, {n: nodes.name(m) for n, m in names.items()}) if own else catches
        ), seen

    def refuse_guard(self, place: Place) -> None:
        raise UnsupportedSyntaxError(
            "a call in this `try` does too much for its exceptions to be followed", code="TX204", place=place,
            lines=self.lines(place), help=("call a plain function in the `try`", "or test for the case with `if`"),
        )  # fmt: skip

    # -- what may raise -----------------------------------------------------------------------------------

    def _is_straight(self, inner: tuple, classes: tuple | None, before: Env, env: Env | None) -> bool:
        """Is this a sequence of primitives, of which none that the reverse sweep undoes, or that binds again what a
        handler may read (a callee's `nonlocal`), precedes one that may raise?"""
        if any(isinstance(s, If | For | While | Enter | Final | Leave) for s in inner):
            return False
        if env is None and any(self._carries(s, before) for s in inner):
            return False
        for i, stmt in enumerate(inner):
            op = self.ops.get(id(stmt))
            undone = isinstance(stmt, Store | Augment) or (op is not None and op.kind in ("append", "pop"))
            undone = undone or isinstance(stmt, Bind) and stmt.target in before.types
            later = inner[i + 1 :]
            if undone and any(env is None or quietness.may_raise(self, s, classes, env) for s in later):
                return False
        return True

    def _carries(self, stmt, env: Env) -> bool:
        """Does it raise an exception that takes something along which has a derivative?"""
        names = thrown.numbers(stmt.exc) if isinstance(stmt, Raise) and stmt.exc is not None else ()
        return any(name in self.varied or name in env.structures for name in names)

    # -- classes of exceptions ------------------------------------------------------------------------------

    def _caught(self, catches: gast.AST | None, env: Env) -> tuple | None:
        """The classes that an attempt catches; None: not known."""
        if catches is None:
            return _EVERYTHING
        found: list = []
        for node in nodes.elements_of(catches):
            value = self._known(node, env)
            values = value if isinstance(value, tuple) else (value,)
            if not all(isinstance(v, type) and issubclass(v, BaseException) for v in values):
                return None
            found += values
        return tuple(found)

    def _known(self, node: gast.AST, env: Env | None = None) -> Any:
        """The object that an external expression, or a variable, stands for, as far as that is known."""
        local = env.types.get(node.id) if env is not None and isinstance(node, gast.Name) else None
        if isinstance(local, Const):
            return local.value  # a class that the function makes
        path: list[str] = []
        while isinstance(node, gast.Attribute):
            known = self.external_types.get(nodes.dotted(node) or "")
            if known is not None:
                break
            path.insert(0, node.attr)
            node = node.value
        known = self.external_types.get(nodes.dotted(node) or "")
        if isinstance(known, Sequence) and all(isinstance(k, Const) for k in known.items):
            return tuple(k.value for k in known.items)
        value = known.value if isinstance(known, Const) else None
        for attribute in path:
            self.externals.asked(value, attribute)
            value = getattr(value, attribute, None)
        return value

    def _raised_class(self, stmt: Raise, env: Env, frame: Frame, place: Place) -> type | None:
        """The class that a `raise` raises."""
        node = stmt.exc.func if isinstance(stmt.exc, gast.Call) else stmt.exc
        known = thrown.variable(node, frame)
        apart = None if known is None else self.structure(known, env)
        if apart is not None:
            return apart.cls if is_exception_class(apart.cls) else None
        if nodes.dotted(node) is None:
            return None
        value = self._known(self.opaque(node, env, frame, place), env)
        return value if isinstance(value, type) and issubclass(value, BaseException) else None


def _caught_as(stmt, error: str):
    """A handler's first statement, from an exception that has a name already."""
    if isinstance(stmt, Bind) and isinstance(stmt.value, gast.Name) and stmt.value.id == CAUGHT:
        return replace(stmt, value=nodes.name(error))
    return stmt


__all__ = ["Attempts", "Request"]
