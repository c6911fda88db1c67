"""The same functions a user calls, over the compiler itself: numbers, structures, ownership."""

import dataclasses
import functools
import inspect
from typing import NamedTuple

import numpy as np
import pytest

import tangentx as tx
from tangentx import pytrees
from tangentx.errors import TangentxError

A = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
V = np.array([0.5, -1.0])
ONES = np.ones(3)


def scalar(x, y=2.0):
    return np.sum(x**3) * y


def vector(x, y=2.0):
    return np.sin(A @ x) * y


def identity(x):
    return x


def add(a, b):
    return a + b


def two(a, b):
    return np.sum(a * b)


def with_aux(x):
    return np.sum(x**2), {"x": x}


def kinds(a, /, b=2.0, *rest, c, d=4.0, **more):
    return a * b + rest[0] * c + d * more["e"]


def starred(a, *rest):
    return a * rest[0] * rest[1]


def keyword(a, *, c, d=4.0):
    return a * c * d


def of_dict(p):
    return p["a"] * np.sum(p["b"])


def of_attributes(p):
    return p.a * np.sum(p.b)


def to_tuple(x):
    return x * 2.0, np.sum(x)


def to_dict(x):
    return {"a": x[0] * x[1], "b": x * 3.0}


def awkward(seed, x):
    return seed * x


def mixed(x, n, name, flag, nothing):
    return np.sin(x) * n


def helper(x):
    raise NotImplementedError


def calls_helper(x):
    return helper(x)


class Pair(NamedTuple):
    a: float
    b: np.ndarray


@dataclasses.dataclass
class Params:
    a: float
    b: np.ndarray


class Model:
    def __init__(self, k):
        self.k = k

    def plain(self, w):
        return self.k * w**2

    @tx.grad(wrt="w")
    def cost(self, w):
        return self.k * w**2


