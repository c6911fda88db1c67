"""Loops that keep a few states instead of all: the user's mark, and the schedules that emitted code follows.

A loop of `l` trips is reversed from its last trip to its first; what a trip computed is computed again from the nearest
state that was kept.  With `c` places for states, t(l, c) trips are run beyond the l that are reversed at once, and no
schedule runs fewer (Griewank and Walther's *revolve*); a loop whose length is not known keeps every 2^k-th state, and
chooses among those when it is over.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def checkpoint(loop: Any, snapshots: int | None = None) -> Any:
    """Marks a loop whose derivative keeps `snapshots` states at a time and computes the others again.

    It gives back what it is given, so that the primal runs as if it were not there::

        for step in tx.checkpoint(range(n), snapshots=10):
            ...
        while tx.checkpoint(error > tolerance):
            ...

    Parameters
    ----------
    loop : what a `for` runs over, or the test of a `while`.
    snapshots : how many states are kept, the one at the loop's start included; None: twice the binary logarithm of
        the number of trips.
    """
    return loop


def default_snapshots(trips: int) -> int:
    """How many states are kept when nobody says.

    >>> default_snapshots(1000), default_snapshots(1_000_000)
    (22, 42)
    """
    return 2 * _bits(trips) + 2


def extra_trips(trips: int, snapshots: int) -> int:
    """t(l, c): how many trips are run beyond those that are reversed at once.

    >>> extra_trips(1000, 10), extra_trips(5, 1)
    (3636, 10)
    """
    if trips <= 1:
        return 0
    sweeps = _sweeps(trips, snapshots)
    return sweeps * trips - _binomial(snapshots + sweeps, snapshots + 1)


def binomial_split(trips: int, free: int) -> int:
    """How many of these trips are run before the next state is kept; all of them if none is.

    The state before them is kept, and there is room for `free` more.

    >>> binomial_split(10, 2), binomial_split(10, 0), binomial_split(1, 2)
    (4, 10, 1)
    """
    _check(free + 1)
    if free == 0 or trips <= 2:
        return trips
    places = free + 1
    sweeps = _sweeps(trips, places)
    most = _binomial(places + sweeps - 1, places)
    first = min(most, trips - _binomial(places + sweeps - 2, places - 1))
    return trips if first == trips - 1 else first  # the last trip is reversed when it has been run


def snapshot_slot(starts: list[int], trips: int, snapshots: int) -> int:
    """Where the state after so many trips is kept, when nobody knows how many follow; -1: nowhere.

    Every 2^k-th state is kept, with the least k for which there is room. `starts` says which ones are kept now; the
    place of one that is no multiple of 2^k is free, and so is the place behind them.

    >>> snapshot_slot([0, 1, 2], 3, 3), snapshot_slot([0, 1, 2], 4, 3), snapshot_slot([0, 4, 2], 6, 3)
    (-1, 1, -1)
    """
    _check(snapshots)
    every = 1 << _bits(trips // snapshots)
    if trips % every != 0:
        return -1
    for j in range(len(starts)):
        if starts[j] % every != 0:
            return j
    return len(starts)


def chosen_snapshots(starts: list[int], trips: int, snapshots: int) -> list[int]:
    """Which of the states kept on the way, at the starts of these trips, are worth their place, in their order.

    The last trip is reversed as it is; every stretch between two states is reversed with the places that are left.

    >>> chosen_snapshots([0, 40, 48, 44], 50, 3)
    [0, 1, 2]
    """
    places = [j for j in range(len(starts)) if starts[j] < trips - 1]
    places = [places[i] for i in np.argsort(np.array([starts[j] for j in places], dtype=np.int64))]
    ends = [starts[j] for j in places] + [trips - 1]
    count = len(places)
    # Of what stands behind state i, when it is the k-th that is kept: the fewest trips that reverse it, the next state.
    fewest = np.full((count + 1, snapshots + 1), -1)
    following = np.full((count + 1, snapshots + 1), count)
    fewest[count] = 0
    for i in range(count - 1, -1, -1):
        for k in range(min(i + 1, snapshots)):
            for m in range(count, i, -1):
                cost = extra_trips(ends[m] - ends[i], snapshots - k) + fewest[m, k + 1]
                if fewest[m, k + 1] >= 0 and (fewest[i, k] < 0 or cost < fewest[i, k]):
                    fewest[i, k], following[i, k] = cost, m
    chosen = [0 for _ in range(0)]
    i = 0
    while i < count:
        chosen.append(places[i])
        i = int(following[i, len(chosen) - 1])
    return chosen


def _check(snapshots: int) -> None:
    if snapshots < 1:
        raise ValueError("a checkpointed loop keeps one state at least: snapshots=1")


def _sweeps(trips: int, snapshots: int) -> int:
    """The least r with C(c + r, c) >= l: no trip is run again more often than that."""
    sweeps, reach = 0, 1
    while reach < trips:
        sweeps += 1
        reach = reach * (snapshots + sweeps) // sweeps
    return sweeps


def _binomial(n: int, k: int) -> int:
    found = 1
    for i in range(1, min(k, n - k) + 1):
        found = found * (n - i + 1) // i
    return found if k <= n else 0


def _bits(n: int) -> int:
    """`n.bit_length()`, which Numba does not know."""
    count = 0
    while n >> count:
        count += 1
    return count
