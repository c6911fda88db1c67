"""tangentx: a compiler from Python functions to the Python functions that compute their derivatives.

>>> import tangentx as tx
>>> dloss = tx.grad(loss, "w")        # doctest: +SKIP
>>> print(dloss.source)               # doctest: +SKIP

To read the package, begin with `pipeline` (every stage in order) and `records` (what flows between them); then
`frontend` (callable to A-normal form), `analysis` (types, shapes, activity), `transform` (the derivative of a
program), `templating` (rules), `loader` (text to callable); `derivative` and `api` are what a user holds.
"""

from tangentx import config, errors
from tangentx.api import (
    adjoint,
    grad,
    hessian,
    hvp,
    jacfwd,
    jacobian,
    jacrev,
    jvp,
    register,
    source,
    tangent,
    value_and_grad,
    vjp,
)
from tangentx.checkpointing import checkpoint
from tangentx.derivative import Derivative
from tangentx.derivatives.verification import VerificationError, VerifyReport, check_grads, verify

__version__ = "0.1.0"

__all__ = [
    "Derivative",
    "VerificationError",
    "VerifyReport",
    "adjoint",
    "check_grads",
    "checkpoint",
    "config",
    "errors",
    "grad",
    "hessian",
    "hvp",
    "jacfwd",
    "jacobian",
    "jacrev",
    "jvp",
    "register",
    "source",
    "tangent",
    "value_and_grad",
    "verify",
    "vjp",
]
