"""The benchmark workloads: each file has plain primals and the adjoints a person would write for them."""

from tests.benchmarks.workloads import (
    bundle,
    gaussian_process,
    heat,
    logistic,
    lorenz,
    lstm,
    mixture,
    nbody,
    network,
    newton,
    recurrent,
    rosenbrock,
    scalar,
    second,
    sparse,
)

_MODULES = (
    scalar, logistic, network, lstm, mixture, bundle, recurrent, nbody, rosenbrock, heat, lorenz, newton,
    gaussian_process, sparse, second,
)  # fmt: skip


def workloads() -> list:
    """All of them, in the order of the tables."""
    return [workload for module in _MODULES for workload in module.workloads()]
