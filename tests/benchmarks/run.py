"""One workload measured: every form of its derivative checked against the adjoint by hand, then timed in turns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.benchmarks import peers
from tests.benchmarks.compiled import compiled
from tests.benchmarks.measure import medians
from tests.benchmarks.results import Row
from tests.benchmarks.workload import Workload, flat

FAST = {"": {}, " fast": {"fastmath": True}}


def run(work: Workload) -> Row:
    entries = _Entries(work)
    entries.add("hand", lambda: lambda: work.hand(*work.args))
    if work.prototype is not None:
        entries.add("prototype", lambda: lambda: work.prototype(*work.args))
    derivative = work.derivative()
    entries.add("call", lambda: lambda: derivative(*work.args))
    if work.derive is None:
        emitted = derivative.specialize(*work.args)
        entries.add("emitted", lambda: lambda: emitted(*work.args))
    for suffix in FAST:
        _compiled_entries(entries, work, suffix)
    for label in peers.builders(work):
        entries.add(label, lambda label=label: peers.first(label, work))
    functions = {"primal": lambda: _primal(work), **entries.functions}
    scaling = scaled(work) if work.at is not None else []
    notes = {**entries.notes, **work.notes}
    return Row(work.name, work.size, work.loop, medians(functions), notes, work.unit, scaling)


def _primal(work: Workload) -> Any:
    return work.primal(*work.args[: work.primal.__code__.co_argcount])


def _compiled_entries(entries: _Entries, work: Workload, suffix: str) -> None:
    options = FAST[suffix]
    for name, function in work.compiled.items():
        quick = compiled(function, **options)
        entries.add(f"{name} numba{suffix}", lambda quick=quick: lambda: quick(*work.args))
    if work.compiled or not suffix:
        entries.add(f"numba{suffix}", lambda: _numba(work, options))


def _numba(work: Workload, options: dict[str, Any]) -> Callable:
    return _direct(work.derivative(backend="numba", **({"jit": options} if options else {})), work)


class _Entries:
    """Functions of no arguments that agree with the adjoint by hand."""

    def __init__(self, work: Workload):
        self.work = work
        self.truth = flat(work.hand(*work.args))
        self.functions: dict[str, Callable] = {}
        self.notes: dict[str, str] = {}

    def add(self, name: str, make: Callable) -> None:
        """make : gives the function, and what it returns if that is known.  Another library may fail: a note."""
        try:
            made = make()
            function, found = made if isinstance(made, tuple) else (made, made())
            found = flat(found)
        except Exception as error:  # a library that fails is a result
            if peers.peer(name) not in (*peers.PEERS, "numba"):
                raise
            self.notes[name] = f"{type(error).__name__}: {error}".splitlines()[0].partition(" (/")[0][:100]
            return
        error = np.inf
        if found.shape == self.truth.shape:
            error = float(np.max(np.abs(found - self.truth)) / np.max(np.abs(self.truth)))
        if error <= max(self.work.tolerance, 1e-6):
            self.functions[name] = function
        elif peers.peer(name) in peers.PEERS:  # torch takes `math.sin` of a tensor for a constant
            self.notes[name] = f"wrong by {error:.1e}"
        else:
            raise AssertionError(f"{self.work.name}: {name} is wrong by {error:.1e}")


def scaled(work: Workload) -> list[tuple[int, dict[str, float]]]:
    """The gradient's time over the primal's at each size; compiled over compiled for interpreted loops."""
    derivative = work.derivative()
    quick = (compiled(work.primal), work.derivative(backend="numba")) if work.loop else None
    found = []
    for n in work.sizes:
        small = work.at(n)
        functions: dict[str, Callable] = {}
        if not (work.name == "n-body" and n > 1000):  # half a minute in plain Python
            functions["primal"] = lambda small=small: _primal(small)
            functions["NumPy"] = _direct(derivative if work.derive is None else small.derivative(), small)
        if quick is not None:
            functions["compiled"] = lambda small=small: quick[0](*small.args)
            functions["Numba"] = _direct(quick[1], small)
        for name, function in functions.items():
            if name != "primal":  # compiles; slow primals are called once
                function()
        times = medians(functions, seconds=0.25, rounds=15)
        pairs = (("NumPy", "primal"), ("Numba", "compiled"))
        found.append((n, {a: times[a] / times[b] for a, b in pairs if a in times}))
    return found


def _direct(derivative: Callable, work: Workload) -> Callable:
    """The emitted or compiled function itself, where there is one."""
    derivative(*work.args)
    if work.derive is not None:
        return lambda: derivative(*work.args)
    function = derivative.specialize(*work.args)
    return lambda: function(*work.args)
