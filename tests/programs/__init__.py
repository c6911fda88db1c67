"""The corpus: small user programs, as numerical people write them, grouped by theme.

Each module defines plain functions and hands them to `program(...)`.  The functions know nothing of tangentx,
so the same corpus serves the oracle, the golden files and the benchmarks.

    def ridge(w, x, y): ...
    program(ridge, (w1, x1, y1), (w2, x2, y2), tags="issue2 loss")
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Program:
    """A user function with the input sets it is differentiated at (the second through the same derivative).

    `wrt` is what `grad` is asked for when the result is a scalar; `vjp` and `jvp` take all float arguments.
    `second` is off where the function has no second derivative worth comparing (kinks on purpose).
    """

    name: str
    function: Callable
    args: tuple[tuple, ...]
    wrt: Any
    tags: frozenset[str]
    must_pass: bool
    second: bool = True


PROGRAMS: dict[str, Program] = {}


def program(
    function: Callable,
    *inputs: tuple,
    wrt: Any = None,
    tags: str = "issue2",
    must_pass: bool | None = None,
    second: bool = True,
    name: str | None = None,
) -> None:
    """Add one program; everything tagged `issue2` must be right, the rest may be refused."""
    short = function.__module__.rpartition(".")[2]
    key = f"{short}.{name or function.__name__.strip('<>')}"
    if key in PROGRAMS:
        raise ValueError(f"two programs are called {key}")
    labels = frozenset(tags.split())
    must = "issue2" in labels if must_pass is None else must_pass
    PROGRAMS[key] = Program(key, function, inputs, wrt, labels, must, second)


class Sampler:
    """Numbers for the inputs of one module, the same in every run."""

    def __init__(self, seed: int):
        self._rng = np.random.default_rng(seed)

    def normal(self, *shape: int) -> np.ndarray:
        return self._rng.normal(size=shape)

    def positive(self, *shape: int) -> np.ndarray:
        return self._rng.uniform(0.5, 2.0, size=shape)

    def unit(self, *shape: int) -> np.ndarray:
        return self._rng.uniform(0.1, 0.9, size=shape)

    def spd(self, n: int) -> np.ndarray:
        a = self._rng.normal(size=(n, n))
        return a @ a.T + n * np.eye(n)

    def scalar(self, low: float = 0.5, high: float = 1.5) -> float:
        return float(self._rng.uniform(low, high))

    def labels(self, n: int, classes: int = 2) -> np.ndarray:
        return self._rng.integers(0, classes, size=n)


def load() -> dict[str, Program]:
    """Import every module of the corpus and give the programs by name."""
    for module in pkgutil.iter_modules(__path__):
        if module.name == "__main__":
            continue
        importlib.import_module(f"{__name__}.{module.name}")
    return PROGRAMS
