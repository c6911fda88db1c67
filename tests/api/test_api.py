"""The functions a user calls, over the stand-in for the compiler."""

import dataclasses
from typing import NamedTuple

import numpy as np
import pytest

import tangentx as tx

pytestmark = pytest.mark.usefixtures("compiler")
A = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
V = np.array([0.5, -1.0])


def scalar(x, y=2.0):
    return np.sum(x**3) * y


def vector(x, y=2.0):
    return np.sin(A @ x) * y


def close(ours, expected, rtol=1e-7):
    np.testing.assert_allclose(ours, expected, rtol=rtol, atol=1e-9)


@pytest.mark.parametrize("wrt", [0, -2, "x"])
def test_one_name_gives_a_bare_result(wrt):
    close(tx.grad(scalar, wrt)(V), 6 * V**2)
    close(tx.grad(scalar, argnums=wrt)(V), 6 * V**2)


@pytest.mark.parametrize("wrt", [(0, 1), ["x", "y"], (0, "y"), (-2, -1)])
def test_a_sequence_gives_a_tuple(wrt):
    x_bar, y_bar = tx.grad(scalar, wrt)(V)
    close(x_bar, 6 * V**2)
    close(y_bar, np.sum(V**3))


def test_a_sequence_of_one_gives_a_tuple_of_one():
    for ours in (
        tx.grad(scalar, ("x",))(V), tx.value_and_grad(scalar, ("x",))(V)[1], tx.adjoint(scalar, ("x",))(V, seed=1.0),
    ):  # fmt: skip
        assert isinstance(ours, tuple)
        close(ours, (6 * V**2,))
    (block,) = tx.jacobian(vector, ("x",))(V)
    close(block, tx.jacobian(vector)(V))
    ((block,),) = tx.hessian(scalar, ("x",))(V)
    close(block, np.diag(12 * V), 1e-4)
    (product,) = tx.hvp(scalar, ("x",))(V, V)
    close(product, 12 * V * V, 1e-4)


def test_decorators():
    @tx.grad
    def bare(x):
        return x**2

    @tx.value_and_grad(wrt="y")
    def named(x, y):
        return x * y

    @tx.jacobian(argnums=1)
    def other(x, y):
        return x * y

    close(bare(3.0), 6.0)
    close(named(3.0, 4.0), (12.0, 3.0))
    close(other(3.0, 4.0), 3.0)


def test_value_keeps_its_type():
    value, _ = tx.value_and_grad(lambda x: x * x)(3.0)
    assert type(value) is float


def test_aux():
    def f(x):
        return np.sum(x**2), {"x": x}

    g, aux = tx.grad(f, has_aux=True)(V)
    close(g, 2 * V)
    close(aux["x"], V)
    (value, aux), g = tx.value_and_grad(f, has_aux=True)(V)
    close(value, 1.25)
    close(g, 2 * V)
    (g,), aux = tx.grad(f, ("x",), has_aux=True)(V)
    close(g, 2 * V)
    out, pull, aux = tx.vjp(f, V, has_aux=True)
    close(pull(1.0), (2 * V,))
    close(aux["x"], V)
    out, out_dot, aux = tx.jvp(f, (V,), (np.ones(2),), has_aux=True)
    close(out_dot, -1.0)
    close(aux["x"], V)


def test_adjoint_and_tangent():
    seed = np.array([1.0, 2.0, 3.0])
    close(tx.adjoint(vector)(V, seed=seed), A.T @ (seed * 2 * np.cos(A @ V)))
    out, out_dot = tx.tangent(vector, "y")(V, y_dot=1.0)
    close(out_dot, out / 2)
    out, out_dot = tx.tangent(vector, ("x", "y"))(V, x_dot=V, y_dot=1.0)
    close(out_dot, out / 2 + 2 * np.cos(A @ V) * (A @ V))


# -- products ----------------------------------------------------------------------------------------------------------


