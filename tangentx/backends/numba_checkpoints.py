"""Loops reversed from kept states, in compiled code: the mark, and the schedules as they are written.

Imported only where Numba is installed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

from numba.extending import overload

from tangentx import checkpointing

SCHEDULE = (
    "default_snapshots", "extra_trips", "binomial_split", "snapshot_slot", "chosen_snapshots", "_check", "_sweeps",
    "_binomial", "_bits",
)  # fmt: skip


@overload(checkpointing.checkpoint)
def _checkpoint(loop, snapshots=None):
    return lambda loop, snapshots=None: loop


def _as_written(function: Callable) -> None:
    """Numba compiles the function's own source."""

    def same(*kinds):
        return function

    same.__signature__ = inspect.signature(function)
    overload(function)(same)


for _name in SCHEDULE:
    _as_written(getattr(checkpointing, _name))
