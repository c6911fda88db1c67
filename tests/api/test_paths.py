"""Derivatives with respect to parts of arguments: `self.k`, `params['w']`, a position in `*args`."""

from __future__ import annotations

from collections import namedtuple
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

import tangentx as tx

X = np.array([0.1, 0.2, 0.3])
Pair = namedtuple("Pair", "a b")


class Model:
    rest = 0.5

    def __init__(self, k, b):
        self.k, self.b, self.n = k, b, 3
        self.sub = SimpleNamespace(w=np.ones(3), c=[1.0, 2.0])

    def residual(self, x):
        return self.k * x + self.b * self.sub.w - self.rest

    def loss(self, x):
        return np.sum(self.residual(x) ** 2) * self.sub.c[0] + self.sub.c[1] ** 2 * self.n

    def __call__(self, x):
        return self.loss(x)


MODEL = Model(1.3, 0.4)
R = MODEL.residual(X)
K_BAR = 2 * R @ X


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-12)


def tree(p, d, x):
    return p.a * x**2 + p.b[0] * d["w"] * x + d["v"][1]


def starred(*xs, scale=1.0):
    return scale * sum((i + 1) * x * x for i, x in enumerate(xs))


TREE = (Pair(2.0, (3.0, 1.0)), {"w": 0.5, "v": [1.0, 2.0]}, 1.5)


def test_an_attribute_of_a_method_a_function_and_a_callable_object():
    close(tx.grad(MODEL.loss, wrt="self.k")(X), K_BAR)
    close(tx.grad(Model.loss, wrt="self.k")(MODEL, X), K_BAR)
    close(tx.grad(MODEL, "self.k")(X), K_BAR)
    value, bar = tx.value_and_grad(MODEL.loss, "self.k")(X)
    close((value, bar), (MODEL.loss(X), K_BAR))


def test_only_the_named_part_has_adjoint_code():
    derivative = tx.grad(MODEL.loss, wrt="self.k")
    derivative(X)
    assert "def loss_grad_self_k(self, x):" in derivative.source
    assert "self_k_bar" in derivative.source
    for other in ("x_bar", "self_b_bar", "self_sub_w_bar", "self_sub_c_0_bar"):
        assert other not in derivative.source


def test_paths_and_names_in_a_tuple():
    x_bar, k_bar, c_bar = tx.grad(MODEL.loss, ("x", "self.k", "self.sub.c[-1]"))(X)
    close(x_bar, 2 * MODEL.k * R)
    close((k_bar, c_bar), (K_BAR, 12.0))
    assert isinstance(tx.grad(MODEL.loss, ("self.k",))(X), tuple)


def test_a_container_gives_a_container():
    bar = tx.grad(MODEL.loss, "self.sub")(X)
    assert type(bar) is SimpleNamespace
    close(bar.w, 2 * MODEL.b * R)
    close(bar.c, [R @ R, 12.0])


def test_keys_indices_and_fields():
    paths = ("p.a", "p.b[0]", "d['w']", 'd["v"][1]')
    close(tx.grad(tree, paths)(*TREE), (2.25, 0.75, 4.5, 1.0))
    close(tx.grad(tree, "p[0]")(*TREE), 2.25)
    close(tx.grad(tree, "p.b")(*TREE), (0.75, 0.0))
    bar = tx.grad(tree, "d['v']")(*TREE)
    assert isinstance(bar, list)
    close(bar, [0.0, 1.0])


def test_seeds_and_tangents():
    tangent = tx.tangent(MODEL.loss, ("self.k", "x"))
    assert tangent.extras == ("self_k_dot", "x_dot")
    close(tangent(X, self_k_dot=2.0, x_dot=0.0 * X), (MODEL.loss(X), 2 * K_BAR))
    close(tx.tangent(tree, "p.b")(*TREE, p_b_dot=(1.0, 5.0))[1], 0.75)
    close(tx.adjoint(MODEL.residual, "self.k")(X, seed=X), X @ X)
    with pytest.raises(tx.errors.NotDifferentiableError, match=r"`self_sub_w_dot` must be .* shape \(3,\)"):
        tx.tangent(MODEL.loss, "self.sub.w")(X, self_sub_w_dot=np.ones(4))


def test_names_of_tangents_are_apart():
    tangent = tx.tangent(lambda a, a_b: a["b"] * a_b, ("a['b']", "a_b"))
    assert tangent.extras == ("a_b_dot", "a_b_dot_1")
    close(tangent({"b": 2.0}, 3.0, a_b_dot=1.0, a_b_dot_1=0.0), (6.0, 3.0))


