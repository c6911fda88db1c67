"""The long text of every error code, printed by `tangentx explain`.

Each entry is a code with its title, what it means and why, and, after `wrong:` and `right:`, a program that is
refused and one that is not.  A test holds the codes raised anywhere in tangentx against these.
"""

_SOURCE = """
TX101 the source of a function is not that of the code that runs
What was found at the function's place in its file was compiled and compared with the function: they differ, most
likely because the file was edited after the import. Reload the module, run the cell again, or restart Python.

TX102 the source of a function cannot be read
tangentx transforms source text. It looks for it where Python's own `inspect` does. Functions typed at the prompt of
Python before 3.13, or made by `eval`, have none; compiled ones have no Python source at all and need a rule.
wrong:
    f = eval("lambda x: x * x")
    tx.grad(f)
right:
    def f(x):  # in a file, or in a notebook cell
        return x * x
    tx.grad(f)

TX103 two lambdas on one line cannot be told apart
They have the same instructions, and this Python runs without columns. Write each on a line of its own.
"""

_SYNTAX = """
TX201 `yield` in a differentiated function
A generator hands out values one at a time and is resumed by whoever reads them, so there is no one forward sweep
that a reverse sweep could undo.
wrong:
    def squares(x):
        for v in x:
            yield v * v
right:
    def squares(x):
        return [v * v for v in x]

TX202 `async` and `await`
A derivative runs the function forwards and then backwards without a pause; nothing can be awaited in between.
wrong:
    async def loss(w, source):
        return np.sum(w * await source.read())
right:
    def loss(w, data):  # await outside, and differentiate this
        return np.sum(w * data)

TX203 `try` in a differentiated function
The reverse sweep needs to know which statements ran before a handler took over. This is not recorded yet.
wrong:
    try:
        y = x / scale
    except ZeroDivisionError:
        y = 0.0 * x
right:
    if scale != 0:
        y = x / scale
    else:
        y = 0.0 * x

TX205 `with` in a differentiated function
A context manager can swallow exceptions and change what the body means, so its body is not reversed yet.
wrong:
    def f(x):
        with np.errstate(divide="ignore"):
            return np.sum(1.0 / x)
right:
    with np.errstate(divide="ignore"):
        tx.grad(f)(x)  # and no `with` in f

TX206 `match` in a differentiated function
Patterns bind names and call methods of classes. Conditions do the same in the open.
wrong:
    match kind:
        case "square":
            return x * x
right:
    if kind == "square":
        return x * x

TX207 a global variable is assigned in a differentiated function
What a derivative computes must be a function of its arguments; a global that changes between the sweeps is not.
wrong:
    def f(x):
        global count
        count = count + 1
        return count * x
right:
    def f(x, count):
        return count * x

TX208 `nonlocal` in a differentiated function
An inner function that rebinds a variable of the outer one is not followed yet.
wrong:
    def f(x):
        total = 0.0
        def add(v):
            nonlocal total
            total = total + v * v
        add(x)
        return total
right:
    def f(x):
        def add(total, v):
            return total + v * v
        return add(0.0, x)

TX209 a class is defined in a differentiated function
The class statement runs arbitrary code. Define the class in the module; using its objects is fine.

TX210 `del` of an item or an attribute
What is deleted would have to come back in the reverse sweep. `del name` is allowed.
wrong:
    del parameters["offset"]
right:
    rest = {"scale": parameters["scale"]}

TX211 a call that depends on the frame it is made in
`locals()`, `eval()`, `exec()` and the like see the variables of the function they are called in. A derivative is
another function, with other variables.
wrong:
    return eval("x * scale")
right:
    return x * scale

TX212 type parameters (`def f[T](x: T)`)
They are not supported yet. Use `typing.TypeVar`, or no annotation.

TX213 a generator expression whose laziness may be seen
`sum(v * v for v in x)` is fine, as its items are all read at once. Kept in a variable, a generator expression is
evaluated item by item whenever it is read.
wrong:
    squares = (v * v for v in x)
    return total(squares)
right:
    squares = [v * v for v in x]
    return total(squares)

TX214 a function captures the variable of a comprehension that stands in a loop
Python gives each run of the comprehension a variable of its own; which one the function sees later depends on when
it is called.
wrong:
    fs = [lambda v: v * k for k in range(3)]
right:
    fs = [lambda v, k=k: v * k for k in range(3)]

TX215 `super()` without arguments
It finds its class in a hidden variable of the class body, which the derivative is not part of.
wrong:
    return super().energy(x)
right:
    return Base.energy(self, x)

TX216 `import *` in a function
Which names it binds is only known when it runs. Import the names that are used.

TX217 template strings
They are not supported yet. An f-string is.

TX220 too many exits
A loop with several ways out, inside others, is rewritten with flags. Here that would make the function grow without
bound. Put the inner loop with its exits into a helper function.

TX221 a function that never returns
On every path it raises or loops for ever, so there is nothing to differentiate.

TX222 the types of a loop's variables do not settle
A variable is of another type after each trip. Give it one type before the loop.
wrong:
    y = 0
    for v in x:
        y = [y, v]
right:
    y = []
    for v in x:
        y.append(v)

TX223 a container changes its shape in a loop
A tuple or dict that carries derivatives must have the same entries before and after each trip.
Unpack it into plain variables before the loop and pack it again after it.

TX224 a variable may have no value
On some path to this line nothing was assigned to it.
wrong:
    if x > 0:
        y = x
    return y
right:
    y = 0.0
    if x > 0:
        y = x
    return y

TX225 a name is not defined
Neither the function, nor what encloses it, nor its module, nor Python defines it now. Names are looked up when the
derivative is made, at the first call: definitions further down in the module count.

TX226 an attribute does not exist
The object has no attribute of this name at the time the derivative is made.

TX230 this use of a container cannot be differentiated
Lists, tuples and dicts are followed entry by entry; that needs a fixed number of entries and keys that are literal.
wrong:
    table[key(x)] = y
right:
    table = {"low": y, "high": 2.0 * y}

TX231 a loop over something that cannot be run backwards
The reverse sweep repeats the loop from its last trip to its first. Ranges, arrays, lists, tuples, and `zip`,
`enumerate` and `reversed` of those can be; iterators that are consumed cannot.
wrong:
    for line in open("data.txt"):
right:
    for row in np.loadtxt("data.txt"):

TX232 a global object is written on
A derivative must leave the program as a plain call would, and run the function again where needed.
wrong:
    HISTORY[0] = x
right:
    def f(x, history): ...  # pass it, or return the new value

TX233 a loop variable is used outside its loop, inside another loop
The reverse sweep gives loop variables their values anew, in the order of the trips.
wrong:
    for i in range(3):
        for j in range(n):
            pass
        total = total + j * x
right:
    for i in range(3):
        for j in range(n):
            last = j
        total = total + last * x

TX299 a construct that tangentx does not know
Most likely the syntax is newer than this version. Write it in simpler statements, and report it, please.
"""

