"""Named tuples: made, replaced, and asked by the methods of their class."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import FunctionType, MappingProxyType
from typing import Any

import gast

from tangentx.analysis import containers, iterators, protocol, spreading
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const
from tangentx.errors import NotDifferentiableError
from tangentx.records import Place
from tangentx.syntax import nodes

HANDLERS: dict[Any, Callable] = {}


def is_named(cls: Any) -> bool:
    """A class made by `namedtuple` or `NamedTuple`, with the constructor that they make."""
    return isinstance(cls, type) and issubclass(cls, tuple) and hasattr(cls, "_fields")


def construct(s, target: str, cls: type, operands, keywords, place: Place, env: Env) -> None:
    """`Point(x, y=2.0)`."""
    for base in cls.__mro__[: cls.__mro__.index(tuple)]:
        made = () if "_fields" in vars(base) else ("__new__",)  # `namedtuple` makes one
        for name in (*made, "__iter__", "__len__", "__getitem__"):
            if name in vars(base):
                protocol.refuse(s, f"a named tuple with `{name}` of its own", place)
    defaults = cls._field_defaults
    parameters = [
        inspect.Parameter(
            f, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=defaults.get(f, inspect.Parameter.empty)
        )
        for f in cls._fields
    ]
    operands = spreading.by_fields(s, cls._fields, operands, keywords, place, env, bool(defaults))
    try:
        given = inspect.Signature(parameters).bind(*operands, **keywords).arguments
    except TypeError as error:
        raise NotDifferentiableError(
            f"{cls.__name__}: {error}", code="TX303", place=place, lines=s.lines(place)
        ) from None
    atoms = [given[f] if f in given else _default(s, cls, f, place, env) for f in cls._fields]
    containers.display(s, target, cls, atoms, None, place, env)


def _default(s, cls: type, name: str, place: Place, env: Env) -> gast.AST:
    value = cls._field_defaults[name]
    written = s.literal(value, env, place)
    if written is None:
        raise NotDifferentiableError(
            f"the default of `{name}` is a {type(value).__name__}", code="TX307", place=place, lines=s.lines(place),
            help=("pass the argument explicitly",),
        )  # fmt: skip
    return written


def method(
    s, target, base, structure: Structure, name: str, operands, keywords, place: Place, env: Env
) -> bool:
    """A method of a named tuple, its own, one that the class defines, or what a field holds."""
    if name in structure.cls._fields:
        held = s.fresh("_a")
        attribute(s, held, base, structure, name, place, env)
        s.call(target, nodes.name(held), s.kind(nodes.name(held), env), operands, keywords, place, env)
        return True
    handler = _METHODS.get(name)
    if handler is not None:
        handler(s, target, base, structure, operands, keywords, place, env)
        return True
    s.externals.asked(structure.cls, name)
    found = inspect.getattr_static(structure.cls, name, None)
    if isinstance(found, FunctionType):
        s.call(target, nodes.name("_method"), Const(found), [base, *operands], keywords, place, env)
        return True
    if isinstance(found, staticmethod | classmethod):
        first = [] if isinstance(found, staticmethod) else [s.constant_atom(structure.cls, env)]
        known = Const(found.__func__)
        s.call(target, nodes.name("_method"), known, [*first, *operands], keywords, place, env)
        return True
    return False


def attribute(s, target, base, structure: Structure, name: str, place: Place, env: Env) -> bool:
    """A field, a property, or a constant of the class."""
    cls = structure.cls
    if name in cls._fields:
        s.copy_item(target, structure.items[cls._fields.index(name)], place, env)
        return True
    s.externals.asked(cls, name)
    found = inspect.getattr_static(cls, name, None)
    if isinstance(found, property):
        s.call(target, nodes.name("_method"), Const(found.fget), [base], {}, place, env)
        return True
    if name == "_fields":
        s.copy(target, nodes.constant(cls._fields), place, env)
        return True
    return False


def _replace(s, target, base, structure, operands, keywords, place, env) -> None:
    atoms = [containers.element_atom(s, item, place, env) for item in structure.items]
    for name, atom in keywords.items():
        atoms[structure.cls._fields.index(name)] = atom
    containers.display(s, target, structure.cls, atoms, None, place, env)


def _as_dict(s, target, base, structure, operands, keywords, place, env) -> None:
    atoms = [containers.element_atom(s, item, place, env) for item in structure.items]
    keys = [nodes.constant(f) for f in structure.cls._fields]
    containers.dictionary(s, target, keys, atoms, place, env)


def call(s, target: str, callee: Any, operands, keywords, place: Place, env: Env) -> bool:
    """A named tuple's class, or a class method of one."""
    if is_named(callee):
        construct(s, target, callee, operands, keywords, place, env)
        return True
    return of_class(s, target, callee, operands, keywords, place, env)


def of_class(s, target: str, callee: Any, operands, keywords, place: Place, env: Env) -> bool:
    """`Point._make(...)` or another class method of a named tuple."""
    cls, function = getattr(callee, "__self__", None), getattr(callee, "__func__", None)
    if not is_named(cls) or not isinstance(function, FunctionType):
        return False
    if callee.__name__ == "_make":
        make(s, target, cls, operands, place, env)
    else:
        first = s.constant_atom(cls, env)
        s.call(target, nodes.name("_method"), Const(function), [first, *operands], keywords, place, env)
    return True


def make(s, target: str, cls: type, operands, place: Place, env: Env) -> None:
    """`Point._make(values)`."""
    atoms = containers.elements(s, iterators.sequence(s, operands[0], place, env), place, env)
    if atoms is None:
        containers.refuse(s, "`_make` of a sequence of unknown length", place)
    containers.display(s, target, cls, atoms, None, place, env)


_METHODS: Mapping[str, Callable] = MappingProxyType({"_replace": _replace, "_asdict": _as_dict})
