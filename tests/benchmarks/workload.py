"""What a benchmark workload is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import tangentx as tx


@dataclass(frozen=True)
class Workload:
    """A primal as a user writes it, and what its derivative is compared with.

    hand : the adjoint that a person would write, for the same arguments.
    prototype : what a source-to-source compiler could print, statement by statement; None where hand is that.
    derive : makes the derivative; `tx.grad` with respect to `wrt` unless given.  Takes the keyword `backend`.
    loop : an interpreted loop decides the time, not NumPy.
    stored : bytes that the hand-written adjoint keeps from its forward to its reverse sweep.
    compiled : forms by hand for Numba, by name; they run as plain Python as well.
    at : the same workload at another size; `sizes` are those of which the scaling is shown, counted in `unit`.
    written, rewrites : what builds the gradient with another library, see `tests.benchmarks.peers`.
    """

    name: str
    size: str
    primal: Callable
    args: tuple
    wrt: tuple[str, ...]
    hand: Callable
    prototype: Callable | None = None
    loop: bool = False
    derive: Callable[..., Callable] | None = None
    stored: int = 0
    tolerance: float = 1e-9
    notes: dict[str, str] = field(default_factory=dict)
    compiled: dict[str, Callable] = field(default_factory=dict)
    at: Callable[[int], Workload] | None = None
    sizes: tuple[int, ...] = ()
    unit: str = ""
    written: dict[str, Callable] = field(default_factory=dict)
    rewrites: dict[str, Callable] = field(default_factory=dict)

    def derivative(self, **options: Any) -> Callable:
        """The tangentx derivative, ready to be called with `args`."""
        if self.derive is not None:
            return self.derive(**options)
        return tx.grad(self.primal, wrt=self.wrt, **options)


def flat(value: Any) -> np.ndarray:
    """Any nest of tuples, lists, dicts and arrays as one vector."""
    if isinstance(value, tuple | list):
        return np.concatenate([flat(v) for v in value])
    if isinstance(value, dict):
        return np.concatenate([flat(v) for v in value.values()])
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    return np.asarray(value, dtype=np.float64).ravel()
