"""The type of what may have others like itself in it, as far as it is known while compiling: `types.Tree`.

def build(xs):                          a tree of (float, itself, itself), which ends with None
    if len(xs) == 0:
        return None
    return xs[0], build(xs[1::2]), build(xs[2::2])
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tangentx.analysis.types import (
    ITSELF,
    Array,
    Const,
    Dictionary,
    ListOf,
    Maybe,
    Record,
    Scalar,
    Sequence,
    Text,
    Tree,
    Type,
    Unknown,
    some,
)

Join = Callable[[Type | None, Type | None], Type | None]
_ENDS = (int, float, complex, str, type(None))
_NODES = Sequence | Dictionary | Record


class _Unfit(Exception):
    """There is something in the container that no tree has."""


class _Grove:
    """A tree that is being put together."""

    def __init__(self, join: Join):
        self.join, self.nodes, self.leaf = join, dict[Any, tuple](), None

    def take(self, kind: Type | None) -> Type:
        """The kind is a part of the tree from here on: what its slot has then."""
        if isinstance(kind, Tree):
            for node in kind.nodes:
                self.node(node)
            self.end(kind.leaf)
        elif isinstance(kind, Maybe) and isinstance(kind.some, _NODES):
            self.end(Const(None))
            self.node(kind.some)
        elif isinstance(kind, _NODES):
            self.node(kind)
        elif _is_end(kind):
            return kind
        else:
            raise _Unfit
        return ITSELF

    def end(self, kind: Type | None) -> None:
        if kind is None:
            return
        if not _is_end(kind):
            raise _Unfit
        self.leaf = kind if self.leaf is None else self.join(self.leaf, kind)
        if isinstance(self.leaf, Unknown):
            raise _Unfit

    def node(self, kind: Type) -> None:
        which, slots = outline(kind), tuple(map(self.take, kind.items))
        if which in self.nodes:
            slots = tuple(map(self.slot, self.nodes[which], slots))
        self.nodes[which] = slots

    def slot(self, one: Type, other: Type) -> Type:
        """What is in a slot that is `one` in this node, and the `other` in that."""
        if ITSELF in (one, other):
            for end in (k for k in (one, other) if k != ITSELF):
                self.end(end)
            return ITSELF
        found = self.join(one, other)
        if isinstance(found, Unknown):
            raise _Unfit
        return found

    def made(self) -> Tree:
        order = sorted(self.nodes, key=repr)
        return Tree(tuple(_node(cls, keys, self.nodes[cls, keys]) for cls, keys in order), self.leaf)


def _node(cls: type, keys: Any, slots: tuple) -> Type:
    return Sequence(cls, slots) if isinstance(keys, int) else Record(cls, keys, slots)


def _is_end(kind: Type | None) -> bool:
    """A number, an array, a text, or None: what is in a slot, or where a tree ends."""
    kind = some(kind)
    if isinstance(kind, Const):
        return isinstance(kind.value, _ENDS)
    return isinstance(kind, Scalar | Array | Text)


def joined(join: Join, *kinds: Type | None) -> Tree | None:
    """The tree that has all of these; None where there is none."""
    grove = _Grove(join)
    try:
        for kind in kinds:
            slot = grove.take(kind)
            if slot != ITSELF:
                grove.end(slot)
    except _Unfit:
        return None
    return grove.made()


def fixed(join: Join, *kinds: Type | None) -> Tree | None:
    """The tree that has all of these, of which no container can change; None where there is none."""
    return joined(join, *kinds) if all(map(_is_fixed, kinds)) else None


def _is_fixed(kind: Type | None) -> bool:
    kind = some(kind)
    if isinstance(kind, Sequence):
        return issubclass(kind.cls, tuple) and all(map(_is_fixed, kind.items))
    return isinstance(kind, Tree) or _is_end(kind)


def meeting(a: Type | None, b: Type | None, join: Join) -> Type | None:
    """The join of two types of which one is a tree; None where there is none.  An object that exists at run time may
    be changed there, which a tree does not see."""
    held = any(isinstance(some(kind), Record | ListOf | Dictionary) for kind in (a, b))
    return None if held else joined(join, a, b)


def may_have_itself(kind: Type) -> bool:
    """May there be one of its own kind in a slot of the container, on some path?"""
    for item in kind.items:
        inner = some(item)
        if isinstance(item, Tree) and any(outline(node) == outline(kind) for node in item.nodes):
            return True
        if isinstance(item, Maybe) and isinstance(inner, _NODES) and outline(inner) == outline(kind):
            return True
    return False


def are_linked(one: Type | None, other: Type | None) -> bool:
    """Is there a container like the one in the other one?"""
    one, other = some(one), some(other)
    if not (isinstance(one, _NODES) and isinstance(other, _NODES)):
        return False
    return any(outline(a) in _outlines_in(b) for a, b in ((one, other), (other, one)))


def _outlines_in(kind: Type) -> set[tuple]:
    """Of the containers that are in a container."""
    parts = [part for part in map(some, kind.items) if isinstance(part, _NODES)]
    return {outline(part) for part in parts}.union(*map(_outlines_in, parts))


def outline(kind: Type) -> tuple:
    return kind.cls, getattr(kind, "keys", len(kind.items))


def ends_with_items(tree: Tree) -> bool:
    """May it end with an array, or a text, which have elements as well?"""
    end = some(tree.leaf)
    text = isinstance(end, Text) or isinstance(end, Const) and isinstance(end.value, str)
    return text or isinstance(end, Array) and not end.scalar and end.rank != 0


def slot(tree: Tree, key: Any, join: Join) -> Type | None:
    """The type of what is under a key, an index or a `Field`; of any slot, for None; None where there is none."""
    found = None
    for node in tree.nodes:
        for one, item in _slots(node):
            if key is None or one == key and type(one) is type(key):
                found = item if found is None else _either(found, item, tree, join)
    return tree if found == ITSELF else found


def _slots(node: Type) -> list[tuple[Any, Type]]:
    if isinstance(node, Sequence):
        count = len(node.items)
        return [*enumerate(node.items), *((i - count, item) for i, item in enumerate(node.items))]
    return [(node.index(key), item) for key, item in zip(node.keys, node.items, strict=True)]


def _either(one: Type, other: Type, tree: Tree, join: Join) -> Type | None:
    kinds = [tree if k == ITSELF else k for k in (one, other)]
    found = join(*kinds)
    return ITSELF if found == tree else found


def mapped(tree: Tree, change: Callable[[Type | None], Type | None]) -> Tree:
    """The tree with `change` applied to the types in its slots."""
    nodes = (replace(n, items=tuple(i if i == ITSELF else change(i) for i in n.items)) for n in tree.nodes)
    return Tree(tuple(nodes), change(tree.leaf))


def object_class(tree: Tree) -> Record | None:
    """The one class that all objects in the tree are of; None where there are other containers."""
    objects = [n for n in tree.nodes if isinstance(n, Record) and not issubclass(n.cls, dict)]
    return objects[0] if len(objects) == len(tree.nodes) == 1 else None
