"""Rows that fall short, and why."""

EMITTED = {
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
REWRITTEN: dict[str, str] = {}
SCALING: dict[str, str] = {}
