"""Exceptions become branches: `try` and `with` are turned into attempts, flags and scopes.

*Requires* a body in A-normal form.  *Gives* a body without `Try` and `With`.  What may raise stands in an `Attempt`,
whose two ways on are known, and what comes after it in the body of the `try` is not run when it failed:

    try:                            attempt: L = cholesky(K)
        L = cholesky(K)             if that worked: value = f(L)
        value = f(L)        ->      else:           value = inf
    except LinAlgError:
        value = inf

Statements whose effects nobody could see after an exception fail together, in one attempt.  A body with several
attempts sets a flag, which is tested behind it; in a loop it breaks.  Jumps out of a `with`, or of a `try` with a
`finally`, become flags as well, so that these blocks are left at their end only.
"""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass, replace

import gast
import numpy as np

from tangentx.errors import UnsupportedSyntaxError
from tangentx.frontend import liveness, opaque, scopes, unset
from tangentx.frontend.augmented import spelled_out
from tangentx.frontend.containment import contained, has_jump
from tangentx.frontend.exits import Names, always_jumps, endless
from tangentx.frontend.protected import outer_callee
from tangentx.frontend.raising import (
    ALONE,
    TOGETHER,
    as_class,
    classes_in,
    may_raise,
    named_raises,
    raises_again,
    reading,
    rebound,
    together,
    union_of,
    value_raises,
    watched,
)
from tangentx.records import (
    Attempt,
    Bind,
    Break,
    Delete,
    Enter,
    Final,
    For,
    Function,
    Guarded,
    If,
    Leave,
    Place,
    Raise,
    Return,
    Try,
    Unpack,
    While,
    With,
    Yield,
)
from tangentx.syntax import nodes

CAUGHT = "@caught"  # the exception that is being handled
UNBOUND = "@unbound"  # the result of a function that raised
_QUIET = (np.errstate, np.printoptions, warnings.catch_warnings)


@dataclass(frozen=True)
class Region:
    """A `try` seen from its body: what is caught, who may see what, and what to do when something is raised."""

    catches: tuple | None  # classes; None: everything
    visible: frozenset[str]
    failed: str = ""
    error: str | None = None
    jump: tuple = ()  # how to leave the block at hand

    def failing(self, source: gast.AST, place: Place) -> tuple:
        """The statements of an attempt that failed."""
        error = () if self.error is None else (Bind(self.error, source, place),)
        return (Bind(self.failed, nodes.constant(True), place), *error, *self.jump)


def without_exceptions(function: Function, names: Names) -> tuple:
    """The function's body without `Try` and `With`."""
    if not _mentions(function.body, (Try, With)):
        return function.body
    unset.check(function)
    body = spelled_out(function.body, names)
    return _Lowering(function, names, liveness.visible_names(body, _of_others(function))).block(body, None)


def under_guard(function: Function, catches: gast.AST | None) -> tuple[Function, str, str]:
    """The function with its whole body in a `try`: it sets a flag where it would raise.

    Gives the function, to be joined to one exit, the flag's name and that of the exception.
    """
    names = Names(function.locals)
    failed, error = names.fresh("_failed"), names.fresh("_error")
    place = Place(function.file, function.first_line)
    body = spelled_out(function.written, names)
    if not always_jumps(body):
        body = (*body, Return(nodes.constant(None), place))
    others = _of_others(function)
    visible = {**liveness.visible_names(body, others), 0: frozenset()}
    lowering = _Lowering(function, names, visible)
    region = Region(classes_in(catches), others, failed, error)
    made = lowering.guarded(body, region)
    start = Bind(failed, nodes.constant(False), place)
    last = Return(nodes.name(UNBOUND), place)
    return replace(function, body=(start, *made, last), locals=frozenset(names.taken)), failed, error


def _of_others(function: Function) -> frozenset[str]:
    """The variables of functions around it that it binds: whoever catches an exception may read them."""
    return frozenset(scopes.declared(function.tree, gast.Nonlocal))


def _mentions(body: tuple, kinds) -> bool:
    for stmt in body:
        if isinstance(stmt, kinds):
            return True
        parts = ("setup", "body", "orelse", "finalbody", "handlers")
        if any(_mentions(getattr(stmt, part, ()), kinds) for part in parts):
            return True
    return False


