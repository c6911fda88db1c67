"""Other libraries: each runs the primal as it is written, its functions found in the library's array module.

What has to be written in another way is a rewrite, declared with the workload (`tests.benchmarks.rewrites`).  A
library that is not installed is a dash in the tables, and one that cannot differentiate the code, or takes long to
begin, says why.  By hand: `python -m tests.benchmarks.peers LABEL WORKLOAD` is one gradient.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import signal
import subprocess
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.benchmarks.compiled import rescoped
from tests.benchmarks.workload import Workload

LIMIT = 15  # seconds of CPU time for the graph of a loop; four times that for any first gradient
Builder = Callable[[Workload], Callable]


@dataclass(frozen=True)
class Library:
    """module : what `np` means to it.
    gradient : of a function, for the arguments that are given, with respect to those in some places.
    traces : it makes a graph of the whole program before the first gradient.
    """

    module: str
    gradient: Callable[[Callable, tuple, tuple[int, ...]], Callable]
    traces: bool = False


def _autograd(function: Callable, args: tuple, places: tuple[int, ...]) -> Callable:
    import autograd

    gradient = autograd.grad(function, places)
    return lambda: gradient(*args)


def _jax(function: Callable, args: tuple, places: tuple[int, ...]) -> Callable:
    import jax
    import jax.numpy as jnp

    function, args, places = _of_arrays(function, args, places)
    gradient = jax.jit(jax.grad(function, places))
    arrays = [jnp.asarray(a) for a in args]
    return lambda: jax.block_until_ready(gradient(*arrays))


def _torch(function: Callable, args: tuple, places: tuple[int, ...]) -> Callable:
    import torch

    args = tuple(a if isinstance(a, int) else torch.as_tensor(np.asarray(a)).clone() for a in args)
    inputs = [args[i].requires_grad_() for i in places]
    return lambda: torch.autograd.grad(function(*args), inputs)


def _mygrad(function: Callable, args: tuple, places: tuple[int, ...]) -> Callable:
    import mygrad

    def run() -> list:
        given = [mygrad.tensor(a) if i in places else a for i, a in enumerate(args)]
        function(*given).backward()
        return [given[i].grad for i in places]

    return run


def _pytensor(function: Callable, args: tuple, places: tuple[int, ...]) -> Callable:
    import pytensor
    import pytensor.tensor as pt

    function, args, places = _of_arrays(function, args, places)
    symbols = [pt.tensor(dtype="float64", shape=(None,) * np.ndim(a)) for a in args]
    adjoints = pytensor.grad(function(*symbols), [symbols[i] for i in places])
    gradient = pytensor.function(symbols, adjoints, trust_input=True, on_unused_input="ignore")
    arrays = [np.asarray(a) for a in args]
    return lambda: gradient(*arrays)


def _casadi(function: Callable, args: tuple, places: tuple[int, ...]) -> Callable:
    import casadi

    function, args, places = _of_arrays(function, args, places)
    symbols = [casadi.SX.sym(f"x{i}", *np.shape(a)) for i, a in enumerate(args)]
    value = function(*symbols)
    gradient = casadi.Function("g", symbols, [casadi.gradient(value, symbols[i]) for i in places])
    return lambda: [gradient(*args)] if len(places) == 1 else list(gradient(*args))


def _of_arrays(function: Callable, args: tuple, places: tuple[int, ...]) -> tuple[Callable, tuple, tuple]:
    """A function of those arguments that are not integers: trip counts are known where a graph is made."""
    kept = [i for i, a in enumerate(args) if not isinstance(a, int)]

    def over(*arrays: Any) -> Any:
        given = list(args)
        for i, array in zip(kept, arrays, strict=True):
            given[i] = array
        return function(*given)

    return over, tuple(args[i] for i in kept), tuple(kept.index(p) for p in places)


LIBRARIES = {
    "autograd": Library("autograd.numpy", _autograd),
    "jax": Library("jax.numpy", _jax, traces=True),
    "torch": Library("torch", _torch),
    "mygrad": Library("mygrad", _mygrad),
    "pytensor": Library("pytensor.tensor", _pytensor, traces=True),
    "casadi": Library("casadi", _casadi, traces=True),
}
OTHERS = {"enzyme-ad": "enzyme_ad", "sympy": "sympy"}  # with rewrites only
PEERS = (*LIBRARIES, *OTHERS)


def is_installed(name: str) -> bool:
    return importlib.util.find_spec(OTHERS.get(name, name)) is not None


def ready() -> None:
    """Numbers of 64 bits and one thread, as for NumPy."""
    if is_installed("jax"):
        import jax

        jax.config.update("jax_enable_x64", True)
    if is_installed("torch"):
        import torch

        torch.set_default_dtype(torch.float64)
        torch.set_num_threads(1)


def places(work: Workload) -> tuple[int, ...]:
    names = list(inspect.signature(work.primal).parameters)
    return tuple(names.index(n) for n in work.wrt)


def by(name: str, make: Callable[[Any], Callable]) -> Builder:
    """The gradient, by one library, of a function written for it: `make` gets its array module."""

    def build(work: Workload) -> Callable:
        library = LIBRARIES[name]
        return library.gradient(make(importlib.import_module(library.module)), work.args, places(work))

    return build


def as_written(name: str) -> Builder:
    """The primal itself, with `np` meaning another module; helpers of its own file likewise."""

    def build(work: Workload) -> Callable:
        return by(name, lambda module: with_module(work.primal, module))(work)

    return build


def with_module(primal: Callable, module: Any) -> Callable:
    scope = dict(primal.__globals__, np=module)
    for name, value in primal.__globals__.items():
        if isinstance(value, types.FunctionType) and value.__module__ == primal.__module__:
            scope[name] = rescoped(value, scope)
    return rescoped(primal, scope)


def builders(work: Workload) -> dict[str, Builder]:
    """Everything that installed libraries can try, by label: a library's name alone is the code as written."""
    generic = {} if work.derive is not None else {name: as_written(name) for name in LIBRARIES}
    found = {**generic, **work.written, **work.rewrites}
    return {label: build for label, build in found.items() if is_installed(peer(label))}


def peer(label: str) -> str:
    return label.partition(" ")[0]


def first(label: str, work: Workload) -> tuple[Callable, Any]:
    """A function of no arguments that computes the gradient, and what it gives; raises where a library cannot.

    Making a graph of a long loop cannot be interrupted, so that is tried in another process before.
    """
    library = LIBRARIES.get(label)
    if library is not None and library.traces and work.derive is None and _has_loop(work.primal):
        command = [sys.executable, "-m", "tests.benchmarks.peers", label, work.name]
        done = subprocess.run(command, check=False, capture_output=True)
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
            raise TimeoutError(f"no gradient in {LIMIT} s")
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, 4 * LIMIT, 1.0)  # and again: some callbacks swallow an exception
    try:
        function = builders(work)[label](work)
        return function, function()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(*_: Any) -> None:
    raise TimeoutError(f"no gradient in {4 * LIMIT} s")


def _has_loop(primal: Callable) -> bool:
    return any(word in inspect.getsource(primal) for word in ("    for ", "    while "))


def main(label: str, name: str) -> None:
    import resource  # not on every system

    from tests.benchmarks.workloads import workloads

    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT + 1))
    ready()
    work = next(work for work in workloads() if work.name == name)
    builders(work)[label](work)()


if __name__ == "__main__":
    main(*sys.argv[1:])
