"""The oracle catches what it is there for: each test hands it a derivative with one defect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tangentx.errors import TangentxError
from tangentx.records import Place
from tests import oracle
from tests.programs import Program


def f(x):
    return np.sum(x**3)


X = np.array([1.0, 2.0])
PROGRAM = Program("cubes", f, ((X,), (np.array([0.5]),)), None, frozenset(), True)


class Honest:
    """A correct differentiator of `f` alone; the defects below change one thing each."""

    def jvp(self, fun: Callable, args: tuple, tangents: tuple) -> tuple:
        return fun(*args), np.sum(3 * args[0] ** 2 * tangents[0])

    def vjp(self, fun: Callable, x: np.ndarray) -> tuple:
        return fun(x), lambda seed: (3 * x**2 * seed,)

    def grad(self, fun: Callable, wrt: Any) -> Callable:
        return lambda x: 3 * x**2

    def value_and_grad(self, fun: Callable, wrt: Any) -> Callable:
        return lambda x: (fun(x), 3 * x**2)

    def hvp(self, fun: Callable, wrt: Any) -> Callable:
        return lambda x, v: 6 * x * v


def report(monkeypatch: pytest.MonkeyPatch, **defects: Callable) -> oracle.Report:
    fake = Honest()
    for name, defect in defects.items():
        setattr(fake, name, defect)
    monkeypatch.setattr(oracle, "tx", fake)
    return oracle.check(PROGRAM)


def test_a_correct_derivative_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    assert report(monkeypatch).status == oracle.RIGHT, str(report(monkeypatch))


def _writes(x: np.ndarray, fun: Callable) -> tuple:
    x += 1e-16
    x[0] = 1.5
    return fun(x), lambda seed: (3 * x**2 * seed,)


KEPT: dict[str, Any] = {"calls": 0}


def _consumes(fun: Callable, x: np.ndarray) -> tuple:
    KEPT["calls"] += 1
    return fun(x), lambda seed: (3 * x**2 * seed + (0.0 if KEPT["calls"] % 2 else 1e-9),)


LEAST = 1e-10 if oracle.SUM_COMPENSATES else 1e-15
DEFECTS = {
    "factor": {"jvp": lambda fun, a, t: (fun(*a), np.sum(2.9999 * a[0] ** 2 * t[0]))},
    "value": {"jvp": lambda fun, a, t: (fun(*a) * (1 + LEAST), np.sum(3 * a[0] ** 2 * t[0]))},
    "value type": {"jvp": lambda fun, a, t: (float(fun(*a)), np.sum(3 * a[0] ** 2 * t[0]))},
    "adjoint": {"vjp": lambda fun, x: (fun(x), lambda s: (3 * x**2 * s * (1 + 1e-8),))},
    "shape": {"vjp": lambda fun, x: (fun(x), lambda s: (np.sum(3 * x**2 * s),))},
    "dtype": {"vjp": lambda fun, x: (fun(x), lambda s: ((3 * x**2 * s).astype(np.float32),))},
    "missing": {"vjp": lambda fun, x: (fun(x), lambda s: (None,))},
    "input changed": {"vjp": lambda fun, x: _writes(x, fun)},
    "read-only": {"vjp": lambda fun, x: (fun(x), lambda s: (np.broadcast_to(3 * x**2 * s, x.shape),))},
    "state": {"vjp": _consumes},
    "grad": {"grad": lambda fun, w: lambda x: 3 * x**2 * (1 + 1e-6)},
    "alias": {"grad": lambda fun, w: lambda x: x},
    "both": {"value_and_grad": lambda fun, w: lambda x: (fun(x) + 1e-12, 3 * x**2)},
    "second order zero": {"hvp": lambda fun, w: lambda x, v: 0.0 * x * v},
    "second order": {"hvp": lambda fun, w: lambda x, v: 6.01 * x * v},
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_wrong(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert report(monkeypatch, **DEFECTS[name]).status == oracle.WRONG


def test_an_exception_is_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise KeyError("x")

    assert report(monkeypatch, grad=fails).status == oracle.CRASH


def test_a_refusal_needs_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(place: Place | None) -> Callable:
        def raiser(*_: Any) -> None:
            raise TangentxError("no", code="TX301", place=place)

        return raiser

    assert report(monkeypatch, grad=refuses(Place("f.py", 3))).status == oracle.REFUSED
    assert report(monkeypatch, grad=refuses(None)).status == oracle.CRASH


def test_kinks_do_not_fool_the_differences() -> None:
    program = Program("relu", lambda x: np.sum(np.maximum(x, 0.0)), ((X,),), None, frozenset(), True)
    reference = oracle.Reference(program, (X,))
    assert reference.derivative == pytest.approx(np.sum(reference.tangents[0]))


def test_single_precision_near_a_kink_is_doubtful() -> None:
    """The differences of `abs` settle on a part of its slope where all steps but the last pass over the kink."""
    f32 = np.array([1.5], np.float32)
    program = Program("abs", lambda x, f: abs(x) + 0.0 * f[0], ((3e-5, f32),), None, frozenset(), True)
    with pytest.raises(oracle.Doubtful):
        oracle.Reference(program, (3e-5, f32)).validate(program)
    oracle.Reference(program, (0.5, f32)).validate(program)
    program = Program("square", lambda x, f: x * x + np.sum(f**2), ((0.5, f32),), None, frozenset(), True)
    oracle.Reference(program, (0.0, f32)).validate(program)
