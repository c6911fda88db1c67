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
from tangentx.derivatives.blocks import blank, block, blocks, directions, units, width, zero
from tangentx.errors import NotDifferentiableError, TangentxError
from tangentx.paths import path_of
from tangentx.pytrees import carries
from tangentx.transform.lifting import NotLifted
from tangentx.wrt import check_value, value_of

MODES = {"auto": "auto", "fwd": "fwd", "rev": "rev", "forward": "fwd", "reverse": "rev"}
MEMORY = 2**27  # bytes that the tangents of a call may take
KEPT = 100  # directions that are not made anew for each call
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
        if self._used in (self._whole, self._several):  # the others note their errors themselves
            self._used.note(error)

    def specialize(self, *example_args: Any, **example_kwargs: Any) -> Callable:
        """What runs for arguments of these types and shapes."""
        return self._find(None, self.bind(*example_args, **example_kwargs))

    # -- choosing --------------------------------------------------------------------------------------------------

    def _find(self, key: Any, values: tuple) -> Callable:
        leaves = self._leaves(values)
        columns = sum(map(width, leaves))
        run, guards = None, ()
        if self.spec.mode != "rev" and columns > 1:
            run, guards = self._at_once_or_rows(columns, values)
        if run is None:
            run = {"fwd": self._by_columns, "rev": self._by_rows}[self._choose(columns, values)]
            self._used = self._forward if run == self._by_columns else self._reverse
        sizes_matter = self._used._narrow and any(map(holds_integers, values))
        if key is not None and not sizes_matter:  # the key does not tell integers apart
            self.enter(key, run, guards)
        return run

    def _leaves(self, values: tuple) -> list:
        inputs = list(self._inputs(values).values())
        for name, value in zip(self.spec.wrt, inputs, strict=True):
            check_value(name, value, str(self.spec))
            _check_real(name, value, str(self.spec))
        return [leaf for value in inputs for leaf in pytrees.flatten(value)[0]]

    def _choose(self, columns: int, values: tuple) -> str:
        """Forward or reverse, one direction after the other, from the numbers of entries."""
        if self.spec.mode != "auto" or columns == 1:
            return "fwd" if self.spec.mode == "auto" else self.spec.mode
        _, (out, _) = self._reverse.apply(values)
        return "rev" if _entries(out) <= columns else "fwd"

    def _at_once_or_rows(self, columns: int, values: tuple) -> tuple[Callable | None, tuple]:
        """What takes several directions at once, or one seed after another if that is cheaper; None if neither."""
        try:
            rows, size = self._measure(values)
            if self.spec.mode == "auto" and rows * BARGAIN < columns:
                self._used = self._reverse
                return self._by_rows, ()
            at_once = max(1, min(columns, MEMORY // (size + 1)))
            if at_once == 1:
                return None, ()
            compiled = self._whole_version(values) if at_once == columns else None
            if compiled is not None:
                self._used = self._whole
                return compiled.function, compiled.guards
            compiled = self._several.version(values)
        except (NotLifted, TangentxError):  # an error comes again, where it is not in the way
            return None, ()
        self._used = self._several
        return self._in_chunks(compiled.function, values, at_once), compiled.guards

    def _whole_version(self, values: tuple) -> Any:
        """The version whose result is the Jacobian; None where it is put together of several blocks."""
        if not self._is_one_array(values):
            return None
        try:
            compiled = self._whole.version(values)
        except NotLifted:
            return None
        return compiled if _same_dtype(compiled.result_type, self._leaves(values)[0]) else None

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
        if isinstance(self.primal, Derivative):
            positional, named = dispatch.arguments(self.parameters, values)
            return self.primal(*positional, **named)
        try:
            return self._reverse.apply(values)[1][0]
        except TangentxError:  # forward mode may be able to what reverse mode is not
            return self._push(values, self._zeros(values))[0]

    def _zeros(self, values: tuple) -> tuple:
        return pytrees.map_leaves(zero, tuple(self._inputs(values).values()))

    def _is_one_array(self, values: tuple) -> bool:
        """Is the only argument in question an array, so that its unit directions are known?"""
        name = self.spec.wrt[0]
        value = next(iter(self._inputs(values).values()))
        plain = len(self.spec.wrt) == 1 and not self.spec.sequence and not path_of(name).steps
        return plain and type(value) is np.ndarray and value.ndim > 0

    def _inputs(self, values: tuple) -> dict[str, Any]:
        named = dict(zip((parameter.name for parameter in self.parameters), values, strict=True))
        return {name: value_of(name, named) for name in self.spec.wrt}

    # -- forward ---------------------------------------------------------------------------------------------------

    def _in_chunks(self, function: Callable, values: tuple, at_once: int) -> Callable:
        """What takes as many directions at once as there is memory for, of arguments like these."""
        leaves, structure = pytrees.flatten(tuple(self._inputs(values).values()))
        leaves = [blank(leaf) for leaf in leaves]
        columns = sum(map(width, leaves))
        names = seeds.emitted_names(function, self.parameters, self._forward.extras)

        def along(start: int) -> dict[str, Any]:
            units = directions(leaves, start, min(columns, start + at_once))
            return dict(zip(names, pytrees.unflatten(structure, units), strict=True))

        kept = along(0) if at_once == columns and columns < KEPT else None

        def run(*args: Any, **kwargs: Any) -> Any:
            out, chunks = None, []
            for start in range(0, columns, at_once):
                out, dots = function(*args, **kwargs, **(kept or along(start)))
                chunks.append(pytrees.flatten(dots)[0])
            out_leaves, out_structure = pytrees.flatten(out)
            made = [blocks([chunk[i] for chunk in chunks], leaf, leaves) for i, leaf in enumerate(out_leaves)]
            return self._assemble(made, out_structure, structure)

        return run

    def _by_columns(self, *args: Any, **kwargs: Any) -> Any:
        values = self.bind(*args, **kwargs)
        inputs = tuple(self._inputs(values).values())
        leaves, structure = pytrees.flatten(inputs)
        columns: list[list[list]] = []  # [input leaf][entry] -> leaves of the result's tangent
        out = None
        for index, leaf in enumerate(leaves):
            columns.append([])
            for unit in units(leaf):
                dots = [unit if place == index else zero(other) for place, other in enumerate(leaves)]
                out, out_dot = self._push(values, pytrees.unflatten(structure, dots))
                columns[-1].append(pytrees.flatten(out_dot)[0])
        if out is None:
            out, _ = self._push(values, self._zeros(values))
        out_leaves, out_structure = pytrees.flatten(out)
        made = []
        for place, out_leaf in enumerate(out_leaves):
            parts = [[dots[place] for dots in column] for column in columns]
            made.append([block(part, out_leaf, leaf, -1) for part, leaf in zip(parts, leaves, strict=True)])
        return self._assemble(made, out_structure, structure)

    def _push(self, values: tuple, dots: tuple) -> tuple:
        positional, named = dispatch.arguments(self.parameters, values)
        return self._forward(*positional, **named, **dict(zip(self._forward.extras, dots, strict=True)))

    # -- reverse ---------------------------------------------------------------------------------------------------

    def _by_rows(self, *args: Any, **kwargs: Any) -> Any:
        values = self.bind(*args, **kwargs)
        compiled, (out, saved) = self._reverse.apply(values)
        leaves, structure = pytrees.flatten(tuple(self._inputs(values).values()))
        out_leaves, out_structure = pytrees.flatten(out)
        made = []
        for index, out_leaf in enumerate(out_leaves):
            rows = []
            for unit in units(out_leaf):
                seeds = [unit if place == index else zero(other) for place, other in enumerate(out_leaves)]
                rows.append(self._pull(compiled.reverse, saved, pytrees.unflatten(out_structure, seeds)))
            parts = [[row[place] for row in rows] for place in range(len(leaves))]
            made.append([block(part, out_leaf, leaf, 0) for part, leaf in zip(parts, leaves, strict=True)])
        return self._assemble(made, out_structure, structure)

    def _pull(self, reverse: Callable, saved: Any, seed: Any) -> list:
        """The cotangents for one seed, leaf by leaf.  For a complex result the real inner product gives the real
        and the imaginary part of a row in turn."""
        bars = pytrees.flatten(reverse(saved, seed))[0]
        if not any(np.iscomplexobj(leaf) for leaf in pytrees.flatten(seed)[0]):
            return bars
        turned = pytrees.map_leaves(lambda leaf: leaf * 1j if np.iscomplexobj(leaf) else leaf, seed)
        others = pytrees.flatten(reverse(saved, turned))[0]
        return [bar + 1j * other for bar, other in zip(bars, others, strict=True)]

    def _assemble(
        self, made: list[list], out_structure: pytrees.Structure, structure: pytrees.Structure
    ) -> Any:
        by_input = [pytrees.unflatten(structure, row) for row in made]
        if not self.spec.sequence:
            by_input = [inputs[0] for inputs in by_input]
        return pytrees.unflatten(out_structure, by_input)


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
