"""One-shot products: `vjp` and `jvp`, with JAX's signatures."""

from __future__ import annotations

import functools
import inspect
import operator
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tangentx import config, dispatch, pytrees, seeds
from tangentx.bound import signature_of, unwrap
from tangentx.derivative import DERIVING, Derivative, Spec
from tangentx.errors import NotDifferentiableError
from tangentx.wrt import is_differentiable

KEPT = 256  # derivatives made for one-shot calls

_made: OrderedDict[tuple, tuple[Callable, Derivative]] = OrderedDict()


def derivative_of(fun: Callable, mode: str, wrt: tuple[str, ...], options: config.Options) -> Derivative:
    """The derivative, the same one for the same function: functions are told apart by identity."""
    key = (id(fun), mode, wrt, options)
    with DERIVING:
        if key not in _made:
            _made[key] = (
                fun,
                Derivative(fun, Spec(mode, wrt, options)),
            )  # holds `fun`, so its id stays its own
            if len(_made) > KEPT:
                _made.popitem(last=False)
        _made.move_to_end(key)
        return _made[key][1]


@dataclass(frozen=True, slots=True)
class Arguments:
    """The positional arguments of a one-shot call, beside the parameters they go to.

    `slots`: for each argument the parameter's name and, for one of `*args`, its place among them.
    """

    parameters: tuple[inspect.Parameter, ...]
    values: tuple  # of every parameter, in signature order
    slots: tuple[tuple[str, int | None], ...]
    given: tuple

    @classmethod
    def bind(cls, base: Callable, front: tuple, given: tuple, keywords: dict[str, Any]) -> Arguments:
        """`front` and `keywords` were bound before the call (a method's self, a partial's arguments)."""
        signature = signature_of(base)
        parameters = tuple(signature.parameters.values())
        if (
            not keywords
            and len(front) + len(given) == len(parameters)
            and all(map(_is_positional, parameters))
        ):
            slots = tuple((parameter.name, None) for parameter in parameters[len(front) :])
            return cls(parameters, (*front, *given), slots, given)
        bound = signature.bind(*front, *given, **keywords)
        bound.apply_defaults()
        places: list[tuple[str, int | None]] = []
        for name, parameter in signature.parameters.items():
            if parameter.kind is parameter.VAR_POSITIONAL:
                places += [(name, index) for index in range(len(bound.arguments[name]))]
            elif _is_positional(parameter):
                places.append((name, None))
        taken = places[len(front) : len(front) + len(given)]
        return cls(parameters, tuple(bound.arguments.values()), tuple(taken), given)

    def wrt(self, mode: str) -> tuple[str, ...]:
        """The parameters whose arguments can carry a derivative."""
        pairs = zip(self.slots, self.given, strict=True)
        names = tuple(dict.fromkeys(name for (name, _), value in pairs if is_differentiable(value)))
        if not names:
            raise NotDifferentiableError(
                f"no argument of {mode} can carry a derivative", code="TX404",
                help=["pass floats or arrays of floats"],
            )  # fmt: skip
        return names

    def places(self, wrt: tuple[str, ...]) -> tuple[tuple[int, ...] | None, ...]:
        """Where each argument's cotangent is in the tuple of bars."""
        found: list[tuple[int, ...] | None] = []
        for (name, index), value in zip(self.slots, self.given, strict=True):
            inside = () if index is None else (index,)
            found.append((wrt.index(name), *inside) if is_differentiable(value) else None)
        return tuple(found)

    def tangents(self, tangents: tuple) -> dict[str, Any]:
        """{parameter: its tangent}; those of `*args` as one tuple."""
        found: dict[str, Any] = {}
        for (name, index), value, tangent in zip(self.slots, self.given, tangents, strict=True):
            if (
                tangent is not None
                and not isinstance(tangent, _TANGENTS)
                and pytrees.children_of(value) is None
            ):
                raise NotDifferentiableError(
                    f"`{name}` is a {type(value).__name__}: it has no tangent", code="TX409",
                    help=("pass None as its tangent", "pass its numbers as arguments, a tuple or a dict"),
                )  # fmt: skip
            fitted = seeds.fit(tangent, seeds.like(value, f"the tangent of `{name}`"))
            found[name] = fitted if index is None else (*found.get(name, ()), fitted)
        return found


def _is_positional(parameter: inspect.Parameter) -> bool:
    return parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)


# What a tangent can be; anything else belongs to an object, and would be ignored.
_TANGENTS = (int, float, complex, np.generic, np.ndarray, tuple, list, dict)


class Pullback:
    """What `vjp` returns: seed -> one cotangent for each argument, None where there is none.  May be called again."""

    def __init__(
        self, derivative: Derivative, reverse: Callable, saved: Any, value: Any, arguments: Arguments
    ):
        self._derivative, self._reverse, self._saved = derivative, reverse, saved
        self._primals = arguments.given
        self._places = arguments.places(derivative.spec.wrt)
        self._pattern = seeds.like(value, "the seed")

    def __call__(self, seed: Any) -> tuple:
        fitted = seeds.fit(seed, self._pattern)
        try:
            bars = self._reverse(self._saved, fitted)
        except Exception as error:
            self._derivative.note(error)
            raise
        found = tuple(None if place is None else functools.reduce(operator.getitem, place, bars)
                      for place in self._places)  # fmt: skip
        return owned(found, (fitted, self._primals))


