"""What a process pays before its first gradient: importing tangentx, then deriving, or reading what another wrote.

    python -m tests.benchmarks.bench_start

Prints milliseconds, the median of several processes.  Not a test: timings belong in a report.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 9
MODEL = """\
import numpy as np


def loss(w, b, x, y, rate):
    z = x @ w + b
    h = np.tanh(z)
    total = 0.0
    for k in range(h.shape[0]):
        u = h[k] * rate
        if u > 0.5:
            u = np.log(u) + 1.0
        else:
            u = np.exp(-u)
        total = total + u * u
    r = h - y
    s = np.sqrt(1.0 + r * r)
    m = np.mean(s)
    v = np.sum((s - m) ** 2) / s.size
    p = np.sum(np.abs(w)) * 0.01
    q = np.dot(w, w) * rate
    return total + m + v + p + q
"""
SCRIPT = """\
import time
import numpy as np
start = time.perf_counter()
import tangentx as tx
imported = time.perf_counter()
import model
w, x = np.array([0.3, -0.2, 0.5]), np.arange(12.0).reshape(4, 3) / 10
arguments = (w, 0.1, x, np.ones(4), 0.7)
times = []
for derivative in (tx.grad(model.loss, "w"), tx.value_and_grad(model.loss, "w")):
    before = time.perf_counter()
    derivative(*arguments)
    times.append(time.perf_counter() - before)
print(imported - start, *times, derivative.origin)
"""


def run(folder: Path) -> tuple[list[float], str]:
    """([import, first derivative, second derivative] in milliseconds, where the text came from)."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    environment.pop("TANGENTX_CACHE_DIR", None)
    made = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    *times, origin = made.stdout.split()
    return [1000 * float(t) for t in times], origin


def main() -> None:
    rows: dict[str, list[list[float]]] = {"generated": [], "cache": []}
    for _ in range(PROCESSES):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "pyproject.toml").touch()
            (folder / "model.py").write_text(MODEL)
            for expected in rows:
                times, origin = run(folder)
                assert origin == expected
                rows[expected].append(times)
    print(f"{'':12}{'import':>10}{'first call':>12}{'second':>10}   ms")
    for label, times in rows.items():
        middle = [statistics.median(column) for column in zip(*times, strict=True)]
        print(f"{label:12}{middle[0]:10.1f}{middle[1]:12.1f}{middle[2]:10.1f}")


if __name__ == "__main__":
    main()
