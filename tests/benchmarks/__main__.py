"""Run the workloads and write docs/benchmarks.md.

python -m tests.benchmarks                  # all of them, the page and its plots
python -m tests.benchmarks heat LSTM        # some of them, printed only
python -m tests.benchmarks --page           # the page again, from the last run
"""

from __future__ import annotations

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_threads] = "1"  # before NumPy is imported
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import sys  # noqa: E402

from tests.benchmarks import peers  # noqa: E402
from tests.benchmarks.page import machine, origin, versions, write  # noqa: E402
from tests.benchmarks.results import Results, load  # noqa: E402
from tests.benchmarks.run import run  # noqa: E402
from tests.benchmarks.workloads import workloads  # noqa: E402


def main(words: list[str]) -> int:
    if words == ["--page"]:
        write(load())
        return 0
    peers.ready()
    results = Results(origin(), machine(), versions(), [])
    for work in workloads():
        if words and not any(word.lower() in work.name.lower() for word in words):
            continue
        row = run(work)
        results.rows.append(row)
        times = {label: float(f"{t / row.seconds['primal']:.3g}") for label, t in row.seconds.items()}
        print(row.name, times, row.scaling, row.notes, sep="\n  ", flush=True)
        if not words:
            results.save()
    if not words:
        write(load())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
