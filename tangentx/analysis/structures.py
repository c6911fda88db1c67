"""Containers that are taken apart or stay whole: their outlines, expressions and types."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Container
from dataclasses import fields, is_dataclass, replace
from types import SimpleNamespace
from typing import Any

import gast

from tangentx.analysis.joins import element, join, join_slots, plain
from tangentx.analysis.members import Functions
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.subclassed import ATTRIBUTE, original
from tangentx.analysis.types import (
    BOOL,
    FLOAT,
    INT,
    NUMBER,
    UNKNOWN,
    Const,
    Dictionary,
    Instance,
    ListOf,
    Mixed,
    Record,
    Sequence,
    Text,
    Type,
    Unknown,
    is_scalar,
    may_be_a_number,
)
from tangentx.paths import Field
from tangentx.records import (
    Augment,
    Bind,
    Define,
    Evaluate,
    For,
    Function,
    If,
    Place,
    Store,
    Unpack,
    While,
)
from tangentx.syntax import nodes

_GROWING = (
    "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "appendleft", "popleft", "extendleft",
)  # fmt: skip


def grown_names(
    body: tuple, unrolled: Container = (), inside: bool = False, keys: frozenset[str] = frozenset(),
    whole: tuple | None = None,
) -> set[str]:  # fmt: skip
    """Names whose length or unknown elements change in a loop or branch: these must be real lists.

    inside: the body is that of a loop or branch itself.  unrolled: places of loops that are written out.
    keys: targets of loops that may be written out, where they are known.  whole: the body of the function.
    """
    found: set[str] = set()
    whole = body if whole is None else whole
    for stmt in body:
        if inside:
            found |= _changed_list(stmt, keys)
        if isinstance(stmt, Define):
            found |= grown_names(stmt.function.body, unrolled, True) - stmt.function.locals
        if isinstance(stmt, If | While) or (stmt.place not in unrolled and _is_counted(stmt, body)):
            for part in ("setup", "body", "orelse"):
                block = getattr(stmt, part, ())
                grown = grown_names(block, unrolled, True, keys, whole)
                own = _own(block, grown, whole) if isinstance(stmt, If) else set()
                found |= grown - own
                found |= own & grown_names(block, unrolled, False, keys, whole) if own else own
        elif isinstance(stmt, For):
            inner = keys | _keys_of(stmt)
            grown = grown_names(stmt.body, unrolled, inside, inner, whole)
            if inside and stmt.place in unrolled:  # a list that each trip around it makes is of known length
                grown = (grown - _made(body)) | grown_names(stmt.body, unrolled, False, inner, whole)
            found |= grown
    return found


def _own(block: tuple, names: set[str], whole: tuple) -> set[str]:
    """Those of the names that a branch binds to new lists and nothing outside of it mentions: on its path, their
    lengths are known as they are where no branch is."""
    made = names & _made(block, True)
    if not made:
        return made
    inside, everywhere = mentions(block), mentions(whole)
    return {name for name in made if inside[name] == everywhere[name]}


def mentions(part: Any) -> Counter:
    """How often each name is read or bound in statements of a function."""
    found: Counter = Counter()
    if isinstance(part, gast.AST):
        found.update(node.id for node in gast.walk(part) if isinstance(node, gast.Name))
    elif isinstance(part, str):
        found.update((part.lstrip("*"),))
    elif isinstance(part, tuple | list):
        for item in part:
            found.update(mentions(item))
    elif isinstance(part, Function):
        found.update(mentions(part.body))
    elif is_dataclass(part) and not isinstance(part, Place):
        for field in fields(part):
            found.update(mentions(getattr(part, field.name)))
    return found


def _made(body: tuple, deep: bool = False) -> set[str]:
    """The names that a block binds to new lists; deep: and those that the loops in it do."""
    found = {stmt.target for stmt in body if isinstance(stmt, Bind) and isinstance(stmt.value, gast.List)}
    loops = [stmt for stmt in body if deep and isinstance(stmt, For)]
    return found.union(*(_made(loop.body, deep) for loop in loops))


def _keys_of(loop: For) -> set[str]:
    """What a loop binds in each trip: `k, v` in `for k, v in table.items()`."""
    found = {loop.target}
    for stmt in loop.body:
        if isinstance(stmt, Unpack) and isinstance(stmt.value, gast.Name) and stmt.value.id in found:
            found.update(stmt.targets)
    return found


def _is_counted(stmt, body: tuple) -> bool:
    """Is it a loop over a range?  One over anything else may be written out: whether it is, its types will say."""
    if not isinstance(stmt, For) or not isinstance(stmt.iter, gast.Name):
        return False
    values = [s.value for s in body if isinstance(s, Bind) and s.target == stmt.iter.id]
    return bool(values) and isinstance(values[-1], gast.Call) and nodes.dotted(values[-1].func) == "range"


def _changed_list(stmt, keys: frozenset[str]) -> set[str]:
    """The name that a statement would change the length or an unknown element of, if it is a list's."""
    value, target = getattr(stmt, "value", None), getattr(stmt, "target", None)
    if isinstance(stmt, Bind | Evaluate) and isinstance(value, gast.Call):
        func = value.func
        if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name) and func.attr in _GROWING:
            return {func.value.id}
    if isinstance(stmt, Store | Augment) and isinstance(target, gast.Subscript):
        known = isinstance(target.slice, gast.Constant) or getattr(target.slice, "id", None) in keys
        if isinstance(target.value, gast.Name) and not known:
            return {target.value.id}
    if isinstance(stmt, Augment) and isinstance(target, gast.Name) and isinstance(stmt.op, gast.Add):
        return {target.id}
    return set()


