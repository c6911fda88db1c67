"""`vars(o)` and `o.__dict__`: the attributes of an object as a dict, which has the object's own cells.

What is read from it is what the object has; what is stored into it is set on the object.  That holds as long as no
attribute comes or goes by another way, which it may not where somebody keeps the dict.
"""

from __future__ import annotations

import gast

from tangentx.analysis import identity
from tangentx.analysis.program import Structure
from tangentx.analysis.protocol import refuse
from tangentx.analysis.scope import Env
from tangentx.instances import slots_of
from tangentx.records import Place

SETTING = ("update", "setdefault")  # the changing methods that are known of it


def is_one(structure: Structure) -> bool:
    """Is it the attributes of an object, as a dict?"""
    return structure.attributes_of is not None


def of(owner: Structure) -> Structure:
    """The attributes of an object, as a dict."""
    return Structure(dict, owner.keys, owner.items, entangled=True, attributes_of=owner)


def read(s, target: str, base: gast.AST, place: Place, env: Env) -> None:
    """`target = base.__dict__`."""
    owner = s.structure(base, env)
    if slots_of(owner.cls):
        refuse(s, "the attributes of an object with `__slots__`, as a dict", place)
    made = of(owner)
    env.bind(target, s.structure_type(made, env), made)
    if not target.startswith("_"):
        keep_attributes(made, env)


def keep_attributes(structure: Structure, env: Env) -> None:
    """From here on somebody may read the dict later: no attribute of the object comes or goes."""
    if is_one(structure):
        identity.entangle(env, lambda part: part is structure.attributes_of, "outlined")


def renew(s, base: gast.AST, owner: Structure, env: Env) -> None:
    """The object has become `owner` by a store into its dict."""
    if isinstance(base, gast.Name):
        made = of(owner)
        env.bind(base.id, s.structure_type(made, env), made)
