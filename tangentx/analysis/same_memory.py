"""Which variables may share memory, point by point: a buffer that two names swap is never shared.

    w = v[1:]                 (v, w)
    q = a if c else w         (v, w), (q, a), (q, w), (q, v)
    rows = [q]                ... and (rows, q), (rows, a), ...
    r = rows.pop()            r shares with whoever has what was in the list, and with the list no more

*Requires* the variables that matter.  *Gives* the links between them at each statement that changes something.  A link
may be joint, as long as whoever asks says so of the statements that make it: see `transform.views`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tangentx.analysis import kept
from tangentx.analysis.layout import evaluated
from tangentx.analysis.program import Program, base_name
from tangentx.analysis.types import Array, sites_of
from tangentx.analysis.webs import bound_names
from tangentx.records import Augment, Bind, Break, Continue, Evaluate, For, If, Store, While
from tangentx.syntax import nodes

Link = tuple[str, str, bool]  # two variables, in order, and whether the link is joint
Links = frozenset[Link]


class SameMemory:
    """The links of a program; `joins`: does a statement that binds a name make joint ones?"""

    def __init__(
        self,
        program: Program,
        watched: frozenset[str],
        keepers: frozenset[str],
        joins: Callable[[Bind], bool] = bool,
    ):
        self.program, self.watched, self.keepers, self.joins = program, watched, keepers, joins
        self.at: dict[int, Links] = {}  # id(statement that changes something, or copies) -> before it
        self.twice: set[int] = set()
        self.exits: list[list[Links]] = []  # of each enclosing loop: at its breaks and continues
        self.block(program.body, frozenset())

    def others(self, stmt, name: str, joint: bool | None = None) -> frozenset[str]:
        """The variables that may share memory with one before a statement; `joint`: only those whose links are."""
        links = self.at.get(id(stmt), ())
        return frozenset(v for v, how in _linked(links, {name}) if joint is None or how is joint) - {name}

    # -- statements ------------------------------------------------------------------------------------------

    def block(self, body: tuple, links: Links) -> Links:
        for stmt in body:
            links = self.statement(stmt, links)
        return links

    def statement(self, stmt, links: Links) -> Links:
        if isinstance(stmt, If):
            return self.block(stmt.body, links) | self.block(stmt.orelse, links)
        if isinstance(stmt, For | While):
            return self._loop(stmt, links)
        if isinstance(stmt, Break | Continue):
            self.exits[-1].append(links)
            return links
        op = self.program.ops.get(id(stmt))
        if isinstance(stmt, Store | Augment) or op is not None and op.kind in ("append", "pop", "copy"):
            self.at[id(stmt)] = self.at.get(id(stmt), frozenset()) | links
        self._note_twice(stmt, links)
        for name in bound_names(stmt):
            links = self._bind(name, self._sources(stmt), links, stmt)
        if isinstance(stmt, Evaluate) or (isinstance(stmt, Store) and self._is_list(base_name(stmt.target))):
            stored = {n for expr in evaluated(stmt) for n in nodes.names_read(expr)} & self.watched
            links |= self._kept_in_lists(stored, links)
        return links

    def _loop(self, stmt: For | While, links: Links) -> Links:
        while True:
            before = links
            self.exits.append([])
            inner = links
            if isinstance(stmt, For):
                inner = self._bind(stmt.target, nodes.names_read(stmt.iter), links, None)
            inner = self.block(stmt.body, inner)
            links = links.union(inner, *self.exits.pop())
            if links == before:
                return links

    # -- links -----------------------------------------------------------------------------------------------

    def _kept_in_lists(self, stored: set[str], links: Links) -> set[Link]:
        """`rows.append(u)`: rows, and whoever else has it, now shares what u shares."""
        group = stored | {v for v, _ in _linked(links, stored)}
        lists = {n for n in group if self._is_list(n)}
        known = {link[:2] for link in links}
        pairs = {_pair(a, b) for a in lists or group for b in group if a != b}
        return {(*pair, False) for pair in pairs - known}

    def _sources(self, stmt) -> list[str]:
        """What the value of a binding may share memory with."""
        op = self.program.ops.get(id(stmt))
        if op is not None and op.kind == "pop":
            return []  # it is in the list no more, and it is not in it twice
        fresh = op is not None and op.rule is not None and op.view == "no"
        return [] if fresh else nodes.names_read(stmt.value)

    def _left_from(self, stmt) -> str | None:
        """The list that an element was in: whoever else has that, or the element, still has the element."""
        op = self.program.ops.get(id(stmt))
        return op.operands["base"].id if op is not None and op.kind == "pop" else None

    def _bind(self, name: str, read: list[str], links: Links, stmt: Bind | None) -> Links:
        """The name now shares memory with what it was made from, and with whatever that shares memory with."""
        rest = frozenset(link for link in links if name not in link[:2])
        if name not in self.watched:
            return rest
        left = self._left_from(stmt)
        joint = left is not None or isinstance(stmt, Bind) and self.joins(stmt)
        sources = {n for n in read if n in self.watched and self._may_share(n, name)}
        near = sources if left is None else {left}
        found = {(source, joint) for source in sources}
        found |= {(v, joint and how) for v, how in _linked(links, near) if v not in near}
        return rest.union(
            (*_pair(name, v), how) for v, how in found if v != name and self._may_share(v, name)
        )

    def _may_share(self, one: str, other: str) -> bool:
        """Two parts of one argument do not, though either does with the whole."""
        sites = [sites_of(self.program.types.get(name)) for name in (one, other)]
        return not sites[0].isdisjoint(sites[1]) or self.keepers >= {one, other}

    def _is_list(self, name: str) -> bool:
        return not isinstance(self.program.types.get(name), Array)

    # -- what is in a list twice -----------------------------------------------------------------------------

    def _note_twice(self, stmt, links: Links) -> None:
        """A list in which one piece of memory comes twice has no adjoint with a place for each."""
        op = self.program.ops.get(id(stmt))
        into_list = isinstance(stmt, Store) and self._is_list(base_name(stmt.target))
        if not into_list and (op is None or op.kind not in ("append", "display")):
            return
        stored = [n for expr in evaluated(stmt) for n in nodes.names_read(expr) if n in self.watched]
        pairs = [_pair(a, b) for i, a in enumerate(stored) for b in stored[i + 1 :]]
        known = {link[:2] for link in links} if pairs else ()
        if any((a == b or (a, b) in known) and self._matters(stmt, {a, b}) for a, b in pairs):
            self.twice.add(id(stmt))

    def _matters(self, stmt, pair: set[str]) -> bool:
        """Is anything written later on?  What a container has is looked at when it is put somewhere."""
        if not self.keepers >= pair:
            return True
        return kept.changes_after(self.program, stmt, kept.reaching(self.program, min(pair)))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _linked(links: Links | tuple, names: set[str]) -> Iterator[tuple[str, bool]]:
    """The variables that are linked with one of the names, and how; some of the names among them."""
    for one, other, joint in links:
        if one in names:
            yield other, joint
        if other in names:
            yield one, joint
