"""Objects while specialising: attributes, methods, instantiation, operators.

An object is a container of its attributes that is taken apart (`Structure` with the object's class): `spring.k` is the
cell of `k`, `spring.k = e` binds it, a method is inlined with the object as its first argument.
"""

from __future__ import annotations

import functools
import types as python_types
from dataclasses import replace
from typing import Any

import gast

from tangentx.analysis import (
    absent,
    container_stores,
    containers,
    descriptors,
    dispatching,
    identity,
    namespaces,
    runtime_objects,
    trees,
    variants,
)
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, Structure, item_of
from tangentx.analysis.protocol import LocalMethod, mangled, object_of, refuse, watched
from tangentx.analysis.scope import Env
from tangentx.analysis.subclassed import original
from tangentx.analysis.types import Const, Dictionary, Sequence, Tree
from tangentx.errors import UnsupportedSyntaxError
from tangentx.instances import slots_of
from tangentx.paths import Field
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

# -- reading ------------------------------------------------------------


def read(
    s, target: str, base: gast.AST, name: str, place: Place, env: Env, after: type | None = None
) -> None:
    """`target = base.name` of an object; `after`: `super().name`."""
    walk = functools.partial(read, s, target, base, name, place, after=after)
    if variants.split(s, base, name, walk, place, env):
        return
    structure = object_of(s, base, env)
    name = mangled(name, s.calls[-1].callable)
    found = watched(s, structure.cls, name, after)
    if isinstance(found, property):
        s.python_call(target, base, found.fget, [base], {}, place, env)
    elif descriptors.comes_first(found):
        descriptors.get(s, target, base, structure.cls, found, place, env)
    elif after is None and name in structure.keys and isinstance(s.kind(base, env), Tree):
        trees.read(s, target, base, nodes.constant(Field(name)), place, env)
    elif after is None and name in structure.keys and runtime_objects.is_record(s, base, env):
        runtime_objects.read(s, target, base, name, place, env)
    elif after is None and name in structure.keys:
        s.copy_item(target, structure.items[structure.keys.index(name)], place, env)
    elif isinstance(found, functools.cached_property):
        s.python_call(target, base, found.func, [base], {}, place, env)
        write(s, base, name, nodes.name(target), place, env)
    elif found is None or name == "__dict__":
        _missing(s, target, base, structure, name, place, env)
    else:
        _of_class(s, target, base, structure, name, found, place, env)


def _of_class(s, target, base, structure: Structure, name: str, found: Any, place, env) -> None:
    """An attribute that the class has: a method, a constant."""
    if isinstance(found, python_types.FunctionType):
        env.bind(target, Const(method_of(s, found, base, env)))
    elif isinstance(found, classmethod):
        env.bind(target, Const(found.__get__(None, structure.cls)))
    elif isinstance(found, staticmethod):
        env.bind(target, Const(found.__func__))
    elif descriptors.is_one(found, "__get__"):
        descriptors.get(s, target, base, structure.cls, found, place, env)
    elif hasattr(type(found), "__get__"):
        refuse(s, f"the attribute `{name}` of {structure.cls.__name__}, a {type(found).__name__}", place)
    else:
        owner = canonical(original(structure.cls))
        written = s.literal(found, env, place) if owner is None else None
        if written is not None:
            s.copy(target, written, place, env)
        elif owner is None:
            refuse(s, f"the class attribute `{name}` of a class that is made in a function", place)
        else:
            s.copy(target, s.member(owner, name, structure.cls, place), place, env)


def method_of(s, function: python_types.FunctionType, base: gast.AST, env: Env) -> LocalMethod:
    """The method as a value: one for each function and object."""
    structure = s.structure(base, env)
    for known in s.methods:
        if (
            structure is not None
            and known.function is function
            and env.structures.get(known.owner) is structure
        ):
            return known
    owner = s.fresh("_self")
    if structure is None:
        s.copy(owner, base, s.walking, env)
    else:
        env.bind(owner, s.kind(base, env), structure)
    s.methods.append(LocalMethod(function, owner))
    return s.methods[-1]


