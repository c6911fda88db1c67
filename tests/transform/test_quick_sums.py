"""Sums of squares are rounded differently only where nobody sees it: what decides keeps the user's rounding."""

import numpy as np
import pytest

import tangentx as tx


def on_a_lattice(x, cut):
    d = x[:, None, :] - x[None, :, :]
    r2 = np.sum(d**2, axis=-1)
    return np.sum(np.where(r2 <= cut, r2 * np.sqrt(r2 + 1.0), 0.0))


def one_pair(x, cut):
    r2 = np.sum(x**2, axis=1)
    return np.sum(r2 * r2) if r2[0] <= cut else np.sum(r2)


def counted(x, cut):
    r2 = np.sum(x**2, axis=1)
    near = int(np.floor(r2[0] / cut))
    return near * np.sum(r2 * r2)


def placed(x, cut):
    r2 = np.sum(x**2, axis=1)
    out = np.zeros(3)
    out[int(r2[0] >= cut)] = np.sum(r2)
    return out[0] * 2.0 + out[1]


def viewed(x, cut):
    r2 = np.sum(x**2, axis=1)
    kept = np.zeros(len(x))
    view = kept[:]
    view[:] = r2
    return np.sum(x) if kept[0] < cut else np.sum(x * x * x)


def smooth(x, cut):
    r2 = np.sum(x**2, axis=1)
    return np.sum(np.sqrt(r2 + cut))


@pytest.mark.parametrize("f", [on_a_lattice, one_pair, counted, placed, viewed])
def test_what_decides_is_as_written(f):
    x = 0.1 * np.arange(12.0).reshape(4, 3)
    text = tx.grad(f)
    text(x, 0.05)
    assert "einsum(" not in text.source.partition("# reverse sweep")[0]
    assert np.array_equal(text(x, 0.05), tx.value_and_grad(f)(x, 0.05)[1])


def test_what_does_not_decide_is_one_operation():
    derivative = tx.grad(smooth)
    x = 0.1 * np.arange(12.0).reshape(4, 3)
    found = derivative(x, 0.05)
    assert "einsum(" in derivative.source.partition("# reverse sweep")[0]
    assert np.allclose(found, tx.value_and_grad(smooth)(x, 0.05)[1], rtol=1e-14)
