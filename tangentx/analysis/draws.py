"""Random numbers whose distribution varies: the draw itself does not, as `numpy.random` makes it.

    x = rng.normal(mean, spread, n)     ->      x = mean + spread * rng.standard_normal(n)

Bit for bit what the generator gives, and it is left in the same state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from tangentx.analysis.types import Instance, Type


def _size(size, low, high):
    """How many are drawn: as many as the parameters have entries where nothing is said; None for one number."""
    if size is not None:
        return size
    if np.ndim(low) > 0:
        return np.broadcast_shapes(np.shape(low), np.shape(high))
    if np.ndim(high) > 0:
        return np.shape(high)
    return None


def normal(rng, loc=0.0, scale=1.0, size=None):
    return loc + scale * rng.standard_normal(_size(size, loc, scale))


def uniform(rng, low=0.0, high=1.0, size=None):
    return low + (high - low) * rng.random(_size(size, low, high))


def exponential(rng, scale=1.0, size=None):
    return scale * rng.standard_exponential(_size(size, scale, 0.0))


def permutation(rng, x):
    return np.take(x, rng.permutation(len(x)), axis=0)


def choice(rng, a, size=None, replace=True, p=None):
    return np.asarray(a)[rng.choice(len(a), size, replace, p)]


def global_permutation(x):
    return np.take(x, np.random.permutation(len(x)), axis=0)


def global_choice(a, size=None, replace=True, p=None):
    return np.asarray(a)[np.random.choice(len(a), size, replace, p)]


def global_normal(loc=0.0, scale=1.0, size=None):
    return loc + scale * np.random.standard_normal(_size(size, loc, scale))


def global_uniform(low=0.0, high=1.0, size=None):
    return low + (high - low) * np.random.random_sample(_size(size, low, high))


METHODS: Mapping[str, Callable] = MappingProxyType(
    {
        "normal": normal,
        "uniform": uniform,
        "exponential": exponential,
        "permutation": permutation,
        "choice": choice,
    }
)


def of_method(owner: Type, name: str) -> Callable | None:
    """What a method of a generator is, in terms of one that has no parameters."""
    cls: Any = owner.cls if isinstance(owner, Instance) else None
    return METHODS.get(name) if cls in (np.random.Generator, np.random.RandomState) else None
