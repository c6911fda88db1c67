"""Loop nests: what array statements become, how neighbours are joined, and how they are printed.

    t = a * b                        for i in range(n):
    c = np.exp(t)          gives         t_i = a[i] * b[i]
    s = np.sum(c * t)                    c_i = np.exp(t_i)
                                         s += c_i * t_i

Neighbours over the same extents become one nest when no entry is used before it is made or after it is overwritten.
An array of which nobody but its own nest reads an entry is a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import gast

from tangentx.analysis.types import Dim, same_dim
from tangentx.backends.numba_parts import Leaf
from tangentx.backends.numba_records import ANYWHERE
from tangentx.syntax import nodes
from tangentx.syntax.source import expression

INDEX = ("i", "j", "k", "l")  # what loop variables are called, and entries in an `Access`


@dataclass(frozen=True)
class Access:
    """An entry of an array: its base's name, the buffers that may be, and the index as text."""

    base: str
    sites: frozenset[str]
    index: str

    def clashes(self, other: Access) -> bool:
        """May two accesses be one entry in different trips?"""
        if self.base == other.base:
            return self.index != other.index
        anything = ANYWHERE in self.sites or ANYWHERE in other.sites or not self.sites or not other.sites
        return anything or not self.sites.isdisjoint(other.sites)


@dataclass(eq=False)
class Nest:
    """Loops around `body`; `index` holds the names of the loop variables, `counts` the statements that find the
    numbers of trips."""

    dims: tuple[Dim, ...]
    counts: list[gast.Assign]
    index: list[str]
    setup: list[gast.AST]
    body: list[gast.AST]
    reads: list[Access] = field(default_factory=list)
    writes: list[Access] = field(default_factory=list)
    allocated: dict[str, gast.AST] = field(
        default_factory=dict
    )  # arrays made here -> the statement that does
    sums: set[str] = field(default_factory=set)  # numbers that are known after the last trip
    after: list[gast.AST] = field(default_factory=list)

    def may_join(self, other: Nest) -> bool:
        """Can `other`, which comes next, run in the same trips?"""
        if self.after or len(self.dims) != len(other.dims):
            return False
        if not all(same_dim(a, b) for a, b in zip(self.dims, other.dims, strict=True)):
            return False
        made = self.sums | self.allocated.keys() | {w.base for w in self.writes}
        if any(made & set(nodes.names_read(s)) for s in other.setup if not _is_shape_only(s, made)):
            return False
        if any(self.sums & set(nodes.names_read(s)) for s in other.body):
            return False
        if any(set(other.allocated) & set(nodes.names_read(s)) for s in (*self.setup, *self.body)):
            return False  # an older array of that name is read here
        pairs = [(w, o) for w in self.writes for o in (*other.reads, *other.writes)]
        pairs += [(r, w) for r in self.reads for w in other.writes]
        return not any(a.clashes(b) for a, b in pairs)

    def may_pass(self, stmt: gast.AST) -> bool:
        """Does it make no difference whether a statement in front comes after?"""
        target = stmt.targets[0] if isinstance(stmt, gast.Assign) else getattr(stmt, "target", None)
        if not isinstance(stmt, gast.Assign | gast.AugAssign) or not isinstance(target, gast.Name):
            return False
        if any(isinstance(n, gast.Call | gast.Subscript) for n in nodes.walk(stmt.value)):
            return False
        mine = [*self.counts, *self.setup, *self.body]
        touched = {n.id for s in mine for n in nodes.walk(s) if isinstance(n, gast.Name)}
        changed = self.sums | self.allocated.keys() | {w.base for w in self.writes}
        return target.id not in touched and changed.isdisjoint(nodes.names_read(stmt.value))

    def join(self, other: Nest) -> None:
        """Take the statements of `other` in."""
        renamed = {theirs: nodes.name(mine) for mine, theirs in zip(self.index, other.index, strict=True)}
        for mine, theirs in zip(self.counts, other.counts, strict=True):
            renamed[theirs.targets[0].id] = nodes.name(mine.targets[0].id)
        for stmt in other.setup:
            new = renaming(stmt, renamed)
            self.setup.append(new)
            for name, made in other.allocated.items():
                if made is stmt:
                    self.allocated[name] = new
        self.body += [renaming(stmt, renamed) for stmt in other.body]
        self.reads += other.reads
        self.writes += other.writes
        self.sums |= other.sums
        self.after += other.after

    def contract(self, count_reads: Callable[[str], int]) -> None:
        """Arrays that are read in this nest only become numbers."""
        index = index_text(self.index)
        for name, made in list(self.allocated.items()):
            here = [n for stmt in self.body for n in nodes.walk(stmt) if _is_entry_of(n, name)]
            stored = sum(isinstance(n.ctx, gast.Store) for n in here)
            loaded = len(here) - stored
            if (
                stored != 1
                or not loaded
                or len(here) != count_reads(name)
                or any(expression(n.slice) != index for n in here)
            ):
                continue
            self.body = [_with_number(stmt, name, index) for stmt in self.body]
            self.setup.remove(made)
            del self.allocated[name]

    def statements(self) -> list[gast.AST]:
        """The nest as code."""
        body = self.body
        for name, count in zip(reversed(self.index), reversed(self.counts), strict=True):
            trips = gast.Call(nodes.name("range"), [nodes.name(count.targets[0].id)], [])
            body = [gast.For(nodes.store_name(name), trips, body, [], None)]
        return [*self.counts, *self.setup, *body, *self.after]


