"""Several directions at once: against one after the other, and against reverse mode.

The programs here are those that a wrong lifting would break: numbers whose tangents are arrays now, views, arrays that
are overwritten while a tangent still needs them, axes counted from both ends.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tangentx as tx
from tangentx.derivatives import jacobian as jacobians

RNG = np.random.default_rng(0)
X4, X6 = RNG.normal(size=4), RNG.normal(size=6)
M, B = RNG.normal(size=(3, 3)), RNG.normal(size=(4, 4))
S = M @ M.T + 3.0 * np.eye(3)
CASES: list[tuple[Callable, tuple]] = []


def case(*args: Any) -> Callable:
    def note(function: Callable) -> Callable:
        CASES.append((function, args))
        return function

    return note


@case(X4)
def elem_then_overwrite(x):
    u = x * 1.0
    a = u[1]
    u[1] = 0.0
    u[2] += a
    return u * a


@case(X4, B)
def matrix_overwritten(x, A):
    y = A @ x
    A[0] = 0.0
    return y + A @ (x * x)


@case(X4)
def itself(x):
    return x


@case(X4, np.array([2.0]))
def factor_of_one_entry(x, c):
    return x * c + np.sin(x) / c


@case(X4, np.array([2.0]))
def mask_of_one_entry(x, c):
    return np.where(c > 1.0, x, 0.0)


@case(B)
def sums_of_selected_entries(x):
    return np.array([x[i][np.isfinite(x[i])].sum() for i in range(len(x))])


@case(X4)
def row_of_one_entry(x):
    c = np.reshape(np.array([1.0, 2.0]), (2, 1))
    return c[0] + c[1] * x


@case(X4, B)
def linear(x, A):
    return A @ x


@case(X4, B)
def linear_t(x, A):
    return x @ A


@case(X4)
def scalars(x):
    s = x[0]
    t = s
    s += x[1]
    s *= t
    for i in range(len(x)):
        s += t * x[i]
    return np.array([s, t])


@case(X4)
def lists(x):
    xs = []
    for i in range(4):
        xs.append(x[i] * i)
    xs[0] = x[3]
    t = xs.pop()
    xs.append(t * t)
    return np.array([xs[0], xs[1], xs[-1], sum(xs)])


@case(X4)
def view_write(x):
    u = np.zeros(5)
    v = u[1:]
    v[0] = x[2]
    v[1:] *= 2.0
    u[2:] += x[:3]
    v[:] = v * x
    return u


@case(X4)
def reshape_write(x):
    u = np.zeros((2, 4))
    r = u.reshape(4, 2)
    r[0] = x[:2]
    r[1] += x[1]
    u.ravel()[5] = x[3]
    return u * x


@case(X4)
def ellipsis(x):
    u = np.zeros((2, 4))
    u[..., 0] = x[1]
    u[0, ...] += x
    u[...] = u * 2
    return u[..., 1:], x[..., None] * x[None, ...]


@case(X4)
def masks(x):
    u = x * 1.0
    u[x > 0] = x[x > 0] ** 2
    u[x < 0] *= 3.0
    return u


@case(X4)
def add_at(x):
    u = np.zeros(3)
    np.add.at(u, [0, 0, 2, 2], x * x)
    return u


@case(X4)
def branches(x):
    y = 0.0
    if x[0] > 100:
        y = x[1]
    z = 1.0 if x[1] > 50 else 2.0
    return np.array([y, z, x[0] * z])


@case(X4)
def loop_while(x):
    s = x
    k = 0
    while True:
        s = np.sin(s) + x * 0.1
        k += 1
        if np.sum(s) < 0.5 or k > 5:
            break
    return s


@case(M)
def mats(X):
    return X @ X.T + X.T @ X


@case(M)
def mats2(X):
    return np.linalg.inv(X) @ X[0] + np.linalg.det(X)


@case(S)
def chol(X):
    return np.linalg.cholesky(X + X.T)


@case(M)
def eins(X):
    return np.einsum("ij,kj->ik", X, X), np.einsum("...ij->...ji", X), np.einsum("ii", X)


@case(S)
def eig(X):
    w, v = np.linalg.eigh(X + X.T)
    return w, v * v


@case(S, X4[:3])
def solves(X, b):
    return np.linalg.solve(X, b), np.linalg.solve(X, X * 2)


@case(X4[:3], S)
def solves_b(b, X):
    return np.linalg.solve(X, b * b)


@case(X4.reshape(2, 2))
def turned(x):
    """The rank of the reshaped array is not known, and turning the directions too would go unseen."""
    return x.reshape(2, -1).T @ np.array([1.0, 2.0]), x.reshape(2, -1).T ** 2


@case(X6)
def shapes(x):
    m = x.reshape(2, 3)
    return (
        m.T,
        np.transpose(m, (1, 0)),
        m.flatten() * 2,
        np.ravel(m.T),
        np.moveaxis(m, -1, 0),
        m[:, None, ::-1],
        np.flip(m),
        np.flip(m, -1),
        np.roll(x, 2),
        np.roll(m, 1, axis=-1),
        np.expand_dims(m, -1),
        np.squeeze(m[:, None], 1),
        np.swapaxes(m, -1, 0),
    )


@case(X6)
def reds(x):
    m = x.reshape(2, 3)
    return (
        np.sum(m),
        np.sum(m, axis=-1),
        np.sum(m, axis=(0, -1)),
        np.mean(m, axis=0, keepdims=True),
        np.max(m, axis=1),
        np.min(m),
        np.prod(m, axis=0),
        np.cumsum(x),
        np.cumsum(m, axis=-1),
        np.std(m, axis=0),
        np.var(m),
        np.linalg.norm(m, axis=1),
        np.linalg.norm(x),
        np.sort(x),
        np.diff(x),
        np.diff(m, axis=0),
        np.trace(m[:, :2]),
        np.diag(x),
        np.tril(m),
        m.max(),
        m.sum(0),
        m.mean(-1),
    )


@case(S)
def blocks(X):
    """Matrix functions, pieces and sums over products."""
    first, second = np.split(X[:2] * X[1:], 2)
    parts = [first * 2.0, second]
    return (
        np.linalg.solve(X, X * X), np.tril(X @ X, -1), np.triu(X), np.diag(X) * X[0], np.diag(X, 1), np.pad(X, 2),
        np.concatenate(parts, axis=-1), np.einsum("ij,jk->ik", np.ones((3, 3)), X * X), np.fft.fft(X, axis=0).real,
        np.array(parts), np.einsum("ii->i", X),
    )  # fmt: skip


@case(X6)
def joins(x):
    m = x.reshape(2, 3)
    return (
        np.concatenate([x, np.ones(2), x[:1]]),
        np.stack([x, np.zeros(6)], axis=-1),
        np.hstack([m, m * 2]),
        np.vstack([x, x * x]),
        np.array([[x[0], 1.0], [x[1] * 2, x[2]]]),
        np.append(x, 1.0),
        np.tile(x, 2),
        np.repeat(x, 2),
        np.repeat(m, 2, axis=-1),
        np.pad(x, 1),
        np.outer(x, x),
        np.kron(x, x[:2]),
        np.dot(m, m.T),
        np.tensordot(m, m, axes=([0], [0])),
        np.inner(x, x),
        np.vdot(x, x),
        np.where(x > 0, x, 0.0),
        np.where(x > 0, x, x**2),
        np.clip(x, -0.5, 0.5),
        np.maximum(x, 0),
        np.abs(x),
        np.take(x, [0, 0, 3]),
        np.take(m, [0, 1], axis=-1),
    )


@case(X6)
def stacks(x):
    T = x.reshape(3, 1, 2) * np.arange(1.0, 5).reshape(2, 2)
    return (
        T @ T,
        T @ x[:2],
        T @ np.ones((2, 4)),
        np.ones((4, 2)) @ T,
        np.matmul(np.ones((3, 2, 2)), T),
        x[:2] @ T,
    )


@case(X4)
def scal(x):

    a = float(x[0])
    b = math.sin(a) * x[1].item()
    d = {"a": a, "b": b}
    d["c"] = d["a"] * d["b"]
    return d["c"] * x, math.hypot(a, b), max(a, b), abs(a), a**2, 2.0**a


@case(X4)
def nested(x):
    def g(y):
        return y * y + x

    hs = [g(x), [x[0], x[1:]]]
    return hs


def fact(x, n):
    return x if n == 0 else x * fact(x * 0.5, n - 1)


@case(X4)
def rec(x):
    return fact(x, 3)


@case(X4.astype(np.float32))
def f32(x):
    return np.sin(x) * 2 + x @ x


@case(X4)
def through32(x):
    return x.astype(np.float32) * 2


@case(X4)
def swap(x):
    u = x.copy()
    u[0], u[1] = u[1], u[0]
    w = u
    w += 1.0
    w *= x
    return u


@case(X4)
def alias_scalar_list(x):
    xs = [x[0]]
    a = xs[0]
    xs[0] += x[1]
    return np.array([a, xs[0]])


@case(X4)
def rows(x):
    r = [x * 1.0, x * 2.0]
    r[0] += x * x
    a = r[1]
    a[0] = 5.0
    return r[0] * r[1]


@case(X4)
def const(x):
    return np.ones(3)


@case(X4)
def out(x):
    u = np.empty(4)
    np.multiply(x, x, out=u)
    np.add(u, x, out=u)
    np.copyto(u[:2], x[2:])
    return u


@case(X4)
def neg_strides(x):
    u = x[::-1].copy()
    u[::2] = x[:2]
    return u[::-1]


@case(2.0, X4)
def fl(a, x):
    return a * x, a


@case(X4)
def acc_view(x):
    u = np.zeros((3, 4))
    for i in range(3):
        row = u[i]
        row += x * i
        row[0] = x[1]
    t = u[1]
    u[1] = 0.0
    return u + t


@case(X4)
def scalar_view2(x):
    u = x * 2.0
    a = u[0]
    b = u[()]
    lst = [u[1], u[2]]
    u[:] = 0.0
    return np.array([a, lst[0], lst[1]]), b * x


@case(X4)
def aug_scalar_view(x):
    u = x * 2.0
    a = u[0]
    a += x[1]
    a *= 2.0
    return u * a


@case(X4)
def diag_alias(x):
    p = np.exp(x)
    y = p * x
    p[0] = 7.0
    return y * p


@case(X4, B)
def diag_alias2(x, A):
    p = np.exp(np.zeros(4))
    y = p * x
    p[0] = 7.0
    z = A.T @ y
    return z * p + y


@case(X4)
def mutate_arg(x):
    x[0] = x[1] * 2
    x *= 3.0
    return x


def _leaves(result: Any) -> list:
    if isinstance(result, tuple | list):
        return [leaf for item in result for leaf in _leaves(item)]
    return [result]


def _copied(args: tuple) -> list:
    return [np.array(a) if isinstance(a, np.ndarray) else a for a in args]


def _asked() -> list:
    return [
        pytest.param(function, args, at, id=f"{function.__name__}-{at}")
        for function, args in CASES
        for at, value in enumerate(args)
    ]


@pytest.mark.parametrize(("function", "args", "at"), _asked())
def test_all_directions_at_once(function: Callable, args: tuple, at: int) -> None:
    together, one_by_one, reverse = (make(function, at) for make in (tx.jacfwd, tx.jacfwd, tx.jacrev))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one_by_one, _ = one_by_one._by_columns(tuple(_copied(args)))
        results = [run(*_copied(args)) for run in (together, one_by_one, reverse, together)]
    if np.size(args[at]) > 1 and function.__name__ != "reshape_write":
        assert together._used.spec.mode in ("jacobian", "tangents")
    for got, expected, other, again in zip(*map(_leaves, results), strict=True):
        assert np.shape(got) == np.shape(expected) and np.asarray(got).dtype == np.asarray(expected).dtype
        np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(got, other, rtol=1e-5, atol=1e-7)
        np.testing.assert_array_equal(got, again)


def test_the_result_is_nobody_elses() -> None:
    """`A @ I` is A: but not that very array."""
    jacobian = tx.jacobian(linear)
    got = jacobian(X4, B)
    assert not np.shares_memory(got, B)
    np.testing.assert_array_equal(got, B)
    parts = tx.jacfwd(lambda x: (x, x))(X4)
    assert not np.shares_memory(*parts)


def test_as_many_directions_as_there_is_memory_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def far(x):
        return np.cumsum(np.sin(x)) * x[::-1], np.sum(x)

    whole = tx.jacfwd(far)(X6)
    for memory in (0, 2000, 5000):
        monkeypatch.setattr(jacobians, "MEMORY", memory)
        for got, expected in zip(tx.jacfwd(far)(X6), whole, strict=True):
            np.testing.assert_allclose(got, expected, rtol=1e-12)


def _emitted(function: Callable, *args: Any) -> str:
    jacobian = tx.jacfwd(function, cache=False)
    jacobian(*args)
    return jacobian.source.partition('"""\n')[2]


