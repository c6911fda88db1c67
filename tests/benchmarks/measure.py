"""Times of several functions of no arguments, taken in turns in one process.

The clock is the CPU time of the process: on a machine with other work, wall time says how busy it is.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

SAMPLE = 0.004  # seconds of work in one sample


def medians(functions: dict[str, Callable], seconds: float = 0.5, rounds: int = 25) -> dict[str, float]:
    """Seconds a call: the median over rounds in which every function has its turn (A B C A B C ...).

    The functions have been called before.  What takes longer than `seconds` is called once.
    """
    costs = {name: _cost(function) for name, function in functions.items()}
    samples: dict[str, list[float]] = {name: [cost] if cost > seconds else [] for name, cost in costs.items()}
    counts = {name: max(1, int(SAMPLE / max(cost, 1e-8))) for name, cost in costs.items()}
    turns = {
        name: 0 if cost > seconds else max(3, min(rounds, int(seconds / (counts[name] * cost))))
        for name, cost in costs.items()
    }
    gc.collect()
    gc.freeze()
    for turn in range(max(turns.values())):
        for name, function in functions.items():
            if turn < turns[name]:  # what takes seconds does not make the others' samples few
                samples[name].append(_sample(function, counts[name]))
    gc.unfreeze()
    return {name: statistics.median(found) for name, found in samples.items()}


def _cost(function: Callable) -> float:
    cost = _sample(function, 1)
    return _sample(function, max(1, int(SAMPLE / 2 / max(cost, 1e-7)))) if cost < SAMPLE / 4 else cost


def _sample(function: Callable, calls: int) -> float:
    start = time.process_time()
    for _ in range(calls):
        function()
    return (time.process_time() - start) / calls
