"""Codes TX4 to TX9: types and arguments, memory, the cache, verification, pickling, defects."""

TEXT = """
TX401 the question makes no sense for these arguments
A gradient needs a scalar result and floating-point arguments, and `wrt` must name parameters.
wrong:
    tx.grad(lambda x: x * x)(np.ones(3))
right:
    tx.grad(lambda x: np.sum(x * x))(np.ones(3))
    tx.jacobian(lambda x: x * x)(np.ones(3))

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

TX406 `wrt` names no parameter of the function, and no part of one
Give positions or names of its parameters, each once, or paths to their parts: "self.k", "params['w']", "layers[0].b".
A part is an attribute, an item of a tuple, list or dict, not an entry of an array or a property. A compiled function
does not tell its parameters: write a `lambda` around it.
wrong:
    tx.grad(lambda w, x: w * x, "v")
right:
    tx.grad(lambda w, x: w * x, "w")

TX407 an unknown setting
The settings are those of `tx.config`; they are also read from `[tool.tangentx]` and from `TANGENTX_*`.

TX408 a derivative of something that is put together at run time
`tx.hessian(f)` and `tx.hvp(f)` call emitted code several times, and are no emitted code themselves.
wrong:
    tx.grad(tx.hvp(f))
right:
    tx.tangent(tx.grad(f))

TX409 a derivative with respect to something that is not taken apart
Objects of classes written in Python are taken apart into their attributes; those of compiled classes, those that
refer to themselves and large ones are not. Pass their numbers as arguments, or as a tuple or a dict. A long list is
not taken apart either: differentiate by all of it, and take a part of the result.
wrong:
    tx.grad(energy, "tree")(tree, x)
right:
    tx.grad(lambda k, x: 0.5 * k * np.sum(x * x), "k")(tree.root.stiffness, x)

TX501 overlapping memory that cannot be reversed
Two arguments show the same memory and the function writes on one of them, or an array is written through one name
while another shows it in a way whose order the reverse sweep cannot restore. Copy one of the two.
wrong:
    tx.grad(smooth)(u[1:], u[:-1])  # writes on the first
right:
    tx.grad(smooth)(u[1:], u[:-1].copy())

TX502 one array that is written, under two names that are both used
What is written through one name is read through the other, and the adjoint of one can neither be made a part of the
other's nor looked up by where the arrays are: one of them may be a view or a copy, as `reshape` finds it. Copy.
wrong:
    rows = [m[i] for i in range(n)]
    flat = m.ravel()
    rows[k] *= x
    flat[0] = x
right:
    rows = [m[i] for i in range(n)]
    rows[k] *= x
    rows[0][0] = x

TX504 old contents of a list that changes
The reverse sweep needs what the list held before it was changed. Read its elements into variables first, or build an
array of them.

TX506 a recursive function writes into its arguments
It may write on the arrays that it is given, `a[i] = e`: the reverse sweep of each call puts back what it has
overwritten. Not on arrays of which another argument shows a part, through `reshape` or `ravel` of one, or in a `try`;
and it may not change lists, dicts and objects, unless its depth follows from literals. Return the new values instead.

TX507 a view that cannot be followed
An array is written, and this is a view of it, of a kind whose adjoint has no place in the array's own. Take a copy,
or index the array directly. Nor can one be written on whose entries share cells, or which NumPy gives to be read only
(`np.broadcast_to`, `np.diagonal`).

TX508 an array that is written is kept in a list
It is in the list already, or another name shows a part of it: its adjoint would be in two places. Keep a copy.
wrong:
    for k in range(len(x)):
        u[k] = x[k] ** 2
        history.append(u)
right:
    for k in range(len(x)):
        u[k] = x[k] ** 2
        history.append(u.copy())

TX509 arrays in a list that was passed in are written
They belong to the caller, and which of them is written is not known here. Copy them first:
`arrays = [a.copy() for a in arrays]`.

TX510 a derivative in another memory order than its array
An array is written through a view that `reshape` or `ravel` gave. Whether these give a view depends on the order in
memory, and here the array and its derivative differ in it. Pass C-ordered arrays: `np.ascontiguousarray(a)`.

TX512 a mutable default is changed by the function
A list or an array that is a default is made once and kept from call to call, so that the value of a call depends on the
calls before it, and a derivative call would count as one. Make it inside.
wrong:
    def f(x, seen=[]):
        seen.append(x * x)
        return seen[-1]
right:
    def f(x, seen=None):
        seen = [] if seen is None else list(seen)
        seen.append(x * x)
        return seen[-1]

TX513 a context manager ended an exception
`with` was left in the middle of its body: an exception was raised there, and the manager's `__exit__` said that it is
dealt with. Which statements ran is not known to the derivative. `contextlib.suppress` is.
wrong:
    with ignoring_errors():  # a class of yours whose __exit__ returns True
        y = np.linalg.inv(a)
right:
    try:
        y = np.linalg.inv(a)
    except np.linalg.LinAlgError:
        y = a

TX514 a function of None
A variable is None on some path, and NumPy makes something of it that is no number: `np.asarray(None)` is an array of
objects, `np.sum(None)` is None. The derivative was written for the paths on which there is a number or an array.
wrong:
    total = None
    for row in rows:
        change = np.sum(total)  # None in the first trip
        total = row * row
right:
    total = None
    for row in rows:
        change = 0.0 if total is None else np.sum(total)
        total = row * row

TX604 an edited file of the cache
Files under `.tangentx/gen/` are made again when needed. Your edit is kept beside them as `NAME.edited.py` and is
not run, so that a cache never changes an answer.

TX701 a derivative disagrees with the numbers
`tx.verify` and `tx.check_grads` compare a derivative with differences, and the adjoint with the tangent. Either the
function is not smooth at this point (a kink, a branch), its numbers are too rough for differences, or a rule is wrong.

TX801 a derivative cannot be pickled
Another process must be able to find the primal. One that is defined in `__main__`, in a notebook or in a function
travels by value, which needs cloudpickle: `pip install "tangentx[parallel]"`, or move it into a module.

TX851 Numba cannot compile a derivative
The derivative is right, and runs as plain NumPy; compiled code is a smaller language. The error gives the reason, and
the line of yours that the refused code belongs to. Where nobody asked for Numba (it compiles the primal, and so would
compile the derivative), the derivative runs as NumPy code, with a warning.
wrong:
    tx.grad(f, backend="numba")(x)
right:
    tx.grad(f, backend="numpy")(x)

TX852 Numba is not installed
`backend="numba"` compiles with Numba, an optional extra: `pip install "tangentx[numba]"`.

TX900 a defect of tangentx
This should not have happened. Please report it with the function, and the output of `tangentx doctor`.
"""