CASES = {
    "float": (lambda: tx.grad(scalar)(3.0), 54.0),
    "tuple": (lambda: tx.grad(scalar, (0, 1))(V), (6 * V**2, np.sum(V**3))),
    "adjoint": (lambda: tx.adjoint(vector)(V, seed=ONES), A.T @ (2 * np.cos(A @ V))),
    "adjoint, integer seed": (lambda: tx.adjoint(vector)(V, seed=np.ones(3, int)), A.T @ (2 * np.cos(A @ V))),
    "a parameter called seed": (lambda: tx.adjoint(awkward)(2.0, 3.0, seed_1=1.0), 3.0),
    "vjp": (lambda: tx.vjp(vector, V, 2.0)[1](ONES), (A.T @ (2 * np.cos(A @ V)), np.sum(np.sin(A @ V)))),
    "vjp of a tuple": (lambda: tx.vjp(to_tuple, V)[1]((V, 1.0)), (2 * V + 1,)),
    "vjp of a dict": (lambda: tx.vjp(to_dict, V)[1]({"a": 1.0, "b": V}), (V[::-1] + 3 * V,)),
    "vjp of *args": (lambda: tx.vjp(starred, 2.0, 3.0, 5.0)[1](1.0), (15.0, 10.0, 6.0)),
    "grad of *args": (lambda: tx.grad(starred, "rest")(2.0, 3.0, 5.0), (10.0, 6.0)),
    "keyword-only": (lambda: tx.grad(keyword, ("a", "c", "d"))(1.0, c=3.0), (12.0, 4.0, 3.0)),
    "every kind": (lambda: tx.grad(kinds, ("a", "c", "d"))(1.0, 3.0, 5.0, c=7.0, e=11.0), (3.0, 5.0, 11.0)),
    "tangent, every kind": (
        lambda: tx.tangent(kinds, "c")(1.0, 3.0, 5.0, c=7.0, c_dot=2.0, e=11.0),
        (82.0, 10.0),
    ),
    "dict": (lambda: tx.grad(of_dict)({"a": 2.0, "b": V}), {"a": -0.5, "b": [2.0, 2.0]}),
    "namedtuple": (lambda: tx.grad(of_attributes)(Pair(2.0, V)), Pair(-0.5, [2.0, 2.0])),
    "bound method": (lambda: tx.grad(Model(3.0).plain)(2.0), 12.0),
    "decorated method": (lambda: Model(5.0).cost(2.0), 20.0),
    "partial": (lambda: tx.grad(functools.partial(scalar, y=3.0))(V), 9 * V**2),
    "aux": (lambda: tx.grad(with_aux, has_aux=True)(V), (2 * V, {"x": V})),
    "value and aux": (lambda: tx.value_and_grad(with_aux, has_aux=True)(V), ((1.25, {"x": V}), 2 * V)),
    "jvp": (lambda: tx.jvp(vector, (V, 2.0), (V, 1.0))[1], 2 * np.cos(A @ V) * (A @ V) + np.sin(A @ V)),
    "jvp with aux": (lambda: tx.jvp(with_aux, (V,), (V,), has_aux=True), (1.25, 2.5, {"x": V})),
    "tangent": (lambda: tx.tangent(vector)(V, x_dot=V), (vector(V), 2 * np.cos(A @ V) * (A @ V))),
    "jacobian": (lambda: tx.jacobian(vector)(V), 2 * np.cos(A @ V)[:, None] * A),
    "jacfwd": (lambda: tx.jacfwd(vector, (0, 1))(V, 2.0), (2 * np.cos(A @ V)[:, None] * A, np.sin(A @ V))),
    "jacrev": (lambda: tx.jacrev(vector, (0, 1))(V, 2.0), (2 * np.cos(A @ V)[:, None] * A, np.sin(A @ V))),
    "jacrev of a dict": (lambda: tx.jacrev(to_dict)(V), {"a": V[::-1], "b": 3 * np.eye(2)}),
    "jacfwd of a dict": (lambda: tx.jacfwd(to_dict)(V), {"a": V[::-1], "b": 3 * np.eye(2)}),
    "grad of grad": (lambda: tx.grad(tx.grad(lambda x: x**3))(2.0), 12.0),
    "third derivative": (lambda: tx.grad(tx.grad(tx.grad(lambda x: x**4)))(2.0), 48.0),
    "jacrev of grad": (lambda: tx.jacrev(tx.grad(scalar))(V), np.diag(12 * V)),
    "vjp of grad": (lambda: tx.vjp(tx.grad(scalar), V)[1](V), (12 * V * V,)),
    "hessian": (lambda: tx.hessian(scalar)(V), np.diag(12 * V)),
    "hessian blocks": (
        lambda: tx.hessian(scalar, (0, 1))(V, 2.0),
        ((np.diag(12 * V), 3 * V**2), (3 * V**2, 0.0)),
    ),
    "hvp": (lambda: tx.hvp(scalar)(V, V), 12 * V * V),
    "hvp of two": (lambda: tx.hvp(scalar, (0, 1))(V, V, 2.0, 1.0), (12 * V * V + 3 * V**2, np.sum(3 * V**3))),
}


def assert_close(ours, expected):
    leaves, structure = pytrees.flatten(ours)
    others, _ = pytrees.flatten(pytrees.unflatten(structure, list(_leaves_as(expected, structure))))
    for one, other in zip(leaves, others, strict=True):
        assert np.shape(one) == np.shape(other)
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-12)


def _leaves_as(expected, structure):
    """The leaves of `expected`, taken apart no further than `structure` is."""
    if structure.cls is None:
        yield np.asarray(expected)
        return
    parts = pytrees.children_of(expected)
    assert type(expected) is structure.cls
    assert parts[0] == structure.keys
    for item, child in zip(parts[1], structure.children, strict=True):
        yield from _leaves_as(item, child)


@pytest.mark.parametrize("case", CASES)
def test_numbers(case):
    ours, expected = CASES[case]
    assert_close(ours(), expected)


