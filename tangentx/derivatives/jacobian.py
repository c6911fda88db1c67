"""Jacobians: one tangent for each entry of the arguments, or one pullback for each entry of the result.

The result has the structure of the primal's result, and in it that of `wrt`; the block of an output `y` and an input
`x` has the shape `y.shape + x.shape`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tangentx import dispatch, pytrees
from tangentx.derivative import Derivative, Spec
from tangentx.errors import NotDifferentiableError
from tangentx.pytrees import carries
from tangentx.wrt import check_value, value_of

MODES = {"auto": "auto", "fwd": "fwd", "rev": "rev", "forward": "fwd", "reverse": "rev"}


class Jacobian(Derivative):
    """The Jacobian of `primal`; `spec.mode` is "fwd", "rev" or "auto": whichever has fewer sweeps."""

    def __init__(self, primal: Callable, spec: Spec):
        super().__init__(primal, spec)
        self._forward = Derivative(primal, Spec("tangent", spec.wrt, spec.options))
        self._reverse = Derivative(primal, Spec("pair", spec.wrt, spec.options))
        self._used = self._forward if spec.mode == "fwd" else self._reverse

    @property
    def _shown(self) -> Derivative:
        return self._used

    def _find(self, key: Any, values: tuple) -> Callable:
        run = {"fwd": self._by_columns, "rev": self._by_rows}[self._choose(values)]
        self._used = self._forward if run == self._by_columns else self._reverse
        self.enter(key, run, ())
        return run

    def _choose(self, values: tuple) -> str:
        """Forward or reverse, from the numbers of entries."""
        inputs = list(self._inputs(values).values())
        for name, value in zip(self.spec.wrt, inputs, strict=True):
            check_value(name, value, str(self.spec))
            _check_real(name, value, str(self.spec))
        columns = sum(
            np.size(leaf) for value in inputs for leaf in pytrees.flatten(value)[0] if carries(leaf)
        )
        if self.spec.mode != "auto" or columns == 1:
            return "fwd" if self.spec.mode == "auto" else self.spec.mode
        _, (out, _) = self._reverse.apply(values)
        return "rev" if sum(np.size(leaf) for leaf in pytrees.flatten(out)[0]) <= columns else "fwd"

    def _inputs(self, values: tuple) -> dict[str, Any]:
        named = dict(zip((parameter.name for parameter in self.parameters), values, strict=True))
        return {name: value_of(name, named) for name in self.spec.wrt}

    # -- forward ---------------------------------------------------------------------------------------------------

    def _by_columns(self, *args: Any, **kwargs: Any) -> Any:
        values = self.bind(*args, **kwargs)
        inputs = tuple(self._inputs(values).values())
        leaves, structure = pytrees.flatten(inputs)
        columns: list[list[list]] = []  # [input leaf][entry] -> leaves of the result's tangent
        out = None
        for index, leaf in enumerate(leaves):
            columns.append([])
            for unit in _units(leaf):
                dots = [unit if place == index else _zero(other) for place, other in enumerate(leaves)]
                out, out_dot = self._push(values, pytrees.unflatten(structure, dots))
                columns[-1].append(pytrees.flatten(out_dot)[0])
        if out is None:
            out, _ = self._push(values, pytrees.unflatten(structure, [_zero(leaf) for leaf in leaves]))
        out_leaves, out_structure = pytrees.flatten(out)
        blocks = []
        for place, out_leaf in enumerate(out_leaves):
            parts = [[dots[place] for dots in column] for column in columns]
            blocks.append(
                [_block(part, out_leaf, leaf, -1) for part, leaf in zip(parts, leaves, strict=True)]
            )
        return self._assemble(blocks, out_structure, structure)

    def _push(self, values: tuple, dots: tuple) -> tuple:
        positional, named = dispatch.arguments(self.parameters, values)
        return self._forward(*positional, **named, **dict(zip(self._forward.extras, dots, strict=True)))

    # -- reverse ---------------------------------------------------------------------------------------------------

    def _by_rows(self, *args: Any, **kwargs: Any) -> Any:
        values = self.bind(*args, **kwargs)
        compiled, (out, saved) = self._reverse.apply(values)
        leaves, structure = pytrees.flatten(tuple(self._inputs(values).values()))
        out_leaves, out_structure = pytrees.flatten(out)
        blocks = []
        for index, out_leaf in enumerate(out_leaves):
            rows = []
            for unit in _units(out_leaf):
                seeds = [unit if place == index else _zero(other) for place, other in enumerate(out_leaves)]
                rows.append(self._pull(compiled.reverse, saved, pytrees.unflatten(out_structure, seeds)))
            parts = [[row[place] for row in rows] for place in range(len(leaves))]
            blocks.append([_block(part, out_leaf, leaf, 0) for part, leaf in zip(parts, leaves, strict=True)])
        return self._assemble(blocks, out_structure, structure)

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
        self, blocks: list[list], out_structure: pytrees.Structure, structure: pytrees.Structure
    ) -> Any:
        by_input = [pytrees.unflatten(structure, row) for row in blocks]
        if not self.spec.sequence:
            by_input = [inputs[0] for inputs in by_input]
        return pytrees.unflatten(out_structure, by_input)


def _check_real(name: str, value: Any, what: str) -> None:
    if any(np.iscomplexobj(leaf) for leaf in pytrees.flatten(value)[0] if carries(leaf)):
        raise NotDifferentiableError(
            f"{what} with respect to the complex `{name}` is ambiguous", code="TX404",
            why=["a complex function that is not holomorphic has no complex Jacobian"],
            help=["pass real and imaginary part as two arguments", "or use tx.jvp for one direction"],
        )  # fmt: skip


def _zero(leaf: Any) -> Any:
    """A zero seed or tangent; None for what has no derivative."""
    if isinstance(leaf, np.ndarray):
        return np.zeros_like(leaf) if carries(leaf) else np.zeros(leaf.shape)
    return (
        type(leaf)(0) if isinstance(leaf, float | complex | np.number) else 0.0 if _is_number(leaf) else None
    )


def _is_number(leaf: Any) -> bool:
    return isinstance(leaf, bool | int | np.generic)


def _units(leaf: Any) -> Iterator[Any]:
    """The unit seeds or tangents of a leaf, in C order; none for what has no derivative."""
    if not carries(leaf):
        return
    if not isinstance(leaf, np.ndarray):
        yield type(leaf)(1)
        return
    for index in np.ndindex(leaf.shape):
        unit = np.zeros_like(leaf)
        unit[index] = 1
        yield unit


def _block(parts: list, out_leaf: Any, leaf: Any, axis: int) -> Any:
    """Rows (axis 0) or columns (axis -1) put together."""
    other = leaf if axis == 0 else out_leaf
    if not (carries(leaf) and carries(out_leaf)) or not parts:
        return np.zeros(np.shape(out_leaf) + np.shape(leaf))
    if not isinstance(out_leaf if axis == 0 else leaf, np.ndarray):
        return parts[0].copy() if isinstance(parts[0], np.ndarray) else parts[0]
    stacked = np.stack([np.broadcast_to(part, np.shape(other)) for part in parts], axis=axis)
    return stacked.reshape(np.shape(out_leaf) + np.shape(leaf))
