"""Does what a derivative was written for still stand?  Its guards (`tangentx.analysis.guards`) as one function, written
as a person would who wants to ask them at each call:

    def stands():
        try:
            return (
                t0["np"] is v0
                and ((v := t1["SCALE"]).__class__ is v1 or s1(v))
                and "abs" not in t2
            )
        except (LookupError, ValueError, AttributeError):
            return False

Where a value is no longer the very one, or not of the same class, dtype and shape, its type is asked (`s1`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from tangentx.analysis.arguments import outer_type_of
from tangentx.analysis.guards import AbsenceGuard, CellGuard, Guard, SlotGuard, TypeGuard
from tangentx.analysis.keys import PLAIN, key_of
from tangentx.analysis.observed import type_of
from tangentx.analysis.types import Const, Instance, Type


def standing(guards: tuple) -> tuple:
    """The guards as one function, whose `parts` they are; none where there are none."""
    if not guards:
        return ()
    asked = _Asked()
    terms = [_TEXTS.get(type(guard), _Asked.call)(asked, guard) for guard in guards]
    exec(_code("\n            and ".join(terms)), asked.scope)
    stands = asked.scope["stands"]
    stands.parts = guards
    return (stands,)


def parts_of(guards: tuple) -> tuple:
    """The guards that were made one function."""
    return tuple(part for guard in guards for part in getattr(guard, "parts", (guard,)))


@lru_cache(maxsize=256)
def _code(terms: str) -> CodeType:
    text = (
        "def stands():\n"
        "    try:\n"
        f"        return (\n            {terms}\n        )\n"
        "    except (LookupError, ValueError, AttributeError):\n"
        "        return False\n"
    )
    return compile(text, "<tangentx guards>", "exec")


class _Asked:
    """Writes one term for each guard, and keeps the objects that the terms are about."""

    def __init__(self) -> None:
        self.scope: dict[str, Any] = {"ndarray": np.ndarray, "key_of": key_of, "__name__": __name__}
        self._tables: dict[int, str] = {}

    def table(self, table: Any) -> str:
        """The name of a table: one for all questions about it."""
        if id(table) not in self._tables:
            self._tables[id(table)] = self.keep("t", table)
        return self._tables[id(table)]

    def keep(self, letter: str, value: Any) -> str:
        """A name for an object."""
        name = f"{letter}{len(self.scope)}"
        self.scope[name] = value
        return name

    def entry(self, guard: Guard) -> str:
        return f"{self.table(guard.table)}[{guard.name!r}] is {self.keep('v', guard.value)}"

    def absence(self, guard: AbsenceGuard) -> str:
        return f"{guard.name!r} not in {self.table(guard.table)}"

    def slot(self, guard: SlotGuard) -> str:
        return f"{self.keep('t', guard.owner)}.{guard.name} is {self.keep('v', guard.value)}"

    def typed(self, guard: TypeGuard) -> str:
        value = guard.table.get(guard.name)
        return self._still(f"{self.table(guard.table)}[{guard.name!r}]", value, guard.kind, guard.type_of)

    def cell(self, guard: CellGuard) -> str:
        try:
            value = guard.cell.cell_contents
        except ValueError:
            return self.call(guard)
        return self._still(f"{self.keep('t', guard.cell)}.cell_contents", value, guard.kind, guard.type_of)

    def call(self, guard: Callable[[], bool]) -> str:
        return f"{self.keep('g', guard)}()"

    def _still(self, read: str, value: Any, kind: Type, asked: Callable[[Any], Type]) -> str:
        """Has what is read the type?  First what is found at once, of the value that is there now."""
        slow = self.keep("s", lambda value: asked(value) == kind)
        quick = self._quick(value, kind, asked) if asked(value) == kind else None
        return f"{slow}({read})" if quick is None else f"({quick.format(f'(v := {read})')} or {slow}(v))"

    def _quick(self, value: Any, kind: Type, asked: Callable[[Any], Type]) -> str | None:
        """A question that says yes of values of this type only; `{}` stands for the value, which is `v` behind it."""
        cls = type(value)
        if isinstance(kind, Const):
            return f"{{}} is {self.keep('v', value)}"
        if cls in PLAIN:
            sign = ("== 1" if value == 1 else "> 1" if value > 1 else "< 1") if cls is int else None
            size = f" and v {sign}" if sign is not None and asked is outer_type_of else ""
            return f"{{}}.__class__ is {self.keep('v', cls)}{size}"
        if cls is np.ndarray:
            dtype, shape = self.keep("v", value.dtype), self.keep("v", value.shape)
            return f"{{}}.__class__ is ndarray and v.dtype == {dtype} and v.shape == {shape}"
        if type_of(value) == kind and not _is_opaque(kind):
            return f"key_of({{}}) == {self.keep('v', key_of(value))}"
        return None


def _is_opaque(kind: Type) -> bool:
    """Is there an object that is not taken apart?  Its key goes along every path of a graph."""
    return isinstance(kind, Instance) or any(map(_is_opaque, getattr(kind, "items", ())))


_TEXTS: dict[type, Callable[[_Asked, Any], str]] = {
    Guard: _Asked.entry,
    TypeGuard: _Asked.typed,
    AbsenceGuard: _Asked.absence,
    CellGuard: _Asked.cell,
    SlotGuard: _Asked.slot,
}
