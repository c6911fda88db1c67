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

COMPILED: dict[str, str] = {}
REWRITTEN: dict[str, str] = {}
SCALING: dict[str, str] = {}
