"""Objects of one class or another in a list of unknown length: what depends on the class stands in a branch for each.

for layer in layers:            for k in range(len(layers)):
    x = layer.forward(x)  ->        layer = layers[k]
                                    if isinstance(layer, Scale): x = x * layer.k
                                    else: x = x + layer.b
"""

from __future__ import annotations

from collections.abc import Callable

import gast

from tangentx.analysis import caught, containers, protocol
from tangentx.analysis.eithers import Outline, narrowed, outlines
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, external
from tangentx.analysis.scope import Env, Unreached
from tangentx.analysis.types import BOOL, some
from tangentx.records import Bind, Place, Raise
from tangentx.syntax import nodes

Walk = Callable[[Env], None]


def split(s, base: gast.AST, name: str, walk: Walk, place: Place, env: Env, lenient: bool = False) -> bool:
    """Do what depends on the class of an object once for each that it may be; False where one is enough.

    name : the attribute, or method, that is asked for; lenient: an object may lack it.
    """
    base = containers.resolve(base, env)
    found = protocol.object_of(s, base, env)
    parts = () if found is None else outlines(found.cls)
    if not parts or _is_common(s, parts, name, s.structure(base, env) is None):
        return False
    if s.guarding is not None:
        s.refuse_guard(place)
    _chain(s, base, parts, "__class__" if lenient else name, walk, place, env)
    return True


def _is_common(s, parts: tuple[Outline, ...], name: str, whole: bool) -> bool:
    """Has every class the same method or constant of this name, or every object such an attribute of its own?  Where it
    exists as a `whole`, the attribute is read in one way."""
    found = [protocol.watched(s, part.cls, name) for part in parts]
    own = [name in part.keys for part in parts]
    return all(one is found[0] for one in found) and (
        whole and all(own) or found[0] is not None and not any(own)
    )


def _chain(s, base: gast.Name, parts: tuple, name: str, walk: Callable, place: Place, env: Env) -> None:
    first, *rest = parts
    if not rest:
        _walk(s, base, first, name, walk, place, env)
        return
    test = s.fresh("_test")
    _ask(s, test, base, first.cls, place, env)
    body, end_body = s.apart(lambda inner: _walk(s, base, first, name, walk, place, inner), env.copy())
    orelse, end_orelse = s.apart(
        lambda inner: _chain(s, base, tuple(rest), name, walk, place, inner), env.copy()
    )
    joined, fix_body, fix_orelse = s.join(end_body, end_orelse, place)
    if joined is None:
        raise Unreached
    s.fork(nodes.name(test), s.ended(body, fix_body), s.ended(orelse, fix_orelse), place, env)
    env.become(joined)


def _ask(s, target: str, base: gast.Name, cls: type, place: Place, env: Env) -> None:
    """`target = isinstance(base, cls)`."""
    structure = s.structure(base, env)
    if structure is not None:
        caught.test_for(s, target, structure, cls, place, env)
        return
    expr = gast.Call(external("builtins.isinstance"), [base, canonical(cls)], [])
    s.emit(Bind(target, expr, place), Op("inactive", reason="a comparison"), BOOL, env)


def _walk(s, base: gast.Name, part: Outline, name: str, walk: Callable, place: Place, env: Env) -> None:
    """The statements for an object of this class; one that lacks the attribute raises what Python raises."""
    if name not in part.keys and protocol.watched(s, part.cls, name) is None and name != "__class__":
        message = f"'{part.cls.__name__}' object has no attribute '{name}'"
        error = gast.Call(external("builtins.AttributeError"), [nodes.constant(message)], [])
        s.out.append(Raise(error, None, place))
        raise Unreached
    structure = s.structure(base, env)
    if structure is None:
        env.types[base.id] = narrowed(some(env.types[base.id]), part)
        walk(env)
        return
    own = caught.narrow(structure, part.cls)
    env.bind(base.id, s.structure_type(own, env), own)
    walk(env)
    if env.structures.get(base.id) is not own:
        caught.refuse_change(s, place)
    env.bind(base.id, s.structure_type(structure, env), structure)
