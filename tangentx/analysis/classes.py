"""Making objects while specialising, and the builtins that look at objects: `Spring(k)`, `super()`, `replace(p, a=x)`.

An object comes to life as a structure without attributes; its `__init__` is inlined and adds them.  A `__new__` that is
written in the class is inlined as well, and gives the object, which may be one of another class.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import types as python_types
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast

from tangentx import instances
from tangentx.analysis import (
    adjoint_trees,
    choices,
    containers,
    copying,
    fieldwise,
    known_parts,
    objects,
    prelude,
    protocol,
    queues,
    runtime_objects,
    solvers,
    subclassed,
    thrown,
    variants,
)
from tangentx.analysis.eithers import outlines
from tangentx.analysis.groves import object_class
from tangentx.analysis.program import Structure, unborn
from tangentx.analysis.scope import Env
from tangentx.analysis.subclassed import original
from tangentx.analysis.types import Array, Const, Maybe, Scalar, Tree
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Place
from tangentx.syntax import nodes


def instantiate(s, target: str, cls: Any, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """`target = cls(...)`; False for a class whose objects are not taken apart."""
    solvers.refuse(s, cls, operands, keywords, place, env)
    if isinstance(cls, enum.EnumMeta):
        return len(operands) == 1 and choices.member_of(s, target, cls, operands[0], place, env)
    if instances.is_exception_class(cls):
        return thrown.make(s, target, cls, operands, keywords, place, env)
    cls = subclassed.followed(s, queues.STAND_INS.get(cls, cls))
    if not instances.is_plain_class(cls) or inspect.isabstract(cls):
        return False
    new = protocol.watched(s, cls, "__new__")
    if isinstance(new, staticmethod):
        return _made_by(s, target, cls, new.__func__, operands, keywords, place, env)
    me = _unborn(s, target, cls, env)
    init = protocol.watched(s, cls, "__init__")
    subclassed.begin(s, me, cls, init, place, env)
    if not _begun(s, me, cls, operands, keywords, place, env) and (init is not None or operands or keywords):
        protocol.refuse(s, f"making a {cls.__name__}", place)
    return _born(s, target, me, place, env)


def _made_by(s, target: str, cls: type, new: Any, operands: list, keywords: dict, place, env: Env) -> bool:
    """What a `__new__` of the class returns, on which `__init__` is called if it is an object of the class."""
    me = nodes.name(s.fresh("_made"))
    owner = s.constant_atom(cls, env, place)
    s.python_call(me.id, owner, new, [owner, *operands], keywords, place, env)
    found = protocol.object_of(s, me, env)
    if found is None and not isinstance(s.kind(me, env), Scalar | Array):
        protocol.refuse(s, f"what the `__new__` of {cls.__name__} returns", place)
    if found is not None and issubclass(found.cls, cls):
        _begun(s, me, found.cls, operands, keywords, place, env)
    s.copy(target, me, place, env)
    return True


def _begun(s, me: gast.Name, cls: type, operands: list, keywords: dict, place: Place, env: Env) -> bool:
    """Run `__init__`; False if there is none."""
    init = protocol.watched(s, cls, "__init__")
    if cls is python_types.SimpleNamespace:
        _set_all(s, me, keywords, place, env)
    elif dataclasses.is_dataclass(cls) and protocol.is_generated(init):
        fieldwise.initialise(s, me, cls, init, operands, keywords, place, env)
    elif isinstance(init, python_types.FunctionType):
        s.python_call(s.fresh("_"), me, init, [me, *operands], keywords, place, env)
    else:
        return False
    return True


def _is_taken_apart(cls: Any) -> bool:
    return instances.is_plain_class(cls) or instances.is_exception_class(cls)


def _unborn(s, target: str, cls: type, env: Env) -> gast.Name:
    """A name for an object without attributes, as `__init__` gets it."""
    me = nodes.name(s.fresh("_self"))
    made = unborn(cls, target)
    env.bind(me.id, s.structure_type(made, env), made)
    return me


def _born(s, target: str, me: gast.Name, place: Place, env: Env) -> bool:
    """From here on the object is `target`."""
    if me.id not in env.structures:  # what it holds depends on the path
        s.refuse_mixed(me.id, place)
    structure = env.structures.pop(me.id)
    env.types.pop(me.id)
    env.bind(target, s.structure_type(structure, env), structure)
    return True


def _set_all(s, me: gast.AST, values: dict, place: Place, env: Env) -> None:
    for name, value in values.items():
        objects.set_item(s, s.structure(me, env), name, value, place, env)


# -- builtins that look at objects ------------------------------------------------------------


def find(callee: Any) -> Callable | None:
    """The handler for a builtin or library function on objects, or None.  A handler returns False to decline."""
    if thrown.is_initialiser(callee):
        return _initialise_exception
    if subclassed.in_python(callee) is not None:
        return _of_base
    try:
        return _HANDLERS.get(callee)
    except TypeError:
        return None


def _word(s, atom: gast.AST, env: Env) -> str | None:
    known = s.kind(atom, env)
    return known.value if isinstance(known, Const) and isinstance(known.value, str) else None


def _object(s, operands, env: Env) -> Structure | None:
    found = protocol.object_of(s, operands[0], env) if operands else None
    if found is not None and outlines(found.cls):
        protocol.refuse(s, "this of an object that is of one class or another", s.walking)
    return found


def _taken_apart(s, operands: list, place: Place, env: Env) -> Structure | None:
    """The object as a structure, if it is one; one that exists at run time is looked at as it is now."""
    if _object(s, operands, env) is None:
        return None
    return s.structure(runtime_objects.taken_apart(s, operands[0], place, env), env)


def _has(s, structure: Structure, name: str) -> bool:
    return name in structure.keys or protocol.watched(s, structure.cls, name) is not None


def _refuse_hook(s, structure: Structure, name: str, place: Place) -> None:
    """What is no attribute may be what `__getattr__` gives."""
    if not _has(s, structure, name) and protocol.watched(s, structure.cls, "__getattr__") is not None:
        protocol.refuse(
            s, f"whether a {structure.cls.__name__}, which has `__getattr__`, has `{name}`", place
        )


def _for_each_class(handler: Callable) -> Callable:
    """The handler, for an object of one class or another: once for each."""

    def asked(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        word = _word(s, operands[1], env) if len(operands) > 1 else None
        walk = lambda inner: handler(s, target, func, operands, keywords, place, inner)  # noqa: E731
        if word is not None and variants.split(s, operands[0], word, walk, place, env, lenient=True):
            return True
        return handler(s, target, func, operands, keywords, place, env)

    return asked


@_for_each_class
def _getattr(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    structure = _object(s, operands, env)
    if structure is None:
        return False
    name = _word(s, operands[1], env)
    if name is None:
        protocol.refuse(s, "an attribute whose name is not known while the derivative is written", place)
    if len(operands) > 2:
        _refuse_hook(s, structure, name, place)
    has = _has(s, structure, name)
    if len(operands) > 2 and has is not _otherwise(s, operands[0], name, env, has):
        s.inline_prelude(target, prelude.attribute_or, operands, place, env)
    elif len(operands) > 2 and not has:
        s.copy(target, operands[2], place, env)
    else:
        objects.read(s, target, operands[0], name, place, env)
    return True


@_for_each_class
def _hasattr(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    structure = _object(s, operands, env)
    name = _word(s, operands[1], env)
    if structure is None or name is None:
        return False
    _refuse_hook(s, structure, name, place)
    has = _has(s, structure, name)
    if has is not _otherwise(s, operands[0], name, env, has):
        return False  # the run knows
    s.copy(target, nodes.constant(has), place, env)
    return True


def _otherwise(s, atom: gast.AST, name: str, env: Env, has: bool) -> bool | None:
    """Has it the attribute where it is None, or no object?  `has` where it always is one."""
    kind = s.kind_or_none(atom, env) if s.structure(atom, env) is None else None
    if isinstance(kind, Tree):
        return s.has_attribute(kind.leaf, Const(name))
    return hasattr(None, name) if isinstance(kind, Maybe) else has


def _setattr(plain: bool) -> Callable:
    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        name = _word(s, operands[1], env) if len(operands) == 3 else None
        if _object(s, operands, env) is None:
            return False
        if name is None:
            protocol.refuse(s, "an attribute whose name is not known while the derivative is written", place)
        objects.write(s, operands[0], name, operands[2], place, env, plain)
        env.bind(target, Const(None))
        return True

    return handler


def _type(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    structure = _object(s, operands, env)
    structure = s.structure(operands[0], env) if len(operands) == 1 and structure is None else structure
    if structure is None or len(operands) != 1:
        return False
    env.bind(target, Const(original(structure.cls)))
    return True


def _vars(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    if _object(s, operands, env) is None:
        return False
    objects.read(s, target, operands[0], "__dict__", place, env)
    return True


def _super(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    known, owner = (s.kind(operands[0], env), operands[1]) if len(operands) == 2 else (None, None)
    cls = known.value if isinstance(known, Const) else None
    cls = subclassed.counterpart(cls) if isinstance(cls, type) else cls
    seen = None if owner is None else s.kind(owner, env)
    if isinstance(cls, type) and isinstance(seen, Const) and isinstance(seen.value, type):
        env.bind(target, Const(super(cls, seen.value)))  # in a class method
        return True
    if not isinstance(cls, type) or owner is None or s.structure(owner, env) is None:
        raise UnsupportedSyntaxError(
            "`super()` works in a method of an object only", code="TX215", place=place, lines=s.lines(place),
            help=("write `super(Class, self)`, or name the base class: `Base.method(self, ...)`",),
        )  # fmt: skip
    env.bind(target, Const(protocol.Super(cls, owner)))
    return True


def _replace(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`dataclasses.replace(p, a=x)`."""
    structure = _taken_apart(s, operands, place, env)
    tree = s.kind(operands[0], env) if structure is None and operands else None
    cls = structure.cls if structure is not None else _class_in(tree)
    if not dataclasses.is_dataclass(cls):
        return False
    values = dict(keywords)
    for name in (f.name for f in dataclasses.fields(cls) if f.init and f.name not in keywords):
        if structure is not None:
            item = structure.items[structure.keys.index(name)]
            values[name] = containers.element_atom(s, item, place, env)
        else:
            values[name] = nodes.name(s.fresh(f"_{name}"))
            objects.read(s, values[name].id, operands[0], name, place, env)
    return instantiate(s, target, cls, [], values, place, env)