def test_unit_directions_are_folded() -> None:
    """No identity matrix where the tangent is a diagonal, or a product with the identity."""

    def layer(x, w):
        return np.tanh(w @ x)

    def entries(x):
        y = np.sin(x)
        return y * x

    assert _emitted(layer, X4, B) == (
        "    tanh = np.tanh(w @ x)  # L{0}\n    return (1.0 - tanh * tanh)[:, None] * w\n"
    ).format(layer.__code__.co_firstlineno + 1)
    text = _emitted(entries, X4)
    assert "eye" not in text and text.endswith("return np.diag(y_dot * x + y)\n")


def test_axes_are_counted_before_the_directions() -> None:
    def sums(x):
        m = x.reshape(2, 3)
        return np.sum(m * m, axis=-1)

    text = _emitted(sums, X6)
    assert "axis=1)" in text and "np.stack" not in text


def test_what_has_no_form_for_several_directions_goes_one_by_one() -> None:
    def tiled(x):
        return np.tile(x * x, 2)

    assert "[np.tile(operand_dot[..., i], 2) for i in range(directions)]" in _emitted(tiled, X4)
    np.testing.assert_allclose(tx.jacfwd(tiled)(X4)[4:], np.diag(2.0 * X4))


def test_a_hessian_is_one_function() -> None:
    def rosenbrock(x):
        return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)

    hessian = tx.hessian(rosenbrock)
    got = hessian(X6)
    assert hessian.source.count("def ") == 1 and "hessian" not in hessian.function.__name__
    expected = np.stack([tx.hvp(rosenbrock)(X6, unit) for unit in np.eye(6)])
    np.testing.assert_allclose(got, expected, rtol=1e-12)
    assert hessian.specialize(X6)(X6).shape == (6, 6)


def test_the_page_shows_what_is_emitted() -> None:
    def energy(x, a):
        return 0.5 * np.sum(np.tanh(a @ x) ** 2)

    page = (Path(__file__).parents[2] / "docs" / "jacobians.md").read_text(encoding="utf-8")
    hessian = tx.hessian(energy, cache=False)
    hessian(X4, B)
    shown = re.sub(r"# L\d+", "# L", page.partition("```python no-run\n")[2].partition("```")[0])
    assert shown in re.sub(r"# L\d+", "# L", hessian.source)
