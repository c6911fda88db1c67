"""What a derivative was written for may change: a class, a module or a function that gets something else later."""

from __future__ import annotations

import abc
import functools
import os
import sys
import types
import typing
from collections.abc import Callable

import numpy as np
import pytest

import tangentx as tx

X = 0.7
SETTINGS = types.ModuleType("outside_settings")
sys.modules["outside_settings"] = SETTINGS


class Model:
    mode, none, pair, function, number = "x", None, ("x", 1.0), None, 2.0
    weights = np.ones(3)

    def __init__(self, k):
        self.k = k

    def method(self, x):
        return x * self.k

    def __add__(self, x):
        return self.k + x

    @property
    def twice(self):
        return self.k * 2

    @classmethod
    def of_class(cls, x):
        return x * cls.number

    @staticmethod
    def plain(x):
        return x


class Special(Model):
    def method(self, x):
        return super().method(x) * 3


class Watched(type):
    @property
    def mode(cls):
        return cls.kept


class OfMeta(metaclass=Watched):
    kept = "x"


class Params(dict):
    def both(self):
        return self["a"] + self["b"]


class Point(typing.NamedTuple):
    a: float
    b: float

    def dot(self):
        return self.a * self.b


class Scaled:
    def __init__(self, factor):
        self.factor = factor

    def __get__(self, owner, cls):
        return self.factor * owner.k

    def __set__(self, owner, value):
        owner.k = value


class Body:
    mass = Scaled(3)

    def __init__(self):
        self.k = 2.0


@functools.singledispatch
def registered(x):
    return x * 2


def helper(x):
    return x * x


def with_default(x, a=2.0, t=(1.0, 2.0)):
    return x * a * len(t)


SPECIAL, MODEL, BODY, PARAMS = Special(2.0), Model(2.0), Body(), Params(a=1.0, b=2.0)


class Change(typing.NamedTuple):
    function: Callable
    owner: typing.Any
    name: str
    value: typing.Any


def in_function(x):
    from outside_settings import mode

    return x if mode == "x" else x * x


def matched(x):
    match Model.mode:
        case "x":
            return x
        case _:
            return x * x


CHANGES = {
    "text of a class": Change(lambda x: x if Model.mode == "x" else x * x, Model, "mode", "y"),
    "text of a class in a match": Change(matched, Model, "mode", "y"),
    "text of a class as a key": Change(lambda x: {"x": x, "y": x * x}[Model.mode], Model, "mode", "y"),
    "None of a class": Change(lambda x: x if Model.none is None else x * x, Model, "none", 1),
    "tuple of a class": Change(lambda x: x * len(Model.pair), Model, "pair", (1.0, 2.0, 3.0)),
    "function of a class": Change(
        lambda x: x if Model.function is None else Model.function(x), Model, "function", np.exp
    ),
    "number that becomes an array": Change(lambda x: np.sum(x * Model.number), Model, "number", np.ones(3)),
    "shape of an array": Change(
        lambda x: np.sum(x * Model.weights * np.ones((1, 3))), Model, "weights", np.ones((2, 1))
    ),
    "text of a base, hidden": Change(lambda x: x if Special.mode == "x" else x * x, Special, "mode", "y"),
    "attribute that there was not": Change(
        lambda x: x if not hasattr(Model, "more") else x * x, Model, "more", 1
    ),
    "default of getattr": Change(lambda x: getattr(Model, "more", 2.0) * x, Model, "more", 3.0),
    "property of a metaclass": Change(lambda x: x if OfMeta.mode == "x" else x * x, OfMeta, "kept", "y"),
    "method": Change(lambda x: MODEL.method(x), Model, "method", lambda self, x: x**3),
    "method of a base": Change(lambda x: SPECIAL.method(x), Model, "method", lambda self, x: x**3),
    "operator": Change(lambda x: SPECIAL + x, Special, "__add__", lambda self, x: self.k * x),
    "property": Change(lambda x: MODEL.twice * x, Model, "twice", property(lambda self: 7.0)),
    "class method": Change(lambda x: Model.of_class(x), Model, "of_class", classmethod(lambda cls, x: x * x)),
    "static method": Change(lambda x: Model.plain(x), Model, "plain", staticmethod(lambda x: x**3)),
    "class of an object": Change(
        lambda x: x if isinstance(MODEL, Special) else x * x, MODEL, "__class__", Special
    ),
    "what a descriptor keeps": Change(lambda x: BODY.mass * x, vars(Body)["mass"], "factor", 4),
    "descriptor": Change(lambda x: BODY.mass * x, Body, "mass", property(lambda self: 11.0)),
    "method of a dict": Change(lambda x: PARAMS.both() * x, Params, "both", lambda self: self["a"]),
    "method of a named tuple": Change(
        lambda x: Point(x, x).dot(), Point, "dot", lambda self: self.a * self.b**2
    ),
    "code of a function": Change(
        lambda x: helper(x) * x, helper, "__code__", (lambda x: x**4).__code__
    ),
    "default of a function": Change(
        lambda x: with_default(x), with_default, "__defaults__", (3.0, (1.0, 2.0, 3.0))
    ),
    "attribute of a function": Change(
        lambda x: x if getattr(helper, "mode", "x") == "x" else x * x, helper, "mode", "y"
    ),
    "builtin that a global hides": Change(lambda x: abs(x), sys.modules[__name__], "abs", lambda x: x * 3),
    "text of a module": Change(lambda x: x if SETTINGS.mode == "x" else x * x, SETTINGS, "mode", "y"),
    "function of a module": Change(lambda x: SETTINGS.function(x), SETTINGS, "function", np.exp),
    "list of a module": Change(lambda x: x if SETTINGS.list[0] == "x" else x * x, SETTINGS, "list", ["y"]),
    "text imported in the function": Change(in_function, SETTINGS, "mode", "y"),
}  # fmt: skip
SETTINGS.mode, SETTINGS.function, SETTINGS.list = "x", helper, ["x"]