_CALLS = """
TX301 no rule for a function
The result of this call needs a derivative, and tangentx knows none: the function has no rule, and no Python source
that could be differentiated instead. Write a rule in a file of your own (docs/templates.md), rewrite the call with
functions that have one, or leave it out of the derivative.
wrong:
    solution = np.linalg.lstsq(A, y)[0]
right:
    solution = np.linalg.solve(A.T @ A, A.T @ y)

TX302 arguments that a rule does not take
The function has a rule, but not for this argument. A rule refuses what it was not written for.
wrong:
    np.exp(x, out=y)
right:
    y[...] = np.exp(x)

TX303 a call does not fit the function
The call would raise a TypeError: an argument is missing, unknown, or given twice.

TX304 the function that is called cannot be found out
Call a function that can be seen when the derivative is made: a global, a parameter, or a local one.
wrong:
    return TABLE[int(x)](x)
right:
    return square(x) if x > 1 else cube(x)

TX305 `functools.partial` of something other than numbers
Write a small `def` or `lambda` instead.

TX306 calls nest too deep
Helpers are followed to a fixed depth. This is usually recursion whose end depends on values.

TX307 a default value that cannot be written into the derivative
The default is an object without a literal form. Pass the argument explicitly.
"""

_TYPES = """
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

TX401 the question makes no sense for these arguments
A gradient needs a scalar result and floating-point arguments, and `wrt` must name parameters.
wrong:
    tx.grad(lambda x: x * x)(np.ones(3))
right:
    tx.grad(lambda x: np.sum(x * x))(np.ones(3))
    tx.jacobian(lambda x: x * x)(np.ones(3))

TX402 a value of this type cannot carry a derivative
Derivatives flow through floats, float arrays, and tuples, lists, dicts and dataclasses of those.

TX403 the result does not depend differentiably on a parameter
Every path from the parameter to the result passes a function that is piecewise constant (`int`, `round`, a
comparison), so the derivative is zero wherever it exists. By default this is a warning, and zero is returned; with
`on_disconnected="error"` it is this error.
wrong:
    k = int(x * 10)
    return table[k]
right:
    return np.interp(x * 10, np.arange(len(table)), table)

TX404 an argument or a result that cannot carry a derivative
Integers, strings and None have no derivative, and a gradient needs a real result.
wrong:
    tx.grad(f)(3)
right:
    tx.grad(f)(3.0)

TX405 a seed or tangent of another form than what it belongs to
The seed of an adjoint has the structure and shape of the result, a tangent those of its argument. Where a value has
no derivative, pass None.
wrong:
    tx.jvp(f, (x, y), (x_dot,))
right:
    tx.jvp(f, (x, y), (x_dot, None))

TX407 an unknown setting
The settings are those of `tx.config`; they are also read from `[tool.tangentx]` and from `TANGENTX_*`.

TX501 overlapping memory that cannot be reversed
An array is written through one name while another name shows the same memory, in a way whose order the reverse sweep
cannot restore. Copy one of the two.
wrong:
    u[1:] = u[:-1] * w
    v = u[::2]
    u[0] = np.sum(v)
right:
    v = u[::2].copy()
    u[0] = np.sum(v)

TX502 one array that is written, under two names that are both used
Which name's adjoint a write belongs to cannot be told. Use one name, or copy.
wrong:
    v = u
    v[0] = x
    return np.sum(u) + np.sum(v)
right:
    v = u.copy()

TX503 an operation in place that cannot be reversed
Its adjoint reads the result, which the operation has overwritten. Write `u[...] = u[...] op e` instead of `u op= e`.

TX504 old contents of a list that changes
The reverse sweep needs what the list held before it was changed. Read its elements into variables first, or build an
array of them.

TX604 an edited file of the cache
Files under `.tangentx/gen/` are made again when needed. Your edit is kept beside them as `NAME.edited.py` and is
not run, so that a cache never changes an answer.

TX801 a derivative cannot be pickled
Another process must be able to find the primal. One that is defined in `__main__`, in a notebook or in a function
travels by value, which needs cloudpickle: `pip install "tangentx[parallel]"`, or move it into a module.

TX900 a defect of tangentx
This should not have happened. Please report it with the function, and the output of `tangentx doctor`.
"""

TEXTS = _SOURCE + _SYNTAX + _CALLS + _TYPES