def _missing(s, target, base, structure: Structure, name: str, place, env) -> None:
    hook = watched(s, structure.cls, "__getattr__")
    if name == "__class__":
        env.bind(target, Const(original(structure.cls)))
    elif name == "__dict__":
        namespaces.read(s, target, _attributes(s, target, base, place, env), place, env)
    elif isinstance(hook, python_types.FunctionType):
        s.python_call(target, base, hook, [base, nodes.constant(name)], {}, place, env)
    else:
        raise UnsupportedSyntaxError(
            f"this {structure.cls.__name__} has no attribute `{name}`", code="TX226", place=place,
            lines=s.lines(place), help=(f"set `{name}` on every path before it is read",),
        )  # fmt: skip


def operate(
    s, target, base: gast.AST, name: str, operands: list, keywords: dict, place: Place, env: Env
) -> None:
    """What an operation of Python calls is looked up in the class: one that is not there makes it a TypeError."""
    structure = object_of(s, base, env)
    if watched(s, structure.cls, name) is None:
        absent.refuse_operation(s, structure.cls, name, place)
    call_method(s, target, base, name, operands, keywords, place, env)


def _attributes(s, target: str, base: gast.AST, place: Place, env: Env) -> gast.AST:
    """The object; of one that exists at run time, what is in it now."""
    apart = runtime_objects.taken_apart(s, base, place, env)
    if apart is not base and not target.startswith("_"):
        refuse(s, "the attributes of an object that a list has, as a dict that is kept", place)
    return apart


def outside(s, node: gast.AST, kind: Dictionary, place: Place, env: Env) -> gast.AST:
    """An object that is a global: its attributes are read live, and it may not be changed."""
    name = s.fresh("_outer")
    env.bind(name, kind, _outer(s, node, kind, place, env))
    return nodes.name(name)


