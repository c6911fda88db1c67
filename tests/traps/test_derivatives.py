"""The derivative object itself: seeds, aliasing of results, nesting, wrt, threads."""

import threading
import warnings

import numpy as np
import pytest

import tangentx as tx
from tangentx.errors import TangentxError


def quad(x, y):
    return np.sum(x * x * y)


X, Y = np.array([1.0, 2.0]), np.array([3.0, 4.0])


def test_seed_is_not_consumed() -> None:
    out, pull = tx.vjp(lambda x: x * 1.0, X)
    seed = np.array([5.0, 6.0])
    first = pull(seed)[0]
    assert np.array_equal(seed, [5.0, 6.0])
    assert np.array_equal(first, pull(seed)[0])
    first[:] = 0.0
    assert np.array_equal(seed, [5.0, 6.0])


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x,
        lambda x: x + 0.0,
        lambda x: x[:],
        lambda x: x.reshape(-1),
        lambda x: x.T,
        lambda x: (x, x),
        lambda x: (x, x + 1.0),
        lambda x: np.ravel(x),
        lambda x: x[::-1],
    ],
)
def test_results_do_not_alias_the_seed(f: object) -> None:
    out, pull = tx.vjp(f, X.copy())
    seed = tuple(np.ones(2) for _ in out) if isinstance(out, tuple) else np.ones(2)
    (bar,) = pull(seed)
    for s in seed if isinstance(seed, tuple) else (seed,):
        assert not np.shares_memory(bar, s)
    bar += 1.0
    assert all(np.array_equal(s, np.ones(2)) for s in (seed if isinstance(seed, tuple) else (seed,)))


def test_gradients_do_not_alias_each_other() -> None:
    def f(x, y, z):
        return np.sum(x + y + z)

    bars = tx.grad(f, (0, 1, 2))(X, Y, X + 1)
    for i in range(3):
        for j in range(i):
            assert not np.shares_memory(bars[i], bars[j])
        np.add(bars[i], 1.0, out=bars[i])  # writable


def test_gradients_do_not_alias_an_argument() -> None:
    a, b = X.copy(), Y.copy()
    bars = tx.grad(lambda x, y: np.dot(x, y), (0, 1))(a, b)
    bars[0][:] = 0.0
    bars[1][:] = 0.0
    assert np.array_equal(a, X)
    assert np.array_equal(b, Y)


WEIGHTS = np.array([1.0, 2.0])


def test_gradients_do_not_alias_a_constant() -> None:
    bar = tx.grad(lambda x: np.sum(x * WEIGHTS))(X)
    bar += 5.0
    assert np.array_equal(WEIGHTS, [1.0, 2.0])
    bar = tx.grad(lambda x: np.dot(WEIGHTS, x))(X)
    bar += 5.0
    assert np.array_equal(WEIGHTS, [1.0, 2.0])


def test_tangents_do_not_alias() -> None:
    t = np.ones(2)
    _, out = tx.jvp(lambda x: x, (X,), (t,))
    assert not np.shares_memory(out, t)
    _, (a, b) = tx.jvp(lambda x: (x, x), (X,), (t,))
    assert not np.shares_memory(a, b)


def test_called_twice() -> None:
    df = tx.grad(quad)
    assert np.array_equal(df(X, Y), df(X, Y))
    assert np.array_equal(df(X, Y), 2 * X * Y)


def test_unused_argument_has_a_zero_of_its_shape() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bars = tx.grad(lambda x, y: np.sum(x), (0, 1))(X, np.ones((2, 3), np.float32))
    assert bars[1].shape == (2, 3)
    assert bars[1].dtype == np.float32
    assert not bars[1].any()


def test_result_that_is_an_argument() -> None:
    assert tx.grad(lambda x: x)(3.0) == 1.0
    assert tx.jvp(lambda x, y: y, (3.0, 4.0), (1.0, 5.0)) == (4.0, 5.0)


