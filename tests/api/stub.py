"""A stand-in for the compiler: differences instead of derivatives, and a record of what was asked."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tangentx import dispatch, pytrees
from tangentx.analysis.types import FLOAT, UNKNOWN, Type
from tangentx.pytrees import carries
from tangentx.records import Emitted
from tangentx.results import NEEDS_SCALAR
from tangentx.transform.lifting import NotLifted

STEP = 1e-3


@dataclass(frozen=True)
class Compiled:
    function: Callable
    reverse: Callable | None = None
    emitted: Emitted = Emitted("def f():\n    pass\n", "f")
    path: Any = None
    key: str = "0123"
    origin: str = "memory"
    guards: tuple = ()
    result_type: Type = UNKNOWN


@dataclass
class Compiler:
    """`compile` as the pipeline's; `asked` holds (fun, types, wrt, mode, options) of each call."""

    asked: list = field(default_factory=list)
    guards: tuple = ()
    result_type: Type | None = None  # None: a float where a scalar is needed, else not known

    def compile(self, fun, types, wrt, mode, options) -> Compiled:
        if mode in ("jacobian", "tangents"):
            raise NotLifted("differences are taken one by one")
        self.asked.append((fun, types, wrt, mode, options))
        parameters = tuple(inspect.signature(fun).parameters.values())
        work = Work(fun, parameters, wrt, options.has_aux, options.value)
        reverse = work.pull if mode == "pair" else None
        result = self.result_type or (FLOAT if mode in NEEDS_SCALAR else UNKNOWN)
        return Compiled(getattr(work, mode)(), reverse, guards=self.guards, result_type=result)


class Work:
    """One function to differentiate numerically."""

    def __init__(self, fun, parameters, wrt, has_aux, has_value):
        self.fun, self.parameters, self.wrt, self.has_aux = fun, parameters, wrt, has_aux
        self.has_value = has_value

    def values(self, args, kwargs):
        bound = inspect.Signature(self.parameters).bind(*args, **kwargs)
        bound.apply_defaults()
        return dict(bound.arguments)

    def run(self, values):
        positional, named = dispatch.arguments(self.parameters, list(values.values()))
        out = self.fun(*positional, **named)
        return out if self.has_aux else (out, None)

    def dot(self, values, dots):
        """The derivative of the result along `dots`."""

        def at(step):
            moved = {name: _move(values[name], dots[name], step) for name in self.wrt}
            return pytrees.flatten(self.run(values | moved)[0])

        def central(step):
            ahead, structure = at(step)
            behind, _ = at(-step)
            return [
                (a - b) / (2 * step) if carries(a) else a for a, b in zip(ahead, behind, strict=True)
            ], structure

        coarse, structure = central(STEP)
        fine, _ = central(STEP / 2)
        return pytrees.unflatten(structure, [(4 * b - a) / 3 if carries(a) else a
                                             for a, b in zip(coarse, fine, strict=True)])  # fmt: skip

    def bars(self, values, seed):
        found = []
        for name in self.wrt:
            leaves, structure = pytrees.flatten(values[name])
            made = [self.bar(values, seed, name, place) for place in range(len(leaves))]
            found.append(pytrees.unflatten(structure, made))
        return tuple(found)

    def bar(self, values, seed, name, place):
        leaves, structure = pytrees.flatten(values[name])
        leaf = leaves[place]
        if not carries(leaf):
            return None
        out = np.zeros_like(leaf)
        for index in np.ndindex(np.shape(leaf)):
            unit = np.zeros_like(leaf)
            unit[index] = 1
            dots = {other: pytrees.map_leaves(np.zeros_like, values[other]) for other in self.wrt}
            dots[name] = pytrees.unflatten(structure, [unit if p == place else np.zeros_like(o)
                                                       for p, o in enumerate(leaves)])  # fmt: skip
            pairs = zip(pytrees.flatten(seed)[0], pytrees.flatten(self.dot(values, dots))[0], strict=True)
            out[index] = sum(np.vdot(s, d).real for s, d in pairs if s is not None)
        return out if isinstance(leaf, np.ndarray) else out[()]

    def single(self, bars):
        return bars if len(self.wrt) > 1 else bars[0]

    def grad(self):
        def function(*args, **kwargs):
            values = self.values(args, kwargs)
            bars = self.single(self.bars(values, 1.0))
            return (bars, self.run(values)[1]) if self.has_aux else bars

        return function

    def value_and_grad(self):
        def function(*args, **kwargs):
            values = self.values(args, kwargs)
            value, aux = self.run(values)
            return ((value, aux) if self.has_aux else value), self.single(self.bars(values, 1.0))

        return function

    def adjoint(self):
        def function(*args, **kwargs):
            own = {parameter.name for parameter in self.parameters}
            seed = kwargs.pop(next(name for name in kwargs if name.startswith("seed") and name not in own))
            return self.single(self.bars(self.values(args, kwargs), seed))

        return function

    def tangent(self):
        def function(*args, **kwargs):
            own = {parameter.name for parameter in self.parameters}
            extras = [name for name in kwargs if "_dot" in name and name not in own]
            dots = dict(zip(self.wrt, [kwargs.pop(name) for name in extras], strict=True))
            values = self.values(args, kwargs)
            out, aux = self.run(values)
            dot = self.dot(values, dots)
            if not self.has_value:
                return (dot, None) if self.has_aux else dot
            return ((out, aux), (dot, None)) if self.has_aux else (out, dot)

        return function

    def pair(self):
        def function(*args, **kwargs):
            values = self.values(args, kwargs)
            out, aux = self.run(values)
            return ((out, aux) if self.has_aux else out), (values,)

        return function

    def pull(self, saved, seed):
        return self.bars(saved[0], seed)


def _move(value, dot, step):
    leaves, structure = pytrees.flatten(value)
    dots = pytrees.flatten(dot)[0]
    return pytrees.unflatten(
        structure, [v + step * d if carries(v) else v for v, d in zip(leaves, dots, strict=True)]
    )