def keyed(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """A dict outside, or an attribute of a class, as what it has under its keys; anything else as it is."""
    kind = s.kind(atom, env)
    known = isinstance(kind, Dictionary) and issubclass(kind.cls, dict) and s.structure(atom, env) is None
    return outside(s, atom, kind, place, env) if known and not s.is_varied(atom, env) else atom


def _outer(s, node: gast.AST, kind: Dictionary | Sequence, place: Place, env: Env) -> Structure:
    keys = getattr(kind, "keys", None)
    items: list = []
    for key, item in zip(keys or range(len(kind.items)), kind.items, strict=True):
        plain = keys is None or kind.cls is dict
        part = item_of(nodes.clone(node), key if plain else Field(key))
        if isinstance(item, Sequence | Dictionary):
            items.append(_outer(s, part, item, place, env))
            continue
        items.append(s.fresh(f"_{key}"))
        if isinstance(item, Const) and not isinstance(item.value, bool | str | type(None)):
            env.bind(items[-1], item)
        else:
            s.emit(Bind(items[-1], part, place), Op("inactive"), item, env)
    return Structure(kind.cls, keys, tuple(items), entangled=True, origin=node)


# -- writing ------------------------------------------------------------


def write(s, base: gast.AST, name: str, value: gast.AST, place: Place, env: Env, plain: bool = False) -> None:
    """`base.name = value`; `plain`: by object.__setattr__."""
    walk = functools.partial(write, s, base, name, value, place, plain=plain)
    if variants.split(s, base, name, walk, place, env, lenient=True):  # it may be a new one
        return
    structure = object_of(s, base, env)
    name = mangled(name, s.calls[-1].callable)
    found, hook = (watched(s, structure.cls, asked) for asked in (name, "__setattr__"))
    if isinstance(hook, python_types.FunctionType) and not plain:
        if _is_frozen(structure.cls):
            refuse(s, f"setting an attribute of the frozen {structure.cls.__name__}", place)
        s.python_call(s.fresh("_"), base, hook, [base, nodes.constant(name), value], {}, place, env)
        return
    if isinstance(found, property):
        if found.fset is None:
            refuse(s, f"setting the property `{name}`, which has no setter", place)
        s.python_call(s.fresh("_"), base, found.fset, [base, value], {}, place, env)
        return
    if descriptors.is_one(found, "__set__"):
        descriptors.put(s, base, found, value, place, env)
        return
    if name == "__dict__" and _is_given_all(s, structure, value, place, env):
        return
    if found is not None and hasattr(type(found), "__set__") and name not in slots_of(structure.cls):
        refuse(s, f"setting `{name}`, a {type(found).__name__}", place)
    trees.unchanged(s, [base], place, env)
    if runtime_objects.is_record(s, base, env):
        if isinstance(hook, python_types.FunctionType):
            refuse(
                s,
                f"setting `{name}`, which the class of an object in a list has something to say about",
                place,
            )
        runtime_objects.write(s, base, name, value, place, env)
        return
    set_item(s, structure, name, value, place, env)


def _is_given_all(s, structure: Structure, value: gast.AST, place: Place, env: Env) -> bool:
    """`o.__dict__ = {...}`: the object has these attributes; False for a dict that has another name."""
    given = s.structure(value, env)
    alone = (
        given is not None and given.cls is dict and value.id.startswith("_") and given.attributes_of is None
    )
    if not alone or slots_of(structure.cls):
        return False
    container_stores.writable(s, structure, place)
    identity.exchange(env, structure, replace(structure, keys=given.keys, items=given.items))
    env.structures.pop(value.id)
    return True


def set_item(s, structure: Structure, name: str, value: gast.AST, place: Place, env: Env) -> None:
    """The attribute's cell gets the value."""
    container_stores.writable(s, structure, place)
    if name not in structure.keys:
        item = containers.component(s, structure.label, name, value, place, env)
        grown = replace(structure, keys=(*structure.keys, name), items=(*structure.items, item))
        identity.exchange(env, structure, grown)
        return
    i = structure.keys.index(name)
    if isinstance(structure.items[i], Structure) or s.structure(value, env) is not None:
        container_stores.replace_item(s, structure, i, value, place, env)
    else:
        s.copy(structure.items[i], value, place, env)


def _is_frozen(cls: type) -> bool:
    parameters = getattr(cls, "__dataclass_params__", None)
    return parameters is not None and parameters.frozen


def augment(
    s, base: gast.AST, name: str, op: gast.AST, value: gast.AST, place: Place, env: Env, frame
) -> None:
    """`base.name op= value`: on an array or list in place, else a new value."""
    walk = lambda inner: augment(s, base, name, op, value, place, inner, frame)  # noqa: E731
    if variants.split(s, base, name, walk, place, env):
        return
    trees.unchanged(s, [base], place, env)
    old, new = s.fresh(f"_{name}"), s.fresh(f"_{name}")
    structure = object_of(s, base, env)
    key = mangled(name, s.calls[-1].callable)
    own = key in structure.keys and not descriptors.comes_first(watched(s, structure.cls, key))
    if own and runtime_objects.is_record(s, base, env):
        runtime_objects.augment(s, base, key, op, value, place, env, frame)
        return
    item = structure.items[structure.keys.index(key)] if own else None
    if isinstance(item, str):
        if s.updated_as_it_is(nodes.name(item), op, value, name, place, env):
            return
        if s.writes_in_place(nodes.name(item), op, value, name, place, env):
            container_stores.store(s, None, op, value, place, env, frame, base=nodes.name(item))
            return
    read(s, old, base, name, place, env)
    if container_stores.changes(s, nodes.name(old), op, value, place, env):
        return
    s.combine(new, nodes.name(old), op, value, place, env, in_place=True)
    write(s, base, name, nodes.name(new), place, env)


# -- calling ------------------------------------------------------------


def call_method(
    s,
    target,
    base,
    name: str,
    operands: list,
    keywords: dict,
    place: Place,
    env: Env,
    after: type | None = None,
) -> None:
    """`target = base.name(...)`."""
    walk = lambda inner: call_method(s, target, base, name, operands, keywords, place, inner, after)  # noqa: E731
    if variants.split(s, base, name, walk, place, env):
        return
    structure = object_of(s, base, env)
    found = watched(s, structure.cls, mangled(name, s.calls[-1].callable), after)
    found = dispatching.method(s, found, operands, env)
    if (
        isinstance(found, python_types.WrapperDescriptorType) and after is not None
    ):  # an exception's `__init__`
        s.call(target, nodes.name(s.fresh("_base")), Const(found), [base, *operands], keywords, place, env)
        return
    if isinstance(found, python_types.FunctionType) and (after is not None or name not in structure.keys):
        s.python_call(target, base, found, [base, *operands], keywords, place, env)
        return
    if after is not None and found is None and name in ("__init__", "__post_init__"):
        env.bind(target, Const(None))  # object's
        return
    member = s.fresh("_member")
    read(s, member, base, name, place, env, after)
    s.call(target, nodes.name(member), s.kind(nodes.name(member), env), operands, keywords, place, env)
