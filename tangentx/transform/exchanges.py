"""Adjoints whose buffers have changed places, back under their own names where paths meet.

prev, cur = cur, prev           the adjoints only change their names: `prev`'s is what `cur_bar` means
(the beginning of a trip)       prev_bar, cur_bar = cur_bar, prev_bar
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis.types import Type, is_scalar
from tangentx.syntax import nodes
from tangentx.transform.contributions import Bar


class Exchanges:
    """The part of `Bars` that knows which adjoints have the names of others."""

    _live: dict[str, Bar]
    sweep: Any

    @property
    def live(self) -> dict[str, Bar]:
        """The adjoint of each variable that has one here."""
        return self._live

    @live.setter
    def live(self, bars: dict[str, Bar]) -> None:
        """Go on from here: the names of adjoints are of the types that they have here, not of those elsewhere."""
        self._live = bars
        for bar in bars.values():
            if isinstance(bar.expr, gast.Name) and bar.expr.id not in self.sweep.types:
                self.sweep.note_bar(bar.expr.id, bar.type)

    def hand_on(self, variable: str, bar: Bar, part: gast.AST, kind: Type) -> None:
        """`x_bar += part`, where `part` is an adjoint that nobody has any more, in another shape: its memory is x's."""
        others = [other.expr for other in self.live.values()]
        alone = bar.owned and not any(nodes.equal(bar.expr, expr) for expr in others)
        alone = alone or not isinstance(bar.expr, gast.Name) and not self._is_view(bar.expr, bar.type)
        first = self.is_zero(variable)
        self.accumulate(variable, part, kind)
        if first and alone and not is_scalar(kind):
            self.live[variable] = replace(self.live[variable], owned=True)

    def return_shadows(self, before: dict[str, Bar] | None = None) -> None:
        """Where paths meet, every shadow must have its own name again: buffers that changed places do so at once.
        before: the adjoints where a trip of a loop begins, with the names that they have there."""
        there = {variable: bar.expr for variable, bar in (before or {}).items()}
        moved = [
            (variable, bar) for variable, bar in self.live.items()
            if self.is_moved(variable) and not (variable in there and nodes.equal(there[variable], bar.expr))
        ]  # fmt: skip
        if not moved:
            return
        moved += self._displaced({self.name(variable) for variable, _ in moved}, dict(moved))
        targets = [nodes.store_name(self.name(v)) for v, _ in moved]
        values = [bar.expr for _, bar in moved]
        if len(moved) == 1:
            self.sweep.write(gast.Assign(targets, values[0], None))
        else:
            self.sweep.write(
                gast.Assign([gast.Tuple(targets, gast.Store())], gast.Tuple(values, gast.Load()), None)
            )
        for variable, bar in moved:
            self.live[variable] = replace(bar, expr=nodes.name(self.name(variable)))
            self.sweep.note_bar(self.name(variable), bar.type)

    def _displaced(self, names: set[str], moved: dict[str, Bar]) -> list[tuple[str, Bar]]:
        """The other adjoints that have one of the names, and go to their own at the same time."""
        found: dict[str, Bar] = {}
        while True:
            more = {
                v: replace(bar, owned=bar.owned and not self.shared(v)) for v, bar in self.live.items()
                if v not in moved and v not in found and self.name(v) not in names
                and isinstance(bar.expr, gast.Name) and bar.expr.id in names
            }  # fmt: skip
            if not more:
                return list(found.items())
            found |= more
            names = names | set(map(self.name, more))

    def is_moved(self, variable: str) -> bool:
        """Has a shadow the name of the array that it came from?"""
        bar = self.live.get(variable)
        return (
            bar is not None and bar.shadow and isinstance(bar.expr, gast.Name)
            and bar.expr.id != self.name(variable) and not self._named_by_view(variable)
        )  # fmt: skip

    def _named_by_view(self, variable: str) -> bool:
        return self.sweep.view_of(variable) is not None
