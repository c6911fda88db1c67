"""What operations that are not followed have lent: things that are in two containers, and whether they change.

order = sorted(rows)      lent: who has a row of `order` may have one of `rows`
order[0][1] = x           changed, with a derivative: of rows that may be in `order`, or in `rows`
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tangentx.analysis.types import Type
from tangentx.records import Place

Lent = dict[Place, dict[str, int]]  # for each operation: the containers and buffers, and since which change


@dataclass
class Loans:
    """What is known of it, in one walk.  Changes are counted; those that were there before an operation do not matter
    to what it has given, unless a loop comes back to them."""

    ghosts: dict[str, Type] = field(
        default_factory=dict
    )  # what is in two containers, and has no name of its own
    lent: Lent = field(default_factory=dict)  # by operations on what carries no derivative as yet
    blind: Lent = field(default_factory=dict)  # by those that may give anything
    changes: int = 0
    changed: dict[str, int] = field(
        default_factory=dict
    )  # the last change of what is in a container, or of a buffer
    varied: dict[str, int] = field(default_factory=dict)  # the last that has to do with a derivative
    unfollowed: dict[Place, set[str]] = field(
        default_factory=dict
    )  # changes of lists of constants: which lists

    def lend(self, table: Lent, place: Place, names: Iterable[str], is_in_loop: bool) -> None:
        """From here on, changes of what is in these are changes of what the operation has given."""
        since = -1 if is_in_loop else self.changes
        table.setdefault(place, {}).update(dict.fromkeys(names, since))

    def change(self, names: Iterable[str], is_varied: bool) -> None:
        """What is in these containers, or these buffers, may have changed."""
        self.changes += 1
        for name in names:
            self.changed[name] = self.changes
            if is_varied:
                self.varied[name] = self.changes

    def late(self, varied: set[str]) -> set[Place]:
        """The operations that do not follow a change of what they have lent, or in which a derivative comes later."""
        found = {place for place, names in self.unfollowed.items() if not names.isdisjoint(varied)}
        for table, last in ((self.lent, self.varied), (self.blind, self.changed)):
            found |= {
                p for p, names in table.items() if any(last.get(n, -1) > since for n, since in names.items())
            }
        return found
