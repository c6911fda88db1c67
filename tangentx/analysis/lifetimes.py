"""What nobody reads any more is forgotten: containers where paths meet, everything else where a trip of a loop ends.

    for k in range(n):
        if c:
            p, q = step(p, q)      # the pair that `step` made is read here, and not again:
        ...                        # the other path has none, and needs none

*Requires* functions in A-normal form with one exit.  What may still be read is a matter of the names of one function;
what a nested function mentions, or an iterator reads from, is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace

import gast

from tangentx.analysis import identity, lists
from tangentx.analysis.classes_of import is_number, is_value
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Array, Const, Scalar, Text, Type, some
from tangentx.frontend import liveness
from tangentx.frontend.liveness import Ends, Liveness, Names
from tangentx.records import (
    Attempt,
    Bind,
    Break,
    Continue,
    Enter,
    Evaluate,
    Final,
    For,
    Function,
    If,
    Place,
    Unpack,
    While,
)
from tangentx.syntax import nodes

_NONE: frozenset[str] = frozenset()


class Lifetimes:
    """For the functions of a program: the names that may be read behind a statement."""

    def __init__(self, s):
        self.s = s
        self._tables: dict[int, tuple[Function, _Recorder]] = {}
        self._plain: dict[
            int, tuple[Type, bool]
        ] = {}  # by identity: types are large, and asked for many times

    def _of(self, function: Function) -> _Recorder:
        if id(function) not in self._tables:
            self._tables[id(function)] = (function, _Recorder(function.body))
        return self._tables[id(function)][1]

    def keep(self, function: Function, names: Iterable[str]) -> None:
        """Whoever calls this function reads these variables of it when it is done."""
        self._of(function).keep(frozenset(names))

    def after(self, function: Function, place: Place) -> Names | None:
        """The names that may be read behind the branch, loop or jump of the function at this very place."""
        return self._of(function).found.get(id(place))

    def forget(self, env: Env | None, frame: Frame, place: Place) -> None:
        """Containers of this activation that are not read behind the statement at this place are not known any more."""
        live = None if env is None else self.after(frame.function, place)
        if live is None:
            return
        dead = {v for n, v in frame.names.items() if n not in live and v in env.structures}
        if dead:
            self._drop(env, dead)

    def unread(self, ends: list[Env], frame: Frame, place: Place) -> set[str]:
        """The variables that nothing reads behind the statement of the activation at this place, where these paths
        meet: no name, and no iterator or function."""
        live = [(frame, self.after(frame.function, place))]
        for other in self.s.frames:
            if other is not frame and isinstance(other.at, Bind | Evaluate | Unpack):  # it is in a call
                live.append((other, self._of(other.function).behind.get(id(other.at))))
        found = [(f, names) for f, names in live if names is not None]
        dead = {v for f, names in found for n, v in f.names.items() if n not in names}
        for env in ends:
            others = [n for n in env.types if n not in dead]
            read = {lists.holder(env, v) for n in others for v in self._read_by(n, env.types[n])}
            dead = {v for v in dead if lists.holder(env, v) not in read}
        return dead

    def forget_behind(self, env: Env | None, frame: Frame, last: object, meant: set[str]) -> None:
        """The same behind the last statement of a block; `meant` are names that only said which list it is on this
        path."""
        live = None if env is None else self._of(frame.function).behind.get(id(last))
        if live is None:
            return
        known = {n: v for n, v in frame.names.items() if n not in live}
        dead = {v for n, v in known.items() if v in env.structures or n in meant and v in env.aliases}
        if dead:
            self._drop(env, dead)

    def enter(self, env: Env, frame: Frame, loop: For) -> None:
        """A container whose name each trip of a loop binds first is forgotten, unless it is read behind the loop; so
        is another name for a list."""
        live = self.after(frame.function, loop.place)
        bound = {loop.target}
        for stmt in loop.body:  # `for a, b in pairs`
            if not isinstance(stmt, Unpack) or getattr(stmt.value, "id", "") not in bound:
                break
            bound.update(target.lstrip("*") for target in stmt.targets)
        dead = {v for n, v in frame.names.items() if n in bound and (v in env.structures or v in env.aliases)}
        if live is not None:
            self._drop(env, dead - {frame.names.get(n) for n in live})

    def leave(self, env: Env | None, frame: Frame, place: Place, start: Env) -> None:
        """Where a trip ends, what it has bound is forgotten, unless it may be read in another trip or later."""
        live = None if env is None else self.after(frame.function, place)
        if live is None:
            return
        self.forget(env, frame, place)
        self.shed(env, start, {v for n, v in frame.names.items() if n in live} | self._elsewhere(frame))

    def returned(self, env: Env, frame: Frame, start: Env, kept: set[str]) -> None:
        """Where an activation ends, what it has bound is forgotten, but for its result."""
        self.shed(env, start, kept | self._elsewhere(frame))

    def _elsewhere(self, frame: Frame) -> set[str]:
        """The variables of the other activations."""
        frames = {id(f): f for one in [*self.s.frames, frame] for f in _around(one)}.values()
        return {v for other in frames if other.names is not frame.names for v in other.names.values()}

    def shed(self, env: Env, start: Env, kept: set[str]) -> None:
        """Forget what has been bound since `start`, but for the names in `kept` and what they are made of."""
        new = {n for n in env.types if n not in start.types and n not in kept and n[0] != "@"}
        if new:
            self._drop(env, new)

    def _drop(self, env: Env, names: set[str]) -> None:
        """Forget these names, unless others need them: as parts, as lists, as what an iterator or a function reads."""
        gone = set(names)
        others = [n for n in env.types if n not in gone]
        while others and gone:
            needed = identity.cells(env.structures[n] for n in others if n in env.structures)
            needed.update(held for name, held in env.aliases.items() if name not in gone)
            for name in others:
                needed.update(self._read_by(name, env.types[name]))
            others = [n for n in gone if n in needed]
            gone.difference_update(others)
        for name in gone:
            for table in (env.types, env.structures, env.aliases):
                table.pop(name, None)

    def _read_by(self, name: str, kind: Type) -> set[str] | frozenset[str]:
        """The variables that a variable of this type needs: most are plain values, and need none."""
        if is_value(kind) and name not in self.s.ranges and name not in self.s.flats:
            return _NONE
        parts = (
            None if is_value(kind) or is_number(kind) else kind,
            self.s.ranges.get(name),
            self.s.flats.get(name),
        )
        return mentioned_by(parts) if any(part is not None for part in parts) else _NONE


def _around(frame: Frame | None) -> Iterator[Frame]:
    """The activation, those whose variables it sees, and the one that reads it."""
    while frame is not None:
        yield frame
        if frame.reader is not None:
            yield from _around(frame.reader)
        frame = frame.parent


class _Recorder(Liveness):
    """Liveness over a specialisable body, noting what is live behind branches, loops and jumps, by their places."""

    def __init__(self, body: tuple):
        super().__init__(liveness.captured(body) | frozenset(_in_lambdas(body)))
        self.found: dict[int, Names] = {}
        self.behind: dict[int, Names] = {}  # by the statements themselves
        self.block(body, Ends())

    def keep(self, names: Names) -> None:
        """These are read behind every statement."""
        for table in (self.found, self.behind):
            table.update({key: live | names for key, live in table.items()})

    def block(self, body: tuple, ends: Ends) -> Names:
        if any(
            isinstance(stmt, Final) for stmt in body
        ):  # `finally` may read what anything before it has left
            every = frozenset(n for stmt in body for n in _names(stmt))
            ends = replace(ends, raised=ends.raised | every)
        return super().block(body, ends)

    def statement(self, stmt, ends: Ends) -> Names:
        self.behind[id(stmt)] = self.behind.get(id(stmt), frozenset()) | ends.after | self.always
        if isinstance(stmt, If | For | While):
            self._note(stmt, ends.after)
        elif isinstance(stmt, Break | Continue):
            self._note(stmt, ends.breaks if isinstance(stmt, Break) else ends.continues)
        elif isinstance(stmt, Enter):
            return ends.after | frozenset(_names(stmt))
        if isinstance(stmt, Attempt):
            handler = self.block(stmt.orelse, ends)
            raised = ends.raised | handler | frozenset(_names(stmt.catches))
            return self.block(stmt.body, replace(ends, raised=raised)) | raised
        live = super().statement(stmt, ends) | frozenset(_names(getattr(stmt, "setup", ())))
        if isinstance(stmt, For | While):
            self._note(stmt, live)
        return live

    def _note(self, stmt, live: Names) -> None:
        known = self.found.get(id(stmt.place), frozenset())
        self.found[id(stmt.place)] = known | live | self.always


def _names(part) -> Iterator[str]:
    """Every name that a statement, or a part of one, mentions."""
    if isinstance(part, gast.AST):
        yield from (n.id for n in nodes.walk(part) if isinstance(n, gast.Name))
    elif isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _names(item)
    elif is_dataclass(part) and not isinstance(part, Place | Function):
        for field in fields(part):
            yield from _names(getattr(part, field.name))


def _in_lambdas(body: tuple) -> Iterator[str]:
    """The names in the lambdas and generator expressions of a body, which read them later."""
    for part in body:
        if isinstance(part, gast.AST):
            late = [n for n in nodes.walk(part) if isinstance(n, gast.Lambda | gast.GeneratorExp)]
            yield from (name for n in late for name in _names(n))
        elif isinstance(part, tuple):
            yield from _in_lambdas(part)
        elif is_dataclass(part) and not isinstance(part, Place | Function):
            yield from _in_lambdas(tuple(getattr(part, field.name) for field in fields(part)))


def _seen_by(value: LocalFunction) -> set[str]:
    """The variables around a local function that it mentions."""
    mentioned = set(_names(value.function.tree))
    around = {v for frame in _around(value.frame) for n, v in frame.names.items() if n in mentioned}
    return around | mentioned_by(value.defaults)


_SELF_CONTAINED = frozenset(
    {type(None), bool, int, float, Array, Scalar, Text}
)  # most of what types are made of


def mentioned_by(value) -> set[str]:
    """The variables that something known while specialising (an iterator, a method of an object) refers to."""
    if value.__class__ in _SELF_CONTAINED:
        return set()
    if isinstance(value, Frame):
        return {name for frame in _around(value) for name in frame.names.values()}
    if isinstance(value, gast.AST):
        return set(_names(value))
    if isinstance(value, str):
        return {value}
    if isinstance(value, Const):
        value = value.value
        if isinstance(value, LocalFunction):
            return _seen_by(value)
        if not type(value).__module__.startswith("tangentx.") or isinstance(value, type):
            return set()  # an object of the user's
    elif isinstance(value, Type):
        value = some(value)
        value = (*getattr(value, "items", ()), getattr(value, "item", None), *getattr(value, "members", ()))
    if isinstance(value, dict):
        value = tuple(value.values())
    elif is_dataclass(value) and not isinstance(value, type | Function | Place):
        value = tuple(getattr(value, field.name) for field in fields(value))
    if isinstance(value, tuple | list):
        return {name for item in value for name in mentioned_by(item)}
    return set()
