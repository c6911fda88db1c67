"""Rows that fall short, and why."""

EMITTED = {
    "scalar chain, math": "five divisions, four of them by the same number; by hand its reciprocal is taken once",
    "ADBench mixture": "the forward sweep is the user's: points first in memory, the diagonal apart from the "
    "factor; the hand-written code lays both out for a matrix product, and needs fewer passes over all triples",
    "ADBench bundle adjustment": "the values and the measured features' adjoints are computed as well; new memory for "
    "every statement, where what was let go does not fit",
    "ADBench LSTM": "states in a list, written in the loop: a slot's adjoint is read, zeroed and added to; the gates' "
    "adjoints are added to zeros, because nothing says that `H` is not negative, and checked for broadcasting",
    "logistic regression 100000": "bound by memory: this row's ratio varies by a quarter from run to run; by hand "
    "every step of the logistic function is done in place",
    "LSTM": "the products for the weights are made and added up step by step, by hand once at the end; three checks "
    "whether a gate was broadcast",
    "n-body": "the places of the outer body are read anew in every trip of the inner loop",
    "Rosenbrock loop": "by hand every entry of the gradient is written once, carried from trip to trip; the emitted "
    "loop stores one entry a trip, and adds to the one before",
    "Newton": "four values a trip on four stacks; by hand one tuple",
    "Gaussian process": "by hand the outer product and the inverse are never added up: each is summed against the "
    "derivatives of the matrix as it is; emitted code has the matrix's adjoint, in its lower triangle",
    "sparse Jacobian, Broyden": "the way through the derivative, which looks at the directions",
    "sparse Jacobian, Brusselator": "every product's tangent is a new array; by hand two are added in place",
    "Hessian": "the tangent of the softmax in two terms, and the diagonal as a matrix; by hand one matrix product less "
    "an outer one, and the diagonal added in its place",
}

COMPILED = {
    "ADBench mixture": "Numba has no `einsum`, which the primal calls, and the derivative is refused; by hand one "
    "pass over the points",
    "ADBench bundle adjustment": "a forward sweep for each of the two rows of a block; by hand one for both",
    "ADBench LSTM": "nothing says how long the arrays in the list are: every statement over 14 numbers is a loop of "
    "its own into a new array, with a check of extents, and every stack keeps lengths; by hand one loop for all of a "
    "layer",
    "Rosenbrock loop": "every trip adds to the entry that the next trip reads, through memory; by hand it is carried "
    "in a register, and no zeros are written first",
    "Rosenbrock arrays": "two temporary arrays, and a loop for each of the two slices that they are added to, in "
    "newly allocated memory; by hand one loop, and the result alone",
    "sparse Jacobian, Broyden": "one compiled call a colour, and a copy of its result; by hand all colours in one call",
    "sparse Jacobian, Brusselator": "as for Broyden; and `concatenate` copies the padded halves, by hand the ends are "
    "apart",
    "n-body": "by hand the outer body is read once, and one number is multiplied by all three distances",
    "logistic regression 100000": "bound by memory; by hand one pass over the observations, where products of matrices "
    "are two",
}

REWRITTEN = {
    "ADBench mixture": "PyTensor makes compiled loops of the element-wise statements between its products; Numba has "
    "no `einsum`, so ours is NumPy, statement by statement",
    "ADBench LSTM": "a scan whose body is rewritten for it knows that every state has 14 entries, and makes one "
    "compiled step; ours is the list of arrays as it is written, each statement a loop of its own",
    "ADBench bundle adjustment": "a library that fuses the statements over columns needs no array for each of them",
    "Rosenbrock arrays": "as fast, within the noise; ours makes two temporary arrays that code by hand can do without",
    "Newton": "with the rule for an implicit function written by hand: another algorithm",
}

_FIXED = "at the smallest size the calls of NumPy decide, of which the gradient has more; beyond it is flat"
_MEMORY = "at the largest what is kept or made is new memory, where the primal's fits in the caches"

SCALING = {
    "logistic regression 1000": _FIXED,
    "LSTM": f"seven arrays are kept a step; {_MEMORY}; the adjoint by hand grows alike",
    "ADBench mixture": f"{_FIXED}, until {_MEMORY}",
    "ADBench bundle adjustment": f"two sweeps of some hundred statements: {_FIXED}; {_MEMORY}",
    "n-body": "6 pairs take less than to make the array of the gradient; from 400 bodies on it is flat",
    "Rosenbrock loop": "at 100 entries the array of the gradient is made; beyond the gradient is a vector loop, while "
    "the compiled primal adds its terms up one by one",
    "Rosenbrock arrays": _MEMORY,
    "sparse Jacobian, Broyden": f"three colours are three arrays: {_MEMORY}; by hand alike",
    "sparse Jacobian, Brusselator": f"as for Broyden, with six: {_MEMORY}",
    "Hessian": "its cost is that of 50 directions: a product of matrices a row, where the primal has one of vectors; "
    "at 100 rows the calls hide that",
    "heat in place": f"an array is kept a step; {_MEMORY}",
    "Lorenz": f"thirteen numbers are kept a step; {_MEMORY}",
}
