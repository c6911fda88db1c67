"""The chain in SymPy: differentiated as an expression, printed for `math`."""

from tests.benchmarks.compiled import rescoped


def sympy_lambdify(work):
    import sympy

    x = sympy.Symbol("x")
    chain = rescoped(work.primal, {"np": sympy, "math": sympy})
    slope = sympy.diff(chain(x), x)
    gradient = sympy.lambdify(x, slope, "math", cse=True)
    return lambda: gradient(*work.args)


REWRITES = {"sympy lambdify": sympy_lambdify}
