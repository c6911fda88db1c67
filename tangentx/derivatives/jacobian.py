"""Jacobians: several tangents at once, or one pullback for each entry of the result.

The result has the structure of the primal's result, and in it that of `wrt`; the block of an output `y` and an input
`x` has the shape `y.shape + x.shape`.

Forward, one emitted function takes all unit directions at once (`transform.directions`): for one array it knows them,
and gives the whole Jacobian; for several arguments, numbers or containers the directions are its arguments, as many at
a time as there is memory for.  A function that has no such form is pushed forward direction by direction.
"""

from __future__ import annotations

import contextlib
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tangentx import dispatch, pytrees, seeds
from tangentx.analysis.exact import holds_integers
from tangentx.analysis.types import Array, Scalar
from tangentx.derivative import Derivative, Spec
from tangentx.derivatives.blocks import width, zero
from tangentx.derivatives.sweeps import Inputs, at_once, by_columns, by_rows
from tangentx.errors import NotDifferentiableError, TangentxError
from tangentx.paths import path_of
from tangentx.pytrees import carries
from tangentx.transform.lifting import NotLifted
from tangentx.wrt import check_value, value_of

MODES = {"auto": "auto", "fwd": "fwd", "rev": "rev", "forward": "fwd", "reverse": "rev"}
MEMORY = 2**27  # bytes that the tangents of a call may take
FEW = 8  # directions that numbers are pushed along one by one sooner than arrays of directions
BARGAIN = 16  # so many directions at once cost about as much as a pullback


