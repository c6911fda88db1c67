"""`assert test, message`, whose message may be a number that has a derivative: the handler reads it in `args`."""

from __future__ import annotations

import gast

from tangentx.records import Assert, If, Place, Raise

_TEXTS = ("str", "repr", "format")


def asserted(test: gast.AST, message: gast.AST | None, place: Place) -> Assert | If:
    """The statement; where the message is more than a text, the branch that raises it."""
    if message is None or not _has_values(message):
        return Assert(test, message, place)
    kind = gast.copy_location(gast.Name("AssertionError", gast.Load(), None, None), message)
    exc = gast.copy_location(gast.Call(kind, [message], []), message)
    return If(test, (), (Raise(exc, None, place),), place)


def _has_values(message: gast.AST) -> bool:
    """Does it read variables, other than to write a text?"""
    if isinstance(message, gast.JoinedStr):
        return False
    if isinstance(message, gast.BinOp) and isinstance(message.op, gast.Mod):
        return _has_values(message.left)
    if isinstance(message, gast.Call):
        called = getattr(message.func, "id", getattr(message.func, "attr", ""))
        return called not in _TEXTS
    return isinstance(message, gast.Name) or any(map(_has_values, gast.iter_child_nodes(message)))