@pytest.mark.parametrize(("wrt", "expected"), [(0, 0), ("x", 0), (1, 1), ("y", 1), (-1, 1), (-2, 0)])
def test_wrt_forms(wrt: object, expected: int) -> None:
    answers = (2 * X * Y, X * X)
    assert np.array_equal(tx.grad(quad, wrt)(X, Y), answers[expected])
    assert np.array_equal(tx.grad(quad, argnums=wrt)(X, Y), answers[expected])


@pytest.mark.parametrize("wrt", [(1, 0), ["y", "x"], ("y", 0), (-1, -2)])
def test_wrt_sequences_keep_their_order(wrt: object) -> None:
    got = tx.grad(quad, wrt)(X, Y)
    assert isinstance(got, tuple)
    assert np.array_equal(got[0], X * X)
    assert np.array_equal(got[1], 2 * X * Y)


def test_wrt_one_tuple_gives_a_tuple() -> None:
    got = tx.grad(quad, ("y",))(X, Y)
    assert isinstance(got, tuple)
    assert len(got) == 1


def test_wrt_keyword_only_argument() -> None:
    def f(x, *, k, n=2):
        return k**n * x

    assert tx.grad(f, "k")(3.0, k=5.0) == 30.0
    assert tx.grad(f, ("k", "x"))(x=3.0, k=5.0) == (30.0, 25.0)


def test_arguments_by_keyword() -> None:
    assert np.array_equal(tx.grad(quad, "y")(y=Y, x=X), X * X)
    assert np.array_equal(tx.grad(quad)(X, y=Y), 2 * X * Y)


@pytest.mark.parametrize("wrt", ["z", 5, -3, 1.5, ("x", "x"), ()])
def test_wrt_that_makes_no_sense(wrt: object) -> None:
    with pytest.raises((TangentxError, TypeError)):
        tx.grad(quad, wrt)(X, Y)


def test_default_argument_left_out() -> None:
    def f(x, k=3.0):
        return k * x * x

    assert tx.grad(f)(2.0) == 12.0
    assert tx.grad(f, "k")(2.0) == 4.0
    assert tx.grad(f)(2.0, k=1.0) == 4.0


def test_perturbation_confusion_reverse() -> None:
    def outer(x):
        return x * tx.grad(lambda y: x + y)(1.0)

    try:
        assert tx.grad(outer)(2.0) == 1.0
    except TangentxError as error:
        pytest.skip(str(error))


def test_perturbation_confusion_forward() -> None:
    def outer(x):
        return x * tx.jvp(lambda y: x + y, (1.0,), (1.0,))[1]

    try:
        assert tx.jvp(outer, (2.0,), (1.0,))[1] == 1.0
    except TangentxError as error:
        pytest.skip(str(error))


def test_perturbation_confusion_product() -> None:
    def outer(x):
        return x * tx.grad(lambda y: x * y * y)(3.0)

    try:
        assert tx.grad(outer)(2.0) == 24.0  # d/dx 6 x^2
    except TangentxError as error:
        pytest.skip(str(error))


def cube(x):
    return x * x * x


def test_grad_of_grad() -> None:
    assert tx.grad(tx.grad(cube))(2.0) == pytest.approx(12.0)
    assert tx.grad(tx.grad(tx.grad(cube)))(2.0) == pytest.approx(6.0)


def test_nested_jvp_is_not_zero() -> None:
    def slope(x):
        return tx.jvp(cube, (x,), (1.0,))[1]

    try:
        assert tx.jvp(slope, (2.0,), (1.0,))[1] == pytest.approx(12.0)
    except TangentxError as error:
        pytest.skip(str(error))


def test_forward_over_reverse() -> None:
    _, second = tx.jvp(tx.grad(cube), (2.0,), (1.0,))
    assert second == pytest.approx(12.0)


