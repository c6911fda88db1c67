"""What is known while walking a function: frames (one for each inlined call) and environments (one for each point)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import gast

from tangentx.analysis.joins import join_paths
from tangentx.analysis.program import Structure
from tangentx.analysis.types import Const, Type
from tangentx.frontend.weaving import MARK
from tangentx.records import Function, Place
from tangentx.syntax import nodes


@dataclass(eq=False)
class LocalFunction:
    """A nested def or lambda as a value: its code, and the frame whose variables it sees (late binding)."""

    function: Function
    frame: Frame
    defaults: dict[str, Any] = field(default_factory=dict)  # parameter -> the atom it had at the definition
    cached: bool = False  # decorated with `functools.cache`
    renamed: bool = False  # decorated with `functools.wraps`: it has another's name
    stands_for_function: ClassVar[bool] = True

    @property
    def __name__(self) -> str:
        return self.function.name


@dataclass(eq=False)
class Frame:
    """One activation of a function that is being specialised: its locals' names in the program."""

    function: Function
    names: dict[str, str] = field(default_factory=dict)  # local -> variable of the program
    parent: Frame | None = None  # the enclosing function's frame, for nested functions
    via: tuple[Place, ...] = ()
    reader: Frame | None = None  # of a generator: the frame of the loop that reads it
    size: int = 0  # how many variables its arguments consist of
    loops: tuple = ()  # around the call: each trip has an activation of its own
    at: object = None  # the statement that is being walked

    def resolve(self, name: str) -> tuple[Frame, str]:
        """The frame a name stands for a variable of: `k^` is the k of the loop that reads this generator."""
        frame = self
        while name.endswith(MARK) and frame.reader is not None:
            frame, name = frame.reader, name[: -len(MARK)]
        return frame, name

    def is_within(self, other: Frame) -> bool:
        """Is this the frame `other`, or one of a function nested in it?"""
        return self is other or (self.parent is not None and self.parent.is_within(other))

    def find(self, name: str) -> str | None:
        """The program's variable for a name of this function or of those around it; None for externals."""
        if name.endswith(MARK):
            frame, name = self.resolve(name)
            return frame.find(name)
        if name in self.names:
            return self.names[name]
        if name in self.function.locals:
            return None
        return self.parent.find(name) if self.parent is not None else None


class Settled(Place):
    """A place that says already through which calls it was reached."""

    __slots__ = ()

    @property
    def plain(self) -> Place:
        return Place(self.file, self.line, self.col, self.end_line, self.end_col, self.via)


NOTE = "@read "  # before a variable's name: the iterator that it holds has been read


def is_once(kind: Type) -> bool:
    """An iterator that only exists while specialising, and that Python would find empty when it is read again."""
    return isinstance(kind, Const) and getattr(kind.value, "once", False) is True


class Unreached(Exception):
    """A variable is read that has no value on any path so far: nothing is known of what follows, as yet."""


class Env:
    """Types and structures of the variables at one point.  A variable that is missing is not bound there.

    `counted`: dimensions that have been compared with a number on every path to here."""

    __slots__ = ("aliases", "counted", "structures", "types")

    def __init__(self, types=None, structures=None, aliases=None, counted=frozenset()):
        self.types: dict[str, Type] = types if types is not None else {}
        self.structures: dict[str, Structure] = structures if structures is not None else {}
        self.aliases: dict[str, str] = aliases if aliases is not None else {}  # see `lists`
        self.counted: frozenset[tuple] = counted

    def copy(self) -> Env:
        return Env(dict(self.types), dict(self.structures), dict(self.aliases), self.counted)

    def become(self, other: Env) -> None:
        """Everything is as in `other` from here on."""
        self.types, self.structures, self.aliases = other.types, other.structures, other.aliases
        self.counted = other.counted

    def bind(self, name: str, kind: Type, structure: Structure | None = None) -> None:
        self.types[name] = kind
        if is_once(kind):
            self.types.pop(NOTE + name, None)
        self.aliases.pop(name, None)
        if structure is None:
            self.structures.pop(name, None)
        else:
            self.structures[name] = structure


def loop_join(a: Type | None, b: Type | None) -> Type | None:
    """The join at a loop's head: a dimension that changes from trip to trip is equal to nothing, because a symbol
    would claim that it is the same in every trip."""
    return join_paths(a, b, lambda: "?any")


def _are_alike(a: Any, b: Any) -> bool:
    """Two factories of defaultdicts, or lengths of deques."""
    if isinstance(a, gast.AST) and isinstance(b, gast.AST):
        return nodes.dotted(a) == nodes.dotted(b)
    return a == b


def join_structures(a: Structure, b: Structure) -> bool:
    """Do two structures have the same outline?"""
    if a.cls is not b.cls or a.keys != b.keys or len(a.items) != len(b.items):
        return False
    if a.attributes_of is not b.attributes_of or not _are_alike(a.extra, b.extra):
        return False
    return all(
        isinstance(x, Structure) == isinstance(y, Structure) and (isinstance(x, str) or join_structures(x, y))
        for x, y in zip(a.items, b.items, strict=True)
    )
