"""Pushes and pops in the blocks of a function, and whether the pops of the reverse sweep mirror the pushes.

for ...: push a; push b        the record (a, b)
for ...: pop b; pop a          takes it back
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import gast

from tangentx.analysis.types import Array, Dictionary, ListOf, Sequence, Type, sites_of, with_sites
from tangentx.syntax import nodes

ANYWHERE = "anywhere"  # the site of an array that may share memory with any other


@dataclass(frozen=True)
class Slot:
    """Where a push or pop has its number: the entry `offset` of a record of `size` on `tape`."""

    tape: str
    offset: int
    size: int
    moves: bool  # whether the pointer moves here: after the last push, before the first pop


@dataclass(eq=False)
class Event:
    """A push or a pop; `node` is the statement or the call."""

    stack: str
    node: gast.AST
    is_push: bool


@dataclass(eq=False)
class Group:
    """A loop, or a branch of an `if`, with what happens in it."""

    kind: str
    items: list[Any] = field(default_factory=list)


def in_memory(kind: Type | None, name: str) -> Type | None:
    """The type of what gets a name: arrays that are no views of others have memory called like that."""
    if isinstance(kind, Array) and not kind.scalar and not kind.sites:
        return with_sites(kind, frozenset((name,)))
    if isinstance(kind, Sequence):
        return replace(kind, items=tuple(in_memory(k, f"{name}[{n}]") for n, k in enumerate(kind.items)))
    return replace(kind, item=in_memory(kind.item, f"{name}[]")) if isinstance(kind, ListOf) else kind


def from_container(kind: Type, owner: Type) -> Type:
    """The type of an entry: the memory of an array in a container may be that of any array in there."""
    is_held = isinstance(owner, Sequence | ListOf | Dictionary)
    if is_held and isinstance(kind, Array) and not kind.scalar and not kind.sites:
        return with_sites(kind, sites_of(owner) or frozenset((ANYWHERE,)))
    return kind


def pushed(stmt: gast.AST) -> str | None:
    """The name of the list that a statement pushes on."""
    call = stmt.value if isinstance(stmt, gast.Expr) else None
    if isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "append":
        return call.func.value.id if isinstance(call.func.value, gast.Name) else None
    return None


def popped(node: gast.AST) -> str | None:
    """The name of the list that an expression pops from."""
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == "pop":
        return node.func.value.id if isinstance(node.func.value, gast.Name) and not node.args else None
    return None


def copied_list(node: gast.AST) -> str | None:
    """The name of the list in `name = list(name)`."""
    call = node.value if isinstance(node, gast.Assign) and len(node.targets) == 1 else None
    is_copy = isinstance(call, gast.Call) and getattr(call.func, "id", "") == "list" and len(call.args) == 1
    name = getattr(call.args[0], "id", None) if is_copy else None
    return name if name is not None and getattr(node.targets[0], "id", "") == name else None


def is_new_list(stmt: gast.AST) -> bool:
    value = stmt.value if isinstance(stmt, gast.Assign) else None
    return isinstance(value, gast.List) and not value.elts


def uses_of(function: gast.FunctionDef) -> dict[str, int]:
    """How often each name is used otherwise than to push, to pop (where it surely happens) or to start."""
    plain: set[int] = set()
    doubtful = {id(n) for m in nodes.walk(function) for n in nodes.walk(_doubtful_part(m))}
    for node in nodes.walk(function):
        name = pushed(node) or popped(node)
        if name is not None and id(node) not in doubtful:
            plain.add(id((node.value if isinstance(node, gast.Expr) else node).func.value))
        if is_new_list(node) and len(node.targets) == 1:
            plain.add(id(node.targets[0]))
        if copied_list(node) is not None:
            plain |= {id(node.targets[0]), id(node.value.args[0])}
        if isinstance(node, gast.Return) and node.value is not None:
            plain |= {id(n) for n in _entries(node.value)}
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Tuple):
            plain |= (
                {id(n) for n in node.targets[0].elts} if getattr(node.value, "id", "") == "saved" else set()
            )
    found: dict[str, int] = {}
    for node in nodes.walk(function):
        if isinstance(node, gast.Name) and id(node) not in plain:
            found[node.id] = found.get(node.id, 0) + 1
    return found


def _entries(node: gast.AST) -> Iterator[gast.AST]:
    """The entries of tuples in tuples."""
    for entry in node.elts if isinstance(node, gast.Tuple) else ():
        yield entry
        yield from _entries(entry)


def handed_over(function: gast.FunctionDef) -> set[str]:
    """Lists that go from a forward half to a reverse half."""
    found = {copied_list(node) for node in nodes.walk(function)}
    for node in nodes.walk(function):
        if isinstance(node, gast.Return) and node.value is not None:
            found |= {getattr(n, "id", None) for n in _entries(node.value)}
    return found - {None}


def written_sites(function: gast.FunctionDef) -> frozenset[str]:
    """The buffers of arrays that are written on."""
    found: set[str] = set()
    for node in nodes.walk(function):
        if isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and pushed(node) is None:
            parts = [p for a in node.value.args for p in nodes.walk(a)] + [node.value.func]
            found |= {site for part in parts for site in sites_of(getattr(part, "kind", None))}
        targets = [node.target] if isinstance(node, gast.AugAssign) else getattr(node, "targets", [])
        for target in targets:
            base = target.value if isinstance(target, gast.Subscript) else target
            if isinstance(target, gast.Subscript) or isinstance(node, gast.AugAssign):
                found |= sites_of(getattr(base, "kind", None))
    return frozenset(found)


def _doubtful_part(node: gast.AST) -> gast.AST:
    """What is evaluated never, once or more than once."""
    if isinstance(node, gast.While):
        return node.test
    if isinstance(node, gast.BoolOp | gast.IfExp | gast.Lambda | gast.ListComp | gast.GeneratorExp):
        return node
    return gast.Pass()


def events(body: list[gast.AST], names: set[str]) -> list[Any]:
    """Pushes, pops, and the loops and branches that hold some, in the order of a block."""
    found: list[Any] = []
    for stmt in body:
        if pushed(stmt) in names:
            found += _pops(stmt.value.args[0], names)
            found.append(Event(pushed(stmt), stmt, True))
        elif isinstance(stmt, gast.For | gast.While | gast.If):
            found += _pops(stmt.iter if isinstance(stmt, gast.For) else stmt.test, names)
            kind = "if" if isinstance(stmt, gast.If) else "loop"
            parts = [events(stmt.body, names), events(stmt.orelse, names)]
            if any(parts):
                found.append(Group(kind, parts))
            elif any(isinstance(n, gast.Break | gast.Continue) for n in nodes.walk(stmt)):
                found.append(Group("jump", [[], []]))
        else:
            found += _pops(stmt, names)
    return found


def _pops(node: gast.AST, names: set[str]) -> list[Event]:
    return [Event(popped(n), n, False) for n in nodes.walk(node) if popped(n) in names]


def flat(items: list[Any]) -> Iterator[Event]:
    for item in items:
        if isinstance(item, Group):
            for part in item.items:
                yield from flat(part)
        else:
            yield item


def mirrored(items: list[Any], slots: dict[int, Slot], tape: str) -> bool:
    """Do the pops of a block take the records back in the opposite order of its pushes?  Notes the slots."""
    parts = _parts(items)
    stack: list[Any] = []
    for part in parts:
        if _is_balanced(part, slots, tape):
            continue
        if _pushes(part):
            stack.append(part)
        elif not stack or not _match(stack.pop(), part, slots, tape):
            return False
    return not stack


def _parts(items: list[Any]) -> list[Any]:
    """Runs of events of one direction, and groups."""
    parts: list[Any] = []
    for item in items:
        if isinstance(item, Group) or not parts or isinstance(parts[-1], Group):
            parts.append(item if isinstance(item, Group) else [item])
        elif parts[-1][0].is_push == item.is_push:
            parts[-1].append(item)
        else:
            parts.append([item])
    return parts


def _is_balanced(part: Any, slots: dict[int, Slot], tape: str) -> bool:
    """A loop or `if` that pops all it pushes."""
    if not isinstance(part, Group):
        return False
    found: dict[int, Slot] = {}
    if part.kind == "jump" or not all(mirrored(inner, found, tape) for inner in part.items):
        return False
    slots |= found
    return True


def _pushes(part: Any) -> bool:
    events = list(flat([part] if isinstance(part, Group) else part))
    return bool(events) and all(e.is_push for e in events)


def _match(forward: Any, reverse: Any, slots: dict[int, Slot], tape: str) -> bool:
    if isinstance(forward, Group) != isinstance(reverse, Group):
        return False
    if isinstance(forward, Group):
        pairs = zip(forward.items, reverse.items, strict=True)
        return forward.kind == reverse.kind and all(_match_blocks(f, r, slots, tape) for f, r in pairs)
    if any(e.is_push for e in reverse) or len(forward) != len(reverse):
        return False
    return _match_records(forward, reverse, slots, tape)


def _match_blocks(forward: list[Any], reverse: list[Any], slots: dict[int, Slot], tape: str) -> bool:
    ahead, back = _parts(forward), _parts(reverse)[::-1]
    return len(ahead) == len(back) and all(
        _match(f, r, slots, tape) for f, r in zip(ahead, back, strict=True)
    )


def _match_records(pushes: list[Event], pops: list[Event], slots: dict[int, Slot], tape: str) -> bool:
    """The same lists, each as often: what was pushed last on a list is popped first."""
    size, places = len(pushes), {}
    for offset, event in enumerate(pushes):
        places.setdefault(event.stack, []).append(offset)
        slots[id(event.node)] = Slot(tape, offset, size, offset == size - 1)
    for count, event in enumerate(pops):
        if not places.get(event.stack):
            return False
        slots[id(event.node)] = Slot(tape, places[event.stack].pop(), size, count == 0)
    return True
