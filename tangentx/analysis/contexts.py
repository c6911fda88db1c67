"""Context managers while specialising.

A manager is an object without derivative; the statements inside stay where they are, between `Enter` and `Leave`.
"""

from __future__ import annotations

import decimal
import io
import threading
import warnings
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from tangentx.analysis import managers
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.types import BOOL, UNKNOWN, Const, Dictionary, Instance, ListOf, Sequence
from tangentx.errors import NotDifferentiableError
from tangentx.records import Bind, Enter, Evaluate, Final, Leave, Place
from tangentx.syntax import nodes

_LOCK = type(threading.Lock())
# Managers that never end an exception.
_TRANSPARENT = (
    np.errstate, np.printoptions, warnings.catch_warnings, io.IOBase, _LOCK, type(threading.RLock()),
    threading.Condition, threading.Semaphore, decimal.localcontext, open,
)  # fmt: skip
_SAFE = (io.IOBase, _LOCK)


class Contexts:
    """The part of the specialiser that handles `with` and `finally`."""

    def enter(self, stmt: Enter, env: Env, frame: Frame) -> Env:
        place, rest = self.place(stmt.place, frame), self.rest
        if stmt.manager is None:
            self.entered.append(None)
            self.out.append(replace(stmt, place=place))
            return env
        ours = managers.opened(self, stmt, env, frame, place)
        if ours is not None:
            return managers.block(self, stmt, ours, *_taken(rest, stmt), env, frame)
        self._check_manager(stmt.manager, env, frame, place)
        manager = self.opaque(stmt.manager, env, frame, place)
        known = self._manager_class(stmt.manager, manager, env)
        target = None if stmt.target is None else self.local(stmt.target, frame)
        if target is not None:
            env.bind(target, UNKNOWN)
            self.note(target, UNKNOWN)
        flag = None
        if known not in _TRANSPARENT and not (isinstance(known, type) and issubclass(known, _SAFE)):
            flag = self.fresh("_finished")
            self.emit(Bind(flag, nodes.constant(False), place), Op("copy"), Const(False), env)
        self.entered.append(flag)
        self.out.append(Enter(manager, target, place, known is np.errstate))
        return env

    def final(self, stmt: Final, env: Env, frame: Frame) -> Env:
        self.out.append(Final(self.place(stmt.place, frame)))
        return env

    def leave_scope(self, stmt: Leave, env: Env, frame: Frame) -> Env:
        """Behind a manager that may end an exception: has the body been left at its end?"""
        place = self.place(stmt.place, frame)
        flag = self.entered.pop()
        self.out.append(Leave(place, flag))
        if flag is not None:
            env.bind(flag, BOOL)
            self.note(flag, BOOL)
            check = gast.Call(external("runtime.check_finished"), [nodes.name(flag)], [])
            self.out.append(Evaluate(check, place))
        return env

    def _check_manager(self, node: gast.AST, env: Env, frame: Frame, place: Place) -> None:
        """A manager is an object without derivative: nothing that is followed may get into it."""
        for name in dict.fromkeys(nodes.names_read(node)):
            atom = self.atom(nodes.name(name), env, frame, place)
            kind = self.kind(atom, env)
            inside = isinstance(kind, ListOf | Dictionary) or (
                isinstance(kind, Sequence) and kind.cls is list
            )
            if self.is_varied(atom, env) or inside:
                raise NotDifferentiableError(
                    "a context manager is given values that may need a derivative", code="TX205", place=place,
                    lines=self.lines(place), label="this manager",
                    help=("do its work in statements of the function", "or pass it plain numbers"),
                )  # fmt: skip

    def _manager_class(self, node: gast.AST, manager: gast.AST, env: Env) -> Any:
        """What is called to make the manager, or the manager's class."""
        if isinstance(manager, gast.Call):
            return self._known(manager.func)
        kind = self.kind(manager, env)
        if isinstance(kind, Instance):
            return kind.cls
        made = next(
            (s for s in reversed(self.out) if isinstance(s, Bind) and s.target == getattr(manager, "id", "")),
            None,
        )
        if made is not None and isinstance(made.value, gast.Call):
            return self._known(made.value.func)
        return type(kind.value) if isinstance(kind, Const) else None


def _taken(rest: list, entered: Enter) -> tuple[tuple, Leave]:
    """The statements up to the end of what has been entered, and this end: they are not walked again.  A body that
    surely raises has no end of its own."""
    inner, depth = [], 1
    while depth:
        if not rest:
            return tuple(inner), Leave(entered.place)
        inner.append(rest.pop())
        depth += isinstance(inner[-1], Enter) - isinstance(inner[-1], Leave)
    return tuple(inner[:-1]), inner[-1]
