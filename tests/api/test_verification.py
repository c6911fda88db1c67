"""`check_grads` and `verify`: right derivatives pass, wrong ones do not."""

import numpy as np
import pytest

import tangentx as tx
from tests.api import stub

pytestmark = pytest.mark.usefixtures("compiler")
X = np.array([0.3, -0.7, 1.2])


def smooth(x, n=2, scale=1.5):
    return {"s": np.sum(np.sin(x) ** n) * scale, "v": x * scale}


def halved(work, values, dots):
    """A tangent that is wrong by a factor."""
    return stub.pytrees.map_leaves(lambda leaf: leaf * 0.5, TRUE_DOT(work, values, dots))


TRUE_DOT = stub.Work.dot


@pytest.mark.parametrize("modes", [("fwd",), ("rev",), ("fwd", "rev")])
def test_right_derivatives_pass(modes):
    tx.check_grads(smooth, (X, 2, 1.5), 1, modes=modes, rtol=1e-5, atol=1e-5)
    tx.check_grads(lambda x: np.sum(x**3), (X,), 2, modes=modes, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("mode", ["fwd", "rev"])
def test_wrong_derivatives_fail(monkeypatch, mode):
    monkeypatch.setattr(stub.Work, "dot", halved)
    with pytest.raises(
        tx.VerificationError, match=rf"check_grads \({mode}\): the derivative and the differences"
    ) as e:
        tx.check_grads(smooth, (X,), 1, modes=(mode,))
    assert isinstance(e.value, AssertionError)
    assert e.value.code == "TX701"
    assert str(e.value).startswith("error[TX701]")


def test_single_precision_has_its_own_tolerance():
    tx.check_grads(lambda x: np.sum(np.sin(x)), (X.astype(np.float32),), 1, rtol=0.05, atol=0.05)


def test_verify_reports():
    report = tx.verify(smooth, X, directions=3, rtol=1e-6)
    assert report
    assert len(report.checks) == 6
    assert "fd   max rel error" in str(report)
    report.raise_if_failed()


def test_verify_checks_the_gradient_it_is_given(monkeypatch):
    df = tx.grad(lambda x: np.sum(x**2))
    assert tx.verify(df, X)
    df(X)
    wrong = tx.grad(lambda x: np.sum(x**2))
    monkeypatch.setattr(stub.Work, "dot", halved)
    report = tx.verify(wrong, X, methods=("fd",))
    assert not report
    assert "FAIL" in str(report)
    with pytest.raises(tx.VerificationError, match="relative error 5.0e-01"):
        report.raise_if_failed()


def test_verify_never_raises(monkeypatch):
    def refuse(*args):
        raise tx.errors.MissingRuleError("no rule for it")

    monkeypatch.setattr("tangentx.pipeline.compile", refuse)
    report = tx.verify(smooth, X)
    assert not report
    assert "no rule for it" in str(report)
