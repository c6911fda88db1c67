"""What is in an object whose class inherits from `dict` or `list`, for all that does not ask its class."""

from __future__ import annotations

import gast

from tangentx.analysis import objects, protocol, subclassed
from tangentx.analysis.scope import Env
from tangentx.records import Place
from tangentx.syntax import nodes


def contents(s, atom: gast.AST, method: str, place: Place, env: Env) -> gast.AST:
    """The dict or list in the object, where its class has this method from there; any other atom as it is."""
    if isinstance(atom, gast.Starred):
        inner = contents(s, atom.value, method, place, env)
        return atom if inner is atom.value else gast.Starred(inner, atom.ctx)
    found = protocol.object_of(s, atom, env)
    if found is None or not subclassed.inherits(found.cls, method):
        return atom
    name = s.fresh("_inside")
    objects.read(s, name, atom, subclassed.ATTRIBUTE, place, env)
    return nodes.name(name)
