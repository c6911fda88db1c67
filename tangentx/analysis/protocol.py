"""What the classes of objects say: attributes in class bodies, methods, special methods."""

from __future__ import annotations

import collections.abc
import types as python_types
from dataclasses import dataclass
from typing import Any, ClassVar

import gast

from tangentx.analysis import recipes
from tangentx.analysis.eithers import outlines
from tangentx.analysis.groves import object_class
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Record, Sequence, Tree
from tangentx.errors import UnsupportedSyntaxError
from tangentx.records import Place


@dataclass(eq=False)
class LocalMethod:
    """A method with the object it belongs to, as a value."""

    stands_for_function: ClassVar[bool] = True

    function: python_types.FunctionType
    owner: str  # a variable that stands for the object

    @property
    def __name__(self) -> str:
        return self.function.__name__


@dataclass(eq=False)
class Super:
    """What `super()` gives: the object, seen from the class after `cls`."""

    cls: type
    owner: gast.AST


def is_object(structure: Structure | None) -> bool:
    """Is it an object, not a list, tuple or dict?"""
    has_keys = structure is not None and structure.keys is not None
    return has_keys and not issubclass(structure.cls, dict) and structure.cls is not list


def object_of(s, atom: gast.AST, env: Env) -> Structure | None:
    """The object that an atom stands for; of one that exists at run time, its class and the names of its attributes."""
    structure = s.structure(atom, env)
    kind = s.kind(atom, env) if structure is None else None
    if isinstance(kind, Tree):
        kind = object_class(kind)
    if isinstance(kind, Record):
        structure = Structure(kind.cls, kind.keys, (), entangled=True)
    return structure if is_object(structure) else None


def find(cls: type, name: str, after: type | None = None) -> Any:
    """What the class says about an attribute, as it stands in its body; None if nothing.  `after`: super().  What the
    derivative depends on is asked of `watched`."""
    if outlines(cls):  # of several classes: what they all have
        found = [find(part.cls, name, after) for part in outlines(cls)]
        return found[0] if all(one is found[0] for one in found) else None
    base = home(cls, name, after)
    return None if base is None else vars(base)[name]


def watched(s, cls: type, name: str, after: type | None = None) -> Any:
    """`find`, and a guard: a class whose attribute is exchanged later gets another version."""
    for part in outlines(cls):
        watched(s, part.cls, name, after)
    if outlines(cls):
        if find(cls, name, after) is None and any(find(part.cls, name, after) for part in outlines(cls)):
            refuse(s, f"`{name}` of an object that is of one class or another", s.walking)
        return find(cls, name, after)
    s.externals.asked(cls, name, after)
    return find(cls, name, after)


def home(cls: type, name: str, after: type | None) -> type | None:
    """The class in whose body the attribute stands."""
    mro = cls.__mro__
    bases = mro[mro.index(after) + 1 :] if after is not None else mro
    return next((base for base in bases if name in vars(base) and base is not object), None)


def is_generated(method: Any) -> bool:
    """Did `dataclass` write it?  Then it has no source."""
    return isinstance(method, python_types.FunctionType) and method.__code__.co_filename == "<string>"


def mangled(name: str, function: Any) -> str:
    """The name of a private attribute, `__k`, as the class body in which the code stands means it."""
    if not name.startswith("__") or name.endswith("__"):
        return name
    parts = getattr(function, "__qualname__", "").split(".")
    return f"_{parts[-2].lstrip('_')}{name}" if len(parts) > 1 and parts[-2] != "<locals>" else name


def refuse(s, what: str, place: Place) -> None:
    """A feature of classes that cannot be followed."""
    raise UnsupportedSyntaxError(
        f"{what}, cannot be followed", code="TX238", place=place, lines=s.lines(place),
        help=("use plain attributes, properties and methods", "or pass the numbers themselves"),
    )  # fmt: skip


def class_with_methods(s, base: gast.AST, env: Env) -> type | None:
    """The class of an object, or of a named tuple, which may have operators of its own."""
    structure = s.structure(base, env) or object_of(s, base, env)
    if structure is not None:
        return structure.cls if is_object(structure) or hasattr(structure.cls, "_fields") else None
    kind = s.kind(base, env)
    return kind.cls if isinstance(kind, Sequence) and hasattr(kind.cls, "_fields") else None


def iterator_of(s, base: gast.AST, env: Env) -> python_types.FunctionType | None:
    """The method that an iteration over an object calls; of one that has items at 0, 1, ... a generator of those."""
    method = special(s, base, "__iter__", env)
    if method not in (None, collections.abc.Sequence.__iter__):
        return method
    counted = special(s, base, "__getitem__", env) and special(s, base, "__len__", env)
    return recipes.items_in_turn if counted else method


def special(s, base: gast.AST, name: str, env: Env) -> python_types.FunctionType | None:
    """The method of an object's class that an operator or builtin calls."""
    cls = class_with_methods(s, base, env)
    found = None if cls is None else watched(s, cls, name)
    return found if isinstance(found, python_types.FunctionType) else None
