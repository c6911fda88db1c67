"""Starting over with better knowledge: which containers exist as a whole, which loops are written out.

A container of known structure is taken apart, and a loop stays a loop, until something asks for the contrary: a list
that grows in a loop, a loop that fills a list with functions.  The specialiser then raises `Restart`, and the function
is walked again from its beginning with one more hint.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from tangentx.analysis.extents import ShorterWanted
from tangentx.analysis.identity import unlike
from tangentx.analysis.members import Functions
from tangentx.analysis.program import Structure
from tangentx.analysis.structures import is_uniform
from tangentx.analysis.types import Dictionary, ListOf, Sequence, Type
from tangentx.errors import AliasingError, NotDifferentiableError, TangentxError
from tangentx.records import Function, Place

MAX_RESTARTS = 100
MAX_SPLIT = 4  # what follows is written twice, each time
_SEVERAL = 4
_UNBOUND = Functions(())  # the type of a cell that no statement binds


@dataclass
class Hints:
    """What earlier walks found out; places without call sites, or names of parameters."""

    whole: set[Hashable] = field(default_factory=set)  # displays and parameters that must be real containers
    unrolled: set[Hashable] = field(default_factory=set)  # loops that are written out
    inlined: dict[Hashable, TangentxError] = field(
        default_factory=dict
    )  # recursive functions, and why not as pairs
    stepped: set[Hashable] = field(default_factory=set)  # statements whose iterators are read step by step
    split: set[Hashable] = field(default_factory=set)  # branches that are walked to the end of their block
    followed: set[Hashable] = field(default_factory=set)  # changes of lists that are not constant later
    released: set[Hashable] = field(
        default_factory=set
    )  # where a container that has a name goes into a real list
    planted: set[Hashable] = field(
        default_factory=set
    )  # classes whose objects are nodes of trees; where paths meet
    trees: bool = True  # may there be containers whose depth is known at run time?
    grown: bool = False  # were there any?
    classes: dict[Hashable, type] = field(default_factory=dict)  # that functions make
    carrying: set[type] = field(default_factory=set)  # exceptions with which derivatives travel
    axes: int = 0  # for which samples are made, at least
    attempts: int = 0  # loops around the place that is walked that could still be written out


class Restart(Exception):
    """Walk the function again: `hints` has grown."""


class KnownLengthWanted(Exception):
    """A list in a loop is filled with what no real list can hold here: write the loop out, if its trips are known."""


def settled(walk: Callable[[Hints], Any], function: Function, hints: Hints) -> Any:
    """The result of `walk(hints)`, walked again as long as it asks for that."""
    for _ in range(MAX_RESTARTS):
        try:
            return _walked(walk, hints)
        except Restart:
            hints.attempts = 0
        except ShorterWanted:
            hints.axes, hints.attempts = _SEVERAL, 0
    raise NotDifferentiableError(
        f"what this function does is not settled after it was followed {MAX_RESTARTS} times", code="TX306",
        place=Place(function.file, function.first_line), lines=function.lines,
        help=("write a smaller function, or a rule for what it calls",),
    )  # fmt: skip


def _walked(walk: Callable[[Hints], Any], hints: Hints) -> Any:
    try:
        return walk(hints)
    except RecursionError:
        for reason in hints.inlined.values():  # it came to no end
            raise reason from None
        raise


def make_whole(s, structure: Structure | None) -> None:
    """Start over with this list or dict as a real one, where that is possible; else return."""
    if structure is None or structure.origin is None or structure.origin in s.hints.whole:
        return
    if structure.cls in (list, deque) or _is_table(s, structure):
        s.hints.whole.add(structure.origin)
        if structure.cls not in (list, deque):
            s.hints.unrolled.clear()  # some were written out to know its keys
        raise Restart


def make_alike(s, left: Structure | None, right: Structure | None, kinds: tuple = (None, None)) -> None:
    """Start over with real containers where two paths, or two trips, have some of several lengths; else return.
    `kinds`: the types of both, of which one may be no structure."""
    if left is not None and right is not None:
        pairs = [*unlike(left, right)]
    else:
        pairs = [(left, kinds[1]), (right, kinds[0])]
    for part, other in pairs:
        if part is not None and part.cls is tuple and _is_tuple(s, other):
            if part.origin is not None and (part.origin, tuple) not in s.hints.whole:
                s.hints.whole.add((part.origin, tuple))
                raise Restart
        make_whole(s, part)


def _is_tuple(s, other: Structure | Type | str | None) -> bool:
    """Is a tuple there as well, of another length, or of one that is known at run time?"""
    kind = s.types.get(other) if isinstance(other, str) else other
    return isinstance(kind, Structure | ListOf) and kind.cls is tuple


def split_wanted(s) -> None:
    """Which container is changed here depends on the path: start over with what follows a branch in both of its blocks,
    the branch after which it was not known; else return."""
    for branch in reversed(s.mixing):
        if branch not in s.hints.split and len(s.hints.split) < MAX_SPLIT:
            s.hints.split.add(branch)
            raise Restart


def release_wanted(s) -> None:
    """What is changed here is in a real list as well: start over with it as a container that exists at run time from
    there on, where that was not tried; or it was chosen from a short list: start over with a real one; else return."""
    if not s.kept_at <= s.hints.released:
        s.hints.released |= s.kept_at
        raise Restart
    for chosen_from in s.picked:
        make_whole(s, chosen_from)


def follow_wanted(s) -> None:
    """A list of constants was changed as the statement says, and got a differentiated value behind it: start over with
    the change as a row of operations, so that its tangents or adjoints are as many at every point; else return.  The
    same where what is in a list that an operation gave is changed, and is in its operand as well."""
    late = s.loans.late(s.varied)
    if not late <= s.hints.followed:
        s.hints.followed |= late
        raise Restart
    if late:
        place = min(late, key=lambda place: place.line)
        raise AliasingError(
            "what is in the container that is made here is in another one as well, and is changed by one of them",
            code="TX237", place=place, lines=s.lines(place),
            help=("make copies of what is in it: [list(row) for row in rows]", "or fill it in a loop"),
        )  # fmt: skip


def want_keys(s, structure: Structure) -> None:
    """A key of this dict is not known: start over with loops written out, or with a real dict; else return."""
    if s.hints.attempts and _is_table(s, structure):
        raise KnownLengthWanted
    make_whole(s, structure)


def _is_table(s, structure: Structure) -> bool:
    """A dict, of values of one kind as far as that is known?"""
    if structure.keys is None or not issubclass(structure.cls, dict):
        return False
    kinds = tuple(s.types.get(i, _UNBOUND) if isinstance(i, str) else _kind(s, i) for i in structure.items)
    return is_uniform(Dictionary(structure.keys, kinds))


def _kind(s, structure: Structure) -> Type:
    items = tuple(s.types.get(i, _UNBOUND) if isinstance(i, str) else _kind(s, i) for i in structure.items)
    if structure.keys is not None:
        return Dictionary(structure.keys, items, structure.cls)
    return Sequence(structure.cls, items)
