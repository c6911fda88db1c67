"""Every workload's derivative is right, keeps no more than a hand-written one, and reads as it did.

No time is measured here: see `python -m tests.benchmarks`.  `pytest tests/benchmarks --update-golden` renews the texts.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.stored import stored
from tests.benchmarks.workload import Workload, flat
from tests.benchmarks.workloads import workloads

EMITTED = Path(__file__).parent / "emitted"
WORKLOADS = workloads()
PLAIN = [w for w in WORKLOADS if w.derive is None]

# What is kept beyond 1.2 times the hand-written adjoint's bytes, and why.
MORE = {
    "Gaussian process": (1.35, "the identity that the noise is multiplied with is an array like any other"),
}


def named(works: list[Workload]) -> list:
    return [pytest.param(w, id=w.name.replace(" ", "_")) for w in works]


@pytest.mark.parametrize("work", named(WORKLOADS))
def test_gradient(work: Workload) -> None:
    found, truth = flat(work.derivative()(*work.args)), flat(work.hand(*work.args))
    assert found.shape == truth.shape
    assert np.max(np.abs(found - truth)) <= work.tolerance * np.max(np.abs(truth))
    if work.prototype is not None:
        assert np.allclose(
            flat(work.prototype(*work.args)), truth, rtol=1e-8, atol=1e-10 * np.max(np.abs(truth))
        )


@pytest.mark.parametrize("work", named([w for w in WORKLOADS if w.compiled]))
def test_forms_for_numba(work: Workload) -> None:
    """As plain Python, at the smallest size."""
    small = work.at(work.sizes[0]) if work.at is not None else work
    truth = flat(small.hand(*small.args))
    for name, function in small.compiled.items():
        found = flat(function(*small.args))
        assert np.max(np.abs(found - truth)) <= work.tolerance * np.max(np.abs(truth)), name


@pytest.mark.parametrize("work", named(PLAIN))
def test_bytes_stored(work: Workload) -> None:
    derivative = work.derivative()
    derivative(*work.args)
    kept = stored(derivative.source, derivative.specialize(*work.args).__name__, work.args)
    limit = MORE.get(work.name, (1.2, ""))[0]
    assert kept <= limit * work.stored + 100, f"{kept} bytes, by hand {work.stored}"


@pytest.mark.parametrize("work", named(PLAIN))
def test_emitted_text(work: Workload, request) -> None:
    derivative = work.derivative()
    derivative(*work.args)
    text = "".join(
        line + "\n" for line in derivative.source.splitlines() if not line.startswith("# key    :")
    )
    file = EMITTED / f"{work.name.replace(' ', '_').replace(',', '').lower()}.py"
    if request.config.getoption("--update-golden"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
