"""One of several functions: which of them is known only at run time, and a number says it.

f = np.sin if c else np.cos     ->      f_which = 0 if c else 1
y = f(x)                                if f_which == 0: y = np.sin(x)
                                        else: y = np.cos(x)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import gast

from tangentx.analysis.types import Const, Type
from tangentx.syntax import nodes


@dataclass(eq=False)
class Choice:
    """One of several functions, by the whole number in `which`; `known`: the candidates' types."""

    which: gast.AST
    candidates: tuple[gast.AST, ...]
    known: tuple[Type, ...] = ()
    stands_for_function: ClassVar[bool] = True


def is_function(kind: Type | None) -> bool:
    """A value that is called, known while specialising (a class counts too)."""
    value = kind.value if isinstance(kind, Const) else None
    return callable(value) or getattr(value, "stands_for_function", False)


def candidates(kind: Const) -> tuple[Type, ...]:
    """The functions that a value may be."""
    return kind.value.known if isinstance(kind.value, Choice) else (kind,)


def number(kind: Const, offset: int) -> gast.AST:
    """The number of the function that a value is, when the first of its candidates has this number."""
    if not isinstance(kind.value, Choice):
        return nodes.constant(offset)
    if not offset:
        return kind.value.which
    return gast.BinOp(kind.value.which, gast.Add(), nodes.constant(offset))
