"""Scopes and attempts in emitted code: the statements between `Enter` and `Leave` go into a `with` or a `try`."""

from __future__ import annotations

import gast

from tangentx.analysis.program import external
from tangentx.records import Attempt, Enter, Final, Guarded, Leave
from tangentx.syntax import nodes

MARKS = (Enter, Final, Leave)
CAUGHT = "_caught"
_REFUSING = "@runtime.", "@pair."


class Scopes:
    """The scopes that are open in a block; `code` is where its statements go."""

    def __init__(self, code: list):
        self.code = code
        self.open: list = []  # (Enter, the list around it, the body of a `try` that is over)

    def mark(self, stmt) -> None:
        if isinstance(stmt, Enter):
            self.open.append([stmt, self.code, None])
            self.code = []
        elif isinstance(stmt, Final):
            self.open[-1][2], self.code = self.code, []
        else:
            self._close(stmt.finished)

    def end(self) -> list:
        """The block's statements; a scope that is left by an exception has no `Leave`."""
        while self.open:
            self._close()
        return self.code

    def _close(self, finished: str | None = None) -> None:
        stmt, outer, body = self.open.pop()
        inner, self.code = self.code, outer
        if finished is not None:
            inner.append(nodes.assign(finished, nodes.constant(True)))
        if stmt.manager is None:
            if not inner or body is None:
                self.code += body or inner  # nothing is left to be done at the end
                return
            made: gast.AST = gast.Try(body or [gast.Pass()], [], [], inner)
        else:
            name = None if stmt.target is None else nodes.store_name(stmt.target)
            made = gast.With([gast.withitem(nodes.clone(stmt.manager), name)], inner, None)
            made.droppable = stmt.again
            if not inner and not stmt.again:
                inner.append(gast.Pass())
        made.place = stmt.place
        if inner or not getattr(made, "droppable", False):
            self.code.append(made)


def split(stmt: Attempt) -> tuple[tuple, tuple]:
    """The guarded statements, and what follows when none of them raises."""
    cut = next((i for i, s in enumerate(stmt.body) if isinstance(s, Guarded)), len(stmt.body))
    return stmt.body[:cut], stmt.body[cut + 1 :]


def attempt(stmt: Attempt, guarded: list, rest: list, orelse: list) -> gast.AST:
    """`try: guarded, except: orelse, else: rest`."""
    for made in guarded:
        made.guarded = True
    kind = external("builtins.BaseException") if stmt.catches is None else nodes.clone(stmt.catches)
    name = None
    for made in orelse:
        if isinstance(made, gast.Assign) and _asks(
            made.value
        ):  # `except ... as caught`: gone behind the handler
            name, made.value = nodes.store_name(CAUGHT), nodes.name(CAUGHT)
    handlers = [gast.ExceptHandler(kind, name, orelse or [gast.Pass()])]
    if any(map(_may_be_refused, guarded)):
        handlers.insert(
            0, gast.ExceptHandler(external("runtime.TangentxError"), None, [gast.Raise(None, None)])
        )
    return gast.Try(guarded or [gast.Pass()], handlers, rest, [])


def _may_be_refused(stmt: gast.AST) -> bool:
    """Does it call what may refuse something at run time?  That is no exception of the program's: nobody catches it."""
    calls = (part for part in nodes.walk(stmt) if isinstance(part, gast.Call))
    return any((nodes.dotted(call.func) or "").startswith(_REFUSING) for call in calls)


def _asks(value: gast.AST) -> bool:
    """`sys.exception()`: the exception that is being handled."""
    return isinstance(value, gast.Call) and nodes.dotted(value.func) == "@sys.exception"


def pushed(stmt: gast.AST) -> tuple[str, gast.AST] | None:
    """(stack, value) of `stack.append(value)`."""
    call = getattr(stmt, "value", None)
    if not isinstance(stmt, gast.Expr) or not isinstance(call, gast.Call):
        return None
    if not isinstance(call.func, gast.Attribute) or call.func.attr != "append":
        return None
    return call.func.value.id, call.args[0]
