"""The page with the tables: docs/benchmarks.md, and its plots."""

from __future__ import annotations

import importlib.metadata
import platform
import subprocess
from pathlib import Path

import tangentx
from tests.benchmarks import peers, plots, tables
from tests.benchmarks.reasons import COMPILED, EMITTED, REWRITTEN, SCALING
from tests.benchmarks.results import Results, Row

DOCS = Path(__file__).resolve().parents[2] / "docs"
LIMIT = {False: 1.10, True: 1.15}  # array code, interpreted loops
STRICT, FAST = 1.3, 1.15
CONSTANT = 1.5  # how far apart the gradient's cost in primals may be over three decades


def write(results: Results) -> None:
    (DOCS / "benchmarks.md").write_text(page(results), encoding="utf-8")
    plots.write(results.rows, DOCS)


def page(results: Results) -> str:
    rows = results.rows
    parts = [
        _HEAD.format(**vars(results)), _emitted(rows), _compiled(rows), _written(rows), _rewritten(rows),
        _scaling(rows), _missing(rows),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _emitted(rows: list[Row]) -> str:
    over = [(r.name, r.emitted / r.by_hand) for r in rows if r.emitted > LIMIT[r.loop] * r.by_hand]
    count = f"{len(rows) - len(over)} of {len(rows)} rows are within 1.10 (array code) or 1.15 (interpreted loops)"
    return "\n\n".join(
        [_EMITTED, tables.emitted(rows), f"{count} of the better of both.{_named(over, EMITTED)}"]
    )


def _compiled(rows: list[Row]) -> str:
    rows = [r for r in rows if "hand numba" in r.seconds]
    over, fine = [], 0
    for row in rows:
        if "numba" not in row.seconds:
            continue
        strict, fast = (ours / hand for ours, hand in map(row.compiled, ("", " fast")))
        fine += strict <= STRICT and fast <= FAST
        if strict > STRICT or fast > FAST:
            over.append((row.name, f"{strict:.2f} strict, {fast:.2f} fast"))
    over += [(r.name, "not compiled") for r in rows if "numba" not in r.seconds]
    text = (
        f"{fine} of {len(rows)} rows are within 1.3 strict and 1.15 with `fastmath`.{_named(over, COMPILED)}\n\n"
        + _implicit(rows)
    )
    return "\n\n".join([_COMPILED, tables.compiled(rows), text.strip()])


def _implicit(rows: list[Row]) -> str:
    found = [r for r in rows if "implicit numba" in r.seconds and "numba" in r.seconds]
    return "\n".join(
        f"{r.name} by the implicit function theorem, another algorithm, written by hand and compiled: "
        f"{r.seconds['implicit numba'] / r.seconds['primal']:.3g} primals; "
        f"{r.seconds['numba'] / r.seconds['implicit numba']:.2f} times faster than ours."
        for r in found
    )


def _written(rows: list[Row]) -> str:
    lost = []
    for row in rows:
        best = min(((v, p) for p in peers.PEERS if (v := row.written(p)) is not None), default=None)
        if best is not None and best[0] < row.ours[0]:
            lost.append((row.name, f"{row.ours[0] / best[0]:.2f} times {best[1]}'s time"))
    behind = _named(lost, REWRITTEN)
    return "\n\n".join([
        _WRITTEN, tables.written(rows),
        f"Ahead of every library on {len(rows) - len(lost)} of {len(rows)} rows.{behind}",
    ])  # fmt: skip


def _rewritten(rows: list[Row]) -> str:
    lost = []
    for row in rows:
        best = min((found for p in peers.PEERS if (found := row.rewritten(p))), default=None)
        if best is not None and best[0] < row.ours[0]:
            lost.append((row.name, f"{row.ours[0] / best[0]:.2f} times the time of {best[1]}"))
    return "\n\n".join([
        _REWRITTEN, tables.rewritten(rows),
        f"Ahead of every library in every way on {len(rows) - len(lost)} of {len(rows)} rows.{_named(lost, REWRITTEN)}",
        _PLOT,
    ])  # fmt: skip


def _scaling(rows: list[Row]) -> str:
    rows = [r for r in rows if r.scaling]
    grows = []
    for row in rows:
        for kind, ratios in tables.by_kind(row).items():
            if max(ratios) > CONSTANT * min(ratios):
                grows.append((f"{row.name}, {kind}", f"{min(ratios):.3g} to {max(ratios):.3g}"))
    return "\n\n".join([
        _SCALING, tables.scaling(rows),
        f"Within a factor of {CONSTANT} over all sizes, but for:{_named(grows, SCALING)}", _SCALING_PLOT,
    ])  # fmt: skip


def _named(rows: list[tuple], reasons: dict[str, str]) -> str:
    lines = [
        f"- **{name}**: {gap if isinstance(gap, str) else f'{gap:.2f}'}: "
        f"{reasons.get(name) or reasons.get(name.rpartition(', ')[0], 'not looked into yet')}."
        for name, gap in rows
    ]
    return "\n\n" + "\n".join(lines) if lines else ""


def _missing(rows: list[Row]) -> str:
    lines = [
        f"- {r.name}, {name}: {why.replace('<', '‹').replace('>', '›')}"
        for r in rows
        for name, why in r.notes.items()
    ]
    return "## What could not be done\n\nIn the words of the error:\n\n" + "\n".join(lines) if lines else ""


def origin() -> str:
    """The version and the commit that was measured."""
    command = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return f"tangentx {tangentx.__version__}, commit {found.stdout.strip() or 'unknown'}"


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"


def versions() -> str:
    found = []
    for name in ("numpy", "scipy", "numba", *peers.PEERS):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} -")
    return ", ".join(found)