def owned(bars: Any, others: Any) -> Any:
    """The bars, with a copy of each array that shares memory with another one or with `others`."""
    leaves, structure = pytrees.flatten(bars)
    taken = _Taken()
    for leaf in pytrees.flatten(others)[0]:
        if isinstance(leaf, np.ndarray):
            taken.add(leaf)
    for index, leaf in enumerate(leaves):
        if isinstance(leaf, np.ndarray):
            if not leaf.flags.writeable or taken.holds(leaf):
                leaves[index] = leaf = leaf.copy()
            taken.add(leaf)
    return pytrees.unflatten(structure, leaves)


class _Taken:
    """Arrays that are somebody's.  Two that own their memory share none of it unless they are one: most are not
    compared."""

    def __init__(self) -> None:
        self.owners: dict[int, np.ndarray] = {}
        self.views: list[np.ndarray] = []

    def add(self, array: np.ndarray) -> None:
        if array.flags.owndata:
            self.owners[id(array)] = array
        else:
            self.views.append(array)

    def holds(self, array: np.ndarray) -> bool:
        """Does an array that was added share memory with this one?"""
        if array.flags.owndata:
            return id(array) in self.owners or any(np.may_share_memory(array, v) for v in self.views)
        return any(np.may_share_memory(array, other) for other in (*self.owners.values(), *self.views))


def vjp(fun: Callable, *primals: Any, has_aux: bool = False) -> tuple:
    """`(out, vjp_fn)`, or `(out, vjp_fn, aux)`; `vjp_fn(seed)` gives a tuple with one cotangent for each argument,
    None for an argument that cannot have one.  The primals must not be written on before `vjp_fn` is called."""
    base, front, keywords = unwrap(fun)
    arguments = Arguments.bind(base, front, primals, keywords)
    derivative = derivative_of(base, "pair", arguments.wrt("vjp"), config.options(has_aux=has_aux))
    compiled, (out, saved) = derivative.apply(arguments.values)
    out, aux = out if has_aux else (out, None)
    pull = Pullback(derivative, compiled.reverse, saved, out, arguments)
    out = pytrees.copied(out)  # the reverse sweep may read it: the caller may write on his
    return (out, pull, aux) if has_aux else (out, pull)


def jvp(fun: Callable, primals: Sequence, tangents: Sequence, *, has_aux: bool = False) -> tuple:
    """`(out, out_dot)`, or `(out, out_dot, aux)`.  The tangent of an argument without derivative is None or zero."""
    primals, tangents = _sequences(primals, tangents)
    base, front, keywords = unwrap(fun)
    arguments = Arguments.bind(base, front, primals, keywords)
    wrt, dots = arguments.wrt("jvp"), arguments.tangents(tangents)
    derivative = derivative_of(base, "tangent", wrt, config.options(has_aux=has_aux))
    positional, named = dispatch.arguments(arguments.parameters, arguments.values)
    extras = {extra: dots[name] for extra, name in zip(derivative.extras, wrt, strict=True)}
    out, out_dot = derivative(*positional, **named, **extras)
    out, out_dot, *aux = (out[0], out_dot[0], out[1]) if has_aux else (out, out_dot)
    return (out, owned(_of_same_kind(out_dot, out), (out, primals, tangents)), *aux)


def _of_same_kind(dots: Any, values: Any) -> Any:
    """The tangents with the dtypes of the values: of what is complex, or of double precision, on other paths only."""
    leaves, structure = pytrees.flatten(dots)
    others = pytrees.flatten(values)[0]
    if len(leaves) != len(others):
        return dots
    return pytrees.unflatten(structure, map(_cast, leaves, others))


def _cast(dot: Any, value: Any) -> Any:
    if isinstance(value, complex) and type(dot) is float:
        return type(value)(dot)
    own = getattr(dot, "dtype", None)
    dtype = getattr(value, "dtype", own) if own is not None else None
    if dtype == own or dtype.kind not in "fc" or own.kind not in "fc":
        return dot
    return (dot.real if own.kind == "c" and dtype.kind == "f" else dot).astype(dtype)


def _sequences(primals: Any, tangents: Any) -> tuple[tuple, tuple]:
    for name, value in (("primals", primals), ("tangents", tangents)):
        if not isinstance(value, tuple | list):
            raise NotDifferentiableError(
                f"jvp takes its {name} as a tuple, not {type(value).__name__}", code="TX405",
                help=["write tx.jvp(f, (x,), (x_dot,))"],
            )  # fmt: skip
    if len(primals) != len(tangents):
        raise NotDifferentiableError(
            f"jvp got {len(primals)} primals and {len(tangents)} tangents", code="TX405",
            help=["pass one tangent for each primal, None for those without derivative"],
        )  # fmt: skip
    return tuple(primals), tuple(tangents)