def test_no_derivative_is_none():
    bars = tx.vjp(mixed, 2.0, 3, "a", True, None)[1](1.0)
    assert bars[1:] == (None,) * 4
    assert bars[0] == pytest.approx(3 * np.cos(2.0))


@pytest.mark.parametrize(
    "make",
    [
        lambda x, s: tx.vjp(identity, x)[1](s), lambda x, s: tx.vjp(add, x, x)[1](s),
        lambda x, s: tx.adjoint(identity)(x, seed=s), lambda x, s: tx.adjoint(add, (0, 1))(x, x, seed=s),
        lambda x, s: tx.grad(two, (0, 1))(x, x), lambda x, s: tx.grad(lambda x: np.sum(x))(x),
        lambda x, s: tx.tangent(identity)(x, x_dot=s)[1], lambda x, s: tx.jvp(identity, (x,), (s,))[1],
    ],
)  # fmt: skip
def test_results_are_the_callers_own(make):
    x, seed = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])
    arrays = pytrees.flatten(make(x, seed))[0]
    for index, array in enumerate(arrays):
        assert array.flags.writeable
        assert not any(np.may_share_memory(array, other) for other in [x, seed, *arrays[:index]])


def test_types_of_values():
    assert type(tx.value_and_grad(lambda x: x * x)(2.0)[0]) is float
    assert tx.grad(scalar)(V.astype(np.float32)).dtype == np.float32
    assert tx.grad(scalar)(np.array(2.0)).shape == ()


@pytest.mark.parametrize("fun", [vector, to_tuple, lambda x: None, lambda x: x])
def test_grad_of_what_is_no_scalar(fun):
    with pytest.raises(tx.errors.NotDifferentiableError, match="grad needs a scalar result"):
        tx.grad(fun)(V)


@pytest.mark.parametrize("result", [lambda x, n: x * np.ones(n), lambda x, n: x * np.arange(float(n))])
def test_seed_of_the_shape_that_another_call_had(result):
    adjoint = tx.adjoint(result)
    assert adjoint(2.0, 3, seed=np.array([0.0, 0.0, 1.0])) in (1.0, 2.0)
    for n, extent in ((1, 3), (2, 3), (3, 1), (2, 1), (1, 2)):
        with pytest.raises(tx.errors.NotDifferentiableError, match=rf"`seed` must be .* shape \({n},\)"):
            adjoint(2.0, n, seed=np.ones(extent))


@pytest.mark.parametrize("seed", [1.0, np.ones(1), np.ones(2), np.ones((3, 3))])
def test_seed_of_a_wrong_shape(seed):
    """NumPy itself refuses what does not broadcast, where the extent of the result is known at run time only."""
    expected = r"must be a float64 array of shape \((3|\?),\)|could not be broadcast"
    with pytest.raises((tx.errors.NotDifferentiableError, ValueError), match=expected):
        tx.adjoint(vector)(V, seed=seed)


def test_errors_carry_a_note():
    with pytest.raises(ValueError, match="mismatch|aligned") as caught:
        tx.grad(lambda x: np.sum(np.dot(A, x)))(np.ones(5))
    assert any("in the derivative of" in note for note in caught.value.__notes__)


def test_tools_show_the_emitted_text():
    df = tx.grad(scalar)
    df(V)
    assert inspect.getsource(df.function) in df.source
    assert "def scalar_grad_x(x, y=2.0):" in inspect.getsource(df)
    assert df.line_map
    assert df.key[:12] in df.source


def test_a_rebound_helper_is_seen(monkeypatch):
    df = tx.grad(calls_helper)
    monkeypatch.setitem(globals(), "helper", lambda x: x * 2.0)
    assert df(3.0) == 2.0
    monkeypatch.setitem(globals(), "helper", lambda x: x * x)
    assert df(3.0) == 6.0


def test_check_grads_and_verify():
    tx.check_grads(scalar, (V, 2.0), 2)
    tx.check_grads(vector, (V, 2.0), 1)
    tx.verify(vector, V).raise_if_failed()
    tx.verify(tx.grad(scalar), V).raise_if_failed()


