"""Other systems, each running the primal as it is written: its functions found in their array module.

A peer that is not installed is a dash in the tables, and one that cannot differentiate the code as it stands, or takes
minutes to begin, says why.  By hand: `python -m tests.benchmarks.peers NAME WORKLOAD` is one gradient.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.benchmarks.workload import Workload


def _with_module(primal: Callable, module: Any) -> Callable:
    """The primal, with `np` meaning another module; helpers of its own file likewise."""
    scope = dict(primal.__globals__, np=module)
    for name, value in primal.__globals__.items():
        if isinstance(value, types.FunctionType) and value.__module__ == primal.__module__:
            scope[name] = types.FunctionType(
                value.__code__, scope, name, value.__defaults__, value.__closure__
            )
    return types.FunctionType(primal.__code__, scope, primal.__name__, primal.__defaults__)


def _places(work: Workload) -> tuple[int, ...]:
    names = work.primal.__code__.co_varnames[: work.primal.__code__.co_argcount]
    return tuple(names.index(n) for n in work.wrt)


def _autograd(work: Workload) -> Callable:
    import autograd
    import autograd.numpy as anp

    gradient = autograd.grad(_with_module(work.primal, anp), _places(work))
    return lambda: gradient(*work.args)


def _jax(work: Workload) -> Callable:
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    gradient = jax.jit(jax.grad(_with_module(work.primal, jnp), _places(work)))
    args = [jnp.asarray(a) for a in work.args]
    return lambda: jax.block_until_ready(gradient(*args))


def _torch(work: Workload) -> Callable:
    import torch

    function = _with_module(work.primal, torch)
    places = _places(work)
    args = [torch.as_tensor(np.asarray(a, dtype=float)).clone() for a in work.args]
    inputs = [args[i].requires_grad_() for i in places]
    return lambda: torch.autograd.grad(function(*args), inputs)


_BUILDERS = {"autograd": _autograd, "jax": _jax, "torch": _torch}
PEERS = tuple(_BUILDERS)
LIMIT = 60  # seconds for the first gradient


def is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def build(name: str, work: Workload) -> Callable:
    """A function of no arguments that computes the gradient; raises where the peer cannot."""
    command = [sys.executable, "-m", "tests.benchmarks.peers", name, work.name]
    try:
        subprocess.run(command, timeout=LIMIT, check=False, capture_output=True)
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"no gradient in {LIMIT} s") from None
    return _BUILDERS[name](work)


def main(name: str, label: str) -> None:
    from tests.benchmarks.workloads import workloads

    _BUILDERS[name](next(work for work in workloads() if work.name == label))()


if __name__ == "__main__":
    main(*sys.argv[1:])
