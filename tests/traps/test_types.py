"""Integers, float32, 0-d, empty, strided, Fortran, broadcast, complex, and what must be refused."""

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError
from tests.traps.expect import right, right_or_refused


def energy(x):
    return np.sum(np.sin(x) * x)


def test_integer_array_is_not_a_zero_gradient() -> None:
    with pytest.raises(TangentxError):
        tx.grad(energy)(np.array([1, 2, 3]))


def test_integer_scalar_is_not_a_zero_gradient() -> None:
    with pytest.raises(TangentxError):
        tx.grad(lambda x: x * x * 1.0)(3)


def test_bool_argument_is_not_differentiated() -> None:
    with pytest.raises(TangentxError):
        tx.grad(lambda flag: 2.0 * flag)(True)


def test_integer_argument_has_no_cotangent() -> None:
    value, pull = tx.vjp(lambda x, n: x**n, 2.0, 3)
    assert value == 8.0
    assert pull(1.0) == (12.0, None)


def test_accumulator_that_starts_as_an_integer() -> None:
    def f(x):
        result = 0
        for i in range(len(x)):
            result = result + x[i] * i
            result += x[i] ** 2
        return result

    right(f, (np.array([1.0, 2.0]),), (np.array([0.3]),))


def test_integer_product_that_becomes_a_float() -> None:
    def f(x, n):
        p = 1
        for _ in range(n):
            p *= x
        return p * x

    right(f, (1.3, 3), (0.3, 0))


def test_bool_and_none_arguments() -> None:
    def f(x, flag, extra=None):
        y = x * x if flag else x
        return y if extra is None else y * extra

    right(f, (1.3, True), (1.3, False, 2.0), (1.3, True, None))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_adjoint_has_the_dtype_of_its_primal(dtype: type) -> None:
    def f(x, y):
        z = np.exp(-x) * y + 2.0
        return np.sum(z * z) / 3

    right(
        f,
        (np.array([0.3, 0.4], dtype), np.array([1.0, 2.0], dtype)),
        (np.ones((2, 2), dtype), dtype(2.0)),
        wrt=(0, 1),
    )


def test_mixed_float32_and_float64() -> None:
    def f(x, w):
        return np.sum((x @ w) ** 2)

    right(f, (np.ones((2, 3), np.float32), np.array([0.1, 0.2, 0.3])), wrt=(0, 1))


def test_float32_with_slices_and_loops() -> None:
    def f(x):
        y = np.zeros_like(x)
        for i in range(1, len(x)):
            y[i] = x[i] * x[i - 1]
        return np.sum(y[1:] ** 2)

    right(f, (np.array([0.3, 0.4, 0.5], np.float32),))


def test_float32_scalar() -> None:
    right(lambda x: x * x + np.sin(x), (np.float32(0.4),))


def test_zero_dimensional_array_against_scalar() -> None:
    def f(x):
        return x * x + np.sin(x)

    right(f, (np.array(1.3),), (1.3,), (np.float64(1.3),), second=False)


def test_float_and_numpy_float() -> None:
    df = tx.grad(lambda x: x**2 / 2.0)
    assert df(3.0) == df(np.float64(3.0)) == 3.0


@pytest.mark.parametrize("shape", [(0,), (0, 3), (1,), (1, 1), (2, 0)])
def test_empty_and_length_one_arrays(shape: tuple) -> None:
    bar = tx.grad(energy)(np.ones(shape))
    assert bar.shape == shape
    right(energy, (np.ones(shape),), second=False)


@pytest.mark.parametrize(
    "x",
    [
        np.arange(12.0).reshape(3, 4)[:, ::2],
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(6.0)[::-1],
        np.arange(6.0).reshape(2, 3).T,
    ],
    ids=["strided", "fortran", "reversed", "transposed"],
)
def test_memory_layouts(x: np.ndarray) -> None:
    def f(x):
        y = x.copy()
        y[0] = y[-1] * 2.0
        return np.sum(y * x.reshape(x.shape)) + np.sum(np.ravel(x) ** 2)

    right(f, (x,), wrt=0)


def test_read_only_arguments() -> None:
    x = np.arange(3.0)
    x.flags.writeable = False
    assert np.array_equal(tx.grad(lambda v: np.sum(v * v))(x), 2 * np.arange(3.0))


def test_broadcast_view_as_an_argument() -> None:
    x = np.broadcast_to(np.array([1.0, 2.0]), (3, 2))
    assert np.array_equal(tx.grad(lambda v: np.sum(v * v))(x), 2 * x)


def test_broadcast_view_written_to_raises_as_numpy_does() -> None:
    def f(x):
        b = np.broadcast_to(x, (3, 2))
        b[0, 0] = 5.0
        return np.sum(b)

    with pytest.raises((ValueError, TangentxError)):
        tx.grad(f)(np.array([1.0, 2.0]))


def test_complex_in_real_out() -> None:
    def f(z):
        return np.sum(np.abs(z) ** 2)

    z = np.array([1.0 + 2.0j, -0.5j])
    try:
        np.testing.assert_allclose(tx.grad(f)(z), 2 * z)
    except TangentxError as error:
        pytest.skip(str(error))


def test_real_in_complex_inside() -> None:
    def f(x):
        z = np.exp(1j * x)
        return np.sum(z.real * z.imag) + np.abs(np.sum(z))

    right_or_refused(f, (np.array([0.3, 0.9]),))


@pytest.mark.parametrize(
    "x",
    [
        np.array([1.0, "a"], dtype=object),
        np.array([(1.0, 2)], dtype=[("a", float), ("b", int)]),
        np.array(["a"]),
    ],
    ids=["object", "structured", "string"],
)
def test_arrays_that_are_refused(x: np.ndarray) -> None:
    with pytest.raises(TangentxError):
        tx.grad(lambda v: np.sum(v))(x)


def test_object_array_inside() -> None:
    def f(x):
        y = np.empty(2, dtype=object)
        y[0] = x
        y[1] = x * x
        return y[0] * y[1]

    right_or_refused(f, (1.3,))


def test_integer_division_and_shapes_stay_integers() -> None:
    def f(x):
        n = len(x) // 2
        return np.sum(x[:n]) * n + np.sum(x[n:] ** 2) / x.size

    right(f, (np.arange(5.0),), (np.arange(2.0),))


def test_non_scalar_result_is_an_error() -> None:
    with pytest.raises(TangentxError):
        tx.grad(lambda x: x * x)(np.ones(3))


def test_integer_store_truncates_as_numpy_does() -> None:
    def f(x):
        y = np.zeros(2, dtype=int)
        y[0] = x
        return y[0] * x

    right_or_refused(f, (2.7,), (0.4,))


def test_integers_made_from_values_are_not_folded() -> None:
    def f(x):
        k = int(np.sign(x)) + round(x)
        if k == 0:
            return x * 3.0
        return x * (5 + k)

    right(f, (1.37,), (-0.33,), (4.6,), second=False)
