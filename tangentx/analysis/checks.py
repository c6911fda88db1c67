"""Statements of emitted code that make sure of something, or say that something is not there."""

from __future__ import annotations

from typing import NoReturn

import gast

from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Unreached
from tangentx.records import Evaluate, Place, Raise


def check(s, which: str | gast.AST, operands: list[gast.AST], place: Place) -> None:
    """The call of a function that raises, or gives nothing: one of `tangentx.runtime` by its name, or as written."""
    function = external(f"runtime.{which}") if isinstance(which, str) else which
    stmt = Evaluate(gast.Call(function, operands, []), place)
    s.know(stmt, Op("inactive", pure=False))
    s.out.append(stmt)


def raises(s, asked: gast.AST, place: Place) -> NoReturn:
    """Python raises where this is asked: what follows is not reached here, in this trip of a loop."""
    stmt = Evaluate(asked, place)
    s.know(stmt, Op("inactive", pure=False))  # it changes nothing
    s.out += [stmt, Raise(external("builtins.AssertionError"), None, place)]
    raise Unreached
