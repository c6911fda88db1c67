"""`Derivative`: dispatch, caching, guards, and behaving like the function it is."""

import functools
import inspect
import threading

import numpy as np
import pytest

import tangentx as tx
from tangentx import derivative as module
from tangentx.analysis.observed import type_of
from tangentx.analysis.types import UNKNOWN, Array, Dim, Scalar

pytestmark = pytest.mark.usefixtures("compiler")


def loss(w, x, y=2.0, *, k=1.0):
    """A loss."""
    return np.sum((w * x - y) ** 2) * k


W, X = np.array([1.0, 2.0]), np.array([3.0, 4.0])
EXPECTED = 2 * (W * X - 2.0) * X


def test_one_version_for_shapes_of_one_rank(compiler):
    df = tx.grad(loss)
    np.testing.assert_allclose(df(W, X), EXPECTED, rtol=1e-9)
    df(np.ones(5), np.ones(5))
    df(np.ones(7), np.ones(7), y=3.0)
    assert len(compiler.asked) == 1
    df(np.ones((2, 3)), np.ones(3))
    df(np.ones(1), np.ones(1))
    df(W.astype(np.float32), X)
    df(2.0, 3.0)
    assert len(compiler.asked) == 5


def test_types_are_one_a_parameter_defaults_included(compiler):
    tx.grad(loss)(W, X)
    _, types, wrt, mode, options = compiler.asked[0]
    assert types == tuple(map(type_of, (W, X, 2.0, 1.0)))
    assert (wrt, mode, options) == (("w",), "grad", tx.config.options())


@pytest.mark.parametrize(
    "values",
    [
        (1.0, 2), (1, 2.0), (True, 2.0), (np.float32(1), 2.0), (None, 2.0), ("a", 2.0), ("b", 2.0), ((1.0, 2.0), 2.0),
        ([1.0, 2.0], 2.0), ((1.0,), 2.0), ({"a": 1.0}, 2.0), ({"b": 1.0}, 2.0), (np.ones(2), 2.0), (np.ones(3), 2.0),
        (np.ones(2, np.float32), 2.0), (np.ones((2, 1)), 2.0), (np.array(1.0), 2.0), (len, 2.0), (np.sum, 2.0),
        (float, 2.0), (np.dtype(float), 2.0), ((np.dtype(float), (3,)), 2.0),
    ],
)  # fmt: skip
def test_level_one_tells_apart_what_level_two_does(values):
    others = [1.0, np.ones(2), np.ones(3), (1.0, 2.0), [1.0, 2.0], {"a": 1.0}, None, "a", float]
    others.append((np.dtype(float), (3,)))
    key = module.dispatch.key_of(values[0])
    assert hash(key) == hash(module.dispatch.key_of(values[0]))
    for other in others:
        if type_of(other) != type_of(values[0]):
            assert module.dispatch.key_of(other) != key


def test_guards_are_asked_at_each_call(compiler):
    holds = [True]
    compiler.guards = (lambda: holds[0],)
    df = tx.grad(loss)
    df(W, X)
    df(W, X)
    assert len(compiler.asked) == 1
    holds[0] = False
    df(W, X)
    df(np.ones(3), np.ones(3))
    assert len(compiler.asked) == 3


def test_level_one_does_not_grow_without_bound(compiler):
    df = tx.grad(loss)
    for n in range(2, module.TABLE_LIMIT + 20):
        df._find((n,), (W, X, 2.0, 1.0))
    assert len(df._entries) <= module.TABLE_LIMIT
    assert len(compiler.asked) == 1


