"""Directional derivatives without any AD: Ridders-extrapolated central differences, and the complex step."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.trees import clone, leaves, shifted

STEP, SHRINK, LEVELS = 0.02, 2.0, 9


def flat(out: Any) -> np.ndarray:
    """All float leaves of a result in one vector (complex ones as real, imaginary)."""
    parts = [np.zeros(0)]
    for leaf in leaves(out):
        v = np.ravel(np.asarray(leaf))
        parts.append(np.concatenate([v.real, v.imag]) if np.iscomplexobj(v) else v.astype(float))
    return np.concatenate(parts)


def ridders(
    line: Callable[[float], np.ndarray], step: float = STEP, precision: type = np.float64
) -> tuple[np.ndarray, np.ndarray]:
    """Derivative of `line` at 0 with an error estimate for each entry (Ridders 1982), from steps of this size down;
    precision: of the numbers that it computes with."""
    best = error = None
    rounding = np.finfo(precision).eps * np.max(np.abs(line(0.0)), initial=0.0)
    previous: list[np.ndarray] = []
    for _ in range(LEVELS):
        up, down = line(step), line(-step)
        row = [(up - down) / (2 * step)] if up.shape == down.shape else [np.full(down.shape, np.nan)]
        factor = SHRINK**2
        for older in previous:
            row.append(
                (row[-1] * factor - older) / (factor - 1)
                if older.shape == row[-1].shape
                else row[-1] * np.nan
            )
            # What a step cannot resolve is in what it gives, also where two of them agree by chance.
            guess = np.maximum(np.abs(row[-1] - row[-2]), np.abs(row[-1] - older)) + rounding / step
            if best is None:
                best, error = row[-1], np.where(np.isfinite(guess), guess, np.inf)
            better = guess < error
            best, error = np.where(better, row[-1], best), np.where(better, guess, error)
            factor *= SHRINK**2
        previous, step = row, step / SHRINK
    return best, error


def directional(
    function: Callable, args: tuple, tangents: tuple, step: float = STEP, precision: type = np.float64
) -> tuple[np.ndarray, np.ndarray]:
    """(derivative of the flattened result along `tangents`, error estimate)."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return ridders(lambda t: flat(function(*shifted(args, tangents, t))), step, precision)


def kinked(function: Callable, args: tuple, tangents: tuple, step: float = STEP / 8) -> bool:
    """Do the slopes to both sides differ, and not come together as the steps shrink?

    An `abs` whose argument is smaller than every step but the last: the extrapolation settles on half of its slope.
    """
    apart = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        here = flat(function(*clone(args)))
        for h in (step, step / 2):
            sides = [flat(function(*shifted(args, tangents, t))) for t in (h, -h)]
            if any(side.shape != here.shape for side in sides):
                return True
            up, down = (sides[0] - here) / h, (here - sides[1]) / h
            apart.append((np.abs(up - down), np.maximum(np.abs(up), np.abs(down))))
    (wide, _), (near, size) = apart
    rounding = 8 * np.finfo(np.float32).eps * np.max(np.abs(here), initial=0.0) / step
    return bool(np.any((near > 0.1 * size + rounding) & (near > 0.75 * wide)))


def complex_step(function: Callable, args: tuple, tangents: tuple) -> np.ndarray | None:
    """The derivative to rounding if the program runs on complex numbers; None where it does not."""
    if any(np.iscomplexobj(leaf) for leaf in leaves(args)):
        return None
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            out = function(*shifted(clone(args), tangents, 1e-30j))
        parts = [np.ravel(np.asarray(leaf, complex)).imag / 1e-30 for leaf in leaves(out)]
    except Exception:  # whatever a real-valued program does with complex numbers: this oracle then abstains
        return None
    return np.concatenate([np.zeros(0), *parts])
