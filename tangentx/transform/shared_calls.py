"""Values that a tangent needs and the primal computes as well: computed once.

    sin = np.sin(x)                             sin = np.sin(x)
    sin_dot = np.cos(x) * x_dot                 cos = np.cos(x)
    cos = np.cos(x)                      ->     sin_dot = cos * x_dot
    cos_dot = -np.sin(x) * x_dot                cos_dot = -sin * x_dot

*Requires* the statements of a tangent function before they are tidied, its program and activity.  *Gives* the same
statements, in which calls of entrywise functions are replaced by the variables that hold their value; such a variable
may be bound earlier than in the primal.
"""

from __future__ import annotations

from typing import Any

import gast

from tangentx.analysis.activity import Activity
from tangentx.analysis.program import Program, statements
from tangentx.analysis.types import sites_of
from tangentx.records import Bind
from tangentx.syntax import nodes
from tangentx.syntax.source import expression
from tangentx.transform.statements import bindings, inner_blocks, own_expressions, single_target

_REACH = 200  # statements among which the primal's is looked for


def share_calls(code: list[gast.AST], program: Program, activity: Activity) -> None:
    """Change the statements where they stand."""
    if activity.written_unknown:
        return
    bound = bindings(code)
    known: dict[str, str] = {}
    again = {p for p in program.parameters if bound[p]}
    for stmt in statements(program.body):
        if isinstance(stmt, Bind) and _is_entrywise(stmt, program) and bound[stmt.target] == 1:
            names = {stmt.target, *(n for n in nodes.names_read(stmt.value) if not n.startswith("@"))}
            steady = all(bound[n] <= 1 for n in names) and not any(
                _is_written(n, program, activity) for n in names
            )
            if steady and names.isdisjoint(again):
                known.setdefault(expression(stmt.value), stmt.target)
    if known:
        _block(code, known)


def _is_entrywise(stmt: Bind, program: Program) -> bool:
    op = program.op(stmt)
    is_call = isinstance(stmt.value, gast.Call) and (nodes.dotted(stmt.value.func) or "").startswith(
        "@numpy."
    )
    return is_call and not stmt.value.keywords and op.kind == "rule" and op.rule.elementwise


def _is_written(name: str, program: Program, activity: Activity) -> bool:
    return not sites_of(program.types.get(name)).isdisjoint(activity.written)


def _block(code: list[gast.AST], known: dict[str, str]) -> None:
    for stmt in code:
        for part in inner_blocks(stmt):
            _block(part, known)
    place, before = 0, set()  # variables that are bound by their own call in front of this place
    while place < len(code):
        stmt = code[place]
        if not inner_blocks(stmt) and isinstance(stmt, gast.Assign):
            own = single_target(stmt)
            itself = expression(stmt.value)  # what it binds may be written on: it keeps an array of its own
            for text in dict.fromkeys(t for e in own_expressions(stmt) for t in _calls(e) if t in known):
                name = known[text]
                if name == own:
                    before.add(name)
                elif text == itself:
                    continue
                elif name in before or _moved(code, place, text, name):
                    place += name not in before
                    before.add(name)
                    stmt.value = _replaced(stmt.value, text, name)
        place += 1


def _calls(node: Any):
    for inner in nodes.walk(node):
        if isinstance(inner, gast.Call) and (nodes.dotted(inner.func) or "").startswith("@numpy."):
            yield expression(inner)


def _moved(code: list[gast.AST], place: int, text: str, name: str) -> bool:
    """Bring the statement that binds a variable in front of this place, if there is nothing but assignments between."""
    for own in range(place, min(place + _REACH, len(code))):
        stmt = code[own]
        if not isinstance(stmt, gast.Assign | gast.AugAssign) or getattr(stmt, "guarded", False):
            return False
        if single_target(stmt) == name and expression(stmt.value) == text:
            code.insert(place, code.pop(own))
            return True
    return False


def _replaced(node: Any, text: str, name: str) -> Any:
    if isinstance(node, gast.Call) and expression(node) == text:
        return nodes.name(name)
    if not isinstance(node, gast.AST):
        return node
    return nodes.rebuilt(node, lambda child: _replaced(child, text, name))
