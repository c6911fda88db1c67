"""The page with the tables: docs/benchmarks.md."""

from __future__ import annotations

import importlib.metadata
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

import tangentx
from tests.benchmarks import peers
from tests.benchmarks.workload import Workload

COLUMNS = ("hand", "prototype", "emitted", "call", "numba", *peers.PEERS)
LIMIT = {False: 1.10, True: 1.15}  # array code, interpreted loops

# Rows that do not reach the limit, and why.
REASONS = {
    "logistic regression 100000": "bound by memory: this row's ratio varies by a quarter from run to run; by hand "
    "every step of the logistic function is done in place",
    "LSTM": "the products for the weights are made and added up step by step, by hand once at the end; three checks "
    "whether a gate was broadcast",
    "ADBench mixture": "the forward sweep is the user's: points first in memory, the diagonal apart from the "
    "factor; the hand-written code lays both out for a matrix product, and needs fewer passes over all triples",
    "ADBench bundle adjustment": "the values and the measured features' adjoints are computed as well; new memory for "
    "every statement, where what was let go does not fit",
    "ADBench LSTM": "states in a list, written in the loop: a slot's adjoint is read, zeroed and added to; the gates' "
    "adjoints are added to zeros, because nothing says that `H` is not negative, and checked for broadcasting",
    "n-body": "the places of the outer body are read anew in every trip of the inner loop",
    "Rosenbrock loop": "by hand every entry of the gradient is written once, carried from trip to trip; the emitted "
    "loop stores one entry a trip, and adds to the one before",
    "Newton": "four values a trip on four stacks; by hand one tuple",
    "Gaussian process": "by hand the outer product and the inverse are never added up: each is summed against the "
    "derivatives of the matrix as it is; emitted code has the matrix's adjoint, in its lower triangle",
    "sparse Jacobian, Broyden": "the way through the derivative, which looks at the directions",
    "sparse Jacobian, Brusselator": "every product's tangent is a new array; by hand two are added in place",
    "Hessian": "the tangent of the softmax in two terms, and the diagonal as a matrix; by hand one matrix product less "
    "an outer one, and the diagonal added in its place",
}


@dataclass(frozen=True)
class Row:
    """Seconds by entry, errors against the hand-written adjoint, and why an entry is missing."""

    work: Workload
    seconds: dict[str, float]
    errors: dict[str, float]
    notes: dict[str, str]

    @property
    def ours(self) -> float:
        return self.seconds.get("emitted", self.seconds["call"])

    @property
    def best(self) -> float:
        """The better of hand-written and prototype."""
        return min(self.seconds[k] for k in ("hand", "prototype") if k in self.seconds)


def table(rows: list[Row]) -> str:
    """Gradient time over primal time."""
    lines = [
        "| workload | size | primal | " + " | ".join(COLUMNS) + " | emitted / best by hand |",
        "|---" * (len(COLUMNS) + 4) + "|",
    ]
    for row in rows:
        primal = row.seconds["primal"]
        cells = [f"{row.seconds[c] / primal:.3g}" if c in row.seconds else "-" for c in COLUMNS]
        ratio = f"{row.ours / row.best:.2f}"
        lines.append(
            f"| {row.work.name} | {row.work.size} | {shown(primal)} | {' | '.join(cells)} | {ratio} |"
        )
    return "\n".join(lines)


def shown(seconds: float) -> str:
    for unit, factor in (("us", 1e6), ("ms", 1e3)):
        if seconds * factor < 1000:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.3g} s"


def page(rows: list[Row]) -> str:
    """The whole page."""
    over = [r for r in rows if r.ours > LIMIT[r.work.loop] * r.best]
    parts = [
        _HEAD.format(origin=_origin(), machine=_machine(), versions=_versions()),
        table(rows),
        _READING,
        _losses(over, rows),
        _missing(rows),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _losses(over: list[Row], rows: list[Row]) -> str:
    lines = [
        f"## Where emitted code is slower\n\n{len(rows) - len(over)} of {len(rows)} rows are within 1.10 "
        "(array code) or 1.15 (interpreted loops) of the better of hand-written adjoint and prototype. The others:\n"
    ]
    lines += [
        f"- **{r.work.name}**: {r.ours / r.best:.2f}. {REASONS.get(r.work.name, 'Not looked into yet')}."
        for r in over
    ]
    return "\n".join(lines)


def _missing(rows: list[Row]) -> str:
    lines = [
        f"- {r.work.name}, {name}: {why}"
        for r in rows
        for name, why in r.notes.items()
        if name in peers.PEERS
    ]
    return "## What a peer could not do\n\n" + "\n".join(lines) if lines else ""


def _origin() -> str:
    """The version and the commit that was measured."""
    command = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return f"tangentx {tangentx.__version__}, commit {found.stdout.strip() or 'unknown'}"


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _versions() -> str:
    found = []
    for name in ("numpy", "scipy", "numba", *peers.PEERS):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} -")
    return ", ".join(found)


_HEAD = """# Benchmarks

Twenty workloads, each a primal as a user writes it, an adjoint as a person writes it, and, where that differs, a
prototype: what a source-to-source compiler could print. `tests/benchmarks/workloads/` has them all;
`python -m tests.benchmarks` runs them and writes this page.

All entries of a workload take turns in one process on one thread; times are medians of CPU time. Every gradient is
checked against the hand-written one before it is timed.

Made in one run from {origin}, on {machine}; {versions}.

Gradient time over primal time; a dash where something is not installed or cannot do it. *emitted*: the emitted
function, called directly. *call*: through the derivative, which looks up the version for the argument types.
*numba*: `backend="numba"`."""

_READING = """The last column is the emitted function over the better of *hand* and *prototype*. Ratios repeat within
about 5 %. Sparse Jacobians and Hessians have no *emitted* column: the last column is
their *call*."""