@dataclass
class _Lowering:
    function: Function
    names: Names
    visible: dict[int, frozenset]

    # -- blocks where nothing is caught -----------------------------------------------------------------

    def inside(self, body: tuple, region: Region | None) -> tuple:
        return self.block(body) if region is None else self.guarded(body, region)

    def block(self, body: tuple, region: None = None) -> tuple:
        out: list = []
        for stmt in body:
            if isinstance(stmt, Try | With):
                out += self.structure(stmt, None)
            elif isinstance(stmt, If | For | While):
                parts = {p: self.block(getattr(stmt, p)) for p in ("body", "orelse")}
                out.append(replace(stmt, **parts))
            else:
                out.append(stmt)
        return tuple(out)

    def structure(self, stmt: Try | With, region: Region | None) -> tuple:
        if _mentions((stmt,), Yield):
            raise UnsupportedSyntaxError(
                "`yield` inside `try` or `with`", code="TX204", place=stmt.place, lines=self.function.lines,
                help=("compute the value in the `try` or `with`, and yield it behind it",),
            )  # fmt: skip
        if isinstance(stmt, With):
            return self.managed(stmt, region)
        return self.finalised(stmt, region) if stmt.finalbody else self.handled(stmt, region)

    # -- blocks where something is ------------------------------------------------------------------------

    def guarded(self, body: tuple, region: Region) -> tuple:
        """A block in the body of a `try`."""
        out: list = []
        body = watched(body)
        for i, stmt in enumerate(body):
            if not may_raise(stmt):
                out += self.block((stmt,))
                continue
            if isinstance(stmt, (*ALONE, *TOGETHER)):
                count = together(body[i:], region.visible)
                rest = self.guarded(body[i + count :], region)
                failing = region.failing(nodes.name(CAUGHT), stmt.place)
                return (*out, self.attempt(body[i : i + count], rest, failing, region.catches))
            if isinstance(stmt, If) and value_raises(stmt.test):
                test = self.names.fresh("_test")
                first = Bind(test, stmt.test, stmt.place)
                again = (first, replace(stmt, test=nodes.name(test)), *body[i + 1 :])
                return (*out, *self.guarded(again, region))
            if isinstance(stmt, With) and self._entering_raises(stmt):
                manager = self.names.fresh("_manager")
                first = Bind(manager, stmt.manager, stmt.place)
                again = (first, replace(stmt, manager=nodes.name(manager)), *body[i + 1 :])
                return (*out, *self.guarded(again, region))
            out += self.compound(stmt, region)
            rest = self.guarded(body[i + 1 :], region)
            if region.jump and region.error is not None:  # the next trip finds no exception
                rest = (Delete((region.error,), stmt.place), *rest)
            if region.jump or rest:
                out.append(If(nodes.name(region.failed), region.jump, rest, stmt.place))
            return tuple(out)
        return tuple(out)

    def compound(self, stmt, region: Region) -> tuple:
        """A statement with blocks, in the body of a `try`."""
        if isinstance(stmt, Try | With):
            return self.structure(stmt, replace(region, jump=()))
        if isinstance(stmt, If):
            inner = replace(region, jump=())
            parts = {p: self.guarded(getattr(stmt, p), inner) for p in ("body", "orelse")}
            return (replace(stmt, **parts),)
        looping = replace(region, jump=(Break(stmt.place),))
        before: tuple = ()
        if isinstance(stmt, While) and any(map(may_raise, stmt.setup)):
            stmt, before = self._testing(stmt)
        body, orelse = self.guarded(stmt.body, looping), self.guarded(stmt.orelse, replace(region, jump=()))
        return (*before, replace(stmt, body=body, orelse=orelse))

    def _testing(self, stmt: While) -> tuple[While, tuple]:
        """A `while` whose test may raise: it is made in the body."""
        if stmt.orelse:
            raise UnsupportedSyntaxError(
                "a `while` with an `else` whose test may raise stands in a `try`", code="TX204", place=stmt.place,
                lines=self.function.lines, help=("write `while True:` with the test and a `break` in its body",),
            )  # fmt: skip
        return endless(stmt), ()

    def attempt(self, run: tuple, rest: tuple, failing: tuple, catches: tuple | None) -> Attempt:
        run, copies = self._renamed(run)
        flag, place = self.names.fresh("_completed"), run[0].place
        worked = Bind(flag, nodes.constant(True), place)
        body = (*run, Guarded(place), worked, *copies, *rest)
        return Attempt(
            nodes.name(flag),
            body,
            (Bind(flag, nodes.constant(False), place), *failing),
            place,
            as_class(catches),
        )

    def _renamed(self, run: tuple) -> tuple[tuple, tuple]:
        """The run with variables of its own where it would bind one that it has read, or bound, before."""
        seen: set[str] = set()
        mapping: dict[str, str] = {}
        for stmt in run:
            if isinstance(stmt, Bind | Unpack):
                for name in sorted(liveness.binds(stmt)):
                    if name in seen or name in liveness.reads(stmt):
                        mapping[name] = ""
            seen |= liveness.reads(stmt) | liveness.binds(stmt)
        if not mapping:
            return run, ()
        current: dict[str, str] = {}
        out = []
        for stmt in run:
            known = {old: nodes.name(new) for old, new in current.items()}
            if isinstance(stmt, Bind | Unpack):
                value = nodes.substitute(stmt.value, known)
                fresh = {
                    name: self.names.fresh(f"_{name}") for name in liveness.binds(stmt) if name in mapping
                }
                current |= fresh
                out.append(rebound(stmt, value, fresh))
            else:
                out.append(reading(stmt, known))
        place = run[-1].place
        return tuple(out), tuple(Bind(old, nodes.name(new), place) for old, new in current.items())

    # -- try ----------------------------------------------------------------------------------------------

    def handled(self, stmt: Try, outer: Region | None) -> tuple:
        own = None if any(h.exc is None for h in stmt.handlers) else union_of(h.exc for h in stmt.handlers)
        catches = None if own is None or (outer and outer.catches is None) else own
        if catches is not None and outer is not None:
            catches = (*catches, *outer.catches)
        visible = self.visible.get(id(stmt), frozenset()) | (outer.visible if outer else frozenset())
        stmt = replace(stmt, body=watched(stmt.body))
        direct = self._direct(stmt, visible)
        if direct is not None:
            lead, run, tail = direct
            follow = () if always_jumps(tail) else self.inside(stmt.orelse, outer)
            failing = self.dispatch(stmt, nodes.name(CAUGHT), outer)
            rest = (*tail, *follow)
            return (*lead, self.attempt(run, rest, failing, catches)) if run else (*lead, *rest)
        failed, error = self.names.fresh("_failed"), self.names.fresh("_error")
        region = Region(catches, visible, failed, error)
        body = contained(self.guarded(stmt.body, region), self.function, self.names)
        handlers = self.dispatch(stmt, nodes.name(error), outer)
        worked = (*body.after, *self.inside(stmt.orelse, outer))
        after = If(nodes.name(failed), handlers, worked, stmt.place)
        start = (Bind(failed, nodes.constant(False), stmt.place), Delete((error,), stmt.place))
        return (*body.before, *start, *body.body, after)

    def _direct(self, stmt: Try, visible: frozenset) -> tuple | None:
        """(statements before, those that may raise, those after) of a body with one attempt."""
        body = stmt.body
        first = next((i for i, s in enumerate(body) if may_raise(s)), None)
        if first is None:
            return self.block(body), (), ()
        if not isinstance(body[first], (*ALONE, *TOGETHER)):
            return None
        end = first + together(body[first:], visible)
        if any(map(may_raise, body[end:])):
            return None
        return self.block(body[:first]), body[first:end], self.block(body[end:])

    def dispatch(self, stmt: Try, source: gast.AST, outer: Region | None) -> tuple:
        """The handlers, from the exception that was caught."""
        [first, *others] = stmt.handlers
        simple = not others and (outer is None or first.exc is None)
        start: tuple = ()
        if isinstance(source, gast.Name) and source.id == CAUGHT and not simple:
            name = self.names.fresh("_error")
            start, source = (Bind(name, source, stmt.place),), nodes.name(name)
        rest = outer.failing(source, stmt.place) if outer is not None else ()
        for i, handler in reversed(list(enumerate(stmt.handlers))):
            body = self.handler(handler, source, outer)
            last = i == len(stmt.handlers) - 1 and outer is None
            if handler.exc is None or last:
                rest = body
                continue
            test = self.names.fresh("_matches")
            tests = [
                gast.Call(self._isinstance(handler.place), [source, c], []) for c in classes_in(handler.exc)
            ]
            either = tests[0] if len(tests) == 1 else gast.BoolOp(gast.Or(), tests)
            rest = (Bind(test, either, handler.place), If(nodes.name(test), body, rest, handler.place))
        return (*start, *rest)

    def _isinstance(self, place: Place) -> gast.AST:
        if opaque.builtin_name(nodes.name("isinstance"), self.function) is None:
            raise UnsupportedSyntaxError(
                "`isinstance` means something else here, and which handler runs cannot be tested", code="TX204",
                place=place, lines=self.function.lines, help=("call the variable or function otherwise",),
            )  # fmt: skip
        return nodes.name("isinstance")

    def handler(self, handler, source: gast.AST, outer: Region | None) -> tuple:
        body, place = handler.body, handler.place
        self._check_questions(body)
        name = handler.name
        if name is None and raises_again(body):
            name = self.names.fresh("_error")
        if name is None:
            return self.inside(body, outer)
        body = named_raises(body, name)
        return (Bind(name, nodes.clone(source), place), *self.inside(body, outer))

    def _check_questions(self, body: tuple) -> None:
        """A handler may run behind its `except`, where Python no longer knows of the exception."""
        for stmt in body:
            if isinstance(stmt, Bind) and outer_callee(stmt.value, self.function) in (
                sys.exception,
                sys.exc_info,
            ):
                raise UnsupportedSyntaxError(
                    "the exception that is being handled is asked for", code="TX204", place=stmt.place,
                    lines=self.function.lines, help=("give it a name: `except ValueError as error:`",),
                )  # fmt: skip
            for part in ("body", "orelse", "finalbody"):
                self._check_questions(getattr(stmt, part, ()))

    # -- finally ------------------------------------------------------------------------------------------

    def finalised(self, stmt: Try, outer: Region | None) -> tuple:
        inner = (replace(stmt, finalbody=()),) if stmt.handlers or stmt.orelse else stmt.body
        if inner is not stmt.body:
            self.visible[id(inner[0])] = self.visible.get(id(stmt), frozenset())
        if outer is None and not has_jump(stmt.finalbody):
            body = contained(self.block(inner), self.function, self.names)
            enter, leave = Enter(None, None, stmt.place), Leave(stmt.place)
            final = self.block(stmt.finalbody)
            return (*body.before, enter, *body.body, Final(stmt.place), *final, leave, *body.after)
        failed, error = self.names.fresh("_failed"), self.names.fresh("_error")
        visible = self.visible.get(id(stmt), frozenset()) | (outer.visible if outer else frozenset())
        region = Region(None, visible, failed, error)
        body = contained(self.guarded(inner, region), self.function, self.names)
        again = If(nodes.name(failed), (Raise(nodes.name(error), None, stmt.place),), (), stmt.place)
        rest = self.inside((*stmt.finalbody, again, *body.after), outer)
        start = (Bind(failed, nodes.constant(False), stmt.place), Delete((error,), stmt.place))
        return (*body.before, *start, *body.body, *rest)

    # -- with ---------------------------------------------------------------------------------------------

    def _entering_raises(self, stmt: With) -> bool:
        """May making the manager raise?"""
        known = outer_callee(stmt.manager, self.function)
        return not isinstance(stmt.manager, gast.Name) and not any(known is quiet for quiet in _QUIET)

    def managed(self, stmt: With, region: Region | None) -> tuple:
        body = contained(self.inside(stmt.body, region), self.function, self.names)
        enter, leave = (
            Enter(stmt.manager, stmt.target, stmt.place, guarded=region is not None),
            Leave(stmt.place),
        )
        return (*body.before, enter, *body.body, leave, *body.after)