def test_rosenbrock_as_scipy_has_it():
    optimize = pytest.importorskip("scipy.optimize")
    x = np.array([1.3, 0.7, 0.8, 1.9, 1.2])
    np.testing.assert_allclose(tx.grad(optimize.rosen)(x), optimize.rosen_der(x), rtol=1e-12)
    np.testing.assert_allclose(tx.hessian(optimize.rosen)(x), optimize.rosen_hess(x), rtol=1e-12)
    np.testing.assert_allclose(tx.hvp(optimize.rosen)(x, x), optimize.rosen_hess_prod(x, x), rtol=1e-12)


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@logged
def decorated(w, x, scale=1.0):
    return scale * w * x**2


class Logged:
    @logged
    def loss(self, w, x):
        return np.sum(w * x)


def test_the_names_of_a_decorated_function():
    """What `functools.wraps` shows are names for entries of the wrapper's `*args`."""
    assert tx.grad(decorated)(2.0, 3.0) == 9.0
    assert tx.grad(decorated, wrt="x")(2.0, 3.0, scale=0.5) == 6.0
    assert tx.grad(decorated, wrt=("scale", "w"))(2.0, 3.0, 1.0) == (18.0, 9.0)
    assert np.array_equal(tx.grad(Logged().loss, wrt="x")(V, 2.0 * V), V)
    assert np.array_equal(tx.grad(Logged().loss)(V, 2.0 * V), 2.0 * V)
    with pytest.raises(TangentxError, match="no parameter `y`"):
        tx.grad(decorated, wrt="y")


@functools.cache
def cubed(x):
    return x**3


def test_a_cached_function_is_the_function():
    assert tx.grad(cubed)(2.0) == 12.0


def of_unknown_size(x):
    a, total = None, 0.0
    for _ in range(3):
        total = total + np.asarray(a).itemsize * x
        a = np.append(x, x)
    return total


def test_an_error_while_it_runs_has_a_place() -> None:
    """Also where the gradient is run in two halves, with a look at the result between them."""
    with pytest.raises(tx.errors.TangentxError) as caught:
        tx.grad(of_unknown_size)(1.0)
    assert caught.value.code == "TX514"
    assert "np.asarray(a).itemsize * x" in str(caught.value)


def squares_and(x):
    y = x * x
    return y, y


@pytest.mark.parametrize("shape", [lambda y: y, lambda y: (y, 2 * y), lambda y: {"a": y}, lambda y: y.sum()])
def test_the_seed_of_a_pullback_is_that_of_the_result_without_aux(shape):
    def f(x):
        return shape(x * x), {"n": x}

    x = np.array([1.0, 2.0, 3.0])
    out, pull, aux = tx.vjp(f, x, has_aux=True)
    whole, expected = tx.vjp(lambda x: shape(x * x), x)
    [found] = pull(out)
    np.testing.assert_array_equal(found, expected(whole)[0])
    np.testing.assert_array_equal(aux["n"], x)


def test_an_aux_that_is_the_result_takes_no_seed():
    _, pull, aux = tx.vjp(squares_and, np.array([1.0, 2.0]), has_aux=True)
    assert pull(np.array([1.0, 10.0]))[0].tolist() == [2.0, 40.0]
    assert aux.tolist() == [1.0, 4.0]


def test_has_aux_where_only_the_call_tells_that_the_result_is_a_number():
    def f(x, axis=None):
        return np.sum(x**2, axis=axis), 3

    gradient, aux = tx.grad(f, has_aux=True)(np.array([1.0, 2.0]), 0)
    assert gradient.tolist() == [2.0, 4.0] and aux == 3


def test_the_gradient_of_a_number_is_not_an_array_of_the_callers():
    b = np.array(3.0)
    a_bar, b_bar = tx.grad(lambda a, b: a * b, (0, 1))(2.0, b)
    assert (float(a_bar), float(b_bar)) == (3.0, 2.0)
    assert not np.shares_memory(a_bar, b)
