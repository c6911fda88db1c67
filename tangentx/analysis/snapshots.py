"""A loop that stays a loop reads the elements of a container that was taken apart as they are before it.

    for t in xs:                    whole = [xs_0, xs_1]
        ...              ->         for k in range(len(whole)): t = whole[k]; ...

Where a trip changes the container, Python would read what is there then: such a loop is written out instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

import gast

from tangentx.analysis import identity
from tangentx.analysis.program import Structure, statements
from tangentx.analysis.restarts import Restart, make_whole
from tangentx.analysis.scope import Env
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Bind, For, Place


class Snapshots:
    """The containers that one loop reads from copies."""

    def __init__(self, s, loop: For, place: Place, env: Env):
        self.s, self.loop, self.place, self.env = s, loop, place, env
        self.copied: list[Structure] = []
        self.before = dict(env.structures)

    def add(self, part: gast.AST) -> None:
        structure = self.s.structure(part, self.env)
        if structure is not None:
            self.copied += [p for p in identity.inside(structure) if identity.is_mutable(p)]

    def check(self, end: Env | None) -> None:
        """After the loop: write it out if it changes what it reads; `end`: what is known behind it."""
        if not self.copied or not (self._is_bound() or self._is_another(end)):
            return
        if self.loop.place in self.s.hints.unrolled:
            # It cannot be written out: another list in the loop is of unknown length.
            for part in self.copied:
                make_whole(self.s, part)
            self._refuse()
        self.s.hints.unrolled.add(self.loop.place)
        raise Restart

    def _is_bound(self) -> bool:
        """Does the loop bind one of the elements?"""
        cells = identity.cells(self.copied)
        return any(isinstance(s, Bind) and s.target in cells for s in statements(self.s.out[-1:]))

    def _is_another(self, end: Env | None) -> bool:
        """Has somebody who has the container another one, or one of other elements, behind the loop?"""
        if end is None:
            return False
        copied = {id(part) for part in self.copied}
        return any(
            id(part) in copied and (now is None or not identity.same_cells(part, now))
            for name, known in self.before.items()
            if name in end.types
            for part, now in _pairs(known, end.structures.get(name))
        )

    def _refuse(self) -> NoReturn:
        raise UnsupportedSyntaxError(
            "the loop changes the container that it runs over", code="TX234", place=self.place,
            lines=self.s.lines(self.place), help=("loop over a copy: `list(...)`",),
        )  # fmt: skip


def _pairs(known: Structure, now: Structure | None) -> Iterator[tuple[Structure, Structure | None]]:
    """Every container in `known`, and what stands at its place now."""
    yield known, now
    inner = () if now is None or len(now.items) != len(known.items) else now.items
    for at, item in enumerate(known.items):
        if isinstance(item, Structure):
            there = inner[at] if inner else None
            yield from _pairs(item, there if isinstance(there, Structure) else None)
