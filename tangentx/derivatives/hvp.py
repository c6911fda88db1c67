"""Hessian-vector products: the tangent of the gradient."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tangentx.derivative import Derivative, Spec
from tangentx.paths import path_of

_VARIABLE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class HessianVector(Derivative):
    """`h(x, v, *rest)`: each direction follows the argument it is a direction of, as SciPy's `hessp` wants it."""

    def __init__(self, primal: Callable, spec: Spec):
        self.scalar = primal
        gradient = Derivative(primal, Spec("grad", spec.wrt, replace(spec.options, value=True)))
        super().__init__(gradient, replace(spec, mode="tangent", options=replace(spec.options, value=False)))
        self.primal = gradient
        at = self._place_of_entry()
        if at is not None:
            self.__call__ = _direction_behind(self.__call__, at, self.extras[0])

    def _place_of_entry(self) -> int | None:
        """Of `wrt="args[1]"`, where the arguments end up in `*args`: the place among them."""
        first = path_of(self.spec.wrt[0])
        names = [p.name for p in self.parameters if p.kind is p.VAR_POSITIONAL]
        if len(self.spec.wrt) > 1 or first.parameter not in names or len(first.steps) != 1:
            return None
        before = sum(p.kind in _POSITIONAL for p in self.parameters)
        return before + first.steps[0] if first.steps[0] >= 0 else None

    def __reduce__(self) -> str | tuple:
        return _rebuild, (Derivative(self.scalar, replace(self.spec, mode="grad")), self.spec)

    def _make_signature(self) -> inspect.Signature:
        directions: dict[str, list[str]] = {}
        for name, extra in zip(self.spec.wrt, self.extras, strict=True):
            directions.setdefault(path_of(name).parameter, []).append(extra)
        if any(p.name in directions and p.kind in _VARIABLE for p in self.parameters):
            return super()._make_signature()
        try:
            return inspect.Signature(_beside(self.parameters, directions))
        except ValueError:  # a parameter with a default comes before: the directions can only be keywords
            return super()._make_signature()

    def _post(self) -> Callable[[Any], Any] | None:
        return _as_tuple if self.spec.sequence and len(self.spec.wrt) == 1 else None


def _direction_behind(call: Callable, at: int, name: str) -> Callable:
    """The call that takes the direction behind the argument at this place, or by its name."""

    def along(*given: Any, **keywords: Any) -> Any:
        if name in keywords or len(given) < at + 2:
            return call(*given, **keywords)
        return call(*given[: at + 1], *given[at + 2 :], **keywords, **{name: given[at + 1]})

    return along


def _beside(
    parameters: tuple[inspect.Parameter, ...], directions: dict[str, list[str]]
) -> list[inspect.Parameter]:
    out = []
    for parameter in parameters:
        has_direction = parameter.name in directions
        out.append(parameter.replace(default=parameter.empty) if has_direction else parameter)
        out += [inspect.Parameter(name, parameter.kind) for name in directions.get(parameter.name, ())]
    return out


def _as_tuple(result: Any) -> tuple:
    return (result,)


def _rebuild(gradient: Derivative, spec: Spec) -> HessianVector:
    return HessianVector(gradient.primal, spec)
