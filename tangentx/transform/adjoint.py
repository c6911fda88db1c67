"""The reverse sweep: the adjoint of every statement, in reverse order.

*Requires* a program with one name a web, and its activity.  *Gives* the statements of the reverse sweep, in which
primal variables stand by their names; which of them must be stored, restored or computed again is `storage`'s work,
which is why the sweep is generated twice, first to see what it reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from tangentx.records import Attempt, Augment, Bind, Evaluate, For, If, Store, While
from tangentx.syntax import nodes
from tangentx.transform import changed_arguments, twins
from tangentx.transform.adjoint_assignments import Assignments
from tangentx.transform.adjoint_containers import Containers
from tangentx.transform.adjoint_control import Control
from tangentx.transform.adjoint_stores import Stores

# Kind of operation -> name of the method that writes its adjoint; what is not listed has none.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "copy": "copy",
        "rule": "rule",
        "item": "item",
        "display": "display",
        "pop": "pop",
        "pair": "pair",
        "pairvalue": "pair_value",
    }
)


class ReverseSweep(Assignments, Containers, Stores, Control):
    """Writes the reverse sweep of a program."""

    handlers: ClassVar[Mapping[type, str]] = MappingProxyType(
        {
            Bind: "bind",
            Store: "store",
            Augment: "augment",
            Evaluate: "evaluate",
            If: "branch",
            Attempt: "branch",
            For: "loop",
            While: "loop",
        }
    )

    def bind(self, stmt: Bind) -> None:
        op = self.program.op(stmt)
        target = stmt.target
        if op.kind == "leaf":
            return  # an element of a parameter: its adjoint is part of the result
        if op.kind == "twin" and target in self.activity.active:
            self.refuse_alias(target, target, stmt)
        if target in self.twins and twins.is_part(self, op):
            self.restore(stmt)  # its adjoint is where the container's is
            return
        if op.kind == "pair" and op.callee.changed:
            changed_arguments.reverse_call(self, stmt, op)
            return
        bar = self.bars.live.get(target)
        handler = KINDS.get(op.kind)
        if bar is None or target not in self.activity.active or handler is None:
            if op.kind == "pop" and op.operands["base"].id in self.activity.active:
                self.bars.materialise(target)
                bar = self.bars.live[target]
            else:
                self.bars.live.pop(target, None)
                self.restore(stmt)
                return
        if bar.shadow and self.becomes_part(stmt):
            if op.view == "maybe":
                self.hand_back(stmt, op, bar)
            del self.bars.live[target]  # its adjoint is part of the base's already
            self.restore(stmt)
            return
        self.bars.pending = frozenset(nodes.names_read(bar.expr))
        getattr(self, handler)(stmt, op, bar)
        self.bars.pending = frozenset()
