"""Lists and tuples where NumPy takes an array.

[1.0, 2.0] * v          np.array([1.0, 2.0]) * v
a[i] = [x, y]           a[i] = np.array([x, y])
"""

from __future__ import annotations

import gast
import numpy as np

from tangentx.analysis.program import external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const, ListOf, Sequence, is_float_like
from tangentx.records import Place
from tangentx.syntax import nodes


def as_array(s, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """A list or tuple of differentiated numbers where NumPy takes an array: the array that NumPy makes of it."""
    kind = s.kind(value, env)
    if not isinstance(kind, ListOf | Sequence) or not is_float_like(kind) or not s.is_varied(value, env):
        return value
    return made_array(s, value, place, env)


def beside_array(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """An operand of an array: what is a list or tuple of the program becomes one as well, also where nothing is
    differentiated, so that the type of the result is known."""
    listed = isinstance(s.kind(atom, env), ListOf | Sequence)
    made_here = isinstance(atom, gast.Name) and atom.id in env.types
    return made_array(s, atom, place, env) if listed and made_here else atom


def made_array(s, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """A variable with `np.array(value)`."""
    name = s.fresh("_value")
    s.call(name, external("numpy.array"), Const(np.array), [value], {}, place, env)
    return nodes.name(name)
