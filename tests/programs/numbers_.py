"""Inputs that follow from their shapes, the same in every run."""

import numpy as np


def normal(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed + sum(shape) * 7).normal(size=shape)


def uniform(*shape: int, seed: int = 0, lo: float = 0.5, hi: float = 2.0) -> np.ndarray:
    return np.random.default_rng(seed + sum(shape) * 7 + 1).uniform(lo, hi, size=shape)


def spd(n: int, seed: int = 0) -> np.ndarray:
    """A symmetric positive definite matrix."""
    a = normal(n, n, seed=seed)
    return a @ a.T + n * np.eye(n)
