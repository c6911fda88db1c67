"""What a call of a derivative costs beyond calling the emitted function itself.

    python -m tests.benchmarks.bench_dispatch

Prints nanoseconds, the best of several rounds.  Not a test: timings belong in a report.
"""

from __future__ import annotations

import timeit

import numpy as np

import tangentx as tx

ROUNDS, CALLS = 15, 20_000


def loss(w, x, y):
    return w * x + y


def arrays(w, x, y):
    return np.sum(w * x + y)


def containers(params, x):
    return params["w"] * x + params["b"][0]


def best(function, *args) -> float:
    """Nanoseconds a call, the argument list spelled out as a user would."""
    names = ", ".join(f"a{index}" for index in range(len(args)))
    scope = {"f": function, **{f"a{index}": value for index, value in enumerate(args)}}
    return min(timeit.repeat(f"f({names})", globals=scope, repeat=ROUNDS, number=CALLS)) / CALLS * 1e9


def cases() -> list[tuple[str, tx.Derivative, tuple]]:
    vector, matrix = np.ones(3), np.ones((3, 3))
    return [
        ("three floats", tx.grad(loss), (1.0, 2.0, 3.0)),
        ("three arrays", tx.grad(arrays), (vector, matrix, matrix)),
        ("value_and_grad, three arrays", tx.value_and_grad(arrays), (vector, matrix, matrix)),
        ("a dict and a float", tx.grad(containers), ({"w": 1.0, "b": [2.0]}, 3.0)),
    ]


def main() -> None:
    print(f"{'case':32}{'emitted':>10}{'derivative':>12}{'more':>8}   ns")
    for label, derivative, args in cases():
        derivative(*args)
        bare, full = best(derivative.specialize(*args), *args), best(derivative, *args)
        print(f"{label:32}{bare:10.0f}{full:12.0f}{full - bare:8.0f}")


if __name__ == "__main__":
    main()
