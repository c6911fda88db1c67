"""What is added to a zero is stored instead.

    x_bar = np.zeros_like(x)                    x_bar = np.zeros_like(x)
    for i in reversed(range(n)):                for i in reversed(range(n)):
        x_bar[i] += e                   ->          x_bar[i] = e                  (nothing came to this entry before)
        x_bar[i + 1] += d                           x_bar[i + 1] += d

    slot = u_bar[i]                             slot = u_bar[i]
    u_bar[i] = 0.0                              u_bar[i] = 0.5 * slot
    u_bar[i + 1] += 0.25 * slot         ->      u_bar[i + 1] += 0.25 * slot
    u_bar[i] += 0.5 * slot

    slot = u_bar[1:].copy()                     slot = u_bar[1:].copy()
    u_bar[1:] = 0.0                             u_bar[:-1] += 0.9 * slot
    u_bar[1:] += slot                   ->
    u_bar[:-1] += 0.9 * slot

*Requires* a tidied body whose statements know their sweep, and a test for numbers.  *Gives* the same body up to the
order of sums, changed where it stands.
"""

from __future__ import annotations

import gast

from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform.numbers import Numbers
from tangentx.transform.statements import (
    all_targets,
    bindings,
    inner_blocks,
    mentioned,
    single_target,
)

_MADE = ("@numpy.zeros_like", "@numpy.zeros")
_MADE_IN_TEXT = ("np.zeros_like", "np.zeros")


def with_first_contributions(body: list[gast.AST], number: Numbers) -> None:
    """Change the statements of the reverse sweep."""
    for stmt in list(body):
        for part in inner_blocks(stmt):
            with_first_contributions(part, number)
        if isinstance(stmt, gast.If | gast.For) and not stmt.body:  # what it did came to nothing
            _without(stmt, body)
    for name, loop in _first_loops(body, _MADE):
        if getattr(loop, "sweep", "") == "reverse":
            _Loop(loop).store_first(name)
    if any(map(_is_zeroed, body)):
        names = _sums_of_integers(body)
        place = 0
        while place < len(body):
            if _is_zeroed(body[place]) and not _join_copied(body, place, number):
                _join(body, place, number, names)
            place += 1


def _without(stmt: gast.AST, body: list[gast.AST]) -> None:
    tested = getattr(getattr(stmt, "test", None), "operand", getattr(stmt, "test", None))
    if isinstance(tested, gast.Name) and not stmt.orelse:
        body.remove(stmt)
    else:
        stmt.body.append(gast.Pass())


def with_sums_only(body: list[gast.AST]) -> None:
    """The other way round, in a function as it is written: loops that do nothing but add can be turned about."""
    for stmt in body:
        for part in inner_blocks(stmt):
            with_sums_only(part)
    for name, loop in _first_loops(body, _MADE_IN_TEXT):
        _Loop(loop).add_first(name)


def _first_loops(body: list[gast.AST], makers: tuple[str, ...]) -> list[tuple[str, gast.For]]:
    """Arrays made of zeros in this block, and the loops that mention them first."""
    new: set[str] = set()
    found = []
    for stmt in body:
        used = new & mentioned(stmt) if new else set()
        if isinstance(stmt, gast.For):
            found += [(name, stmt) for name in sorted(used)]
        new -= used
        value, name = getattr(stmt, "value", None), single_target(stmt)
        if name is not None and isinstance(value, gast.Call) and nodes.dotted(value.func) in makers:
            new.add(name)
    return found


def _adds(stmt: gast.AST) -> bool:
    """Is it `name[...] += e` of the reverse sweep?"""
    is_sum = isinstance(stmt, gast.AugAssign) and isinstance(stmt.op, gast.Add | gast.Sub)
    is_entry = is_sum and isinstance(stmt.target, gast.Subscript) and isinstance(stmt.target.value, gast.Name)
    return is_entry and getattr(stmt, "sweep", "") == "reverse" and not getattr(stmt, "restores", False)


def _stored(stmt: gast.AugAssign) -> gast.Assign:
    value = stmt.value if isinstance(stmt.op, gast.Add) else gast.UnaryOp(gast.USub(), stmt.value)
    made = gast.Assign([stmt.target], value, None)
    made.__dict__.update({k: v for k, v in vars(stmt).items() if k not in stmt._fields})
    return made


# -- entries that a loop comes to one after the other ---------------------------------------------------------------


