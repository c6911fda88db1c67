"""Loops that are reversed from states kept on the way, instead of from everything that they computed.

    for i in range(n):                            for i in reversed(range(n)):
        if i == keep:                                 if i < n - 1:
            starts.append(i)                              first = starts.pop()
            x_states.append(x)                            x = x_states.pop()
            keep = ...                                    for i in range(first, i + 1):
        x_saved = x                                           ...  # as in the forward sweep
        x = x + h * np.sin(x)                         # the adjoint of one trip

*Requires* a plan for one trip, as if the loop ran once.  *Gives* the statements around the trips of the forward sweep,
and the reversed loop, in which every trip is run again from the nearest state; the last one's values are still there.
What a state consists of is known when both sweeps are written; until then calls of `@init`, `@store`, `@restore`,
`@replace` and `@choose` stand for it: see `states`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gast

from tangentx.analysis.program import Program, external
from tangentx.analysis.types import Array, ListOf, Range
from tangentx.frontend.exits import contains
from tangentx.records import Break, Continue, For, While
from tangentx.syntax import nodes
from tangentx.transform.statements import inner_blocks, rename_own

_KEPT = """
if k == keep:
    starts.append(k)
    STORE
    keep = k + SPLIT(count - k, slots - LEN(starts))
"""
_KEPT_ONLINE = """
slot = SLOT(starts, trips, slots)
if slot == LEN(starts):
    starts.append(trips)
    STORE
elif slot >= 0:
    starts[slot] = trips
    REPLACE
"""
_AFTER_ONLINE = """
chosen = CHOSEN(starts, trips, slots)
starts = [starts[j] for j in chosen]
CHOOSE
"""
_AGAIN = """
first = starts.pop()
RESTORE
keep = first if first < k else -1
stop = k + 1
for k in RANGE(first, stop):
    if k == keep:
        starts.append(k)
        STORE
        keep = k + SPLIT(stop - k, slots - LEN(starts))
"""
_FUNCTIONS = {
    "SPLIT": "runtime.binomial_split", "CHOSEN": "runtime.chosen_snapshots", "SLOT": "runtime.snapshot_slot",
    "LEN": "builtins.len",
    "RANGE": "builtins.range", "DEFAULT": "runtime.default_snapshots",
}  # fmt: skip
ACTIONS = ("INIT", "STORE", "RESTORE", "REPLACE", "CHOOSE")
EVERY = "every"  # instead of a number of states: one for each trip


@dataclass
class Rewound:
    """A loop that is reversed from kept states, and the names of what that takes.

    snapshots : how many states it keeps: an atom, None if nobody says, or EVERY.
    counter : the number of the trip; the loop's own variable where it is one.
    items : what the loop runs over, if that is not `range(count)`.
    count : the number of trips.
    """

    number: int
    loop: Any
    snapshots: Any
    counter: str
    items: gast.AST | None
    count: gast.AST
    names: dict[str, str]

    @property
    def online(self) -> bool:
        """Is the number of trips known only when the loop is over?"""
        return isinstance(self.loop, While) or contains(self.loop.body, Break)

    @property
    def keeps_all(self) -> bool:
        return isinstance(self.snapshots, str)

    # -- the forward sweep -----------------------------------------------------------------------------------

    def before(self) -> list[gast.AST]:
        """What stands before the loop."""
        made = []
        if self.items is not None:
            made.append(nodes.assign(self.names["steps"], nodes.clone(self.items)))
        if self.keeps_all:
            return [*made, *self._filled("INIT")]
        text = "starts = []\nINIT" + ("" if self.online else "\nkeep = 0")
        if self.snapshots is None and not self.online:
            text = "slots = DEFAULT(count)\n" + text
        return made + self._filled(text)

    def at_start(self) -> list[gast.AST]:
        """What stands at the start of a trip of the forward sweep only."""
        if self.keeps_all:
            return self._filled("STORE")
        if not self.online:
            return self._filled(_KEPT)
        grows = gast.Call(external("runtime.default_snapshots"), [nodes.clone(self.count)], [])
        return self._filled(_KEPT_ONLINE, grows if self.snapshots is None else None)

    def in_trip(self) -> list[gast.AST]:
        """What every trip begins with."""
        if not isinstance(self.loop, For) or self.counter == self.loop.target:
            return []
        number: gast.AST = nodes.name(self.counter)
        if self.items is not None:
            number = gast.Subscript(nodes.name(self.names["steps"]), number, gast.Load())
        return [nodes.assign(self.loop.target, number)]

    def after(self) -> list[gast.AST]:
        """What stands behind the loop."""
        if self.keeps_all or not self.online:
            return []
        return self._filled(("slots = DEFAULT(trips)\n" if self.snapshots is None else "") + _AFTER_ONLINE)

    def header(self) -> tuple[str, gast.AST]:
        """`for ... in ...` of the forward sweep."""
        trips = self.count
        if self.online:
            if self.items is None:
                trips = self.loop.iter.args[-1]
            else:
                trips = gast.Call(external("builtins.len"), [nodes.name(self.names["steps"])], [])
        return self.counter, gast.Call(external("builtins.range"), [nodes.clone(trips)], [])

    # -- the reverse sweep -----------------------------------------------------------------------------------

    def reversed(self, again: list, body: list) -> gast.AST:
        """The reversed loop.  again: the statements of one trip of the forward sweep.  body: their adjoint."""
        if not self.keeps_all:
            rerun = self._filled(_AGAIN)
            rerun[-1].body += again
            guard = gast.If(self._is_before_last(), rerun, [])
            guard.heading = "this trip again, from the nearest state that was kept"
            start = [guard]
        elif contains(self.loop.body, (Break, Continue)):
            start = self._filled("RESTORE\nfor k in RANGE(k, k + 1):\n    pass")
            start[-1].body, start[-1].once = again, True
        else:
            start = [*self._filled("RESTORE"), *again]
        trips = gast.Call(external("builtins.range"), [nodes.clone(self.count)], [])
        trips = gast.Call(external("builtins.reversed"), [trips], [])
        made = gast.For(nodes.store_name(self.counter), trips, [*start, *body], [], None)
        made.rewinds, made.replayed = self.number, len(start)
        return made

    def _is_before_last(self) -> gast.AST:
        test = nodes.parse_expression("k < last")
        last = gast.BinOp(nodes.clone(self.count), gast.Sub(), nodes.constant(1))
        if isinstance(self.count, gast.Constant):
            last = nodes.constant(self.count.value - 1)
        return nodes.substitute(test, {"k": nodes.name(self.counter), "last": last})

    # -- texts -----------------------------------------------------------------------------------------------

    def _filled(self, text: str, slots: gast.AST | None = None) -> list[gast.AST]:
        """The statements of a text with this loop's names; `slots`: another expression for the number of states."""
        names = {**self.names, "k": self.counter}
        mapping: dict[str, gast.AST] = {old: nodes.name(new) for old, new in names.items()}
        mapping |= {word: external(path) for word, path in _FUNCTIONS.items()}
        mapping |= {"count": self.count, "trips": self.count}
        if slots is not None or isinstance(self.snapshots, gast.AST):
            mapping["slots"] = self.snapshots if slots is None else slots
        made = nodes.parse_statements(text.strip())
        _fill(made, names, mapping)
        return [self._action(stmt) for stmt in made]

    def _action(self, stmt: gast.AST) -> gast.AST:
        """`STORE` is `@store(number)`."""
        if isinstance(stmt, gast.Expr) and isinstance(stmt.value, gast.Name) and stmt.value.id in ACTIONS:
            return gast.Expr(
                gast.Call(nodes.name("@" + stmt.value.id.lower()), [nodes.constant(self.number)], [])
            )
        for part in inner_blocks(stmt):
            part[:] = [self._action(inner) for inner in part]
        return stmt


