"""Keeping a value for the reverse sweep: on a stack where it stands in a loop, else under a name of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import gast

from tangentx.analysis.types import sites_of
from tangentx.records import Bind
from tangentx.syntax import nodes
from tangentx.transform.naming import hint
from tangentx.transform.plans import Plan
from tangentx.transform.standing import Standing


class Saver:
    """Writes into a plan what stores values and takes them back."""

    def __init__(self, plan: Plan, standing: Standing, fresh: Callable[[str], str]):
        self.plan, self.standing, self.fresh = plan, standing, fresh
        self.unordered: set[Any] = (
            set()
        )  # blocks that begin with statements in the order in which they were found

    def keep(
        self, name: str, spot: Any, value: gast.AST, *, behind: bool = False, stack: str | None = None
    ) -> tuple[str, gast.AST]:
        """Keep `value` at a statement, before it runs or behind it: the name of what keeps it, and the expression that
        takes it back, once for each time it was kept.

        name : the variable that it is kept for, which gives the names.
        stack : one that is there already.
        """
        if spot.loops:
            holder = stack or self.stack(name, spot)
            saved, kept = push(holder, value), nodes.call(f"{holder}.pop")
        else:
            holder = self.fresh(f"{name}_saved")
            saved, kept = nodes.assign(holder, value), nodes.name(holder)
        there = self.plan.after if behind else self.plan.before
        there.setdefault(id(spot.stmt), []).append(saved)
        return holder, kept

    def holds(self, holder: str, name: str) -> None:
        """What is kept there is the variable's arrays themselves."""
        own = sites_of(self.standing.program.types.get(name))
        self.plan.contents[holder] = self.plan.contents.get(name, own)

    def restore(self, stmt: Any, *made: gast.AST) -> None:
        """Where the statement is reversed."""
        self.plan.restores.setdefault(id(stmt), []).extend(made)

    def stack(self, name: str, spot: Any) -> str:
        """A new stack, which begins empty before the outermost loop around a statement."""
        stack = self.fresh(f"{self._word(name)}_stack")
        self.plan.stacks.append(stack)
        outermost = spot.loops[0] if spot.loops else id(spot.stmt)
        empty = nodes.assign(stack, gast.List([], gast.Load()))
        trip = self.standing.trip_of(spot)
        if trip is not None:
            self.plan.trip_start.setdefault(trip, []).append(empty)
        elif len(spot.path) > 1 and spot.path[1][0] not in self.standing.layout.loops:
            self.plan.prologue.append(empty)  # the loop stands in a branch that may not be taken
        else:
            self.plan.before.setdefault(outermost, []).insert(0, empty)
        return stack

    def hoist(self, stack: str, spots: list) -> None:
        """One empty list at the start, when pushes stand in several outermost loops."""
        if len({s.loops[0] for s in spots if s.loops}) < 2:
            return
        for entries in self.plan.before.values():
            entries[:] = [e for e in entries if not (isinstance(e, gast.Assign) and e.targets[0].id == stack)]
        if not any(e.targets[0].id == stack for e in self.plan.prologue):
            self.plan.prologue.append(nodes.assign(stack, gast.List([], gast.Load())))

    def push_behind(self, name: str, spot: Any, last: Any) -> None:
        """Push the variable behind a statement, and pop it where the reverse of the spot's block begins."""
        stack = self.stack(name, spot)
        self.holds(stack, name)
        self.plan.after.setdefault(id(last), []).append(push(stack, nodes.name(name)))
        self.at_block(spot.block, pop(name, stack))

    def at_block(self, block: Any, made: gast.Assign) -> None:
        """Where the reverse of a block begins."""
        self.plan.block_start.setdefault(block, []).append(made)
        self.unordered.add(block)

    def order(self) -> None:
        """At the beginning of a block: pops first, then recomputations in the order of the forward sweep."""
        position = {(s.block, s.stmt.target): s.index for d in self.standing.layout.definitions.values() for s in d
                    if isinstance(s.stmt, Bind)}  # fmt: skip

        def rank(block: Any, stmt: gast.Assign) -> tuple[bool, int]:
            target = stmt.targets[0].id
            return (target in self.plan.recomputed or not _is_pop(stmt), position.get((block, target), 0))

        for block in self.unordered:
            self.plan.block_start[block].sort(key=partial(rank, block))

    def _word(self, name: str) -> str:
        """A readable word for a variable: what a temporary computes."""
        if not name.startswith("_"):
            return name
        spots = self.standing.layout.definitions.get(name)
        return hint(getattr(spots[0].stmt, "value", None) if spots else None, name)


def push(stack: str, value: gast.AST) -> gast.Expr:
    """`stack.append(value)`."""
    return gast.Expr(nodes.method(nodes.name(stack), "append", value))


def pop(name: str, stack: str) -> gast.Assign:
    """`name = stack.pop()`."""
    return nodes.assign(name, nodes.call(f"{stack}.pop"))


def _is_pop(stmt: gast.Assign) -> bool:
    call = stmt.value
    return isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "pop"
