"""Where was the rod heated?  A time-stepping loop that writes into its state, differentiated as it stands.

A rod is heated by an unknown source.  All that is known is its temperature at the end.  The adjoint of the
simulation gives the gradient of the misfit with respect to the source at every point, at the cost of about
one more simulation, and SciPy finds the source from it.
"""

import numpy as np
from scipy.optimize import minimize

import tangentx as tx

POINTS, STEPS, DT = 41, 400, 2e-4


def simulate(source, diffusivity=1.0, steps=STEPS, dt=DT):
    """Temperature after `steps` explicit steps from a cold rod whose ends are kept cold."""
    dx = 1.0 / (source.size - 1)
    u = np.zeros_like(source)
    for _ in range(steps):
        curvature = (u[2:] - 2.0 * u[1:-1] + u[:-2]) / dx**2
        u[1:-1] += dt * (diffusivity * curvature + source[1:-1])
    return u


def misfit(source, measured):
    error = simulate(source) - measured
    return 0.5 * np.sum(error * error)


def true_source():
    """Two heaters: a warm one on the left, a small cool one on the right."""
    x = np.linspace(0.0, 1.0, POINTS)
    source = 10.0 * np.exp(-(((x - 0.3) / 0.1) ** 2)) - 4.0 * np.exp(-(((x - 0.7) / 0.08) ** 2))
    source[0] = source[-1] = 0.0  # the ends are kept cold whatever the source: nothing can be learnt there
    return source


def main():
    source = true_source()
    measured = simulate(source)
    value_and_grad = tx.value_and_grad(misfit, "source")
    start = np.zeros(POINTS)
    result = minimize(
        value_and_grad,
        start,
        args=(measured,),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 500, "ftol": 0, "gtol": 1e-9},
    )
    error = np.linalg.norm(result.x - source) / np.linalg.norm(source)
    print(f"misfit {misfit(start, measured):.3e} -> {result.fun:.3e} in {result.nit} iterations")
    print(f"source recovered with relative error {error:.1e}")
    print(value_and_grad.source)
    print("  x   true  found")
    for k in range(4, POINTS, 4):
        print(f"{k / (POINTS - 1):.2f}  {source[k]:6.3f} {result.x[k]:6.3f}")
    assert error < 1e-2, error


if __name__ == "__main__":
    main()
