"""How long the axes of samples are, and which symbol a length that was seen stands for.

Each symbol of a shape gets a length of its own in each of two scenarios.  A length of a result that follows a symbol
in both is that symbol (plus a constant), one that is the same in both is a constant, and anything else is an unknown.
What two lengths suggest is doubted: `n % 2`, `min(n, 10)` and `x[:5]` look like constants to arrays of 12 and 36
entries, and `min(m, n)` looks like `m`, which is always the shorter one.  So every suggestion has to hold for the
lengths of the probes too, wherever those can be had.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tangentx.analysis.types import Dim

SCENARIOS = (0, 1)
PROBES = (2, 3, 4, 5)  # short lengths, even and odd; the later the shorter; long ones, for whole numbers only
CROSSED, LONG = 4, 5
SPACES = (2, 3)  # how many entries a vector has, where that is a matter of geometry
# Multiples of 12, so that reshaping by a literal works out; no two symbols grow alike from scenario to scenario.
_LARGE = (tuple(12 * (i + 1) for i in range(16)), tuple(12 * (2 * i + 3) for i in range(16)))
_OTHER = (1, 0, 5, 7, 6, 3, 2, 4)  # p[i] - i is another number for each i, and never 0
# Samples of four axes and more would take gigabytes: lengths that grow slowly, and numbers that are indices there.
_SMALL = {
    rank: (tuple(unit * (i + start) for i in range(8)), tuple(unit * (i + start) for i in _OTHER))
    for rank, unit, start in ((3, 6, 2), (4, 2, 3))
}
_COUNTS = {3: (8, 11), 4: (3, 5)}  # whole numbers and lists: no lengths, nor close to them
_UNSEEN = (6, 8, 2, 1, 4, None)
_TURN = 3
_MANY, OFTEN, _MOST = (
    2**21,
    2**24,
    2**25,
)  # entries of a sample: of a result, of which several are made, fewer
_SHORT = ({2: 2, 3: 3}, {2: 1, 3: 0})  # of symbols that are not one; of those that may be anything
# One length for each place of the tables above: `min(m, 2 * n)` is no `m` either, of the first two, of the next two.
_SHORTER = (70, 32, 30, *range(14, 1, -1)), (22, 10, *range(9, 3, -1))
_MAX_OFFSET = 5

Lengths = Sequence[int | None]  # one a scenario, then one a probe: None where the probe could not be made


def made_since(symbol: str, unknowns: int) -> bool:
    """Is it a length that was not known yet when there were so many unknown ones?"""
    number = symbol.removeprefix("?")  # which is gone where it is known not to be one
    return number.isdigit() and int(number) > unknowns


class NoSample(Exception):
    """No value of this type can be made up."""


class ShorterWanted(BaseException):
    """Samples of this program have too many entries: walk it again with shorter axes.  No primitive refuses anything
    by it, so that it is no `Exception`."""


class LengthsWanted(BaseException):
    """How many axes a result has depends on the lengths of arguments: walk the program with those that matter."""


@dataclass
class Extents:
    """The lengths that symbols have in samples: one for each compilation, so that symbols keep theirs."""

    indices: dict[str, int] = field(default_factory=dict)  # symbol -> index into `sizes`
    unknowns: int = 0
    derived: dict[str, tuple[int | None, ...]] = field(default_factory=dict)  # symbol -> its lengths
    sizes: tuple[tuple[int, ...], ...] = _LARGE  # one row a scenario

    counts: tuple[int, ...] = (8, 20, 1, 0, 5, 10007)  # what other whole numbers are, and how many a list has
    renewed: dict[str, set[str]] = field(
        default_factory=dict
    )  # variables of several trips: symbols of one trip
    given: frozenset[str] = frozenset()  # the lengths of arguments, which could be known
    fitted: bool = False  # may the program be walked again with shorter axes?

    def fit(self, rank: int) -> None:
        """Choose lengths for programs whose arrays have up to `rank` axes, before any is asked for."""
        self.fitted = True
        if rank < min(_SMALL):
            return
        table = min(rank, max(_SMALL))
        self.sizes = _SMALL[table]
        self.counts = _COUNTS[table] + self.counts[len(SCENARIOS) :]
        self.derived["?any"] = _UNSEEN  # many axes may be of no known length at once

    def settle(self) -> None:
        """The program will not be walked again: what is asked from now on has to do with these lengths."""
        self.fitted = False

    @property
    def is_small(self) -> bool:
        """Are lengths chosen for many axes?"""
        return self.sizes is not _LARGE

    def shape(self, dims: tuple[Dim, ...], scenario: int, same: dict[str, str]) -> tuple[int, ...]:
        """The shape of a sample; raises NoSample where there is none, or none that fits into memory."""
        sizes = tuple(self.size(d, scenario, same) for d in dims)
        if scenario in PROBES and (scenario == LONG or min(sizes, default=0) < 0):
            raise NoSample(dims)
        entries = math.prod(sizes)
        if entries > _MANY and self.fitted and not self.is_small:
            raise ShorterWanted
        if entries > _MOST:
            raise NoSample(dims)
        return tuple(max(n, 0) for n in sizes)

    def check_result(self, entries: int) -> None:
        """Raise what asks for shorter samples, or NoSample, where those at hand give a result of so many entries."""
        if entries <= OFTEN:
            return
        if self.fitted and self.sizes is not _SMALL[max(_SMALL)]:
            raise ShorterWanted
        raise NoSample(None)

    def fresh(self) -> str:
        """A symbol for a dimension about which nothing is known."""
        self.unknowns += 1
        return f"?{self.unknowns}"

    def fixed(self, size: int) -> str:
        """A symbol that has this length everywhere."""
        self.derived[f"={size}"] = (size,) * (len(SCENARIOS) + len(PROBES))
        return f"={size}"

    def volume(self, symbol: str) -> int:
        """How large samples get with it: the product of its lengths."""
        return math.prod(self._length(symbol, scenario, {}) for scenario in SCENARIOS)

    def age(self, dim: Dim) -> int:
        """Which of two equal dimensions was known first; constants before symbols."""
        return max((self._index(s) for s, _ in dim.terms), default=-1)

    def size(self, dim: Dim, scenario: int, same: dict[str, str] | None = None) -> int:
        """The length in a scenario; `same` maps symbols to those they are to be equal to."""
        total = dim.offset
        for symbol, k in dim.terms:
            total += k * self._length((same or {}).get(symbol, symbol), scenario, same or {})
        return total

    def _length(self, symbol: str, scenario: int, same: dict[str, str]) -> int:
        if symbol in self.derived:
            known = self.derived[symbol]
            if scenario >= len(known) or known[scenario] is None:
                raise NoSample(symbol)
            return known[scenario]
        if "*" in symbol:
            return math.prod(self.size(Dim(((part, 1),)), scenario, same) for part in symbol.split("*"))
        index = self._index(symbol)
        if scenario == LONG:
            return 10007 + 4 * index
        base = self.sizes[scenario if scenario in SCENARIOS else 0]
        if scenario == CROSSED:
            return _SHORTER[self.is_small][index % len(base)]
        if scenario in PROBES:
            return _SHORT[symbol.startswith("?")][scenario]
        turn = _TURN * (index // len(base)) * scenario  # later symbols have the lengths in other pairs
        return base[(index + turn) % len(base)]

    def _index(self, symbol: str) -> int:
        return self.indices.setdefault(symbol, len(self.indices))

    # -- what lengths that were seen suggest -----------------------------------------------------------

    def explained(self, sizes: Lengths, symbols: list[str]) -> Dim:
        """The expression in the symbols that has these lengths; a symbol of its own where there is none."""
        for dim in self._suggestions(sizes, symbols):
            if self._holds(dim, sizes):
                return dim
        seen, sure = [n for n in sizes if n is not None], not any(s[0] == "?" for s in symbols)
        few = 1 < sizes[0] == sizes[1] == max(seen)
        symbol = f"<={sizes[0]}" if few and sure else self.fresh()  # `x[:5]`: so many unless there are fewer
        self.derived.pop(symbol, None)  # a loop that is walked again counts its unknowns again
        negated = len(symbols) == 1 and sizes[1] < sizes[0] < 0
        if min(sizes[:2]) > 0 or negated:  # so that what is computed from it fits the other samples
            self.derived[symbol] = tuple(sizes)
        return Dim(((symbol, 1),))

    def _suggestions(self, sizes: Lengths, symbols: list[str]):
        first = sizes[0]
        if sizes[1] == first:
            yield Dim((), first)
        for symbol in symbols:
            offset = first - self.size(Dim(((symbol, 1),)), 0)
            if abs(offset) <= _MAX_OFFSET:
                yield Dim(((symbol, 1),), offset)
        for count in (2, 3):
            for factors in itertools.combinations_with_replacement(symbols[:4], count):
                yield Dim((("*".join(factors), 1),))

    def _holds(self, dim: Dim, sizes: Lengths) -> bool:
        for scenario, n in enumerate(sizes):
            try:
                if n is not None and n != self.size(dim, scenario):
                    return False
            except NoSample:  # nothing is known of the symbol there
                continue
        return True


def is_doubtful(value: Any) -> bool:
    """Does the value have a length, or may it be one?"""
    if isinstance(value, tuple | list):
        return any(map(is_doubtful, value))
    return isinstance(value, np.ndarray) and value.ndim > 0 or type(value) is int


def is_like(value: Any, other: Any) -> bool:
    """Do two samples differ in lengths and numbers only?"""
    if isinstance(other, tuple | list):
        alike = type(value) is type(other) and len(value) == len(other)
        return alike and all(map(is_like, value, other))
    return type(value) is type(other) and np.ndim(value) == np.ndim(other)
