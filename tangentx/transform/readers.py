"""Who reads a variable in the reverse sweep: the statements whose adjoint does, and what they want of it.

    rows.pop()                              rows.append(popped)
                                            ...
    t = np.stack(rows)                      rows_bar = adjoint_of(rows)     # asks which arrays it has

*Gives* the marks that stand among the readers, and the readers without them.
"""

from __future__ import annotations

from typing import NamedTuple

SHAPE = "shape"  # stands among the readers of a value for those that ask for its shape only
BEFORE = "before"  # and for those that ask, at the end of a reversed trip, for the value before it


class Which(NamedTuple):
    """Stands there for a reader that asks which arrays a container has, and not what is in these."""

    reader: int | None


def of_values(readers: dict[str, set]) -> dict[str, set]:
    """Those that must find the variable as it was."""
    return {n: {r.reader if isinstance(r, Which) else r for r in found} for n, found in readers.items()}


def of_entries(readers: dict[str, set]) -> dict[str, set]:
    """Those that must find what was in its arrays."""
    return {n: {SHAPE if isinstance(r, Which) else r for r in found} for n, found in readers.items()}