def count_leaves(kind: Type) -> int:
    """How many variables a container would be taken apart into."""
    return sum(count_leaves(t) for t in kind.items) if isinstance(kind, Sequence | Dictionary) else 1


MAX_LEAVES = 64


def is_taken_apart(kind: Type) -> bool:
    """A container that is spread over variables: few parts, or parts that are not alike, as of an object."""
    if not isinstance(kind, Sequence | Dictionary):
        return False
    if isinstance(kind, Dictionary):
        return kind.cls is not dict or count_leaves(kind) <= MAX_LEAVES or not is_uniform(kind)
    if count_leaves(kind) <= MAX_LEAVES:
        return True
    item = element(kind, lambda: "?any")
    return len(kind.items) <= MAX_LEAVES and isinstance(item, Unknown | Mixed | Const | Instance)


def as_list(kind: Sequence, fresh) -> Type:
    """The type of a container that stays whole."""
    return ListOf(element(kind, fresh), kind.cls)


def as_whole(kind: Type, fresh) -> Type:
    """The type of a part that is not taken apart."""
    if isinstance(kind, Sequence):
        return as_list(replace(kind, items=tuple(as_element(t, fresh) for t in kind.items)), fresh)
    return as_dict(kind, fresh) if isinstance(kind, Dictionary) else kind


def as_made(kind: Type | None, op: Op, fresh) -> Type | None:
    """The type of what a primitive gives without a derivative: a list or dict of Python's may get longer later."""
    if op.kind != "inactive":
        return kind
    if isinstance(kind, Sequence) and kind.cls in (list, tuple):
        kind = replace(kind, items=tuple(as_made(t, op, fresh) for t in kind.items))
    if isinstance(kind, Sequence) and kind.cls is list:
        return (
            as_list(kind, fresh) if kind.items else ListOf(UNKNOWN, list)
        )  # a sample without items says nothing
    if isinstance(kind, Dictionary) and kind.keys and is_uniform(kind):
        return as_dict(kind, fresh)
    return kind


def is_uniform(kind: Type) -> bool:
    """A dict whose values are all of one kind, so that a key which is not known says enough?"""
    if not isinstance(kind, Dictionary) or kind.cls is not dict or not kind.items:
        return isinstance(kind, Dictionary) and kind.cls is dict
    item = as_dict(kind, lambda: "?any").item
    item = plain(item, item)
    return item == Const(None) or not isinstance(item, Unknown | Mixed | Const | Instance)


def as_dict(kind: Dictionary, fresh) -> ListOf:
    """The type of a dict that stays whole."""
    item = key = None
    for k, t in zip(kind.keys, kind.items, strict=True):
        item, key = join_slots(item, as_element(t, fresh), fresh), join(key, key_type(k), fresh)
    return ListOf(item, dict, key=key)


def key_type(key: Any) -> Type:
    """The type of a key, whatever its value."""
    if isinstance(key, tuple):
        return Sequence(tuple, tuple(key_type(k) for k in key))
    return {bool: BOOL, int: INT, float: FLOAT, str: Text()}.get(type(key), UNKNOWN)


_WRAPPERS = (
    "@collections.OrderedDict",
    "@collections.defaultdict",
    "@collections.Counter",
    "@collections.deque",
)


def is_wrapped(display: gast.AST) -> bool:
    """Is it `defaultdict(float, {...})`, `deque([...])`: the last argument is the display of what is in it?"""
    return isinstance(display, gast.Call) and bool(display.args) and nodes.dotted(display.func) in _WRAPPERS


def display_items(display: gast.AST) -> list[tuple[Any, gast.AST]]:
    """(key, item) of a display as `structure_display` makes it; nothing for any other expression."""
    if is_wrapped(display):
        return display_items(display.args[-1])
    if isinstance(display, gast.Tuple | gast.List):
        return list(enumerate(display.elts))
    if isinstance(display, gast.Dict):
        return [(k.value, v) for k, v in zip(display.keys, display.values, strict=True)]
    if isinstance(display, gast.Call):
        if display.keywords or nodes.dotted(display.func) == "@runtime.instance":
            return [(Field(k.arg), k.value) for k in display.keywords]
        return list(enumerate(display.args))
    return []


