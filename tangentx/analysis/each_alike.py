"""Functions of NumPy that do the same to each of several arrays: `np.atleast_1d(a, b)`."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import gast
import numpy as np

from tangentx.analysis import containers
from tangentx.analysis.scope import Env
from tangentx.records import Place
from tangentx.syntax import nodes


def _each(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """The results together, in a tuple (a list before NumPy 2); of one array it is the rule's."""
    if len(operands) < 2 or any(isinstance(a, gast.Starred) for a in operands):
        return False
    made = [nodes.name(s.fresh("_each")) for _ in operands]
    for name, atom in zip(made, operands, strict=True):
        s.call(name.id, func, s.kind(func, env), [atom], keywords, place, env)
    containers.display(s, target, type(np.atleast_1d(0.0, 0.0)), made, None, place, env)
    return True


HANDLERS: MappingProxyType[Any, Callable] = MappingProxyType(
    {np.atleast_1d: _each, np.atleast_2d: _each, np.atleast_3d: _each}
)