@pytest.mark.parametrize("mode", ["fwd", "rev", "auto"])
def test_jacobians(mode):
    close(tx.jacobian(MODEL.residual, "self.k", mode=mode)(X), X)
    w, b = tx.jacobian(MODEL.residual, ("self.sub.w", "self.b"), mode=mode)(X)
    close(w, 0.4 * np.eye(3))
    close(b, np.ones(3))


def test_second_order():
    close(tx.grad(tx.grad(MODEL.loss, "self.k"), "self.b")(X), 2 * X.sum())
    close(tx.hessian(MODEL.loss, "self.k")(X), 2 * X @ X)
    close(tx.hvp(MODEL.loss, "self.k")(0.5, X), X @ X)
    ((kk, kb), (bk, bb)) = tx.hessian(MODEL.loss, ("self.k", "self.b"))(X)
    close((kk, kb, bk, bb), (2 * X @ X, 2 * X.sum(), 2 * X.sum(), 6.0))


def test_a_part_that_is_written_stays_as_it_is():
    def scaled(p, x):
        p["w"] *= x
        return np.sum(p["w"] * p["v"])

    p, dot = {"w": X.copy(), "v": X + 1.0}, np.ones(3)
    close(tx.grad(scaled, "p['w']")(p, 2.0), 2.0 * p["v"])
    close(tx.grad(scaled, ("p['v']", "x"))(p, 2.0)[0], 2.0 * X)
    close(tx.tangent(scaled, "p['w']")(p, 2.0, p_w_dot=dot)[1], 2.0 * np.sum(p["v"]))
    close(tx.tangent(scaled, "x")(p, 2.0, x_dot=1.0)[1], X @ p["v"])
    close(p["w"], X)
    close(dot, np.ones(3))


def test_positions_in_starred_arguments():
    close(tx.grad(starred)(1.0, 2.0), 2.0)
    close(tx.grad(starred, (1, 0))(1.0, 2.0), (8.0, 2.0))
    close(tx.grad(starred, (-1, "scale"))(1.0, 2.0), (8.0, 9.0))
    close(tx.grad(starred, "xs")(1.0, 2.0), (2.0, 8.0))
    close(tx.grad(partial(starred, 5.0))(1.0, 2.0), 4.0)
    close(tx.tangent(starred, 1)(1.0, 2.0, xs_1_dot=1.0)[1], 8.0)
    close(tx.hvp(starred, (0, 1))(1.0, 2.0, xs_0_dot=1.0, xs_1_dot=1.0), (2.0, 4.0))
    close(tx.grad(lambda **kw: kw["a"] * kw["b"], "kw['a']")(a=2.0, b=3.0), 3.0)
    with pytest.raises(tx.errors.NotDifferentiableError, match=r"`xs\[2\]`, which does not exist"):
        tx.grad(starred, 2)(1.0, 2.0)


def test_verification():
    assert tx.verify(MODEL.loss, X, wrt=("self.k", "x", "self.sub")).passed


@pytest.mark.parametrize(
    ("wrt", "code", "message"),
    [
        ("self.kk", "TX406", "in `self` are: self.k, self.b, self.n, self.sub"),
        ("self.rest", "TX406", "`self.rest`, which does not exist"),
        ("self['k']", "TX406", "which does not exist"),
        ("self.sub.c[2]", "TX406", r"in `self.sub.c` are: self.sub.c\[0\], self.sub.c\[1\]"),
        ("self.k.z", "TX406", "`self.k` is the float 1.3: it is not taken apart"),
        ("x[0]", "TX406", r"`x` is a float64 array of shape \(3,\): it is not taken apart"),
        ("selfie.k", "TX406", "has no parameter `selfie`"),
        ("self.k + 1", "TX406", "has no parameter"),
        (("self.sub", "self.sub.w"), "TX406", "`self.sub` and `self.sub.w`: one is in the other"),
        ("self.n", "TX404", "`self.n` needs floats; it was called with the int 3"),
    ],
)
def test_wrong_paths(wrt, code, message):
    with pytest.raises(tx.errors.NotDifferentiableError, match=message) as refusal:
        tx.grad(MODEL.loss, wrt)(X)
    assert refusal.value.code == code


def test_one_part_by_two_names():
    with pytest.raises(tx.errors.NotDifferentiableError, match="one is in the other"):
        tx.tangent(tree, ("p.a", "p[0]"))(*TREE, p_a_dot=1.0, p_0_dot=1.0)