def test_vjp():
    out, pull = tx.vjp(vector, V, 2.0)
    close(out, vector(V))
    for _ in range(2):
        x_bar, y_bar = pull(np.ones(3))
        close(x_bar, A.T @ (2 * np.cos(A @ V)))
        close(y_bar, np.sum(np.sin(A @ V)))


def test_vjp_gives_none_for_what_has_no_derivative():
    def f(x, n, name, g, flag, nothing, ints):
        return g(x) * n

    _, pull = tx.vjp(f, 2.0, 3, "a", np.sin, True, None, np.arange(3))
    bars = pull(1.0)
    close(bars[0], 3 * np.cos(2.0))
    assert bars[1:] == (None,) * 6


def test_vjp_of_starred_arguments():
    def f(a, *rest):
        return a * rest[0] * rest[2] + rest[1]

    _, pull = tx.vjp(f, 2.0, 3.0, 1, 5.0)
    bars = pull(1.0)
    close(bars[0], 15.0)
    close(bars[1], 10.0)
    assert bars[2] is None
    close(bars[3], 6.0)


def test_vjp_results_are_the_callers_own(compiler, monkeypatch):
    x, seed = np.ones(3), np.ones(3)
    _, pull = tx.vjp(lambda a, b: a + b, x, x)
    monkeypatch.setattr(pull, "_reverse", lambda saved, seed: (seed, seed))
    a_bar, b_bar = pull(seed)
    a_bar[0] = 7.0
    assert b_bar[0] == seed[0] == x[0] == 1.0
    monkeypatch.setattr(pull, "_reverse", lambda saved, seed: (np.broadcast_to(1.0, 3), x))
    for bar in pull(seed):
        bar[0] = 7.0
    assert x[0] == 1.0


def test_writing_on_the_value_of_vjp_does_not_change_the_pullback():
    out, pull = tx.vjp(vector, V)
    before = pull(np.ones(3))
    out[:] = 0.0
    close(pull(np.ones(3)), before)


@pytest.mark.parametrize(
    "seed", [1.0, np.ones(2), np.ones((3, 1)), [1.0, 1.0, 1.0], None, "a", np.ones(3) * 1j, ()]
)
def test_wrong_seeds(seed):
    _, pull = tx.vjp(vector, V)
    with pytest.raises(
        tx.errors.NotDifferentiableError, match=r"the seed must be a float64 array of shape \(3,\)"
    ):
        pull(seed)


@pytest.mark.parametrize("seed", [1, 1.0, np.float32(1), np.array(1.0), np.array(1), True])
def test_seeds_of_scalars(seed):
    for function in (lambda x: x * x, lambda x: np.sin(x)):
        _, pull = tx.vjp(function, 2.0)
        assert np.ndim(pull(seed)[0]) == 0


def test_seeds_of_containers():
    def f(x):
        return {"a": x[0] * x[1], "b": (x, 3)}

    _, pull = tx.vjp(f, V)
    (bar,) = pull({"b": (np.ones(2), None), "a": 2})
    close(bar, [1 + 2 * V[1], 1 + 2 * V[0]])
    with pytest.raises(
        tx.errors.NotDifferentiableError, match=r"the seed\['b'\]\[1\] belongs to a value that has no"
    ):
        pull({"a": 1.0, "b": (np.ones(2), 1)})
    with pytest.raises(tx.errors.NotDifferentiableError, match="the seed must be a dict with 'a', 'b', not"):
        pull({"a": 1.0, "c": (np.ones(2), 1)})


def test_jvp():
    out, out_dot = tx.jvp(vector, (V, 2.0), (np.ones(2), 0.5))
    close(out, vector(V))
    close(out_dot, 2 * np.cos(A @ V) * (A @ np.ones(2)) + 0.5 * np.sin(A @ V))


def test_jvp_arguments_without_derivative():
    def f(x, n, g):
        return g(x) * n

    for nothing in (None, 0, np.zeros(()), np.zeros((), [("float0", "V")])):
        close(tx.jvp(f, (2.0, 3, np.sin), (1.0, nothing, None))[1], 3 * np.cos(2.0))
    with pytest.raises(tx.errors.NotDifferentiableError, match="tangent of `n` belongs to a value"):
        tx.jvp(f, (2.0, 3, np.sin), (1.0, 1.0, None))


