"""What is inserted into the sweeps so that the reverse one finds what it reads: the record that `storage` makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gast

from tangentx.analysis.program import external
from tangentx.frontend.exits import contains
from tangentx.records import Break, For
from tangentx.syntax import nodes
from tangentx.transform.rewinding import Rewound


@dataclass
class Plan:
    """Insertions, by id of statement or key of block."""

    before: dict[int, list] = field(default_factory=dict)
    after: dict[int, list] = field(default_factory=dict)
    body_start: dict[int, list] = field(
        default_factory=dict
    )  # loop -> statements at the start of its forward body
    block_start: dict[Any, list] = field(default_factory=dict)  # reversed blocks
    restores: dict[int, list] = field(default_factory=dict)  # reversed statements
    trips_again: dict[int, list] = field(default_factory=dict)  # fused loop -> its trip's forward statements
    trip_start: dict[int, list] = field(
        default_factory=dict
    )  # rewound loop -> what each of its trips begins with
    rewound: dict[int, Rewound] = field(default_factory=dict)  # loops that are reversed from kept states
    in_use: frozenset[int] = frozenset()  # those of them that have a reversed loop
    replays: dict[int, list] = field(default_factory=dict)  # rewound loop -> its trip's forward statements
    prologue: list = field(default_factory=list)
    shape_varies: Callable[[str], bool] = bool  # may two values of a variable differ in shape?
    stacks: list[str] = field(default_factory=list)
    mutated: set[str] = field(default_factory=set)  # arrays that the reverse sweep restores in place
    trips: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    recomputed: set[str] = field(default_factory=set)
    contents: dict[str, frozenset] = field(
        default_factory=dict
    )  # stack -> sites of the arrays that are pushed whole

    def at_block(self, key: Any) -> list:
        return [nodes.clone(s) for s in self.block_start.get(key, ())]

    def trip_again(self, key: Any) -> list:
        """The forward statements of a fused loop's trip."""
        return [nodes.clone(s) for s in self.trips_again.get(key, ())]

    def replay(self, stmt) -> list:
        """The forward statements of a rewound loop's trip."""
        return [nodes.clone(s) for s in self.replays.get(id(stmt), ())]

    def at_statement(self, stmt) -> list:
        return [nodes.clone(s) for s in self.restores.get(id(stmt), ())]

    def loop_header(self, stmt, sweep) -> tuple[str, gast.AST]:
        ranged = isinstance(stmt, For) and is_range(stmt.iter)
        if ranged and not contains(stmt.body, Break):
            return stmt.target, gast.Call(external("builtins.reversed"), [nodes.clone(stmt.iter)], [])
        sweep.counted.add(id(stmt))
        name, stack = self.trips.get(id(stmt), ("trips", None))
        count = nodes.name(name) if stack is None else nodes.call(f"{stack}.pop")
        if ranged:
            part = gast.Subscript(nodes.clone(stmt.iter), gast.Slice(None, count, None), gast.Load())
            return stmt.target, gast.Call(external("builtins.reversed"), [part], [])
        return "_", gast.Call(external("builtins.range"), [count], [])


def is_range(node: gast.AST) -> bool:
    """A call of `range`."""
    return isinstance(node, gast.Call) and nodes.dotted(node.func) == "@builtins.range"
