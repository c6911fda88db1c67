"""Which names are surely bound at a place of emitted code, and which a block may read before it binds them.

A branch on a variable binds what it binds wherever the same variable is asked again, so a value that one path of the
forward sweep leaves for the same path of the reverse sweep counts as bound there.  In the same way a loop that keeps
states leaves the values of its last trip for the reversed loop, which begins with that trip.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import gast

from tangentx.syntax import nodes
from tangentx.transform.naming import AGAIN
from tangentx.transform.statements import all_targets, inner_blocks, own_expressions, targets

# Names that are bound; (question, answer, name): bound where the question has this answer; (question, None, answer):
# the answer here.
Known = frozenset
DEPTH = 4  # of branches in branches
_RUN = "@run"  # the question whether a loop that keeps states has run


def read_first(body: list, bound: set[str]) -> set[str]:
    """The names that a block may read before it binds them."""
    walker = _Walker()
    walker.walk(body, frozenset(bound))
    return walker.unbound


def bound_before(body: list, is_place: Callable[[gast.AST], bool], bound: set[str]) -> Known | None:
    """The names that are surely bound at a place; None if it stands nowhere."""
    walker = _Walker(is_place)
    walker.walk(body, frozenset(bound))
    return walker.found


def one_trip(body: list) -> gast.For:
    """A loop that runs once around a block, which may end with `continue`."""
    made = gast.For(nodes.store_name("_"), nodes.constant(None), body, [], None)
    made.once = True
    return made


class _Walker:
    """Walks code in the order in which it runs; loops are walked once, for a trip that may be the first."""

    def __init__(self, is_place: Callable[[gast.AST], bool] = lambda stmt: False):
        self.is_place = is_place
        self.unbound: set[str] = set()
        self.found: Known | None = None
        self.exits: list[
            list[Known]
        ] = []  # of the loops around: what is bound where they are left, or a trip ends

    def walk(self, block: list, known: Known) -> Known | None:
        """What is bound at the block's end; None if that is not reached."""
        for stmt in block:
            if self.found is None and self.is_place(stmt):
                self.found = known
            for expr in own_expressions(stmt):
                self.unbound.update(n for n in nodes.names_read(expr) if n not in known)
            after = self._after(stmt, known)
            if after is None:
                return None
            known = after
        return known

    def _after(self, stmt: gast.AST, known: Known) -> Known | None:
        if isinstance(stmt, gast.Raise):
            return None
        if isinstance(stmt, gast.Break | gast.Continue):
            self.exits[-1].append(known)
            return None
        if isinstance(stmt, gast.If):
            return self._branch(stmt, known)
        if isinstance(stmt, gast.For | gast.While):
            return self._loop(stmt, known)
        known = _without(known, set(targets(stmt)))
        if isinstance(stmt, gast.Try):
            ends = [
                self.walk([*stmt.body, *stmt.orelse], known),
                *(self.walk(h.body, known) for h in stmt.handlers),
            ]
            return self.walk(stmt.finalbody, _common(ends) or known)
        known |= set(targets(stmt))
        for part in inner_blocks(stmt):
            return self.walk(part, known)
        return known

    def _loop(self, stmt: gast.For | gast.While, known: Known) -> Known:
        before = known = _without(known, set(all_targets(stmt)))
        if hasattr(stmt, "rewinds"):
            known |= {k[2] for k in known if isinstance(k, tuple) and k[:2] == (_RUN, stmt.rewinds)}
        self.exits.append([])
        end = self.walk(stmt.body, known | set(targets(stmt)))
        ends = _common([end, *reversed(self.exits.pop())])
        if getattr(stmt, "once", False):
            return before if ends is None else ends
        if ends is not None and hasattr(stmt, "keeps"):
            return before | {(_RUN, stmt.keeps, k) for k in ends - before}
        return before

    def _branch(self, stmt: gast.If, known: Known) -> Known | None:
        negated = isinstance(stmt.test, gast.UnaryOp) and isinstance(stmt.test.op, gast.Not)
        test = stmt.test.operand if negated else stmt.test
        ends = []
        for block, answer in ((stmt.body, not negated), (stmt.orelse, negated)):
            start = known
            if isinstance(test, gast.Name):
                question = AGAIN.sub("", test.id)  # computed once more, it has the same answer
                start |= {k[2] for k in known if isinstance(k, tuple) and k[:2] == (question, answer)}
                start |= {(question, None, answer)}
            ends.append(self.walk(block, start))
        return _common(ends)


def _common(ends: list[Known | None]) -> Known | None:
    """What holds where paths meet; None if none of them gets there."""
    reached = [end for end in ends if end is not None]
    return functools.reduce(_met, reached) if reached else None


def _met(one: Known, other: Known) -> Known:
    """What holds on both paths, and what holds if a question had the answer that it has on one of them only."""
    found = {k for k in one | other if _holds(one, k) and _holds(other, k)}
    for here, there in ((one, other), (other, one)):
        apart = {q for q, answer in _answers(here) if (q, None, not answer) in there}
        answers = dict(_answers(here))
        found |= {
            (q, answers[q], k) for q in apart for k in here - found if _depth(k) < DEPTH and k[1:2] != (None,)
        }
    return frozenset(found)


def _answers(known: Known) -> list[tuple]:
    return [(k[0], k[2]) for k in known if isinstance(k, tuple) and k[1] is None]


def _holds(known: Known, k) -> bool:
    return k in known or isinstance(k, tuple) and k[1] is not None and (k[0], None, not k[1]) in known


def _depth(k) -> int:
    return 1 + _depth(k[2]) if isinstance(k, tuple) and k[1] is not None else 0


def _without(known: Known, rebound: set[str]) -> Known:
    """What is known when these names get other values: answers of old questions say nothing then."""
    return frozenset(k for k in known if not _asks(k, rebound))


def _asks(k, names: set[str]) -> bool:
    return isinstance(k, tuple) and (k[0] in names or k[1] is not None and _asks(k[2], names))