@pytest.mark.parametrize(
    ("primals", "tangents", "message"),
    [
        (
            (V,),
            (np.ones(3),),
            r"tangent of `x` must be a float64 array of shape \(2,\), not a float64 array of",
        ),
        ((V,), (), "1 primals and 0 tangents"),
        (V, (V,), "takes its primals as a tuple"),
        ((3,), (0,), "no argument of jvp can carry a derivative"),
    ],
)
def test_jvp_misuse(primals, tangents, message):
    with pytest.raises(tx.errors.NotDifferentiableError, match=message):
        tx.jvp(scalar, primals, tangents)


def test_dtypes_of_seeds_and_tangents_are_cast():
    x = V.astype(np.float32)
    assert tx.tangent(vector)(V, x_dot=[1, 1] * np.ones(2, int))[1].dtype == np.float64
    seen = []
    _, pull = tx.vjp(lambda x: x * np.float32(2), x)
    pull._reverse = lambda saved, seed: (seen.append(seed.dtype) or seed,)
    pull(np.ones(2))
    assert seen == [np.float32]


# -- Jacobians ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("transform", [tx.jacobian, tx.jacfwd, tx.jacrev])
def test_jacobian(transform):
    expected = 2 * np.cos(A @ V)[:, None] * A
    close(transform(vector)(V), expected)
    by_x, by_y = transform(vector, (0, 1))(V, 2.0)
    close(by_x, expected)
    close(by_y, np.sin(A @ V))
    assert by_y.shape == (3,)
    close(transform(scalar)(V), 6 * V**2)
    close(transform(lambda x: x * x)(3.0), 6.0)
    assert transform(lambda x: np.outer(x, x))(V).shape == (2, 2, 2)


@pytest.mark.parametrize("transform", [tx.jacfwd, tx.jacrev])
def test_jacobian_of_containers(transform):
    def f(p):
        return {"s": p["a"] * np.sum(p["b"]), "v": (p["b"] * p["a"],)}

    found = transform(f)({"a": 2.0, "b": V})
    close(found["s"]["a"], np.sum(V))
    close(found["s"]["b"], [2.0, 2.0])
    close(found["v"][0]["a"], V)
    close(found["v"][0]["b"], 2 * np.eye(2))


@pytest.mark.parametrize("transform", [tx.jacfwd, tx.jacrev])
def test_jacobian_with_no_entries(transform):
    assert transform(lambda x: np.sin(x))(np.ones(0)).shape == (0, 0)
    assert transform(lambda x: np.sum(x) * np.ones(2))(np.ones(0)).shape == (2, 0)


def test_jacobian_of_a_complex_result():
    def f(x):
        return x * (1 + 2j)

    close(tx.jacfwd(f)(V), np.eye(2) * (1 + 2j))
    close(tx.jacrev(f)(V), np.eye(2) * (1 + 2j))
    with pytest.raises(tx.errors.NotDifferentiableError, match="complex"):
        tx.jacobian(f)(V * 1j)


def test_jacobian_picks_the_mode_with_fewer_sweeps(compiler):
    tx.jacobian(lambda x: np.sum(x))(V)
    assert "tangent" not in [asked[3] for asked in compiler.asked]
    compiler.asked.clear()
    tx.jacobian(lambda x: np.concatenate((x, x, x)))(V)
    assert compiler.asked[-1][3] == "tangent"


def test_hessian_and_products():
    close(tx.hessian(scalar)(V), np.diag(12 * V), 1e-4)
    close(tx.hvp(scalar)(V, np.ones(2)), 12 * V, 1e-4)
    close(tx.hvp(scalar)(V, np.ones(2), 4.0), 24 * V, 1e-4)
    close(tx.jacobian(tx.grad(scalar))(V), np.diag(12 * V), 1e-4)
    blocks = tx.hessian(scalar, ("x", "y"))(V, 2.0)
    close(blocks[0][1], 3 * V**2, 1e-4)
    close(blocks[1][0], 3 * V**2, 1e-4)


