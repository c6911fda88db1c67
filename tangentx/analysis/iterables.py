"""Iterables in the making: what `zip`, `enumerate`, `map` and itertools give, and views of dicts.

An `Iteration` is never a value at run time.  Like the iterator that it stands for it is read once; a view is not.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import gast

from tangentx.analysis import checks, generators
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Array, Const, Maybe, Range, Record
from tangentx.records import Place
from tangentx.syntax import nodes


@dataclass(eq=False)
class Iteration:
    """An iterable in the making.  `how`: enumerate, zip, reversed, map, starmap, repeat, count, cycle, pairwise, chain,
    longest, or the name of a function of itertools that arranges."""

    how: str
    parts: tuple[gast.AST, ...]
    # Of enumerate and count; the fill value of `longest`; the times of `repeat`; of `reversed`: how many items there
    # were, where it is read step by step.
    start: gast.AST | None = None
    function: gast.AST | None = None  # of map and starmap
    step: gast.AST | None = None  # of count
    size: int | None = None  # of combinations, permutations; repeat= of product
    extra: dict = field(default_factory=dict)
    token: str | None = None  # says whether it has been read (`generators`); None: it can be read again
    origin: Hashable = None  # the statement that made it

    once = True  # who reads it takes its items


def iteration_of(s, atom: gast.AST, env: Env) -> Iteration | None:
    known = s.kind(atom, env)
    return known.value if isinstance(known, Const) and isinstance(known.value, Iteration) else None


def with_parts(s, atom: gast.AST, env: Env, change: Callable[[gast.AST], gast.AST]) -> gast.AST:
    """The iteration with other parts in it, however deep; of anything else what `change` makes of it."""
    iteration = iteration_of(s, atom, env)
    if iteration is None:
        return change(atom)
    if iteration.how == "repeat":
        return atom
    parts = tuple(with_parts(s, part, env, change) for part in iteration.parts)
    name = s.fresh("_iteration")
    env.bind(name, Const(replace(iteration, parts=parts, token=None, origin=None)))
    return nodes.name(name)


VIEWS = ("keys", "values", "items")
ENDLESS = ("count", "cycle", "repeat")
ARRANGED: Mapping[str, Callable] = MappingProxyType(
    {
        "product": itertools.product,
        "combinations": itertools.combinations,
        "permutations": itertools.permutations,
        "combinations_with_replacement": itertools.combinations_with_replacement,
    }
)


def begin(s, atom: gast.AST, place: Place, env: Env) -> None:
    """Somebody reads the iteration, and all that it is made of: once only, unless it is a view of a dict.  The keys of
    a dict that may be None are known, so that Python has to be asked whether it is there."""
    iteration = iteration_of(s, atom, env)
    kind = s.kind_or_none(atom, env)
    if isinstance(kind, Maybe) and isinstance(kind.some, Record):
        checks.check(s, "check_iterable", [atom], place)
    if iteration is not None:
        if iteration.token is not None:
            generators.begin(s, iteration.token, place, env)
        for part in iteration.parts:
            begin(s, part, place, env)


def is_endless(s, iteration: Iteration, env: Env) -> bool:
    return iteration.how in ENDLESS and not (iteration.how == "repeat" and iteration.start is not None)


def backwards(s, atom: gast.AST, env: Env) -> Iterator[Iteration]:
    """What in it is read from its end."""
    iteration = iteration_of(s, atom, env)
    if iteration is not None:
        if iteration.how == "reversed":
            yield iteration
        for part in iteration.parts:
            yield from backwards(s, part, env)


def ranged(s, name: str, bounds: tuple[gast.AST, ...], env: Env) -> Range:
    """The type of a range that the variable gets."""
    s.ranges[name] = bounds
    return Range((name, *(_bound(s, atom, env) for atom in bounds)))


def _bound(s, atom: gast.AST, env: Env) -> int | str:
    known = s.kind(atom, env)
    whole = isinstance(known, Const) and isinstance(known.value, int)
    return int(known.value) if whole else getattr(atom, "id", "")


def bounds_of(s, atom: gast.AST, env: Env) -> tuple[gast.AST, ...] | None:
    """What a range was made of; None where it is another one on another path, and for anything else."""
    known = env.types.get(atom.id) if isinstance(atom, gast.Name) else None
    if not isinstance(known, Range) or known.made is None:
        return None
    name, *bounds = known.made
    if name == atom.id:
        return s.ranges[name]
    constant = all(isinstance(bound, int) for bound in bounds)
    return tuple(map(nodes.constant, bounds)) if constant else None  # the variables may be others by now


def constant_range(s, atom: gast.AST, env: Env) -> range | None:
    """The range, where its bounds are known."""
    bounds = bounds_of(s, atom, env)
    if bounds is None:
        return None
    known = [s.kind(a, env) for a in bounds]
    if not all(isinstance(k, Const) and isinstance(k.value, int) for k in known):
        return None
    return range(*(k.value for k in known))


def only_ranges(s, iteration: Iteration, env: Env) -> bool:
    """`enumerate(range(9))`, `zip(array, range(3))`: no part of it is a container."""
    inner = [iteration_of(s, part, env) for part in iteration.parts]
    return iteration.function is None and all(
        only_ranges(s, i, env) if i is not None else isinstance(s.kind(part, env), Array | Range)
        for i, part in zip(inner, iteration.parts, strict=True)
    )