def with_items(display: gast.AST, items: list[gast.AST]) -> gast.AST:
    """The display of the same container with other items."""
    if isinstance(display, gast.Tuple | gast.List):
        return type(display)(items, display.ctx)
    if isinstance(display, gast.Dict):
        return gast.Dict(display.keys, items)
    if is_wrapped(display):
        inner = with_items(display.args[-1], items)
        return gast.Call(display.func, [*display.args[:-1], inner], display.keywords)
    if display.keywords or nodes.dotted(display.func) == "@runtime.instance":
        named = [gast.keyword(k.arg, item) for k, item in zip(display.keywords, items, strict=True)]
        return gast.Call(display.func, display.args, named)
    return gast.Call(display.func, items, [])


def as_element(kind: Type, fresh) -> Type:
    """The type of what is put into a list that stays whole: a list of numbers in it may be changed there."""
    if isinstance(kind, Sequence) and kind.cls is list and all(map(is_scalar, kind.items)):
        return as_list(kind, fresh)
    if isinstance(kind, Const) and callable(kind.value):
        return Functions(())
    if isinstance(kind, Sequence):
        return replace(kind, items=tuple(as_element(t, fresh) if _is_known(t) else t for t in kind.items))
    if may_be_a_number(kind):
        return Unknown(kind.sites - NUMBER)  # an array, or a number: what is added to it may be in it, or not
    if not isinstance(kind, Dictionary) or kind.cls is not dict and issubclass(kind.cls, dict):
        return kind
    if kind.cls is dict and not kind.keys:
        return ListOf(None, dict)
    return Record(kind.cls, kind.keys, tuple(as_element(plain(t, t), fresh) for t in kind.items))


def _is_known(kind: Type) -> bool:
    """Is it a container whose parts are known?"""
    return isinstance(kind, Sequence | Dictionary)


def structure_display(structure: Structure, stored: bool = False) -> gast.AST:
    """The expression that builds the container; `stored`: for a list that only the program itself looks at."""
    items = [
        structure_display(s, stored) if isinstance(s, Structure) else nodes.name(s) for s in structure.items
    ]
    if structure.keys is not None and not issubclass(structure.cls, dict):
        if original(structure.cls) is not structure.cls and not stored:  # a dict or list, with what is in it
            return gast.Call(canonical(original(structure.cls)), [items[structure.keys.index(ATTRIBUTE)]], [])
        cls = canonical(structure.cls)
        named = [gast.keyword(k, v) for k, v in zip(structure.keys, items, strict=True)]
        if structure.cls is SimpleNamespace or cls is None and stored:
            return gast.Call(
                canonical(SimpleNamespace), [], named
            )  # nobody outside sees a class of the function's
        cls = cls or external(structure.cls.__name__)
        return gast.Call(external("runtime.instance"), [cls], named)
    cls = structure.cls
    if structure.keys is not None:
        shown = gast.Dict([nodes.constant(k) for k in structure.keys], items)
        return shown if cls is dict else gast.Call(canonical(cls), _factory(structure) + [shown], [])
    if cls is list:
        return gast.List(items, gast.Load())
    if cls is deque:
        limit = [] if structure.extra is None else [gast.keyword("maxlen", nodes.constant(structure.extra))]
        return gast.Call(canonical(cls), [gast.List(items, gast.Load())], limit)
    if not hasattr(cls, "_fields"):
        return gast.Tuple(items, gast.Load())
    return gast.Call(canonical(cls) or external(cls.__name__), items, [])


def plain_sequences(structure: Structure) -> Structure:
    """The sequence as NumPy reads it, and those in it: a named tuple is a tuple, a deque a list."""
    cls = tuple if hasattr(structure.cls, "_fields") else list if structure.cls is deque else structure.cls
    if structure.keys is not None or cls not in (tuple, list):
        return structure
    items = tuple(plain_sequences(i) if isinstance(i, Structure) else i for i in structure.items)
    return Structure(cls, None, items)


def is_nameless(kind: Type | None) -> bool:
    """An object at run time whose class emitted code cannot name: it does not compare as the user's does."""
    return isinstance(kind, Record) and not issubclass(kind.cls, dict) and canonical(kind.cls) is None


def without_instances(node: gast.AST) -> gast.AST:
    """The expression, in which an attribute of an object that would be made for that is what it was made with."""
    if isinstance(node, gast.Attribute):
        value = without_instances(node.value)
        made = isinstance(value, gast.Call) and nodes.dotted(value.func) == "@runtime.instance"
        found = {k.arg: k.value for k in value.keywords} if made else {}
        return found.get(node.attr) or gast.Attribute(value, node.attr, node.ctx)
    return nodes.rebuilt(node, without_instances)


def _factory(structure: Structure) -> list[gast.AST]:
    """A defaultdict's first argument."""
    if structure.cls is not defaultdict:
        return []
    return [structure.extra if structure.extra is not None else nodes.constant(None)]
