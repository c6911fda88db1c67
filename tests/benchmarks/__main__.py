"""Run the workloads and write docs/benchmarks.md.

python -m tests.benchmarks                  # all of them, and the page
python -m tests.benchmarks heat LSTM        # some of them, printed only
"""

from __future__ import annotations

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_threads] = "1"  # before NumPy is imported

import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402

from tests.benchmarks import peers  # noqa: E402
from tests.benchmarks.measure import medians  # noqa: E402
from tests.benchmarks.page import Row, page, table  # noqa: E402
from tests.benchmarks.workload import Workload, flat  # noqa: E402
from tests.benchmarks.workloads import workloads  # noqa: E402

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def main(words: list[str]) -> int:
    chosen = [w for w in workloads() if not words or any(t.lower() in w.name.lower() for t in words)]
    rows = []
    for work in chosen:
        rows.append(run(work))
        print(table(rows[-1:]).splitlines()[-1], flush=True)
    if not words:
        PAGE.write_text(page(rows), encoding="utf-8")
        print(f"written: {PAGE}")
    return 0


def run(work: Workload) -> Row:
    """One workload: every entry checked against the hand-written adjoint, then timed."""
    entries, notes = _entries(work)
    truth = flat(work.hand(*work.args))
    errors = {}
    for name, function in list(entries.items()):
        if name in ("primal", "hand"):
            continue
        found = flat(function())
        scale = np.max(np.abs(truth))
        errors[name] = float(np.max(np.abs(found - truth)) / scale) if found.shape == truth.shape else np.inf
        if errors[name] <= max(work.tolerance, 1e-6):
            continue
        if name in peers.PEERS:  # torch takes `math.sin` of a tensor for a constant
            notes[name] = f"wrong by {errors[name]:.1e}"
            del entries[name]
        else:
            raise AssertionError(f"{work.name}: {name} is wrong by {errors[name]:.1e}")
    return Row(work, medians(entries), errors, {**notes, **work.notes})


def _entries(work: Workload) -> tuple[dict[str, Callable], dict[str, str]]:
    parameters = work.primal.__code__.co_argcount
    derivative = work.derivative()
    entries = {
        "primal": lambda: work.primal(*work.args[:parameters]),
        "hand": lambda: work.hand(*work.args),
        "call": lambda: derivative(*work.args),
    }
    derivative(*work.args)
    if hasattr(derivative, "specialize") and work.derive is None:
        emitted = derivative.specialize(*work.args)
        entries["emitted"] = lambda: emitted(*work.args)
    if work.prototype is not None:
        entries["prototype"] = lambda: work.prototype(*work.args)
    notes: dict[str, str] = {}
    _add(entries, notes, "numba", lambda: _numba(work))
    for name in peers.PEERS if work.derive is None else ():
        if peers.is_installed(name):
            _add(entries, notes, name, lambda name=name: peers.build(name, work))
    return entries, notes


def _numba(work: Workload) -> Callable:
    compiled = work.derivative(backend="numba")
    return lambda: compiled(*work.args)


def _add(entries: dict, notes: dict, name: str, make: Callable) -> None:
    """An entry that may be missing: what it says then is a note."""
    try:
        function = make()
        function()
    except Exception as error:  # a peer that fails is a result
        notes[name] = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        return
    entries[name] = function


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