class Jacobian(Derivative):
    """The Jacobian of `primal`; `spec.mode` is "fwd", "rev" or "auto": whichever costs less."""

    def __init__(self, primal: Callable, spec: Spec):
        super().__init__(primal, spec)
        self._forward = Derivative(primal, Spec("tangent", spec.wrt, spec.options))
        self._reverse = Derivative(primal, Spec("pair", spec.wrt, spec.options))
        self._whole = Derivative(primal, Spec("jacobian", spec.wrt, replace(spec.options, value=False)))
        self._several = Derivative(primal, Spec("tangents", spec.wrt, spec.options))
        self._used = self._forward if spec.mode == "fwd" else self._reverse

    @property
    def _shown(self) -> Derivative:
        return self._used

    def note(self, error: Exception) -> None:
        self._used.note(error)

    def specialize(self, *example_args: Any, **example_kwargs: Any) -> Callable:
        """What runs for arguments of these types and shapes."""
        return self._find(None, self.bind(*example_args, **example_kwargs))

    # -- choosing --------------------------------------------------------------------------------------------------

    def _find(self, key: Any, values: tuple) -> Callable:
        self._check(values)
        run, compiled = self._cheapest(values)
        sizes_matter = self._used._narrow and any(map(holds_integers, values))
        if key is not None and not sizes_matter:  # the key does not tell integers apart
            self.enter(key, run, compiled.guards)
        return run

    def _check(self, values: tuple) -> None:
        for name, value in zip(self.spec.wrt, self._inputs(values), strict=True):
            check_value(name, value, str(self.spec))
            _check_real(name, value, str(self.spec))

    def _inputs(self, values: tuple) -> tuple:
        named = dict(zip((parameter.name for parameter in self.parameters), values, strict=True))
        return tuple(value_of(name, named) for name in self.spec.wrt)

    def _cheapest(self, values: tuple) -> tuple[Callable, Any]:
        """What runs, and the compiled version behind it; `_used` says whose."""
        columns = sum(width(leaf) for leaf in pytrees.flatten(self._inputs(values))[0])
        mode = self.spec.mode
        if columns < 2 and mode != "rev":
            return self._by_columns(values)
        if mode == "rev":
            return self._by_rows(values)
        try:
            rows, size = self._measure(values)
            in_scalars = _is_scalar_code(values)
            if mode == "auto" and rows * (1 if in_scalars else BARGAIN) < columns:
                return self._by_rows(values)
            if in_scalars and columns <= FEW:
                return self._by_columns(values)
            return self._at_once(values, columns, size)
        except (NotLifted, TangentxError):  # an error comes again, where it is not in the way
            if mode == "fwd":
                return self._by_columns(values)
        _, (out, _) = self._reverse.apply(values)
        return self._by_rows(values) if _entries(out) <= columns else self._by_columns(values)

    def _measure(self, values: tuple) -> tuple[int, int]:
        """The number of entries of the result, and the bytes that it takes to compute it."""
        with contextlib.suppress(TangentxError):  # compiling is not measured
            (self.primal if isinstance(self.primal, Derivative) else self._reverse).version(values)
        tracing = tracemalloc.is_tracing()
        if not tracing:
            tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
            out = self._result(values)
            return _entries(out), max(0, tracemalloc.get_traced_memory()[1] - before)
        finally:
            if not tracing:
                tracemalloc.stop()

    def _result(self, values: tuple) -> Any:
        positional, named = dispatch.arguments(self.parameters, values)
        if isinstance(self.primal, Derivative):
            return self.primal(*positional, **named)
        try:
            return self._reverse.apply(values)[1][0]
        except TangentxError:  # forward mode may be able to what reverse mode is not
            compiled = self._forward.version(values)
            inputs = self._prepared(compiled, values)
            none = inputs.tangents(list(map(zero, inputs.leaves)))
            return compiled.function(*positional, **named, **none)[0]

    # -- running ---------------------------------------------------------------------------------------------------

    def _prepared(self, compiled: Any, values: tuple) -> Inputs:
        names = seeds.emitted_names(compiled.function, self.parameters, self._forward.extras)
        return Inputs.of(self._inputs(values), names, self.spec.sequence)

    def _at_once(self, values: tuple, columns: int, size: int) -> tuple[Callable, Any]:
        """All directions at once, or as many as there is memory for."""
        count = max(1, min(columns, MEMORY // (size + 1)))
        if count == 1:
            raise NotLifted("no memory for two directions")
        compiled = self._whole_version(values) if count == columns else None
        if compiled is not None:
            self._used = self._whole
            return compiled.function, compiled
        compiled = self._several.version(values)
        self._used = self._several
        return at_once(compiled.function, self._prepared(compiled, values), count), compiled

    def _whole_version(self, values: tuple) -> Any:
        """The version whose result is the Jacobian; None where it is put together of several blocks."""
        value = self._inputs(values)[0]
        plain = len(self.spec.wrt) == 1 and not self.spec.sequence and not path_of(self.spec.wrt[0]).steps
        if not plain or type(value) is not np.ndarray or not value.ndim:
            return None
        try:
            compiled = self._whole.version(values)
        except NotLifted:
            return None
        return compiled if _same_dtype(compiled.result_type, value) else None

    def _by_columns(self, values: tuple) -> tuple[Callable, Any]:
        compiled = self._forward.version(values)
        self._used = self._forward
        return by_columns(compiled.function, self._prepared(compiled, values)), compiled

    def _by_rows(self, values: tuple) -> tuple[Callable, Any]:
        compiled = self._reverse.version(values)
        self._used = self._reverse
        inputs = Inputs.of(self._inputs(values), (), self.spec.sequence)
        return by_rows(compiled.function, compiled.reverse, inputs), compiled


def _is_scalar_code(values: tuple) -> bool:
    """Are the arguments numbers only, so that tangents in several directions would be the only arrays?"""
    return not any(isinstance(leaf, np.ndarray) for leaf in pytrees.flatten(values)[0])


def _entries(out: Any) -> int:
    return sum(np.size(leaf) for leaf in pytrees.flatten(out)[0])


def _same_dtype(result: Any, leaf: np.ndarray) -> bool:
    """Has the Jacobian the dtype that the result has?"""
    if isinstance(result, Scalar):
        return result.kind == "float" and leaf.dtype == np.float64
    return isinstance(result, Array) and result.dtype == leaf.dtype


def _check_real(name: str, value: Any, what: str) -> None:
    if any(np.iscomplexobj(leaf) for leaf in pytrees.flatten(value)[0] if carries(leaf)):
        raise NotDifferentiableError(
            f"{what} with respect to the complex `{name}` is ambiguous", code="TX404",
            why=["a complex function that is not holomorphic has no complex Jacobian"],
            help=["pass real and imaginary part as two arguments", "or use tx.jvp for one direction"],
        )  # fmt: skip
