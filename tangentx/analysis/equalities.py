"""Which sizes must be equal for a primitive to take its operands: what a sum, a product or an `einsum` demands."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from tangentx.analysis import accessors
from tangentx.analysis.extents import Extents
from tangentx.analysis.types import Array, Type

Same = dict[str, str]  # symbols, and those they are to be equal to
_MOST_PAIRS = 6
_LARGEST_GROUP = 4  # of symbols that are equal to each other, and to no other
#: what takes operands whose lengths divide each other: these need not be equal where they do
_DIVIDING = (np.reshape, accessors.method("reshape"), np.split, np.hsplit, np.vsplit, np.dsplit)


def equalities(
    extents: Extents,
    symbols: list[str],
    kinds: list[Type],
    takes: Callable[[Same], bool],
    function: Callable,
) -> Iterator[Same]:
    """What may have to hold, the least first: nothing, one pair, all alike less what need not be, vectors in space.

    `takes` says whether the primitive (`function`) accepts samples for which that holds.
    """
    yield {}
    if function in _DIVIDING:
        return
    for first, second in itertools.combinations(symbols[:_MOST_PAIRS], 2):
        shorter = extents.is_small and extents.volume(second) < extents.volume(first)
        yield {first: second} if shorter else {second: first}
    lengths = _written_lengths(kinds) if len(symbols) == 1 else []
    yield from ({symbols[0]: extents.fixed(n)} for n in lengths)
    if len(symbols) > 2:
        yield from _refined(extents, symbols, kinds, takes)
    if last := _last_symbols(kinds):
        yield dict.fromkeys(last, extents.fixed(3))


def may_be_one(extents: Extents, same: Same) -> list[tuple[str, str]]:
    """The symbols that are to be equal to others and stand for a length that may be 1, with that length."""
    return [(symbol, extents.fixed(1)) for symbol in {*same, *same.values()} if symbol.startswith("?")]


def _refined(extents: Extents, symbols: list[str], kinds: list[Type], takes: Callable) -> Iterator[Same]:
    """All equal to one of them or to a length that is written, then as many as can be set free again."""
    least = min(symbols, key=extents.volume)
    for target in [least, *map(extents.fixed, _written_lengths(kinds))]:
        same = dict.fromkeys((s for s in symbols if s != target), target)
        if not takes(same):
            continue
        same = _split(same, target, takes)
        yield same


def _split(same: Same, target: str, takes: Callable) -> Same:
    """As many lengths as the primitive takes: what is equal to the target is taken out of it in groups of equal ones,
    the smallest first, so that none of them has two lengths in it (`solve`: `k = m` of `kij`, `mjl` and `i = j`)."""
    for size in range(1, min(len(same), _LARGEST_GROUP) + 1):
        for group in itertools.combinations(list(same), size):
            if any(same.get(symbol) != target for symbol in group):
                continue  # another group has taken it out
            apart = {s: t for s, t in same.items() if s not in group} | dict.fromkeys(group[1:], group[0])
            same = apart if takes(apart) else same
    return same


def _written_lengths(kinds: list[Type]) -> list[int]:
    """The lengths of axes that are numbers, other than 0 and 1."""
    shapes = [k.shape for k in kinds if isinstance(k, Array) and isinstance(k.shape, tuple)]
    return sorted({d.offset for shape in shapes for d in shape if not d.terms and d.offset > 1})


def _last_symbols(kinds: list[Type]) -> list[str]:
    """The symbols of the last axes of arrays."""
    shapes = [k.shape for k in kinds if isinstance(k, Array) and isinstance(k.shape, tuple) and k.shape]
    return [s for shape in shapes for s, _ in shape[-1].terms]
