"""Every line of `forms`: its tangent against differences, its adjoint against its tangent."""

from __future__ import annotations

import inspect
import warnings

import numpy as np
import pytest

import tangentx as tx
from tests.differences import directional, flat
from tests.templates import forms, forms_of_today

TODAY = tuple(map(int, np.__version__.split(".")[:2])) >= (2, 2)
FORMS = [*forms.FORMS, *(forms_of_today.FORMS if TODAY else [])]


def _arguments() -> tuple:
    rng = np.random.default_rng(5)
    return rng.normal(size=5), rng.normal(size=(3, 4)), rng.normal(size=(3, 3)) + 2 * np.eye(3), 0.37


def _name(form) -> str:
    return inspect.getsource(form).strip().removeprefix("lambda x, X, S, s: ").rstrip(",")


def _of_floats(value) -> np.ndarray:
    return flat(value) if np.asarray(value).dtype.kind in "fc" else np.zeros(np.size(value))


@pytest.mark.parametrize("form", FORMS, ids=_name)
def test_form(form):
    args = _arguments()
    rng = np.random.default_rng(6)
    dots = tuple(rng.normal(size=np.shape(a)) if np.ndim(a) else float(rng.normal()) for a in args)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        expected, error = directional(form, args, dots)
        value, out_dot = tx.jvp(form, args, dots)
        assert np.array_equal(value, form(*args), equal_nan=True)
        assert type(value) is type(form(*args))
        seed = np.asarray(rng.normal(size=np.shape(value)), np.asarray(value).dtype)
        bars = tx.vjp(form, *args)[1](seed if np.ndim(value) else float(seed))
    got = _of_floats(out_dot)
    assert np.all(np.abs(got - expected) <= 20 * error + 1e-6 * (1.0 + np.abs(expected)))
    through = sum(np.sum(bar * dot) for bar, dot in zip(bars, dots, strict=True) if bar is not None)
    assert np.isclose(through, np.sum(np.ravel(seed) * got), rtol=1e-9, atol=1e-9)
