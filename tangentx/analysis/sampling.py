"""The type of a primitive's result, found by running the primitive on small samples.

No rule has to say what shape or dtype it gives, and whether its result is a view: NumPy is asked.  Each symbol of a
shape gets a size of its own in each of two scenarios, and what the sizes of the results suggest is doubted with those
of the probes (`extents`).  An array of unknown rank has rank 1 in the first scenario and rank 2 in the second.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import Any

import numpy as np

from tangentx.analysis import contents, outgrown, outside, unsampled
from tangentx.analysis.equalities import Same, equalities, may_be_one
from tangentx.analysis.explained import MISSING, type_of_samples
from tangentx.analysis.extents import (
    CROSSED,
    LONG,
    PROBES,
    SCENARIOS,
    SPACES,
    Extents,
    LengthsWanted,
    NoSample,
    is_doubtful,
    is_like,
)
from tangentx.analysis.joins import join, plain
from tangentx.analysis.members import is_enumerated
from tangentx.analysis.overlapping import arrays_in, shares
from tangentx.analysis.substitutes import (
    counting,
    is_length,
    is_of_any_rank,
    of_any_shape,
    sizes_among,
    symbols_of,
    with_ones,
    with_shape,
    with_size,
)
from tangentx.analysis.types import (
    BOOL,
    INT,
    NUMBER,
    UNKNOWN,
    Array,
    Const,
    Dictionary,
    Dim,
    Instance,
    ListOf,
    Ragged,
    Range,
    Scalar,
    Sequence,
    SetOf,
    Text,
    Type,
    Unknown,
    may_be_a_number,
    sites_of,
    with_sites,
)


@dataclass
class Sampler:
    """Makes samples of types, and types of samples.  One for each compilation: symbols keep their sizes."""

    extents: Extents = field(default_factory=Extents)
    indexed: dict = field(default_factory=dict)  # parts of arrays: (dtype, shape, index) -> type
    known: dict[tuple, Type] = field(default_factory=dict)  # what has been asked already
    filling: contents.Filling = field(default_factory=contents.Filling)  # what is in the arrays

    def fresh(self) -> str:
        """A symbol for a dimension about which nothing is known."""
        return self.extents.fresh()

    def age(self, dim: Dim) -> int:
        """Which of two equal dimensions was known first; constants before symbols."""
        return self.extents.age(dim)

    # -- types to values ---------------------------------------------------------------------------

    def sample(self, kind: Type, scenario: int, same: dict[str, str] | None = None) -> Any:
        """A value of the type; raises NoSample where there is none."""
        same, count = same or {}, self.extents.counts[scenario]
        if isinstance(kind, Const):
            return kind.value
        if isinstance(kind, Scalar):
            return self._number(kind, scenario, same)
        if isinstance(kind, Array):
            return self._array(kind, scenario, same)
        if isinstance(kind, Sequence):
            items = [self.sample(t, scenario, same) for t in kind.items]
            return kind.cls(*items) if hasattr(kind.cls, "_fields") else kind.cls(items)
        if isinstance(kind, Dictionary) and kind.cls is dict:
            values = (self.sample(t, scenario, same) for t in kind.items)
            return dict(zip(kind.keys, values, strict=True))
        if isinstance(kind, ListOf) and kind.item and kind.cls in (list, tuple) and scenario != LONG:
            return kind.cls([self.sample(kind.item, scenario, same) for _ in range(count)])
        if isinstance(kind, Range):
            return range(count)
        if isinstance(kind, Text):
            return "text"
        if isinstance(kind, SetOf) and kind.item in (None, INT):
            return kind.cls(range(count if kind.item is not None else 0))
        found = outside.stand_in(kind.cls) if isinstance(kind, Instance) else None
        if found is None:
            raise NoSample(kind)
        return found

    def _number(self, kind: Scalar, scenario: int, same: dict[str, str]) -> Any:
        if kind.kind == "int":
            count = self.extents.counts[scenario]
            return count if kind.dim is None else self.extents.size(kind.dim, scenario, same)
        return self.filling.number(kind.kind)

    def _array(self, kind: Array, scenario: int, same: dict[str, str]) -> Any:
        if kind.shape is None:
            raise NoSample(kind)
        if isinstance(kind.shape, Ragged):
            if scenario in PROBES:
                raise NoSample(kind)
            shape = kind.shape.shapes[scenario]
        else:
            shape = self.extents.shape(kind.shape, scenario, same)
        if kind.scalar and kind.kind in "iu":  # as a shape or a count it must not look like a constant
            return np.dtype(kind.dtype).type(self.extents.counts[scenario])
        value = self.filling.array(shape, kind.dtype)
        if len(shape) >= 2 and shape[-1] == shape[-2] and kind.kind in "fc":
            value = (value * 0.1 + np.eye(shape[-1])).astype(
                kind.dtype
            )  # well-conditioned, positive definite
        return value[()] if kind.scalar else value

    # -- primitives ---------------------------------------------------------------------------------

    def apply(self, function: Callable, kinds: list[Type], keywords: dict[str, Type] | None = None) -> Type:
        """The type of `function(*kinds, **keywords)`, with the sites of what it is a view of; Unknown if it cannot
        be found out."""
        keywords = keywords or {}
        question = (function, tuple(kinds), tuple(keywords.items()))
        if question in self.known:
            return self.known[question]
        before, found = self.extents.unknowns, self._apply(function, kinds, keywords)
        if function is math.acosh and isinstance(found, Unknown):  # it has no value at the first sample
            self.filling = contents.Filling(1)
            found = self._apply(function, kinds, keywords)
            self.filling = contents.Filling()
        if self.extents.unknowns == before:  # an unknown size is another one each time
            self.known[question] = found
        return found

    def _apply(self, function: Callable, kinds: list[Type], keywords: dict[str, Type]) -> Type:
        for i, kind in enumerate(kinds):
            if is_enumerated(kind):
                rows = ([*kinds[:i], part.kind, *kinds[i + 1 :]] for part in kind.members)
                found = [plain(k, k) for k in (self.apply(function, row, keywords) for row in rows)]
                return reduce(lambda a, b: join(a, b, self.fresh), found)
        if is_of_any_rank(function, kinds):
            return self._of_some_rank(function, kinds, keywords)
        operands = list(kinds) + list(keywords.values())
        symbols = symbols_of(operands)
        takes = partial(self.takes, function, kinds, keywords)
        for same in equalities(self.extents, symbols, operands, takes, function):
            try:
                values, shared = self._run(function, kinds, keywords, same)
            except NoSample:
                return self._of_some_rank(function, kinds, keywords)
            except Exception:  # the primitive refuses these samples: perhaps two dimensions must be equal
                found = UNKNOWN if same else self._of_some_axis(function, kinds, keywords)
                if isinstance(found, Unknown):
                    continue
                return found
            if any(takes({symbol: one}) for symbol, one in may_be_one(self.extents, same)):
                break  # it broadcasts: they are equal, or one of them is 1
            values += (
                self._probed(function, kinds, keywords, same, values[0]) if is_doubtful(values[0]) else []
            )
            kind = type_of_samples(self.extents, values, [s for s in symbols if s not in same])
            kind = self._whatever_is_one(kind, function, kinds, keywords)
            kind = self._in_any_space(kind, function, kinds, keywords, same)
            if is_doubtful(values[0]) and contents.matter(function, operands):
                kind = self._whatever_is_in(kind, function, kinds, keywords, same, values[0])
            return with_sites(kind, shared | sites_of(kind) & NUMBER)
        return self._of_some_size(function, kinds, keywords)

    def _whatever_is_one(self, kind: Type, function, kinds, keywords) -> Type:
        """The type, less the rank if axes of the operands that may have one entry lead to another (`squeeze`)."""
        if not isinstance(kind, Array) or not isinstance(kind.shape, tuple) or isinstance(function, np.ufunc):
            return kind
        ones, named = list(map(with_ones, kinds)), {n: with_ones(k) for n, k in keywords.items()}
        if ones == list(kinds) and named == keywords:
            return kind
        try:
            rank = np.ndim(self._value(function, ones, named, {}, SCENARIOS[0])[0])
        except Exception:  # the primitive refuses these samples
            return kind
        return _with_rank(kind, rank)

    def _in_any_space(self, kind: Type, function, kinds, keywords, same: Same) -> Type:
        """The type, less the rank if lengths that were only tried do with others, which lead to another (`cross`)."""
        tried = [symbol for symbol, other in same.items() if other.startswith("=")]
        if not tried or not isinstance(kind, Array) or not isinstance(kind.shape, tuple):
            return kind
        for length in map(self.extents.fixed, SPACES):
            others = {**same, **dict.fromkeys(tried, length)}
            try:
                rank = np.ndim(self._value(function, kinds, keywords, others, SCENARIOS[0])[0])
            except Exception:  # the primitive refuses these samples
                continue
            if rank != len(kind.shape) and self.extents.given.issuperset(tried):
                raise LengthsWanted
            if rank != len(kind.shape):
                return _with_rank(kind, rank)
        return kind

    def _whatever_is_in(
        self, kind: Type, function, kinds, keywords, same: dict[str, str], value: Any
    ) -> Type:
        """The type, less the lengths that other contents of the operands do not lead to."""
        for self.filling in map(contents.Filling, contents.OTHERS):
            try:
                other = self._value(function, kinds, keywords, same, SCENARIOS[0])[0]
            except Exception:  # the primitive refuses these contents
                continue
            finally:
                self.filling = contents.Filling()
            kind = contents.loosened(kind, value, other, self.fresh)
        return kind

    def _of_some_axis(self, function: Callable, kinds: list[Type], keywords: dict[str, Type]) -> Type:
        """When whole numbers that are not known may be axes: the rank and dtype for the first and the last."""
        if all(counting(k, 0) == k for k in (*kinds, *keywords.values())):
            return UNKNOWN
        found: list[Type] = []
        for axis in (0, -1):
            named = {n: counting(k, axis) for n, k in keywords.items()}
            found.append(self.apply(function, [counting(k, axis) for k in kinds], named))
        if not all(isinstance(k, Array) and isinstance(k.shape, tuple) for k in found):
            return INT if all(is_length(plain(k, k)) for k in found) else UNKNOWN
        first, last = found
        if (first.dtype, len(first.shape), first.scalar) != (last.dtype, len(last.shape), last.scalar):
            return UNKNOWN
        dims = tuple(Dim(((self.fresh(), 1),)) for _ in first.shape)
        return with_sites(replace(first, shape=dims), sites_of(first) | sites_of(last))

    def _of_some_size(self, function: Callable, kinds: list[Type], keywords: dict[str, Type]) -> Type:
        """When no sizes fit together (`n + 2` must equal `m`): the rank and dtype for sizes that are all equal."""
        for size in sizes_among(kinds):
            equal = [with_size(k, size) for k in kinds]
            named = {n: with_size(k, size) for n, k in keywords.items()}
            try:
                values, shared = self._run(function, equal, named, {})
            except Exception:  # the primitive refuses these too, or there is no sample
                continue
            kind = type_of_samples(self.extents, values, [])
            if isinstance(kind, Array) and isinstance(kind.shape, tuple):
                dims = tuple(Dim(((self.fresh(), 1),)) for _ in kind.shape)
                return with_sites(replace(kind, shape=dims), shared)
        return UNKNOWN

    def _of_some_rank(self, function: Callable, kinds: list[Type], keywords: dict[str, Type]) -> Type:
        """When the rank of an operand is not known: what is the same for every rank that works."""
        found: set[Type] = set()
        for rank in (1, 2, 3):
            shape = (Dim((), 12),) * rank
            tried = [with_shape(k, shape) for k in kinds]
            if is_of_any_rank(function, kinds):
                tried[0] = Const((12,) * rank)
            named = {n: with_shape(k, shape) for n, k in keywords.items()}
            try:
                values, shared = self._run(function, tried, named, {})
            except Exception:  # this rank does not work, or there is no sample of another operand
                continue
            kind = type_of_samples(self.extents, values, symbols_of(tried))
            found.add(replace(kind, sites=shared) if isinstance(kind, Array) and not kind.scalar else kind)
        if found and all(isinstance(k, Array) for k in found):
            numbers_too = any(map(may_be_a_number, (*kinds, *keywords.values())))
            return of_any_shape(
                found, numbers_too or is_of_any_rank(function, kinds)
            )  # of shape (): a number soon
        if len(found) != 1:
            return UNKNOWN
        kind = found.pop()
        plain = kind == BOOL or isinstance(kind, Const) and isinstance(kind.value, np.dtype | bool)
        return kind if plain else UNKNOWN

    def takes(self, function: Callable, kinds: list[Type], keywords: dict[str, Type], same: Same) -> bool:
        """Does the primitive accept samples of which that holds?"""
        try:
            self._value(function, kinds, keywords, same, SCENARIOS[0])
        except Exception:  # it refuses them, or there is no sample
            return False
        return True

    def shared_operand(self, function: Callable, kinds: list[Type], keywords: dict[str, Type]) -> int | None:
        """Of which operand may the result be a view, when nothing is known of it?  The first, unless arrays of some
        rank say otherwise."""
        tried = False
        for rank in (1, 2, 3):
            shape = (Dim((), 12),) * rank
            made = [Array("float64", shape) if isinstance(k, Array | Unknown) else k for k in kinds]
            named = {n: with_shape(k, shape) for n, k in keywords.items()}
            try:
                value, args, _ = self._value(function, made, named, {}, 0)
            except Exception:  # this rank does not work, or there is no sample of another operand
                continue
            tried = True
            for position, sample in enumerate(args):
                if shares(value, sample):
                    return position
        return None if tried or not kinds else 0

    def returns_operand(self, function: Callable, kinds: list[Type], keywords: dict[str, Type]) -> bool:
        """Is the result the very object that was passed first?"""
        ones = [with_ones(t) for t in kinds], {k: with_ones(t) for k, t in keywords.items()}
        for scenario, operands, others in (*((s, kinds, keywords) for s in SCENARIOS), (SCENARIOS[0], *ones)):
            try:
                args = [self.sample(t, scenario) for t in operands]
                named = {k: self.sample(t, scenario) for k, t in others.items()}
                if function(*args, **named) is not args[0]:
                    return False
            except Exception:  # the primitive refuses these samples: then nothing is known about it
                return False
        return True

    def _probed(self, function, kinds, keywords, same: dict[str, str], like: Any) -> list[Any]:
        """The results for other lengths, where there are such results and they are of the same kind."""
        symbols = symbols_of([*kinds, *keywords.values()])
        alone = isinstance(function, np.ufunc) or len(symbols) < 2
        found = []
        for scenario in PROBES if isinstance(like, int) else PROBES[:-1]:  # long arrays are none to make
            if scenario == CROSSED and alone:
                found.append(MISSING)
                continue
            try:
                value = self._value(function, kinds, keywords, same, scenario)[0]
            except Exception:  # no sample, or the primitive refuses this one
                value = MISSING
            found.append(value if is_like(value, like) else MISSING)
        return found

    def _value(self, function, kinds, keywords, same, scenario: int) -> tuple[Any, list, dict]:
        args = [self.sample(t, scenario, same) for t in kinds]
        named = {k: self.sample(t, scenario, same) for k, t in keywords.items()}
        outgrown.check(self.extents, function, args, named)
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return unsampled.instead(function)(*args, **named), args, named

    def _run(self, function, kinds, keywords, same) -> tuple[list[Any], frozenset[str]]:
        values, shared = [], frozenset()
        for scenario in SCENARIOS:
            value, args, named = self._value(function, kinds, keywords, same, scenario)
            values.append(value)
            pairs = [*zip(args, kinds, strict=True), *zip(named.values(), keywords.values(), strict=True)]
            for sample, kind in pairs:
                if shares(value, sample):
                    shared |= sites_of(kind)
            if any(not a.flags.writeable for a in arrays_in(value)):
                shared |= {"read-only"}
        return values, shared


def _with_rank(kind: Array, rank: int) -> Array:
    """The type of what may have this rank as well."""
    if rank == len(kind.shape):
        return kind
    return replace(kind, shape=None, sites=kind.sites if rank else kind.sites | NUMBER)
