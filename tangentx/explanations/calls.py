"""Codes TX3: calls and rules."""

TEXT = """
TX301 no rule for a function
The result of this call needs a derivative, and tangentx knows none: the function has no rule, and no Python source
that could be differentiated instead. Write a rule in a file of your own (docs/templates.md), rewrite the call with
functions that have one, or leave it out of the derivative.
wrong:
    y = np.i0(x)
right:
    y = scipy.special.i0(x)

TX302 arguments that a rule does not take
The function has a rule, but not for this argument. A rule refuses what it was not written for.
wrong:
    np.interp(t, times, values, period=24.0)
right:
    np.interp(t % 24.0, times, values)

TX303 a call does not fit the function
The call would raise a TypeError: an argument is missing, unknown, or given twice.

TX304 the function that is called cannot be found out
Call a function that can be seen when the derivative is made: a global, a parameter, or a local one.
wrong:
    return TABLE[int(x)](x)
right:
    return square(x) if x > 1 else cube(x)

TX305 `functools.partial` of something that cannot be written into the derivative
Numbers, functions, arrays and containers of them are fine; other objects have no text.
Write a small `def` or `lambda` instead.

TX306 calls nest too deep
Helpers are followed to a fixed depth. A function that calls itself becomes a pair of recursive functions, which get
what it sees of the variables around it as arguments; a local one that changes what it sees has to end at a depth that
is known.
wrong:
    def f(x):
        found = []
        def halves(v):
            found.append(v)
            return v if v < 1e-3 else halves(v / 2) + v
        return halves(x) + len(found)
right:
    def f(x):
        def halves(v):  # returns what it has found
            below, count = (0.0, 0) if v < 1e-3 else halves(v / 2)
            return below + v, count + 1
        total, count = halves(x)
        return total + count

TX307 a default value that cannot be written into the derivative
The default is read where the function keeps it: `smooth.__defaults__[0]`. This function cannot be reached by its name
in its module or class, and the default has no literal form. Pass the argument explicitly.

TX308 a recursive function is called with a star of unknown length
The derivative of a recursive function calls itself, with one adjoint for each parameter. Give it plain parameters, or
a sequence of known length.

TX309 the result type of a recursive function does not settle
It returns something of another type at each depth. Return the same type on every path.

TX310 a rule is wrong
A template file is checked when it is read: the primal line first, a tangent that reads `dot` of every active
parameter, one adjoint line for each of them, no unknown names, and no second rule for one function.
wrong:
    def mul(x, y):
        z = x * y
        dot[z] = dot[x] * y + x * dot[y]
        bar[x] += bar[z] * y
right:
    def mul(x, y):
        z = x * y
        dot[z] = dot[x] * y + x * dot[y]
        bar[x] += bar[z] * y
        bar[y] += bar[z] * x

TX311 a derivative is taken inside the function that is differentiated
`tx.grad`, `value_and_grad`, `adjoint` and `tangent` of a function that can be seen are followed there, of a local one
too. The rest is not: `tx.hessian` and its like inside, or a local function that sees other functions or has defaults.
Define the inner function outside, with what it needs as arguments; a call of its derivative is then a call like any
other.
wrong:
    def f(x):
        h = lambda z: z * z * x
        return tx.grad(lambda z: h(z) + z)(2.0)
right:
    def g(z, x):
        return z * z * x + z
    dg = tx.grad(g)
    def f(x):
        return dg(2.0, x)

TX312 a function under `np.vectorize` gives whole numbers and floats
NumPy takes the type of the result from the first value: where that is a whole number, all the others are rounded.
wrong:
    relu = np.vectorize(lambda v: v if v > 0 else 0)
right:
    relu = np.vectorize(lambda v: v if v > 0 else 0.0)

TX313 a cached function does more than to give a value
The derivative computes what a local function behind `functools.cache` gives wherever it is called: that is the same
number, unless the function counts its calls, appends to a list, draws random numbers...
wrong:
    @cache
    def term(i):
        terms.append(i)
        return x * i
right:
    @cache
    def term(i):
        return x * i
"""