def slopes(f, how):
    """What the derivatives below give, from differences."""
    if how == "second":
        return f(X), (f(X + 1e-4) - 2 * f(X) + f(X - 1e-4)) / 1e-8
    return f(X), (f(X + 1e-6) - f(X - 1e-6)) / 2e-6


DERIVATIVES = {
    "reverse": tx.value_and_grad,
    "forward": lambda f: lambda x: tx.jvp(f, (x,), (1.0,)),
    "second": lambda f: (lambda second: lambda x: (f(x), second(x)))(tx.grad(tx.grad(f))),
}


@pytest.mark.filterwarnings("ignore::tangentx.errors.TangentxWarning")
@pytest.mark.parametrize("how", DERIVATIVES)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed(change, how, monkeypatch):
    f, owner, name, value = change
    derivative = DERIVATIVES[how](f)
    np.testing.assert_allclose(derivative(X), slopes(f, how), rtol=1e-6, atol=1e-5)
    monkeypatch.setattr(owner, name, value, raising=False)
    np.testing.assert_allclose(derivative(X), slopes(f, how), rtol=1e-6, atol=1e-5)
    monkeypatch.undo()
    np.testing.assert_allclose(derivative(X), slopes(f, how), rtol=1e-6, atol=1e-5)


def local_class():
    class Local:
        count, mode = 2, "x"

    return Local, lambda x: x * Local.count if Local.mode == "x" else x**3


@pytest.mark.parametrize("name, value", [("count", 3), ("mode", "y")])
def test_what_a_class_in_a_function_says(name, value):
    cls, f = local_class()
    derivative = tx.value_and_grad(f)
    derivative(X)
    setattr(cls, name, value)
    np.testing.assert_allclose(derivative(X), slopes(f, "reverse"), rtol=1e-6)


def test_the_name_of_a_class():
    cls, _ = local_class()
    derivative = tx.value_and_grad(f := lambda x: x if cls.__name__ == "Local" else x * x)
    derivative(X)
    cls.__name__ = "Other"
    np.testing.assert_allclose(derivative(X), slopes(f, "reverse"), rtol=1e-6)


def test_another_function_for_a_class():
    derivative = tx.value_and_grad(f := lambda x: registered(x))
    derivative(X)
    registered.register(float, lambda x: x * x)
    np.testing.assert_allclose(derivative(X), slopes(f, "reverse"), rtol=1e-6)


def test_nothing_is_derived_again_where_nothing_that_was_read_changes():
    derivative = tx.value_and_grad(lambda x: MODEL.method(x) * Model.number + SETTINGS.function(x))
    derivative(X)
    compiled = derivative._latest
    Model.another, Model.number, SETTINGS.another = 1, 5.0, 2
    derivative(X)
    assert derivative._latest is compiled


class Abstract(abc.ABC):  # noqa: B024
    pass


def with_register(x):
    return x * x if isinstance(MODEL, Abstract) else x**3


def with_a_name_that_there_was_not(x):
    try:
        return LATE * x  # noqa: F821
    except NameError:
        return x * x


PARTIAL, VECTORIZED = functools.partial(with_default, a=3.0), np.vectorize(lambda z: z * 2)
LATER = {
    "an abstract class": (with_register, lambda: Abstract.register(Model)),
    "a name that there was not": (with_a_name_that_there_was_not, lambda: globals().update(LATE=3.0)),
    "a partial": (lambda x: PARTIAL(x), lambda: PARTIAL.keywords.update(a=7.0)),
    "a vectorized function": (
        lambda x: np.sum(VECTORIZED(np.array([x, x]))),
        lambda: setattr(VECTORIZED, "pyfunc", lambda z: z * z),
    ),
}


@pytest.mark.parametrize("f, change", LATER.values(), ids=LATER)
def test_a_change_by_other_means(f, change):
    derivative = tx.value_and_grad(f)
    np.testing.assert_allclose(derivative(X), slopes(f, "reverse"), rtol=1e-6)
    change()
    np.testing.assert_allclose(derivative(X), slopes(f, "reverse"), rtol=1e-6)


def by_the_environment(x):
    return x * x * float(os.environ.get("TANGENTX_TEST_FACTOR", 1.0))


def by_the_state_of_numpy(x):
    return x * x if np.geterr()["over"] == "raise" else x * x * 3.0


def test_the_state_of_the_process_is_asked_in_each_call(monkeypatch):
    slopes = [tx.grad(f) for f in (by_the_environment, by_the_state_of_numpy)]
    assert [slope(1.0) for slope in slopes] == [2.0, 6.0]
    monkeypatch.setenv("TANGENTX_TEST_FACTOR", "3.0")
    with np.errstate(over="raise"):
        assert [slope(1.0) for slope in slopes] == [6.0, 2.0]
