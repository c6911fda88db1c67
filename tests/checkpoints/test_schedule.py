"""The schedules: the fewest trips that are run again, with as many states as there is room for."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tangentx.checkpointing import (
    binomial_split,
    checkpoint,
    chosen_snapshots,
    default_snapshots,
    extra_trips,
    snapshot_slot,
)

# Trips that are run beyond those that are reversed at once, by number of states.
LENGTHS = (5, 10, 20, 50, 75)
TABLE = {
    1: (10, 45, 190, 1225, 2775), 2: (6, 20, 65, 285, 539), 3: (5, 15, 45, 180, 324), 4: (4, 14, 39, 144, 249),
    5: (4, 13, 33, 122, 216), 8: (4, 10, 30, 95, 170), 10: (4, 9, 28, 88, 147),
}  # fmt: skip
LONG = {
    100: (490, 316, 222, 178), 1000: (12155, 6284, 3636, 2747), 10000: (278730, 112868, 57624, 37976),
}  # fmt: skip


@lru_cache(None)
def fewest(trips: int, snapshots: int) -> int:
    """By trying every place for the next state."""
    if trips <= 1:
        return 0
    if snapshots == 1:
        return trips * (trips - 1) // 2
    splits = range(1, trips)
    return min(k + fewest(trips - k, snapshots - 1) + fewest(k, snapshots) for k in splits)


def reversed_from(starts: list[int], trips: int, snapshots: int) -> tuple[int, int]:
    """(trips run again, most states at a time) of the reverse sweep that is emitted."""
    count, most = 0, len(starts)
    for k in reversed(range(trips - 1)):
        first = starts.pop()
        assert first <= k
        keep = first if first < k else -1
        for i in range(first, k + 1):
            if i == keep:
                starts.append(i)
                keep = i + binomial_split(k + 1 - i, snapshots - len(starts))
            count, most = count + 1, max(most, len(starts))
    return count, most


def known_length(trips: int, snapshots: int) -> tuple[int, int]:
    starts: list[int] = []
    keep = 0
    for i in range(trips):
        if i == keep:
            starts.append(i)
            keep = i + binomial_split(trips - i, snapshots - len(starts))
    return reversed_from(starts, trips, snapshots)


def unknown_length(trips: int, snapshots: int) -> tuple[int, int]:
    starts: list[int] = []
    for i in range(trips):
        slot = snapshot_slot(starts, i, snapshots)
        if slot == len(starts):
            starts.append(i)
        elif slot >= 0:
            starts[slot] = i
    most = len(starts)
    chosen = [starts[j] for j in chosen_snapshots(starts, trips, snapshots)]
    count, later = reversed_from(chosen, trips, snapshots)
    return count, max(most, later)


def test_the_closed_form_is_the_fewest():
    for trips in range(1, 60):
        for snapshots in range(1, 12):
            assert extra_trips(trips, snapshots) == fewest(trips, snapshots)


@pytest.mark.parametrize("snapshots", TABLE)
def test_table(snapshots):
    assert tuple(extra_trips(trips, snapshots) for trips in LENGTHS) == TABLE[snapshots]


@pytest.mark.parametrize("trips", LONG)
def test_long_table(trips):
    assert tuple(extra_trips(trips, snapshots) for snapshots in (3, 5, 10, 20)) == LONG[trips]


def test_known_lengths_are_optimal():
    cases = [(trips, snapshots) for trips in range(1, 60) for snapshots in range(1, 12)]
    for trips, snapshots in [*cases, (100, 3), (1000, 3), (1000, 10), (10000, 20)]:
        count, most = known_length(trips, snapshots)
        assert count == extra_trips(trips, snapshots)
        assert most <= snapshots


def test_unknown_lengths_keep_no_more_states():
    for trips in range(1, 50):
        for snapshots in range(1, 9):
            _, most = unknown_length(trips, snapshots)
            assert most <= snapshots


@pytest.mark.parametrize("snapshots", [5, 10, 20, 34])
@pytest.mark.parametrize("trips", [100, 1000, 3000, 10000, 30000])
def test_unknown_lengths_are_nearly_optimal(trips, snapshots):
    count, _ = unknown_length(trips, snapshots)
    assert count <= 1.07 * extra_trips(trips, snapshots)


def test_states_by_default_grow_like_the_logarithm():
    assert [default_snapshots(10**k) for k in (0, 1, 3, 6)] == [4, 10, 22, 42]


def test_no_state_at_all():
    with pytest.raises(ValueError, match="snapshots=1"):
        binomial_split(10, -1)


def test_the_mark_gives_back_what_it_is_given():
    assert checkpoint(range(3), snapshots=2) == range(3)
    assert checkpoint(False) is False