def _class_in(tree: Any) -> type | None:
    """The class of all the objects of a tree."""
    made = object_class(tree) if isinstance(tree, Tree) else None
    return None if made is None else made.cls


def _as_container(cls: type) -> Callable:
    """`asdict` and `astuple`: deep, and copies."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        structure = _taken_apart(s, operands, place, env)
        if structure is None:
            return False
        made = _plain(s, structure, cls, target, place, env)
        env.bind(target, s.structure_type(made, env), made)
        return True

    return handler


def _plain(s, structure: Structure, cls: type, hint: str, place: Place, env: Env) -> Structure:
    is_one = protocol.is_object(structure) and dataclasses.is_dataclass(structure.cls)
    if is_one:  # its fields, in their order: what else was set, and when, does not matter
        names = [field.name for field in dataclasses.fields(structure.cls) if field.name in structure.keys]
        values = dict(zip(structure.keys, structure.items, strict=True))
        structure = replace(structure, keys=tuple(names), items=tuple(values[name] for name in names))
    items = []
    for key, item in zip(structure.keys or range(len(structure.items)), structure.items, strict=True):
        if isinstance(item, Structure):
            items.append(_plain(s, item, cls, hint, place, env))
        else:
            items.append(containers.component(s, hint, containers.word(key), nodes.name(item), place, env))
    if not is_one:
        return replace(structure, items=tuple(items))
    return Structure(cls, structure.keys if cls is dict else None, tuple(items))


def _new(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`cls.__new__(cls)`: an object without attributes."""
    known = s.kind(operands[0], env) if len(operands) == 1 and not keywords else None
    if not isinstance(known, Const) or not instances.is_plain_class(known.value):
        return False
    return _born(s, target, _unborn(s, target, known.value, env), place, env)


