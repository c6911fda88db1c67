"""Tangents in several directions at once, which lie along one axis more, the last one, of arguments and results.

`tx.tangent(f, directions=True)(x, x_dot=S)`: one emitted function (`transform.directions`); where there is none, one
direction after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tangentx import pytrees, seeds
from tangentx.derivative import Derivative, Spec
from tangentx.errors import BackendError, NotDifferentiableError
from tangentx.pytrees import carries
from tangentx.transform.lifting import NotLifted
from tangentx.wrt import value_of


class Tangents(Derivative):
    """Value and tangents; `spec.mode` is "tangent"."""

    def __init__(self, primal: Callable, spec: Spec):
        self._single = Derivative(primal, spec)
        super().__init__(primal, replace(spec, mode="tangents", word="tangent"))

    def __reduce__(self) -> str | tuple:
        return Tangents, (self.primal, self._single.spec)

    def _extra_names(self) -> tuple[str, ...]:
        return self._single._extra_names()

    @property
    def _shown(self) -> Derivative:
        return self if self._latest is not None else self._single

    def _find(self, key: Any, values: tuple) -> Callable:
        try:
            return super()._find(key, values)
        except (NotLifted, BackendError):
            self._count(values[: len(self.parameters)], values[len(self.parameters) :])
            self.enter(key, self._one_by_one, ())
            return self._one_by_one

    def _runner(self, compiled: Any, primals: tuple, extras: tuple) -> Callable:
        count = self._count(primals, extras)
        values = self._inputs(primals)
        patterns = {
            extra: _wide(seeds.like(value, f"`{extra}`"), count)
            for extra, value in zip(self.extras, values, strict=True)
        }
        return seeds.adapt(
            compiled.function, self.parameters, dict(zip(self.extras, extras, strict=True)), patterns
        )

    def _inputs(self, primals: tuple) -> list:
        named = dict(zip((p.name for p in self.parameters), primals, strict=True))
        return [value_of(name, named) for name in self.spec.wrt]

    def _count(self, primals: tuple, extras: tuple) -> int:
        """How many directions there are."""
        for extra, given, value in zip(self.extras, extras, self._inputs(primals), strict=True):
            pairs = zip(pytrees.flatten(given)[0], pytrees.flatten(value)[0], strict=False)
            leaf = next((np.shape(g) for g, v in pairs if carries(v)), None)
            if leaf:
                return leaf[-1]
            if leaf is not None:
                raise NotDifferentiableError(
                    f"`{extra}` has no axis for the directions", code="TX405",
                    why=["with directions=True a tangent has one axis more than its argument, the last one"],
                )  # fmt: skip
        raise NotDifferentiableError(
            "there is no tangent that says how many directions there are", code="TX405"
        )

    def _one_by_one(self, *args: Any, **kwargs: Any) -> Any:
        dots = {extra: kwargs.pop(extra) for extra in self.extras}
        count = self._count(self.bind(*args, **kwargs), tuple(dots.values()))
        results = []
        for index in range(count):
            along = {extra: _part(dot, index) for extra, dot in dots.items()}
            results.append(self._single(*args, **kwargs, **along))
        if not self.spec.options.value:
            return _stacked(results)
        return results[0][0], _stacked([dots for _, dots in results])


def _part(tangents: Any, index: int) -> Any:
    """The tangent in one direction."""
    return pytrees.map_leaves(
        lambda leaf: leaf[..., index] if isinstance(leaf, np.ndarray) and leaf.ndim else leaf, tangents
    )


def _stacked(trees: list) -> Any:
    leaves = [pytrees.flatten(tree)[0] for tree in trees]
    return pytrees.unflatten(
        pytrees.flatten(trees[0])[1],
        [None if parts[0] is None else np.stack(parts, axis=-1) for parts in zip(*leaves, strict=True)],
    )


def _wide(pattern: seeds.Leaf | seeds.Node, count: int) -> seeds.Leaf | seeds.Node:
    """What tangents in several directions have to look like."""
    if isinstance(pattern, seeds.Node):
        return replace(pattern, children=tuple(_wide(child, count) for child in pattern.children))
    return replace(pattern, shape=(*pattern.shape, count), form="array") if pattern.carries else pattern
