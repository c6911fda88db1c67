"""Derivatives travel: by reference, by the primal's name, by value."""

import functools
import os
import pickle
import subprocess
import sys
import textwrap

import pytest

import tangentx as tx


def primal(x):
    return x**2


@tx.grad
def decorated(x):
    return x**2


class Model:
    @tx.grad(wrt="x")
    def cost(self, x):
        return x**2

    def plain(self, x):
        return x**2


made = tx.value_and_grad(primal)


def test_by_reference():
    assert pickle.loads(pickle.dumps(decorated)) is decorated
    assert len(pickle.dumps(decorated)) < 100


def test_by_the_primals_name(compiler):
    for df in (
        made, tx.grad(primal, ("x",)), tx.jacobian(primal, mode="fwd"), tx.hessian(primal), tx.hvp(primal),
        tx.grad(tx.grad(primal)), tx.grad(Model().plain), tx.grad(primal, optimize=False),
    ):  # fmt: skip
        again = pickle.loads(pickle.dumps(df))
        assert type(again) is type(df)
        assert again.spec == df.spec
        assert again.primal is df.primal or isinstance(df.primal, tx.Derivative)


def test_bound_derivative_of_a_method(compiler):
    cost = pickle.loads(pickle.dumps(Model().cost))
    assert cost(3.0) == pytest.approx(6.0)
    assert cost.derivative is Model.cost


def test_closures(compiler):
    pytest.importorskip("cloudpickle")

    def make(k):
        return lambda x: k * x**2

    again = pickle.loads(pickle.dumps(tx.grad(make(3.0))))
    assert again(2.0) == pytest.approx(12.0)


def test_closures_without_cloudpickle(monkeypatch):
    monkeypatch.setitem(sys.modules, "cloudpickle", None)
    with pytest.raises(
        tx.errors.TangentxError, match="cannot pickle the grad of `<lambda>` defined inside"
    ) as caught:
        pickle.dumps(tx.grad(lambda x: x))
    assert caught.value.code == "TX801"
    assert 'pip install "tangentx[parallel]"' in str(caught.value)


def test_source_travels(tmp_path):
    """A process that cannot see the file of `__main__` still finds the primal's source."""
    pytest.importorskip("cloudpickle")
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        import pickle, sys
        import tangentx as tx

        def f(x):
            return x * x

        sys.stdout.buffer.write(pickle.dumps(tx.grad(f)))
    """)
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = functools.partial(subprocess.run, capture_output=True, check=True, env=environment)
    pickled = run([sys.executable, script]).stdout
    script.unlink()
    check = "import sys, pickle, inspect; d = pickle.loads(sys.stdin.buffer.read()); print(inspect.getsource(d.primal))"
    shown = run([sys.executable, "-c", check], input=pickled).stdout
    assert shown.decode().startswith("def f(x):")
