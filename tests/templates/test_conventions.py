"""What the numbers mean at kinks and singular points (ties shared, 0 at the kink, finite where calculus is)."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np
import pytest

from tangentx import runtime
from tangentx.templating import registry
from tests.templates.evaluate import RuleFunctions

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


def bars(callee: Any, bar: Any = 1.0, ranks: tuple = (), constants: dict | None = None, **args: Any) -> dict:
    """Adjoints of the rule for `callee`."""
    functions = RuleFunctions(registry.find(callee, ranks, constants))
    given = {}
    for p in functions.rule.parameters:
        default = None if p.default is None else functions._value(p.default, {})
        given[p.name] = args.get(p.name, () if p.variadic else default)
    out = functions.primal(given)
    if np.ndim(bar) == 0 and np.ndim(out):
        bar = np.full(np.shape(out), bar)
    return functions.adjoint(given, bar)


@pytest.mark.parametrize(
    ("callee", "args", "name", "expected"),
    [
        (np.absolute, {"x": 0.0}, "x", 0.0),
        (math.fabs, {"x": np.array([-1.0, 0.0, 2.0])}, "x", [-1.0, 0.0, 1.0]),
        (np.maximum, {"x": np.array([1.0, 2.0, 3.0]), "y": 2.0}, "x", [0.0, 0.5, 1.0]),
        (np.maximum, {"x": np.array([1.0, 2.0, 3.0]), "y": 2.0}, "y", 1.5),
        (np.minimum, {"x": 1.0, "y": 1.0}, "x", 0.5),
        (np.fmax, {"x": np.array([np.nan, 1.0]), "y": np.array([2.0, np.nan])}, "y", [1.0, 0.0]),
        (np.fmax, {"x": np.array([np.nan, 1.0]), "y": np.array([2.0, np.nan])}, "x", [0.0, 1.0]),
        (np.max, {"x": np.array([3.0, 1.0, 3.0])}, "x", [0.5, 0.0, 0.5]),
        (np.min, {"x": np.array([[3.0, 1.0], [1.0, 1.0]]), "axis": 1}, "x", [[0.0, 1.0], [0.5, 0.5]]),
        (np.sort, {"x": np.array([2.0, 1.0, 2.0])}, "x", [1.0, 1.0, 1.0]),
        (
            np.clip,
            {"x": np.array([-1.0, 0.0, 0.5, 2.0]), "a_min": 0.0, "a_max": 1.0},
            "x",
            [0.0, 0.5, 1.0, 0.0],
        ),
        (np.clip, {"x": np.array([-1.0, 0.5]), "a_min": 0.0, "a_max": None}, "x", [0.0, 1.0]),
        (np.sqrt, {"x": np.array(0.0)}, "x", np.inf),
        (np.log, {"x": np.array(0.0)}, "x", np.inf),
        (np.hypot, {"x": 0.0, "y": 0.0}, "x", 0.0),
        (np.linalg.norm, {"x": np.zeros(3)}, "x", [0.0, 0.0, 0.0]),
        (np.std, {"x": np.ones(3)}, "x", [0.0, 0.0, 0.0]),
        (np.prod, {"x": np.array([0.0, 2.0, 3.0])}, "x", [6.0, 0.0, 0.0]),
        (np.prod, {"x": np.array([0.0, 0.0, 3.0])}, "x", [0.0, 0.0, 0.0]),
        (np.cumprod, {"x": np.array([2.0, 0.0, 3.0])}, "x", [1.0, 2.0 + 6.0, 0.0]),
        (np.logaddexp, {"x": np.float64(-np.inf), "y": np.float64(-np.inf)}, "x", 0.5),
        (np.logaddexp, {"x": np.float64(np.inf), "y": np.float64(0.0)}, "x", 1.0),
        (np.sinc, {"x": np.zeros(1)}, "x", [0.0]),
        (np.nan_to_num, {"x": np.array([np.nan, 1.0])}, "x", [0.0, 1.0]),
        (operator.pow, {"x": 0.0, "n": 0.0}, "x", 0.0),
        (operator.pow, {"x": 0.0, "n": 1}, "x", 1.0),
        (operator.pow, {"x": np.zeros(2), "n": 2}, "x", [0.0, 0.0]),
        (operator.pow, {"x": np.zeros(3), "n": np.array([0, 1, 2])}, "x", [0.0, 1.0, 0.0]),
        (operator.pow, {"x": np.zeros(1), "n": 0.5}, "x", [np.inf]),
        (operator.pow, {"x": np.array([0.0]), "n": np.array([2.0])}, "n", [0.0]),
        (operator.pow, {"x": np.array([-2.0]), "n": np.array([3])}, "x", [12.0]),
    ],
)
def test_kinks(callee: Any, args: dict, name: str, expected: Any) -> None:
    np.testing.assert_allclose(bars(callee, **args)[name], expected, rtol=1e-14, atol=0)


def test_where_selects_before_anything_is_multiplied() -> None:
    found = bars(np.where, np.array([np.inf, 1.0]), c=np.array([False, True]), x=np.ones(2), y=np.ones(2))
    assert np.array_equal(found["x"], [0.0, 1.0]) and np.array_equal(found["y"], [np.inf, 0.0])


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_det_at_singular_matrices_is_the_cofactors(rank: int) -> None:
    x = np.arange(9.0).reshape(3, 3) if rank == 2 else np.full((3, 3), float(rank))
    if rank == 2:
        minors = [[np.linalg.det(np.delete(np.delete(x, i, 0), j, 1)) * (-1) ** (i + j) for j in range(3)]
                  for i in range(3)]  # fmt: skip
        np.testing.assert_allclose(bars(np.linalg.det, ranks=(2,), x=x)["x"], minors, atol=1e-12)
    else:
        np.testing.assert_allclose(bars(np.linalg.det, ranks=(2,), x=x)["x"], np.zeros((3, 3)), atol=1e-12)


def test_repeated_indices_accumulate() -> None:
    found = bars(operator.getitem, x=np.ones(4), i=[0, 0, 3])["x"]
    assert np.array_equal(found, [2.0, 0.0, 0.0, 1.0])
    bar = np.zeros(3)
    runtime.add_at(bar, (np.array([1, 1]),), np.ones(2))
    runtime.add_at(bar, slice(0, 1), 5.0)
    assert np.array_equal(bar, [5.0, 2.0, 0.0])


def test_builtin_max_shares_among_the_tied() -> None:
    found = bars(max, operands=(1.0, 3.0, 3.0))["operands"]
    assert found == [0.0, 0.5, 0.5]
    assert bars("builtin:min", operands=([2.0, 1.0],))["operands"] == [[0.0, 1.0]]


@pytest.mark.parametrize(
    ("e", "like"),
    [
        (np.ones((2, 3)), np.ones(3)),
        (np.ones((2, 3)), np.ones((2, 1))),
        (np.ones((2, 3)), 1.0),
        (1.0, np.ones((2, 3))),
        (np.ones((0, 3)), np.ones((1, 3))),
        (np.ones(3), np.float32(1.0)),
        (np.ones(3) * 1j, np.ones(3)),
        (np.ones((4, 2, 3)), np.ones((1, 3), np.float32)),
        (np.ones(3), np.ones(3, np.int64)),
        (np.ones(()), np.ones(())),
        (np.ones(3), 2),
    ],
)
def test_unbroadcast(e: Any, like: Any) -> None:
    found = runtime.unbroadcast(e, like)
    assert np.shape(found) == np.shape(like)
    assert np.asarray(found).dtype == (np.float32 if np.asarray(like).dtype == np.float32 else np.float64)
    if np.size(like):
        assert np.sum(found) == np.sum(np.real(e)) or np.size(e) < np.size(like)


@pytest.mark.parametrize("number", [0.0, 2.0])
@pytest.mark.parametrize("callee", [np.maximum, np.minimum])
def test_special_rules_have_the_same_conventions(callee: Any, number: float) -> None:
    x = number + np.array([-1.0, 0.0, 1.0])
    for name, args in (("x", {"x": x, "y": number}), ("y", {"x": number, "y": x})):
        literal = {n: v if isinstance(v, float) else ... for n, v in args.items()}
        np.testing.assert_array_equal(
            bars(callee, constants=literal, **args)[name], bars(callee, **args)[name]
        )
    tied = np.array([3.0, 1.0, 3.0])
    assert np.array_equal(bars(np.max, constants={}, x=tied)["x"], [0.5, 0.0, 0.5])
    far = np.array([-800.0, 0.0, 800.0, np.inf, -np.inf])
    found = bars(np.logaddexp, constants={"x": 0.0, "y": ...}, x=0.0, y=far)["y"]
    assert np.array_equal(found, [0.0, 0.5, 1.0, 1.0, 0.0])