def test_hvp_of_several():
    def f(x, y, z):
        return x**2 * y * z

    close(tx.hvp(f, ("x", "y"))(2.0, 1.0, 3.0, 0.5, 1.0), (2 * 3 * 1.0 + 4 * 0.5, 4 * 1.0), 1e-5)


def test_scipy_minimize():
    optimize = pytest.importorskip("scipy.optimize")

    def rosen(x, a):
        return np.sum(a * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)

    found = optimize.minimize(
        tx.value_and_grad(rosen),
        np.array([0.9, 0.8]),
        args=(100.0,),
        jac=True,
        hessp=tx.hvp(rosen),
        method="Newton-CG",
    )
    close(found.x, [1.0, 1.0], 1e-3)


# -- containers --------------------------------------------------------------------------------------------------------


class Pair(NamedTuple):
    a: float
    b: np.ndarray


@dataclasses.dataclass(frozen=True)
class Params:
    a: float
    b: np.ndarray

    def __post_init__(self):
        assert np.all(self.b > -5)


@pytest.mark.parametrize("cls", [Pair, Params])
def test_gradients_have_the_structure_of_the_input(cls):
    g = tx.grad(lambda p: p.a * np.sum(p.b) * -10)(cls(2.0, np.ones(2)))
    assert type(g) is cls
    close(g.a, -20.0)
    close(g.b, [-20.0, -20.0])


# -- wrong use ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrt", "message"),
    [
        ("z", "scalar has no parameter `z`"), (2, "scalar has no positional parameter 2"),
        (-3, "scalar has no positional parameter -3"), ((), "`wrt` is empty"), ((0, "x"), "names `x` twice"),
        (1.5, "a parameter's name or position, not 1.5"), (True, "name or position, not True"),
    ],
)  # fmt: skip
def test_wrong_wrt(wrt, message):
    with pytest.raises(tx.errors.NotDifferentiableError, match=message) as caught:
        tx.grad(scalar, wrt)
    assert "the parameters of scalar are x, y" in str(caught.value)


def test_parentheses_with_wrt_only():
    with pytest.raises(tx.errors.NotDifferentiableError, match=r"write @tx.grad\(wrt=0\)"):
        tx.grad(0)
    with pytest.raises(tx.errors.NotDifferentiableError, match=r"write @tx.hessian\(wrt='x'\)"):
        tx.hessian("x")


@pytest.mark.parametrize(
    ("value", "way_out"),
    [
        (3, r"pass a float: 3.0"), (True, r"pass a float: 1.0"), (np.int32(2), "pass a float: 2.0"),
        (np.arange(3), r"pass floats: x.astype\(float\)"), (None, "pass a float, an array"), ("a", "pass a float"),
        ([1, 2], "2.0 instead of 2"), (np.array([None]), "np.asarray"),
    ],
)  # fmt: skip
def test_inputs_without_derivative(value, way_out):
    for transform in (tx.grad, tx.jacobian):
        with pytest.raises(
            tx.errors.NotDifferentiableError, match="with respect to `x` needs floats"
        ) as caught:
            transform(scalar)(value)
        assert caught.match(way_out)


def test_unknown_options():
    with pytest.raises(tx.config.OptionError, match="no option `optimise`"):
        tx.grad(scalar, optimise=False)
    with pytest.raises(tx.config.OptionError, match="cannot be 'loud'"):
        tx.grad(scalar, on_disconnected="loud")
    with pytest.raises(tx.config.OptionError, match="mode of a Jacobian"):
        tx.jacobian(scalar, mode="sideways")


def test_what_cannot_be_differentiated_again():
    with pytest.raises(tx.errors.NotDifferentiableError, match="differentiate the gradient instead"):
        tx.grad(tx.jacobian(scalar))
    with pytest.raises(tx.errors.NotDifferentiableError, match="write a function around it"):
        tx.grad(min)