def contract(body: list[Any]) -> None:
    """Make numbers of the arrays that only one nest reads."""
    counts: dict[str, int] = {}
    nests: list[Nest] = []

    def count(items: list[Any]) -> None:
        for item in items:
            if isinstance(item, Nest):
                nests.append(item)
                count([*item.counts, *item.setup, *item.body, *item.after])
                continue
            for part in ("body", "orelse"):
                count(getattr(item, part, None) or [])
            for node in _own_nodes(item):
                if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
                    counts[node.id] = counts.get(node.id, 0) + 1

    count(body)
    for nest in nests:
        nest.contract(lambda name: counts.get(name, 0))


def _own_nodes(stmt: gast.AST) -> Iterator[gast.AST]:
    """The nodes of a statement without those of its suites."""
    for name in stmt._fields:
        value = getattr(stmt, name, None)
        if name in ("body", "orelse") and isinstance(value, list):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, gast.AST):
                yield from nodes.walk(item)


def access(leaf: Leaf, place: list[int]) -> Access:
    """The entry of a leaf that a trip uses; `place` says which loop each of its axes follows."""
    entry = leaf.at([nodes.name(INDEX[k]) for k in place])
    sites = getattr(getattr(leaf.base, "kind", None), "sites", None) or frozenset((ANYWHERE,))
    return Access(leaf.base.id, sites, expression(entry.slice))


def accesses(leaves: Iterable[tuple[Leaf, list[int]]]) -> list[Access]:
    """The entries that a trip reads."""
    return [access(leaf, place) for leaf, place in leaves if leaf.is_read]


def index_text(index: Iterable[str]) -> str:
    """The index of the entry at hand, as `Access.index` has it."""
    parts = [nodes.name(n) for n in index]
    return expression(parts[0] if len(parts) == 1 else gast.Tuple(parts, nodes.LOAD))


def _is_entry_of(node: gast.AST, name: str) -> bool:
    return isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and node.value.id == name


def _is_shape_only(stmt: gast.AST, made: set[str]) -> bool:
    """Does a statement read nothing but the shapes of the arrays in `made`?"""
    inside = [n.value.id for n in nodes.walk(stmt) if isinstance(n, gast.Attribute) and n.attr == "shape"
              and isinstance(n.value, gast.Name)]  # fmt: skip
    reads = [n.id for n in nodes.walk(stmt) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load)]
    return all(reads.count(name) == inside.count(name) for name in made)


def _with_number(stmt: gast.AST, name: str, index: str) -> gast.AST:
    """The statement with entries of `name` replaced by a number of that name."""
    fresh = f"{name}_{''.join(c for c in index if c.isalnum())}"
    return _replaced(stmt, name, fresh)


def _replaced(node: gast.AST, name: str, fresh: str) -> gast.AST:
    if _is_entry_of(node, name):
        return nodes.store_name(fresh) if isinstance(node.ctx, gast.Store) else nodes.name(fresh)
    for attribute, value in list(node.__dict__.items()):
        if isinstance(value, gast.AST) and attribute != "kind":
            node.__dict__[attribute] = _replaced(value, name, fresh)
        elif isinstance(value, list):
            node.__dict__[attribute] = [
                _replaced(v, name, fresh) if isinstance(v, gast.AST) else v for v in value
            ]
    return node