def test_hessian_and_hvp_agree() -> None:
    def f(x):
        return np.sum(np.sin(x) * x[::-1]) + np.prod(x)

    h = tx.hessian(f)(Y)
    np.testing.assert_allclose(h, h.T, rtol=1e-12)
    np.testing.assert_allclose(h @ X, tx.hvp(f)(Y, X), rtol=1e-12)


def test_jacobian_of_both_shapes() -> None:
    a = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(tx.jacobian(lambda x: a @ x)(np.ones(3)), a)
    np.testing.assert_allclose(tx.jacobian(lambda x: a.T @ x)(np.ones(2)), a.T)
    np.testing.assert_allclose(tx.jacobian(lambda x: x * x)(np.array([1.0, 2.0])), np.diag([2.0, 4.0]))


def test_has_aux() -> None:
    def f(x):
        return np.sum(x * x), {"norm": np.sqrt(np.sum(x * x)), "n": 2}

    (value, aux), bar = tx.value_and_grad(f, has_aux=True)(X)
    assert value == 5.0
    assert aux["n"] == 2
    assert np.array_equal(bar, 2 * X)


def test_aux_is_that_before_the_reverse_sweep() -> None:
    def f(x):
        u = x * 1.0
        s = np.sum(u**3)
        u[1:] *= u[0]
        return s * u[1], (u, u[1:], [u])

    made = [tx.value_and_grad(f, has_aux=True)(X)[0][1], tx.grad(f, has_aux=True)(X)[1]]
    for parts in made:
        assert all(np.array_equal(a, b) for a, b in zip(parts, f(X)[1], strict=True))


def test_threads_share_one_derivative() -> None:
    df = tx.grad(quad)
    answers, errors = [], []

    def work(k: int) -> None:
        try:
            for _ in range(20):
                answers.append(np.array_equal(df(X * k, Y), 2 * k * X * Y))
        except Exception as error:  # a thread's exception must not get lost
            errors.append(error)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(answers) == 80
    assert all(answers)


def test_one_derivative_for_many_types() -> None:
    df = tx.grad(lambda x: (x * x).sum() if isinstance(x, np.ndarray) else x * x)
    assert df(3.0) == 6.0
    assert np.array_equal(df(X), 2 * X)
    assert df(np.ones((2, 2), np.float32)).dtype == np.float32
    assert df(4.0) == 8.0


def test_types_of_two_calls_are_not_confused() -> None:
    def f(x, p):
        return np.sum(x**p)

    df = tx.grad(f)
    assert np.allclose(df(X, 2), 2 * X)
    assert np.allclose(df(X, 0.5), 0.5 / np.sqrt(X))
    assert np.allclose(df(X, np.array([2.0, 3.0])), [2.0, 12.0])
    assert np.allclose(df(X, -1), -1 / X**2)
    assert np.allclose(df(X, True), 1.0)


def test_text_is_the_same_twice() -> None:
    assert tx.grad(quad).source == tx.grad(quad).source


@pytest.mark.parametrize(("axis", "keepdims"), [(0, True), (0, False), (1, True), (1, False)])
@pytest.mark.parametrize("reduced", [np.sum, np.mean, np.max, np.median])
def test_reverse_over_reverse_of_a_reduction_by_arguments(reduced, axis, keepdims):
    def f(x, axis, keepdims):
        return np.sum(reduced(x**3, axis=axis, keepdims=keepdims) ** 2)

    x, v = np.array([[0.3, 1.4, 0.8], [1.1, 0.6, 1.7]]), np.array([[0.2, -0.4, 0.5], [0.7, 0.1, -0.3]])
    gradient = tx.grad(f)
    along = tx.grad(lambda x, *options: np.sum(gradient(x, *options) * v))(x, axis, keepdims)
    h = 1e-4
    difference = gradient(x + h * v, axis, keepdims) - gradient(x - h * v, axis, keepdims)
    np.testing.assert_allclose(along, difference / (2 * h), rtol=1e-6)
