"""Codes TX1 (source) and TX2 (syntax)."""

TEXT = """
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

TX202 `async` and `await`
A derivative runs the function forwards and then backwards without a pause; nothing can be awaited in between.
wrong:
    async def loss(w, source):
        return np.sum(w * await source.read())
right:
    def loss(w, data):  # await outside, and differentiate this
        return np.sum(w * data)

TX203 `except*` in a differentiated function
Of an exception group several handlers may run, one after another. Plain `try`, `except`, `else` and `finally` are
differentiated: the path that was taken, up to the statement that failed.
wrong:
    try:
        y = x / scale
    except* ZeroDivisionError:
        y = 0.0 * x
right:
    try:
        y = x / scale
    except ZeroDivisionError:
        y = 0.0 * x

TX204 an exception that cannot be followed
Most exceptions are: what may fail is tried on its own, and a function that is called in a `try` says how it ended.
Where one statement calls several functions, or the handler is chosen in an unusual way, that is not known.
wrong:
    try:
        y = model(x) * model(x + 1.0)  # which of the calls failed?
    except errors_of(x):
        y = x
right:
    try:
        y = model(x) * model(x + 1.0)
    except ValueError:
        y = x

TX205 a context manager whose end depends on exceptions, or that is not looked into
A class with `__enter__` and `__exit__`, and a generator under `@contextmanager`, are followed: `__exit__` runs where
the body ends. It may not end an exception, and do the same whether there is one or not where it could be caught.
Managers of libraries get no values that need a derivative.
wrong:
    class Suppress:
        def __exit__(self, kind, value, traceback):
            return kind is ZeroDivisionError
right:
    try:
        y = x / n
    except ZeroDivisionError:
        y = x

TX206 positional patterns of a class that is not known
`case Point(0, y)` asks the class which attributes its positions stand for. The class has to be a global, or an
attribute of a module, and has to name as many in `__match_args__` (dataclasses and named tuples do).
wrong:
    def f(x, cls, p):
        match p:
            case cls(a, b):
                return a * b * x
right:
    def f(x, p):
        match p:
            case Point(x=a, y=b):
                return a * b * x

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

TX208 `nonlocal` of a variable outside the differentiated function
A function that counts or accumulates in a variable of the function around it changes something that outlives the call,
and the derivative would change it once more. `nonlocal` is fine where the variable belongs to the differentiated
function itself, or to a helper that it calls.
wrong:
    def make():
        total = 0.0
        def f(x):
            nonlocal total
            total = total + x * x
            return total
        return f
    tx.grad(make())(2.0)
right:
    def f(x, total):
        return total + x * x

TX209 a class that depends on values of its function
A class that the function defines is made while the derivative is written. Its methods see the function's variables;
what its body, its bases and its decorators need has to be known by then.
wrong:
    def f(x):
        class Spring:
            k = 2.0 * x
        return Spring.k * x
right:
    def f(x):
        class Spring:
            def __init__(self, k):
                self.k = k
        return Spring(2.0 * x).k * x

TX210 `del` of a slice or an attribute
What is deleted would have to come back in the reverse sweep. `del name`, `del items[0]` and `del table["key"]` of a
container whose length and keys are known are allowed.
wrong:
    del parameters.offset
right:
    rest = {"scale": parameters.scale}

TX211 a call that depends on the frame it is made in
`locals()`, `eval()`, `exec()` and the like see the variables of the function they are called in. A derivative is
another function, with other variables.
wrong:
    return eval("x * scale")
right:
    return x * scale

TX212 type parameters (`def f[T](x: T)`)
They are not supported yet. Use `typing.TypeVar`, or no annotation.

TX214 a function captures the variable of a comprehension that stands in a loop
Python gives each run of the comprehension a variable of its own; which one the function sees later depends on when
it is called.
wrong:
    fs = [lambda v: v * k for k in range(3)]
right:
    fs = [lambda v, k=k: v * k for k in range(3)]

TX215 `super()` outside a method
It is followed in the methods of objects whose class is known, where it finds the class and the object.
wrong:
    def energy(self, x):  # a function that is no method
        return super(Spring, self.inner).energy(x)
right:
    return Base.energy(self.inner, x)

TX216 `import *` in a function
Which names it binds is only known when it runs. Import the names that are used.

TX217 template strings
They are not supported yet. An f-string is.

TX218 expressions nested too deeply
Trees are walked recursively, and Python's recursion limit was reached. Split long expressions into several
statements, or raise the limit: `sys.setrecursionlimit(10_000)`.

TX220 too many exits
A loop with several ways out, inside others, is rewritten with flags. Here that would make the function grow without
bound. Put the inner loop with its exits into a helper function.

TX221 a function that never returns
On every path it raises or loops for ever, so there is nothing to differentiate.

TX222 the types of a loop's variables do not settle
A variable is of another type after each trip, and the number of trips is not known. Give it one type before the loop.
wrong:
    y = 0
    for v in x:
        y = [y, v]
right:
    y = []
    for v in x:
        y.append(v)

TX223 a container changes its shape in a loop
Where the number of trips depends on data, a tuple, dict or object that carries derivatives must have the same entries
before and after each trip. A list may grow. So may all of them where the number of trips follows from the shapes and
integers of the call, and a linked structure may be followed to its end: `while node is not None`.
wrong:
    while error(table) > 1e-6:
        table[k] = step(x, k)
right:
    while error(steps) > 1e-6:
        steps.append(step(x, k))

TX224 a variable has no value
On no path to this line was anything assigned to it. Where some paths assign it, in an earlier trip of the loop for
example, the derivative is made, and fails as the function does when the other paths are taken.
wrong:
    for k in range(3):
        y = y + x
    return y
right:
    y = 0.0
    for k in range(3):
        y = y + x
    return y

TX225 a name is not defined
Neither the function, nor what encloses it, nor its module, nor Python defines it now. Names are looked up when the
derivative is made, at the first call: definitions further down in the module count.

TX226 an attribute does not exist
The object has no attribute of this name at the time the derivative is made.

TX227 an element that a container does not have
The container is known entry by entry, and this one is not there: the program would raise KeyError or IndexError here.
In a `try` that catches these it goes on with the handler.
wrong:
    options = {"scale": 2.0}
    return x * options["shift"]
right:
    return x * options.get("shift", 1.0)

TX228 a number is made of what is none
`float(v)` of a vector or a list raises TypeError: the program would raise it here. In a `try` that catches it, it goes
on with the handler.
wrong:
    return float(np.array([x, 2.0 * x]))
right:
    return float(np.sum(np.array([x, 2.0 * x])))

TX230 this use of a container cannot be differentiated
Tuples and dicts are followed entry by entry; that needs keys that follow from the arguments' structure, shapes and
integers. Sets of differentiated values, arrays of objects and structured arrays are not followed.
wrong:
    table[key(x)] = y
right:
    table = {"low": y, "high": 2.0 * y}

TX231 a loop over something that cannot be run backwards
The reverse sweep repeats the loop from its last trip to its first. Ranges, arrays, lists, tuples, generators, what
itertools makes, and `zip`, `enumerate` and `reversed` of those can be; what is not known as one of them cannot, unless
nothing in it needs a derivative.

TX233 an array of integers on some paths is written on
NumPy rounds a float that is stored in an array of integers, and the rounded number has no derivative. Where the array
is one of floats on other paths, it has. Make it an array of floats on every path.
wrong:
    a = np.zeros(3, dtype=int) if short else np.zeros(3)
    a[0] = x
right:
    a = np.zeros(3)
    a[0] = x

TX232 a global object is written on
A derivative must leave the program as a plain call would, and run the function again where needed.
wrong:
    HISTORY[0] = x  # HISTORY = np.zeros(10), in the module
right:
    def f(x, history): ...  # pass it, or return the new value

TX234 a loop changes the container it runs over
A list may change while a loop runs over it, or over `enumerate` or `zip` of it. Of what is chained or arranged, loop
over a copy.
wrong:
    for item in chain(items, more):
        items.append(item * x)
right:
    for item in list(chain(items, more)):
        items.append(item * x)

TX236 it is not known whether an augmented assignment writes on an array
`x += e` writes into an array, and gives a number or a tuple a new value. Of what kind `x` is here is not known.
wrong:
    x += e
right:
    x = x + e

TX237 what is changed may be another container too
After a loop, or a helper, a name stands for one list, dict or object on this path and for another one on that path, and
other names refer to one of them too; or it has been put into a list of unknown length. Reading is fine; a change
would have to be seen there as well. What follows a branch is followed on both of its paths.
wrong:
    for row in table:
        new = [v * x for v in row]
        if sum(new) > sum(best):
            best = new
    best[0] = x
right:
    best = list(best)
    best[0] = x

TX238 a feature of a class that cannot be followed
Attributes, properties, methods (plain, static, class, inherited, by `super()`), `__init__`, dataclasses, operator
methods, `__getitem__`, `__setitem__`, `__call__`, `__len__`, `__iter__`, `__next__` and `__getattr__` are followed.
Descriptors of other kinds, metaclasses, objects that combine with arrays entry by entry, and attributes whose names are
computed from data are not. A loop asks `__iter__`, and needs a list, a tuple, an iterator or a generator from it.
wrong:
    return getattr(spring, names[int(x)])
right:
    return getattr(spring, "k")

TX239 a container on one path, something else on another
A variable, or what a function returns, must be a container of one outline (the same length, the same keys) on all
paths, or no container on any of them.
wrong:
    if x > 0:
        return x, y
    return x
right:
    if x > 0:
        return x, y
    return x, None

TX240 a function is put into a list whose length is not known
Such a list holds labels, by which the functions in it are told from each other when one of them is called. A function
that each trip of a loop makes anew, with values of its own, is more than a label says. In a loop over a literal range,
the list is followed entry by entry.
wrong:
    while error(x, k) > 1e-6:
        steps.append(lambda x, k=k: x * k)
right:
    while error(x, k) > 1e-6:
        factors.append(k)  # and `x * factor` where the step was called

TX241 `tx.checkpoint` where it marks no loop
It marks the loop in whose header it stands. Elsewhere it would do nothing, and the loop would store all its trips. The
number of states of a `while` must have a name, or be written out: the test is computed before every trip.
wrong:
    steps = tx.checkpoint(range(n))
    for i in steps:
        x = step(x)
right:
    for i in tx.checkpoint(range(n)):
        x = step(x)

TX242 a checkpointed loop whose trips cannot be run again
The derivative keeps a few states of the loop and runs its trips again from there, so a trip must do the same each time
and leave nothing behind: no `print`, no random numbers, no files, no call of a function that cannot be looked into.
Arrays that are written are kept and restored; lists that grow and are read in the loop, and lists of arrays that are
written, are not. Draw random numbers before the loop, or leave the mark out.
wrong:
    for i in tx.checkpoint(range(n)):
        x = step(x) + rng.normal()
right:
    noise = rng.normal(size=n)
    for i in tx.checkpoint(range(n)):
        x = step(x) + noise[i]

TX299 a construct that tangentx does not know
Most likely the syntax is newer than this version. Write it in simpler statements, and report it, please.
"""
