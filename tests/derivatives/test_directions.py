"""`tx.tangent(f, directions=True)`: one axis more for the directions, the last one."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import NotDifferentiableError

X, A = np.linspace(0.3, 1.2, 4), np.linspace(-1.0, 1.0, 12).reshape(3, 4)
S = np.random.default_rng(3).normal(size=(4, 5))


def layer(x: np.ndarray, a: np.ndarray, scale: float = 1.0) -> np.ndarray:
    return scale * np.tanh(a @ x)


def through_memory(a: np.ndarray) -> np.ndarray:
    """Whether `row` is a view depends on the order of the memory: pushed one direction after the other."""
    row = a.reshape(4)
    row[0] = a[1, 1] ** 2
    return a.ravel() * 2.0


def parts(p: dict[str, Any]) -> tuple[Any, Any]:
    return p["w"] @ p["w"] * p["b"], [p["b"] ** 2]


def test_the_tangents_are_those_of_each_direction() -> None:
    value, tangents = tx.tangent(layer, directions=True)(X, A, x_dot=S)
    np.testing.assert_array_equal(value, layer(X, A))
    one = tx.tangent(layer)
    for i in range(5):
        np.testing.assert_allclose(tangents[:, i], one(X, A, x_dot=S[:, i])[1], rtol=1e-12)


def halved_and_doubled(v: np.ndarray) -> np.ndarray:
    y = 2.0 * (v * 0.5)
    y[1:] += v[:-1] ** 2
    return y * v


def test_what_is_new_in_one_direction_is_new_in_all() -> None:
    tangents = tx.tangent(halved_and_doubled, directions=True)(X, v_dot=np.eye(4))[1]
    one = tx.tangent(halved_and_doubled)
    np.testing.assert_allclose(tangents, np.stack([one(X, v_dot=e)[1] for e in np.eye(4)], 1), rtol=1e-12)
    np.testing.assert_array_equal(tangents, tx.jacobian(halved_and_doubled)(X))


def test_without_the_value_and_in_another_memory_order() -> None:
    tangent = tx.tangent(layer, directions=True, value=False)
    plain, turned = tangent(X, A, x_dot=S), tangent(X, A, x_dot=np.ascontiguousarray(S.T).T)
    np.testing.assert_allclose(turned, plain, rtol=1e-12)
    assert plain.shape == (3, 5)


def test_numbers_and_several_arguments() -> None:
    tangent = tx.tangent(layer, wrt=("x", "scale"), directions=True)
    rates = np.arange(5.0)
    _, tangents = tangent(X, A, 2.0, x_dot=S, scale_dot=rates)
    expected = 2.0 * ((1.0 - np.tanh(A @ X) ** 2)[:, None] * (A @ S)) + np.tanh(A @ X)[:, None] * rates
    np.testing.assert_allclose(tangents, expected, rtol=1e-12)


def test_containers_keep_their_structure() -> None:
    p = {"w": X, "b": 3.0}
    dots = {"w": S, "b": np.ones(5)}
    (_, [square]), (first, [second]) = tx.tangent(parts, directions=True)(p, p_dot=dots)
    assert square == 9.0
    np.testing.assert_allclose(first, 6.0 * X @ S + X @ X, rtol=1e-12)
    np.testing.assert_allclose(second, np.full(5, 6.0), rtol=1e-12)


def test_what_cannot_be_pushed_at_once_is_pushed_one_by_one() -> None:
    a, dots = np.ones((2, 2)) * 3.0, np.random.default_rng(5).normal(size=(2, 2, 3))
    tangent = tx.tangent(through_memory, directions=True)
    value, tangents = tangent(a, a_dot=dots)
    one = tx.tangent(through_memory)
    np.testing.assert_array_equal(value, one(a, a_dot=dots[..., 0])[0])
    for i in range(3):
        np.testing.assert_allclose(tangents[..., i], one(a, a_dot=dots[..., i])[1], rtol=1e-12)
    assert "through_memory_tangent_a" in tangent.source


@pytest.mark.parametrize("wrong", [np.ones(4), np.ones((3, 2)), np.float64(1.0), 1.0], ids=str)
def test_a_tangent_of_another_shape_is_refused(wrong: Any) -> None:
    with pytest.raises(NotDifferentiableError) as caught:
        tx.tangent(layer, directions=True)(X, A, x_dot=wrong)
    assert caught.value.code == "TX405" and "x_dot" in str(caught.value)


def test_the_arguments_stay_as_they_are() -> None:
    def written(x: np.ndarray) -> np.ndarray:
        x[1:] *= x[:-1]
        return x

    x, dots = X.copy(), S.copy()
    tx.tangent(written, directions=True)(x, x_dot=dots)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(dots, S)


def test_it_travels() -> None:
    tangent = pickle.loads(pickle.dumps(tx.tangent(layer, directions=True)))
    np.testing.assert_allclose(
        tangent(X, A, x_dot=S)[1], tx.tangent(layer, directions=True)(X, A, x_dot=S)[1]
    )
