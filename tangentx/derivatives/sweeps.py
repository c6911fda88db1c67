"""What runs for a Jacobian: closures over emitted functions, with everything prepared that shapes decide.

Each takes the primal's arguments as the emitted function does, and gives the blocks put together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tangentx import pytrees
from tangentx.derivatives.blocks import blank, block, blocks, directions, units, width, zero

KEPT = 100  # directions that are not made anew for each call
_NUMBERS = (float, np.float64)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The arguments that are differentiated by: leaves without their numbers, and how they are put together.

    names : what the emitted function calls their tangents.
    sequence : the blocks of one output are a tuple, even for one name.
    """

    leaves: list
    structure: pytrees.Structure
    names: tuple[str, ...]
    sequence: bool

    @staticmethod
    def of(inputs: tuple, names: tuple[str, ...], sequence: bool) -> Inputs:
        leaves, structure = pytrees.flatten(inputs)
        return Inputs([blank(leaf) for leaf in leaves], structure, names, sequence)

    @property
    def columns(self) -> int:
        return sum(map(width, self.leaves))

    @property
    def is_number(self) -> bool:
        """Is there one argument, a Python number, so that its tangent is its Jacobian?"""
        return len(self.leaves) == 1 and not self.sequence and type(self.leaves[0]) is float

    def tangents(self, dots: list) -> dict[str, Any]:
        """Tangents of the leaves as keyword arguments."""
        return dict(zip(self.names, pytrees.unflatten(self.structure, dots), strict=True))

    def assemble(self, made: list[list], out_structure: pytrees.Structure) -> Any:
        """The rows of blocks, one for each output, in the structure of the result and, inside, of the inputs."""
        by_input = [pytrees.unflatten(self.structure, row) for row in made]
        if not self.sequence:
            by_input = [inputs[0] for inputs in by_input]
        return pytrees.unflatten(out_structure, by_input)


def at_once(function: Callable, inputs: Inputs, count: int) -> Callable:
    """As many directions at once as there is memory for: `count`."""
    columns = inputs.columns

    def along(start: int) -> dict[str, Any]:
        return inputs.tangents(directions(inputs.leaves, start, min(columns, start + count)))

    kept = along(0) if count == columns and columns < KEPT else None

    def run(*args: Any, **kwargs: Any) -> Any:
        out, chunks = None, []
        for start in range(0, columns, count):
            out, dots = function(*args, **kwargs, **(kept or along(start)))
            chunks.append(pytrees.flatten(dots)[0])
        out_leaves, out_structure = pytrees.flatten(out)
        made = [
            blocks([chunk[i] for chunk in chunks], leaf, inputs.leaves) for i, leaf in enumerate(out_leaves)
        ]
        return inputs.assemble(made, out_structure)

    return run


def by_columns(function: Callable, inputs: Inputs) -> Callable:
    """One tangent for each entry of the inputs."""
    leaves = inputs.leaves

    def along() -> list[list[dict]]:
        return [
            [inputs.tangents([unit if i == place else zero(other) for i, other in enumerate(leaves)])
             for unit in units(leaf)]
            for place, leaf in enumerate(leaves)
        ]  # fmt: skip

    kept = along() if inputs.columns < KEPT else None

    def run(*args: Any, **kwargs: Any) -> Any:
        columns: list[list[list]] = []  # [input leaf][entry] -> leaves of the result's tangent
        out = None
        for group in kept or along():
            columns.append([])
            for dots in group:
                out, out_dot = function(*args, **kwargs, **dots)
                if inputs.is_number and type(out_dot) in _NUMBERS:
                    return out_dot
                columns[-1].append(pytrees.flatten(out_dot)[0])
        if out is None:
            out, _ = function(*args, **kwargs, **inputs.tangents(list(map(zero, leaves))))
        out_leaves, out_structure = pytrees.flatten(out)
        made = []
        for place, out_leaf in enumerate(out_leaves):
            parts = [[dots[place] for dots in column] for column in columns]
            made.append([block(part, out_leaf, leaf, -1) for part, leaf in zip(parts, leaves, strict=True)])
        return inputs.assemble(made, out_structure)

    return run


def by_rows(forward: Callable, reverse: Callable, inputs: Inputs) -> Callable:
    """One pullback for each entry of the result."""
    leaves = inputs.leaves

    def run(*args: Any, **kwargs: Any) -> Any:
        out, saved = forward(*args, **kwargs)
        out_leaves, out_structure = pytrees.flatten(out)
        made = []
        for index, out_leaf in enumerate(out_leaves):
            rows = []
            for unit in units(out_leaf):
                seeds = [unit if place == index else zero(other) for place, other in enumerate(out_leaves)]
                rows.append(_pull(reverse, saved, pytrees.unflatten(out_structure, seeds)))
            parts = [[row[place] for row in rows] for place in range(len(leaves))]
            made.append([block(part, out_leaf, leaf, 0) for part, leaf in zip(parts, leaves, strict=True)])
        return inputs.assemble(made, out_structure)

    return run


def _pull(reverse: Callable, saved: Any, seed: Any) -> list:
    """The cotangents for one seed, leaf by leaf.  For a complex result the real inner product gives the real and the
    imaginary part of a row in turn."""
    bars = pytrees.flatten(reverse(saved, seed))[0]
    if not any(np.iscomplexobj(leaf) for leaf in pytrees.flatten(seed)[0]):
        return bars
    turned = pytrees.map_leaves(lambda leaf: leaf * 1j if np.iscomplexobj(leaf) else leaf, seed)
    others = pytrees.flatten(reverse(saved, turned))[0]
    return [bar + 1j * other for bar, other in zip(bars, others, strict=True)]