def test_threads_compile_once(compiler):
    df, results = tx.grad(loss), []
    threads = [threading.Thread(target=lambda: results.append(df(W, X))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(compiler.asked) == 1
    assert all(np.array_equal(results[0], result) for result in results)


def test_it_looks_like_the_function():
    df = tx.grad(loss)
    assert str(df.__signature__) == "(w, x, y=2.0, *, k=1.0)"
    assert (df.__name__, df.__qualname__, df.__module__) == ("loss", "loss", __name__)
    assert df.__doc__ == f"Grad of {__name__}:loss with respect to w.\n\nA loss."
    assert inspect.getdoc(df) == df.__doc__
    assert df.primal is loss
    assert callable(df)
    assert repr(df) == f"<grad of {__name__}:loss wrt w; not derived yet>"
    assert "def f():" in df.source
    assert repr(df) == f"<grad of {__name__}:loss wrt w; in memory>"
    assert "<pre>def f():" in df._repr_html_()
    assert df.__wrapped__ is df.function
    assert inspect.signature(df) == df.__signature__


def test_source_is_of_the_latest_version_else_the_general_one(compiler):
    df = tx.grad(loss)
    assert df.source
    assert compiler.asked[-1][1] == (None,) * 4
    df(W, X)
    df(2.0, 3.0)
    assert df.function is df.specialize(2.0, 3.0)
    assert len(compiler.asked) == 3


def test_looking_at_wrapped_raises_nothing_but_attribute_error(monkeypatch):
    def refuse(*args):
        raise tx.errors.MissingRuleError("no rule")

    df = tx.grad(loss)
    monkeypatch.setattr(module.pipeline, "compile", refuse)
    assert not hasattr(df, "__wrapped__")
    with pytest.raises(tx.errors.MissingRuleError):
        df.source  # noqa: B018


def test_wrong_calls_are_pythons_own_errors():
    with pytest.raises(TypeError, match=r"loss_grad_w\(\) missing 1 required positional argument: 'x'"):
        tx.grad(loss)(W)
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        tx.grad(loss)(W, X, z=1.0)


def test_errors_inside_pass_unchanged():
    with pytest.raises(ValueError, match="broadcast"):
        tx.grad(loss)(W, np.ones(3))


def test_every_kind_of_parameter():
    def f(a, /, b=2.0, *rest, c, d=4.0, **more):
        return a * b + sum(rest) * c + d * more.get("e", 1.0)

    df = tx.grad(f, ("a", "c", "d"))
    assert str(inspect.signature(df)) == "(a, /, b=2.0, *rest, c, d=4.0, **more)"
    np.testing.assert_allclose(df(1.0, 3.0, 5.0, c=7.0, e=11.0), (3.0, 5.0, 11.0), rtol=1e-9)
    np.testing.assert_allclose(df(1.0, c=7.0), (2.0, 0.0, 1.0), atol=1e-9)
    push = tx.tangent(f, "c")
    assert str(inspect.signature(push)) == "(a, /, b=2.0, *rest, c, d=4.0, c_dot, **more)"
    np.testing.assert_allclose(push(1.0, 3.0, 5.0, c=7.0, c_dot=2.0, e=11.0), (82.0, 10.0), rtol=1e-9)


def test_names_that_the_dispatching_function_might_use():
    def f(_, _key, _run, __get, seed, find):
        return _ * _key * _run * __get * seed * find

    assert tx.grad(f, "seed")(1.0, 2.0, 3.0, 4.0, 5.0, 6.0) == pytest.approx(144.0)
    assert list(inspect.signature(tx.adjoint(f)).parameters)[-1] == "seed_1"


class Model:
    scale = 3.0

    @tx.grad(wrt="w")
    def cost(self, w):
        return self.scale * w**2

    def plain(self, w):
        return self.scale * w**3


class Scale(Model):
    def __call__(self, w, x):
        return self.scale * w * x


def test_methods_bind_self(compiler):
    model = Model()
    assert model.cost(2.0) == pytest.approx(12.0)
    assert isinstance(Model.cost, tx.Derivative)
    assert model.cost.primal(model, 2.0) == 12.0
    other = Model()
    other.scale = 1.0
    assert other.cost(2.0) == pytest.approx(4.0)
    assert len(compiler.asked) == 2  # an object with an attribute of its own is of another type


def test_bound_methods_callable_objects_and_partials():
    model = Model()
    d = tx.grad(model.plain)
    assert d(2.0) == pytest.approx(36.0)
    assert str(inspect.signature(d)) == "(w)"
    assert d.source
    assert tx.grad(Scale(), "x")(2.0, 5.0) == pytest.approx(6.0)
    assert tx.grad(functools.partial(loss, y=1.0), "x")(W, X) == pytest.approx(2 * (W * X - 1) * W)
    assert tx.grad(functools.partial(loss, W))(X) == pytest.approx(2 * (W * X - 2) * W)
    assert tx.grad(tx.grad(model.plain))(2.0) == pytest.approx(36.0, rel=1e-6)


def test_specialize_gives_the_bare_function():
    function = tx.grad(loss).specialize(W, X)
    np.testing.assert_allclose(function(W, X), EXPECTED, rtol=1e-9)


@pytest.mark.parametrize(
    ("kind", "returned"),
    [
        (Array("float64", (Dim((("w.0", 1),)),)), "shape (2,)"),
        (Array("float64", (Dim((("w.0", 1),), 1), Dim((("?s", 1),)))), "shape (3, ?)"),
        (Scalar("complex"), "a complex number"),
        (type_of((1.0, 2.0)), "a tuple"),
        (type_of({"a": 1.0}), "a dict"),
        (type_of(None), "None"),
    ],
)
def test_result_that_is_no_scalar(compiler, kind, returned):
    compiler.result_type = kind
    with pytest.raises(tx.errors.NotDifferentiableError) as caught:
        tx.grad(loss)(W, X)
    assert caught.value.code == "TX401"
    assert f"grad needs a scalar result; {__name__}:loss returned {returned}" in str(caught.value)
    assert "tx.jacobian(loss, 'w')" in str(caught.value)


# -- where the type of the result does not tell enough ---------------------------------------------------------------


def test_gradient_of_a_result_of_unknown_type_looks_at_the_value(compiler):
    compiler.result_type = UNKNOWN
    for transform in (tx.grad, tx.value_and_grad):
        transform(loss)(W, X)
        with pytest.raises(
            tx.errors.NotDifferentiableError, match=r"returned a float64 array of shape \(2,\)"
        ):
            transform(lambda x: x * 2.0)(W)
        with pytest.raises(tx.errors.NotDifferentiableError, match="returned a tuple"):
            transform(lambda x: (x, x))(2.0)
    close = tx.grad(lambda x: (np.sum(x), "aux"), has_aux=True)(W)
    np.testing.assert_allclose(close[0], 1.0, rtol=1e-9)
    assert close[1] == "aux"


def test_seed_for_a_result_of_unknown_type_is_compared_with_the_value():
    for seed in (1.0, np.ones(1), np.ones((2, 2))):
        with pytest.raises(
            tx.errors.NotDifferentiableError, match=r"`seed` must be a float64 array of shape \(2,\)"
        ):
            tx.adjoint(lambda x: x * 2.0)(W, seed=seed)


def test_seed_for_a_result_of_known_type_is_compared_with_it(compiler):
    compiler.result_type = Array("float64", (Dim((("w.0", 1),)),))
    for seed in (1.0, np.ones(1), np.ones((2, 2))):
        with pytest.raises(
            tx.errors.NotDifferentiableError, match=r"`seed` must be a float64 array of shape \(2,\)"
        ):
            tx.adjoint(lambda w: w * 2.0)(W, seed=seed)
    np.testing.assert_allclose(tx.adjoint(lambda w: w * 2.0)(W, seed=np.ones(2, int)), 2.0, rtol=1e-9)
    assert [asked[3] for asked in compiler.asked] == ["adjoint"] * 4
