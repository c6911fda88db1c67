"""SciPy's own Rosenbrock function, unmodified, against the derivatives that SciPy's authors wrote by hand."""

import numpy as np
from scipy.optimize import minimize, rosen, rosen_der, rosen_hess, rosen_hess_prod

import tangentx as tx


def difference(actual, expected):
    """The largest difference, relative to the largest entry expected."""
    return np.max(np.abs(actual - expected)) / np.max(np.abs(expected))


def main():
    gradient, hessian, hvp = tx.grad(rosen), tx.hessian(rosen), tx.hvp(rosen)
    rng = np.random.default_rng(0)
    x, v = rng.normal(size=10), rng.normal(size=10)
    for name, actual, expected in [
        ("gradient", gradient(x), rosen_der(x)),
        ("hessian", hessian(x), rosen_hess(x)),
        ("hessian times vector", hvp(x, v), rosen_hess_prod(x, v)),
    ]:
        error = difference(actual, expected)
        print(f"{name:22s} differs from SciPy's by {error:.1e}")
        assert error < 1e-12, name

    result = minimize(rosen, x, jac=gradient, hessp=hvp, method="Newton-CG", options={"xtol": 1e-10})
    print(f"Newton-CG: minimum after {result.nit} iterations, off by {np.max(np.abs(result.x - 1.0)):.1e}")
    print(gradient.source)
    assert result.success and np.allclose(result.x, 1.0), result.message


if __name__ == "__main__":
    main()