def _fill(body: list, names: dict[str, str], mapping: dict[str, gast.AST]) -> None:
    for stmt in body:
        rename_own(stmt, names, mapping)
        for part in inner_blocks(stmt):
            _fill(part, names, mapping)


def action(stmt: gast.AST) -> tuple[str, int] | None:
    """("@store", number) for a statement that stands for one until the states are known."""
    call = stmt.value if isinstance(stmt, gast.Expr) else None
    if isinstance(call, gast.Call) and isinstance(call.func, gast.Name):
        if call.func.id[0] == "@" and call.func.id[1:].upper() in ACTIONS:
            return call.func.id, call.args[0].value
    return None


def named(planner, number: int, loop, snapshots) -> Rewound:
    """The record of a loop, with names that are free; its trips are counted by `trips` where nobody knows them."""
    fresh = planner.fresh
    names = {word: fresh(word) for word in ("starts", "keep", "first", "stop")}
    if isinstance(snapshots, gast.Constant) and snapshots.value is None:
        snapshots = None
        names["slots"] = fresh("snapshots")
    counter, items = None, None
    if isinstance(loop, For):
        own = len(planner.layout.definitions[loop.target]) == 1 and loop.target not in planner.parameters
        own = own and not loop.target.startswith("_")
        items = None if _is_plain_range(loop.iter) else _indexable(loop.iter, planner.program)
        counter = loop.target if own and items is None else None
        if items is not None:
            names["steps"] = fresh("steps")
    made = Rewound(number, loop, snapshots, counter or fresh("trip"), items, nodes.constant(0), names)
    if made.online:
        names |= {word: fresh(word) for word in ("slot", "chosen")}
        made.count = nodes.name(planner.plan.trips.get(id(loop), ("trips", None))[0])
    elif items is None:
        made.count = loop.iter.args[-1]
    else:
        made.count = gast.Call(external("builtins.len"), [nodes.name(names["steps"])], [])
    return made


def _is_plain_range(node: gast.AST) -> bool:
    """`range(n)`: its items are the numbers of the trips."""
    return (
        isinstance(node, gast.Call) and nodes.dotted(node.func) == "@builtins.range" and len(node.args) == 1
    )


def _indexable(items: gast.AST, program: Program) -> gast.AST:
    """What a loop runs over, as something that has a length and items by number."""
    kind = program.types.get(items.id) if isinstance(items, gast.Name) else None
    if nodes.dotted(getattr(items, "func", items)) == "@builtins.range":
        return items
    if isinstance(kind, Array | Range) or isinstance(kind, ListOf) and kind.cls in (list, tuple):
        return items
    return gast.Call(external("builtins.list"), [items], [])


def insert(plan, made: Rewound) -> None:
    """Into a plan: what the forward sweep does for the loop."""
    key = id(made.loop)
    plan.before.setdefault(key, []).extend(made.before())
    plan.body_start.setdefault(key, [])[:0] = made.at_start()
    plan.after.setdefault(key, [])[:0] = made.after()
    plan.trip_start.setdefault(key, [])[:0] = made.in_trip()