class _Loop:
    """A loop over consecutive numbers, of which the first is known."""

    def __init__(self, loop: gast.For):
        self.loop = loop
        over = loop.iter
        self.backwards = _called(over) == "reversed" and len(over.args) == 1
        over = over.args[0] if self.backwards else over
        plain = _called(over) == "range" and not over.keywords and len(over.args) in (1, 2)
        start = over.args[0] if plain and len(over.args) == 2 else nodes.constant(0)
        self.start = start.value if plain and nodes.is_whole(start) else None
        counts = bindings(loop.body)
        self.number = getattr(loop.target, "id", None)
        if self.number in counts or loop.orelse:
            self.number = None
        self.sums = {
            name: value
            for stmt in loop.body
            if (name := single_target(stmt)) and counts[name] == 1
            and (value := self._offset(stmt.value, {})) is not None
        }  # fmt: skip

    def _offset(self, index: gast.AST, sums: dict[str, int]) -> int | None:
        """c of `i + c`."""
        if isinstance(index, gast.Name):
            return 0 if index.id == self.number else sums.get(index.id)
        is_sum = isinstance(index, gast.BinOp) and isinstance(index.op, gast.Add | gast.Sub)
        if not is_sum or getattr(index.left, "id", "") != self.number or not nodes.is_whole(index.right):
            return None
        return index.right.value if isinstance(index.op, gast.Add) else -index.right.value

    def store_first(self, name: str) -> None:
        """Store what comes first to each entry of a new array, if the loop does nothing but add to entries of it."""
        places = self._places(name)
        if places and all(map(_adds, places)):
            first = self._first(places)
            self.loop.body[self.loop.body.index(first)] = _stored(first)

    def add_first(self, name: str) -> None:
        """Add what is stored first in each entry of a new array, which the loop otherwise only adds to."""
        places = self._places(name)
        stored = [stmt for stmt in places if isinstance(stmt, gast.Assign)]
        if len(stored) == 1 and self._first(places) is stored[0]:
            made = gast.AugAssign(stored[0].targets[0], gast.Add(), stored[0].value)
            made.__dict__.update({k: v for k, v in vars(stored[0]).items() if k not in gast.Assign._fields})
            self.loop.body[self.loop.body.index(stored[0])] = made

    def _places(self, name: str) -> list[gast.AST]:
        """The statements that store in entries of an array, or add to them; none if the loop does something else."""
        if self.number is None or self.start is None:
            return []
        found = [stmt for stmt in self.loop.body if name in mentioned(stmt)]
        for stmt in found:
            entry = _entry(stmt)
            if (
                entry is None
                or getattr(entry.value, "id", None) != name
                or name in nodes.names_read(stmt.value)
            ):
                return []
            offset = self._offset(entry.slice, self.sums)
            if offset is None or self.start + offset < 0:
                return []  # from the end of the array, perhaps
        return found

    def _first(self, places: list[gast.AST]) -> gast.AST:
        """The statement that comes to an entry before the others do."""
        best = min if self.backwards else max
        offsets = [self._offset(_entry(stmt).slice, self.sums) for stmt in places]
        return places[offsets.index(best(offsets))]


def _entry(stmt: gast.AST) -> gast.Subscript | None:
    """What the statement stores in, or adds to."""
    if isinstance(stmt, gast.Assign):
        target = stmt.targets[0] if len(stmt.targets) == 1 else None
    else:
        is_sum = isinstance(stmt, gast.AugAssign) and isinstance(stmt.op, gast.Add | gast.Sub)
        target = stmt.target if is_sum else None
    return target if isinstance(target, gast.Subscript) else None


def _called(node: gast.AST) -> str:
    written = (nodes.dotted(node.func) or "") if isinstance(node, gast.Call) else ""
    return written.removeprefix("@builtins.")


# -- entries that were read and emptied ------------------------------------------------------------------------------


def _is_zeroed(stmt: gast.AST) -> bool:
    """`name[...] = 0.0` of the reverse sweep."""
    if not isinstance(stmt, gast.Assign) or getattr(stmt, "sweep", "") != "reverse" or len(stmt.targets) > 1:
        return False
    target, value = stmt.targets[0], stmt.value
    is_entry = isinstance(target, gast.Subscript) and isinstance(target.value, gast.Name)
    return is_entry and isinstance(value, gast.Constant) and type(value.value) is float and value.value == 0.0