def _of_base(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`dict.__getitem__(self, key)` of an object whose class inherits from `dict`."""
    found = _object(s, operands, env)
    if found is None or original(found.cls) is found.cls:
        return False
    method = subclassed.in_python(s.kind(func, env).value)
    s.python_call(target, func, method, operands, keywords, place, env)
    return True


def _initialise_exception(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`Exception.__init__(self, ...)`."""
    if not operands or _object(s, operands, env) is None or keywords:
        return False
    thrown.set_args(s, operands[0], operands[1:], place, env)
    env.bind(target, Const(None))
    return True


def _instance(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`runtime.instance(cls, k=...)`, as emitted code has it."""
    known = s.kind(operands[0], env)
    if not isinstance(known, Const) or not _is_taken_apart(known.value):
        return False
    me = _unborn(s, target, known.value, env)
    _set_all(s, me, keywords, place, env)
    return _born(s, target, me, place, env)


def _same(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
    """`MappingProxyType(d)`: another name for the dict, by which nobody writes on it."""
    if len(operands) != 1 or keywords:
        return False
    s.copy(target, operands[0], place, env)
    return True


_HANDLERS: dict[Any, Callable] = {
    getattr: _getattr, hasattr: _hasattr, setattr: _setattr(False), object.__setattr__: _setattr(True), type: _type,
    vars: _vars, super: _super, dataclasses.replace: _replace, dataclasses.asdict: _as_container(dict),
    dataclasses.astuple: _as_container(tuple), instances.instance: _instance,
    object.__new__: _new, python_types.MappingProxyType: _same, **copying.HANDLERS,
    **adjoint_trees.HANDLERS, **known_parts.HANDLERS,
}  # fmt: skip
