"""Containers that a loop carries from trip to trip, and the copies that keep their cells the same.

    s = (x, y)                                     s_0 = x; s_1 = y
    for k in range(n):                      ->     for k in range(n):
        s = step(s)                                    ...             # step's result is in cells of its own
                                                       s_0 = r_0; s_1 = r_1

At the head of the loop a name stands for one container in every trip.  Where a trip ends (the end of the body, a
`continue`, a `break`) with another container of the same outline, its cells are copied into those of the head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tangentx.analysis import choices, identity, initial, lists, none_in_trips, unfolding
from tangentx.analysis.heads import Known
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.scope import Env, join_structures
from tangentx.analysis.types import Const, Mixed, Record, Type
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


@dataclass(eq=False)
class Carried:
    """What is known of the containers of one loop; grows from walk to walk.

    cells : the cells that are copied into where a trip ends.
    exits : containers of names that only the loop binds, as they are after it.
    ends : for each end seen in this walk, the containers that names stood for there, of the outline at the head.
    grown : containers at the head that have another outline at some end; other names for them part from them there.
    unsettled : names whose containers at some end are not yet carried, with what they were there.
    mixed : ids of containers at the head that are entangled.
    anew : temporaries that each trip binds before it reads them, whatever they were in the one before.
    """

    entry: frozenset[str] = frozenset()  # names that are bound before the loop
    since: int = 0  # unknown lengths before the loop
    cells: set[str] = field(default_factory=set)
    exits: dict[str, Structure] = field(default_factory=dict)
    ends: list[dict[str, Structure]] = field(default_factory=list)
    grown: list[Structure] = field(default_factory=list)
    unsettled: list = field(default_factory=list)
    mixed: set[int] = field(default_factory=set)
    met: list = field(default_factory=list)  # keeps the containers of `mixed`, whose ids would be given away
    chosen: dict[str, Type] = field(default_factory=dict)  # functions that only the loop binds, as it is left
    anew: set[str] = field(default_factory=set)
    parted: set[str] = field(default_factory=set)  # names that stand for several lists
    leaving: dict[str, Structure] = field(default_factory=dict)  # at the breaks seen in this walk
    heads: Known = field(default_factory=dict)  # of the loops in it
    real: set[str] = field(default_factory=set)  # names for what is None where some trip ends


def settle(s, carried: Carried, head: Env, env: Env, place: Place, leaving: bool = False) -> None:
    """The copies that a trip ends with; afterwards the names of `head` stand for the containers of the head."""
    moves, meeting = dict[str, str](), identity.Meeting()
    carried.ends.append({})
    settled: dict[str, Structure] = {}
    none_in_trips.at_end(s, carried.real, head, env, place)
    for name, there in head.structures.items():
        if name in env.types and not lists.is_temporary(name):
            unfolding.like(s, name, there, place, env)
    targets = dict(head.structures)
    if leaving:
        targets.update((n, e) for n, e in carried.exits.items() if not _enters(head, n))
    for name, there in targets.items():
        here = _at_end(carried, name, there, env)
        if here is None or name in head.types and _is_anew(carried, name):
            continue
        if _enters(head, name):
            meeting.meet(there, here)
            carried.ends[-1][name] = here
        pairs = zip(identity.inside(there), identity.inside(here), strict=True)
        carried.mixed |= {id(one) for one, other in pairs if other.entangled and not one.entangled}
        if identity.same_cells(there, here):
            settled[name] = there
            continue
        wanted = dict(_moves(there, here))
        if wanted.keys() <= carried.cells and all(moves.get(d, v) == v for d, v in wanted.items()):
            moves.update(wanted)
            settled[name] = there
        else:
            carried.unsettled.append((name, there, here))
    carried.mixed |= meeting.entangled()
    carried.met.append((meeting, targets))
    _settle_lists(s, carried, head, env, place, frozenset(moves.values()))
    _keep(s, env, head, moves, settled, place)
    _move(s, carried, head, moves, place, env)
    env.structures.update(settled)
    choices.settle(s, {**(carried.chosen if leaving else {}), **head.types}, env, place)
    if leaving:
        _note_exits(carried, head, env)


def _is_anew(carried: Carried, name: str) -> bool:
    """Is it bound anew in each trip before it is read?"""
    return lists.is_temporary(name) and name not in carried.entry


def _at_end(carried: Carried, name: str, there: Structure, env: Env) -> Structure | None:
    """What a name stands for at the end of a trip; None where it has another outline than at the head."""
    here = env.structures.get(name)
    if here is not None and join_structures(there, here):
        return here
    carried.grown += () if _is_anew(carried, name) else identity.inside(there)
    return None


def _settle_lists(s, carried: Carried, head: Env, env: Env, place: Place, moved: frozenset[str]) -> None:
    """Names for a list stand for the one they stand for at the head, or get theirs by a copy; `moved` are about to
    be copied."""
    for name in [n for n in env.aliases if _enters(head, n) and n in env.types]:
        if env.aliases[name] != head.aliases.get(name):
            if name in head.aliases:
                carried.parted.add(name)
            else:
                lists.part(s, name, {n for n in head.types if _enters(head, n)}, place, env)
    carried.parted |= {n for n in head.aliases if n not in env.aliases}
    gone = [n for n in env.aliases if n not in moved and not _enters(head, n)]
    _lose(env, [n for n in gone if not lists.is_new_name(carried.entry, env, n)])


def _lose(env: Env, names: list[str]) -> None:
    """Names for lists that only one trip has."""
    for name in names:
        env.bind(name, Mixed())


def _enters(head: Env, name: str) -> bool:
    """Does a name have one meaning at the head of the loop?"""
    return name in head.types and not isinstance(head.types[name], Mixed)


def _moves(there: Structure, here: Structure):
    for x, y in zip(there.items, here.items, strict=True):
        if isinstance(x, Structure):
            yield from _moves(x, y)
        elif x != y:
            yield x, y


def _keep(s, env: Env, head: Env, moves: dict, settled: dict, place: Place) -> None:
    """Names that only the loop binds keep what they have in cells that are about to be overwritten; where they see a
    container that is copied they are unbound."""
    moved = {id(part) for name in settled if env.structures[name] is not settled[name]
             for part in identity.inside(env.structures[name]) if identity.is_mutable(part)}  # fmt: skip
    memo: dict = {}
    saved: dict[str, str] = {}
    for name in [n for n in env.structures if not _enters(head, n) and n not in settled]:
        if any(id(part) in moved for part in identity.inside(env.structures[name])):
            env.bind(name, Mixed())
            continue
        for cell in sorted(identity.cells([env.structures[name]]) & moves.keys()):
            if cell not in saved:
                saved[cell] = s.fresh(cell)
                s.moved.add(saved[cell])
                s.copy(saved[cell], nodes.name(cell), place, env)
        env.structures[name] = identity.rebuilt(
            env.structures[name], lambda part: _renamed(part, saved), memo
        )


def _renamed(structure: Structure, names: dict[str, str]) -> Structure:
    items = tuple(names.get(i, i) if isinstance(i, str) else i for i in structure.items)
    return structure if items == structure.items else replace(structure, items=items)


def _move(s, carried: Carried, head: Env, moves: dict[str, str], place: Place, env: Env) -> None:
    """The moves that a trip ends with; a cell may be another list from the second trip on."""
    carried.parted |= moves.keys() & head.aliases.keys()
    shared = _shared(head, moves, env)
    _copy(s, moves, place, env)
    for cell in shared:
        lists.freeze(env, lists.holder(env, cell))
    # A cell that was bound again has given its list to another name for it, as it was at the head.
    held = identity.cells(known for n, known in head.structures.items() if not lists.is_temporary(n))
    carried.parted |= {n for n in head.aliases.keys() & held if n not in env.aliases}
    _lose(env, [n for n in moves.values() if n in env.aliases and not _enters(head, n)])


def _shared(head: Env, moves: dict[str, str], env: Env) -> list[str]:
    """The cells of the head that have one list in two places when the moves are done, `last = current`: a change in
    the next trip would be one of both."""
    known = identity.cells(one for name, one in head.structures.items() if not lists.is_temporary(name))
    after = {cell: lists.holder(env, moves.get(cell, cell)) for cell in sorted(known | moves.keys())}
    places = Counter(after.values())
    moved = {after[cell] for cell in moves}
    return [
        cell for cell, held in after.items()
        if held in moved and places[held] > 1 and not isinstance(env.types.get(held), Record)
    ]  # fmt: skip


def _copy(s, moves: dict[str, str], place: Place, env: Env) -> None:
    """All the moves at once: what is overwritten before it is read is put aside first."""
    sources = dict(moves)
    for cell, source in moves.items():
        if source in moves and source != cell:
            aside = s.fresh("_old")
            s.moved.add(aside)
            s.copy(aside, nodes.name(source), place, env)
            sources[cell] = aside
    s.moved.update(sources)
    for cell, source in sources.items():
        s.copy(cell, nodes.name(source), place, env)
        held = env.aliases.pop(cell, None)
        if held is not None:  # the cell takes the list over; seen under another name as well, it is frozen
            others = [
                n for n in (held, *lists.heirs(env, held)) if n not in (source, cell) and n not in s.gone
            ]
            plain = not isinstance(env.types.get(held), Record)
            if plain and any(not lists.is_temporary(n) for n in others):
                lists.freeze(env, held)
                lists.freeze(env, cell)


def _note_exits(carried: Carried, head: Env, env: Env) -> None:
    for name, structure in env.structures.items():
        if _enters(head, name):
            continue
        seen = carried.leaving.setdefault(name, structure)
        if not identity.same_cells(seen, structure) and join_structures(seen, structure):
            carried.unsettled.append((name, None, structure))


def carry(s, carried: Carried, head: Env, entry: Env, place: Place) -> bool:
    """Give every unsettled name cells that the loop carries, filled before the loop.  False: nothing was unsettled."""
    found = bool(carried.unsettled or carried.parted)
    exits: dict = {}
    for name, there, here in carried.unsettled:
        if there is None or not _enters(head, name):
            carried.exits[name] = _renewed(s, name, here, carried, exits)
    if any(there is not None and _enters(head, name) for name, there, _ in carried.unsettled):
        _Heads(s, carried, head, entry, place).renew()
    for name in sorted(carried.parted):
        if name in head.aliases:
            lists.part(s, name, {n for n in head.types if _enters(head, n)}, place, head)
    carried.parted.clear()
    carried.unsettled.clear()
    carried.leaving.clear()
    carried.ends.clear()
    carried.grown.clear()
    return found


def _renewed(s, name: str, structure: Structure, carried: Carried, made: dict) -> Structure:
    """The same outline in new cells that the loop carries; what is shared stays shared."""
    if id(structure) not in made:
        items = []
        for i, item in enumerate(structure.items):
            if isinstance(item, Structure):
                items.append(_renewed(s, f"{name}_{i}", item, carried, made))
            else:
                items.append(s.fresh(f"{name}__{i}"))
                carried.cells.add(items[-1])
        made[id(structure)] = replace(structure, items=tuple(items))
    return made[id(structure)]


Ends = dict[int, Structure]  # what a container is where trips end


@dataclass(eq=False)
class _One:
    """One container at the head of a loop, whoever refers to it: it is the same wherever a trip ends."""

    there: Structure
    ends: Ends
    new: Structure | None = None


class _Heads:
    """The containers at the head of a loop of which some need cells that the loop carries."""

    def __init__(self, s, carried: Carried, head: Env, entry: Env, place: Place):
        self.s, self.carried, self.head, self.entry, self.place = s, carried, head, entry, place
        self.before = dict(head.structures)
        self.found: dict[int, list[_One]] = {}  # id at the head -> those that one was until now
        self.copied: dict[str, str] = {}  # cells that begin with what others have

    def renew(self) -> None:
        names = [name for name in self.head.structures if any(name in end for end in self.carried.ends)]
        ones = {}
        for name in names:
            ends = {i: end[name] for i, end in enumerate(self.carried.ends) if name in end}
            ones[name] = self._one(self.head.structures[name], ends)
        for name in names:
            new = self._entered(name, ones[name])
            if new is not self.head.structures[name]:
                self.head.bind(name, self.s.structure_type(new, self.head), new)
        self._freeze()

    def _freeze(self) -> None:
        """A list that a cell begins with, and that a container still has, is known in two places: without a trip it
        is one list, and after a trip it is two."""
        known = (one for name, one in self.head.structures.items() if not lists.is_temporary(name))
        held = {lists.holder(self.head, cell) for cell in identity.cells(known)}
        for cell, source in self.copied.items():
            one, other = lists.holder(self.head, source), lists.holder(self.head, cell)
            if one != other and one in held and not isinstance(self.head.types.get(one), Record):
                lists.freeze(self.head, one)
                lists.freeze(self.head, other)

    def _one(self, there: Structure, ends: Ends) -> _One:
        """The container, which may be known by another name or from another place already."""
        known = self.found.setdefault(id(there), [])
        for one in known:
            if all(one.ends.get(i, here) is here for i, here in ends.items()):
                one.ends.update(ends)
                break
        else:
            one = _One(there, dict(ends))
            known.append(one)
        for at, item in enumerate(there.items):
            if isinstance(item, Structure):
                self._one(item, {i: here.items[at] for i, here in ends.items()})
        return one

    def _entered(self, name: str, one: _One) -> Structure:
        """The container at the head: in its own cells where nobody else refers to them, else in new ones."""
        there, carried, enters = one.there, self.carried, name in self.entry.types
        if one.new is not None or not _changes(one):
            return one.new or there
        own = identity.cells([there])
        others = identity.cells(other for n, other in self.before.items() if n != name)
        alone = own.isdisjoint(others) and own.isdisjoint(carried.cells)
        if alone and len(own) == sum(1 for _ in _leaves(there)):
            carried.cells |= own
            if not enters:
                _begin(self.s, zip(own, own, strict=True), self.place, self.head)
            one.new = self._made(one, there.items)
            return one.new
        moves: dict[str, str] = {}
        self._fill(name, one, moves)
        self.copied |= moves
        if enters:
            _copy(self.s, moves, self.place, self.head)
        else:
            _begin(self.s, moves.items(), self.place, self.head)
        return one.new

    def _fill(self, name: str, one: _One, moves: dict[str, str]) -> Structure:
        """New cells for it and for what changes in it; the values that they begin with go to `moves`."""
        if one.new is not None or not _changes(one):
            return one.new or one.there
        items: list = []
        for at, item in enumerate(one.there.items):
            if isinstance(item, Structure):
                part = self._one(item, {i: here.items[at] for i, here in one.ends.items()})
                items.append(self._fill(f"{name}_{at}", part, moves))
                continue
            items.append(self.s.fresh(f"{name}__{at}"))
            self.carried.cells.add(items[-1])
            moves[items[-1]] = item
        one.new = self._made(one, tuple(items))
        return one.new

    def _made(self, one: _One, items: tuple) -> Structure:
        grown = any(one.there is other for other in self.carried.grown)
        # Which of several a store would change depends on the trip.
        several = grown or len(self.found[id(one.there)]) > 1
        mixed = one.there.entangled or several
        origin = None if identity.is_outside(one.there) else one.there.origin
        return replace(one.there, items=items, entangled=mixed, origin=origin)


def _changes(one: _One) -> bool:
    return not all(identity.same_cells(one.there, here) for here in one.ends.values())


def _begin(s, moves: Iterable[tuple[str, str]], place: Place, head: Env) -> None:
    """Something in the cells of a container that the first trip makes: inner loops copy what may not be there yet."""
    for cell, source in sorted(moves):
        kind = s.kind(nodes.name(source), head)
        nothing = initial.empty(kind)
        if nothing is not None:
            s.emit(Bind(cell, nodes.constant(nothing), place), Op("copy"), Const(nothing), head)
            continue
        head.bind(cell, kind)
        if not isinstance(kind, Const):
            begun = Bind(cell, nodes.constant(None), place)
            s.know(begun, Op("copy"))
            s.out.append(begun)


def _leaves(structure: Structure):
    for item in structure.items:
        if isinstance(item, Structure):
            yield from _leaves(item)
        else:
            yield item
