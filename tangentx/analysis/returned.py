"""What a function returns: variables, or a structure of them."""

from __future__ import annotations

from dataclasses import replace

import gast

from tangentx.analysis import lists, optional, subclassed, trees
from tangentx.analysis.names import canonical
from tangentx.analysis.observed import FOLDED
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.sure_shapes import of_sure_shape
from tangentx.analysis.types import Const
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def outcome(s, value: gast.AST, env: Env, place: Place):
    """The variable, or structure of variables, that is returned."""
    structure = s.structure(value, env)
    if structure is not None and s.calls_itself:
        value = _planted(s, value, place, env)
        structure = s.structure(value, env)
    subclassed.check_returned(s, structure or s.kind(value, env))
    if structure is not None:
        _bind_functions(s, structure, env, place)
        return lists.resolved(structure, env), of_sure_shape(s.kind(value, env))
    if isinstance(value, gast.Name) and value.id in env.types:
        _bind_function(s, value.id, env, place)
    if not isinstance(value, gast.Name) or value.id.startswith("@"):
        name = s.fresh("_result")
        s.emit(Bind(name, value, place), Op("copy"), s.kind(value, env), env)
        value = nodes.name(name)
    return value.id, of_sure_shape(s.kind(value, env))


def _planted(s, value: gast.AST, place: Place, env: Env) -> gast.AST:
    """What a recursive function returns: a container that may have one of its own kind in it is a tree."""
    structure = s.structure(value, env)
    if trees.may_be_part(s, value, env):
        name = s.fresh("_result")
        optional.realise(s, name, structure, place, env, tree=True)
        return nodes.name(name)
    items = []
    for item in structure.items:
        if isinstance(item, Structure):
            env.bind(part := s.fresh("_part"), s.structure_type(item, env), item)
            made = _planted(s, nodes.name(part), place, env)
            item = s.structure(made, env) or made.id
        items.append(item)
    env.bind(name := s.fresh("_result"), s.kind(value, env), replace(structure, items=tuple(items)))
    return nodes.name(name)


def _bind_functions(s, structure: Structure, env: Env, place: Place) -> None:
    for item in structure.items:
        if isinstance(item, Structure):
            _bind_functions(s, item, env, place)
        else:
            _bind_function(s, item, env, place)


def _bind_function(s, name: str, env: Env, place: Place) -> None:
    """A function, class or module that is returned, which no statement has bound; emitted code cannot return one that
    is made in the function."""
    kind = env.types.get(name)
    if not isinstance(kind, Const) or isinstance(kind.value, FOLDED):
        return
    shown = canonical(kind.value)
    if shown is None:
        raise UnsupportedSyntaxError(
            "a function is returned", code="TX255", place=place, lines=s.lines(place),
            help=("return what it gives, or make it outside of what is differentiated",),
        )  # fmt: skip
    s.emit(Bind(name, shown, place), Op("inactive"), kind, env)