def renaming(node: gast.AST, names: dict[str, gast.AST]) -> gast.AST:
    """A copy with names replaced, in stores too."""
    if isinstance(node, gast.Name):
        found = names.get(node.id)
        return nodes.clone(node) if found is None else gast.Name(found.id, node.ctx, None, None)
    new = node.__class__.__new__(node.__class__)
    for attribute, value in node.__dict__.items():
        if isinstance(value, gast.AST):
            new.__dict__[attribute] = renaming(value, names)
        elif isinstance(value, list):
            new.__dict__[attribute] = [renaming(v, names) if isinstance(v, gast.AST) else v for v in value]
        else:
            new.__dict__[attribute] = value
    return new


# -- extents ----------------------------------------------------------------------------------------------------------


@dataclass
class Extents:
    """The extents of a nest, from the leaves it is over; `checks` make sure that they fit."""

    dims: tuple[Dim, ...]
    counts: list[gast.Assign]
    checks: list[gast.AST]

    def names(self) -> list[gast.AST]:
        """The number of trips of each loop."""
        return [nodes.name(stmt.targets[0].id) for stmt in self.counts]


def extents(
    leaves: list[tuple[Leaf, list[int]]], rank: int, fixed: Leaf | None, fresh: Callable[[str], str]
) -> Extents:
    """How far each loop runs.  `fixed`: the part of an array that is written, to which all else is fitted."""
    dims, counts, checks = [], [], []
    loose: dict[int, tuple[Leaf, list[int]]] = {}
    for axis in range(rank):
        here = [(leaf, place.index(axis)) for leaf, place in leaves if axis in place]
        if fixed is not None:
            here.insert(0, (fixed, axis))
        dim, count, more, stretched = _extent(here, fixed is not None, fresh)
        dims.append(dim)
        counts.append(count)
        checks += more
        loose |= {id(leaf): (leaf, place) for leaf, place in leaves if any(leaf is s for s in stretched)}
    found = Extents(tuple(dims), counts, checks)
    for leaf, place in loose.values():
        found.checks += _widened(leaf, [found.names()[k] for k in place], fresh)
    return found


def _extent(
    here: list[tuple[Leaf, int]], is_fixed: bool, fresh
) -> tuple[Dim, gast.Assign, list[gast.AST], list[Leaf]]:
    """One loop's symbolic extent, the statement that finds it, checks, and leaves that may have one entry there."""
    count = nodes.store_name(fresh("n"))
    if not here:  # an axis of one entry that no operand has
        return Dim((), 1), gast.Assign([count], nodes.constant(1), None), [], []
    own = [leaf.shape[k] for leaf, k in here]
    wide = [n for n, dim in enumerate(own) if not dim.is_one]
    if is_fixed and 0 not in wide:
        wide.insert(0, 0)
    lead = min(wide, key=lambda n: (not own[n].never_one, n), default=0) if not is_fixed else 0
    for n, (leaf, axis) in enumerate(here):
        if own[n].is_one and n != lead:
            leaf.is_one.add(axis)
    others = [n for n in wide if n != lead and not same_dim(own[n], own[lead])]
    texts = [_text(leaf.counts[k]) for leaf, k in here]
    loose = [n for n in others if not own[n].never_one]
    if loose and not (own[lead].never_one or is_fixed):
        joint = texts[lead]
        for n in others:
            joint = f"joint_extent({joint}, {texts[n]})"
        start, dim, loose = nodes.parse_expression(joint), Dim((("?any", 1),)), [lead, *others]
    else:
        start, dim = nodes.parse_expression(texts[lead]), own[lead]
    sure = [texts[n] for n in others if n not in loose]
    checks = [s for text in sure for s in nodes.parse_statements(f"check_extent({text}, {count.id})")]
    return dim, gast.Assign([count], start, None), checks, [here[n][0] for n in loose]


def _widened(leaf: Leaf, counts: list[gast.AST], fresh: Callable[[str], str]) -> list[gast.AST]:
    """The leaf in the extents of the loops: itself, or its entries repeated where it has one along an axis."""
    shape = [nodes.constant(1) if k in leaf.is_one else c for k, c in enumerate(counts)]
    name = fresh(f"{leaf.base.id}_wide")
    made = nodes.assign(name, nodes.call("widened", nodes.clone(leaf.view), gast.Tuple(shape, nodes.LOAD)))
    is_one = set(leaf.is_one)
    leaf.become(name)
    leaf.is_one = is_one
    return [made]


def _text(node: gast.AST) -> str:
    return expression(node)