_HEAD = """# Benchmarks

Twenty workloads, each a primal as a user writes it, an adjoint as a person writes it, and, where that differs, a
prototype: what a source-to-source compiler could print; both once more in loops for Numba; and the same gradient from
other libraries. `tests/benchmarks/` has them all; `python -m tests.benchmarks` runs what is installed and writes this
page.

All entries of a workload take turns in one process on one thread; times are medians of CPU time. Every gradient is
checked against the hand-written one, to 1e-6, before it is timed. Ratios repeat within about 5 %, those of rows that
are bound by memory within a quarter.

Made in one run from {origin}, on {machine}; {versions}.

Unless it says otherwise, a number is the gradient's time over the primal's, as NumPy and Python run it; a dash is what
is not installed, not written, or cannot be done."""

_EMITTED = """## Emitted code and code by hand

*emitted*: the emitted function, called directly. *call*: through the derivative, which looks up the version for the
argument types. Sparse Jacobians, Hessians and the bundle adjustment have no *emitted*: the last column is their
*call*. *numba*: `backend="numba"`, of which the next table says more."""

_COMPILED = """## Compiled by Numba

Loops by hand, under `numba.njit`, against `backend="numba"` on the primal as it is, the compiled function called
directly (not for sparse Jacobians and the bundle adjustment). By hand and emitted, the exponential and the hyperbolic
tangent of arrays are polynomials that become vector instructions. *fast*: with `fastmath=True` on both sides."""

_WRITTEN = """## Other libraries, on the code as it is written

The primal's own text, with `np` the library's module; jax under `jit`. Libraries get their own arrays, ready made.
*ours* is the better of emitted code and Numba. Rows that differentiate no scalar use the library's own way to that
derivative."""

_REWRITTEN = """## Other libraries, in any rewriting

The best of the code as written and of the ways to write it anew for a library (vectorised, in its own loop, with a
checkpoint a step, without writing in place, with a rule by hand), which `tests/benchmarks/rewrites/` has.

No release of enzyme-ad for Python 3.12 can be imported beside this jax. With 0.0.16 and jax 0.10.2 on Python 3.11, in a
run of its own, its gradients in a `fori_loop` took 0.081 primals for Lorenz, where Numba took 0.052, and 0.0075 for the
Rosenbrock loop, where Numba took 0.0013."""

_PLOT = "![Gradient over primal, by workload](benchmarks-overview.svg)"

_SCALING = """## Cost of a gradient by size

The gradient over the primal at four sizes, a decade apart; for interpreted loops also compiled code over the compiled
primal."""

_SCALING_PLOT = "![Gradient over primal, by size](benchmarks-scaling.svg)"