def _join(body: list[gast.AST], place: int, number: Numbers, names: dict[str, gast.AST]) -> None:
    """Store what is added to the entry next: here if it is known already, else there if nothing happens in between."""
    target = body[place].targets[0]
    entry, bound, quiet = _spelled(target, names), set(), True
    for k in range(place + 1, len(body)):
        stmt = body[k]
        if _adds(stmt) and _spelled(stmt.target, names) == entry:
            if not bound.isdisjoint(nodes.names_read(target)):
                return
            if _is_known(stmt.value, number, bound):
                body[place] = _stored(stmt)
                if _is_read_before(body, place):
                    del body[k], body[place]
                    return
            elif quiet and _is_known(stmt.value, number, set()):
                body[k], body[place] = _stored(stmt), body[k]
                k = place
            else:
                return
            del body[k]
            return
        if not getattr(stmt, "restores", False) and not _is_arithmetic(stmt, number):
            return  # it may read the entry, perhaps by another name
        quiet &= _named(stmt) is not None
        bound |= set(all_targets(stmt))


def _is_read_before(body: list[gast.AST], place: int) -> bool:
    """`slot = x_bar[i]`, then `x_bar[i] = slot`."""
    stored, read = body[place], body[place - 1] if place else None
    name = single_target(read) if read is not None else None
    same = name is not None and getattr(stored.value, "id", None) == name
    return same and expression(read.value) == expression(stored.targets[0])


def _join_copied(body: list[gast.AST], place: int, number: Numbers) -> bool:
    """A part that was copied, emptied and gets its copy back, or a multiple of it."""
    if not 0 < place < len(body) - 1:
        return False
    copied, after, target = body[place - 1], body[place + 1], body[place].targets[0]
    name, call = single_target(copied), getattr(copied, "value", None)
    if name is None or not nodes.is_copy(call) or not _adds(after) or isinstance(after.op, gast.Sub):
        return False
    part = expression(call.func.value)
    if part != expression(target) or part != expression(after.target):
        return False
    read = [n for n in nodes.walk(after.value) if isinstance(n, gast.Name)]
    if not _is_scaled(after.value, name) or any(n.id != name and number(n) is None for n in read):
        return False
    same = getattr(after.value, "id", None) == name
    body[place : place + 2] = [] if same else [_stored(after)]
    if same and not any(name in mentioned(stmt) for stmt in body[place:]):
        del body[place - 1]
    return True


def _is_scaled(value: gast.AST, name: str) -> bool:
    """Is it an array by its name, or numbers times that?"""
    if isinstance(value, gast.BinOp):
        sides = [_is_scaled(side, name) for side in (value.left, value.right)]
        plain = isinstance(value.op, gast.Mult | gast.Div) and sum(sides) == 1
        return plain and (sides[0] or isinstance(value.op, gast.Mult))
    if isinstance(value, gast.UnaryOp):
        return _is_scaled(value.operand, name)
    return isinstance(value, gast.Name) and value.id == name


def _sums_of_integers(body: list[gast.AST]) -> dict[str, gast.AST]:
    """The names that are bound once in the block to a sum of names that the block does not bind, and constants."""
    counts = bindings(body)
    found = {}
    for stmt in body:
        name, value = single_target(stmt), getattr(stmt, "value", None)
        is_sum = isinstance(value, gast.BinOp) and isinstance(value.op, gast.Add | gast.Sub)
        if name and counts[name] == 1 and is_sum and nodes.is_whole(value.right):
            if isinstance(value.left, gast.Name) and value.left.id not in counts:
                found[name] = value
    return found


def _spelled(target: gast.Subscript, names: dict[str, gast.AST]) -> str:
    index = nodes.substitute(target.slice, names)
    return expression(gast.Subscript(target.value, index, gast.Load()))


def _named(stmt: gast.AST) -> str | None:
    """The name that the statement binds or adds to."""
    if isinstance(stmt, gast.AugAssign):
        return getattr(stmt.target, "id", None)
    return single_target(stmt)


def _is_arithmetic(stmt: gast.AST, number: Numbers) -> bool:
    """Does the statement name a number that is made of numbers, or add one to a number or an entry?"""
    name = _named(stmt)
    is_number = isinstance(stmt, gast.Assign) or name is None or number(nodes.name(name)) is not None
    return (name is not None or _adds(stmt)) and is_number and _is_known(stmt.value, number, set())


def _is_known(value: gast.AST, number: Numbers, bound: set[str]) -> bool:
    """Is the value made of numbers that are not bound in between?"""
    parts = [n for n in nodes.walk(value) if isinstance(n, gast.expr)]
    plain = all(isinstance(n, gast.BinOp | gast.UnaryOp | gast.Name | gast.Constant) for n in parts)
    names = [n for n in parts if isinstance(n, gast.Name)]
    return plain and all(n.id not in bound and number(n) is not None for n in names)
