"""The operations that the primal line of a composite is made of: what each calls, and on what."""

from __future__ import annotations

from typing import Any

import gast

from tangentx.syntax import nodes
from tangentx.templating.callees import OPERATORS, resolve

_OPERATORS = {kind.__name__: name for kind, name in OPERATORS.items()}


def taken_apart(pattern: gast.AST) -> tuple[Any, dict[int | str, gast.AST]]:
    """What the outermost operation of a pattern calls, and its operands by position or keyword."""
    if isinstance(pattern, gast.Subscript):
        return resolve("operator.getitem"), {0: pattern.value, 1: pattern.slice}
    if isinstance(pattern, gast.Attribute):
        return f"attribute:{pattern.attr}", {0: pattern.value}
    if isinstance(pattern, gast.Call):
        named = {k.arg: k.value for k in pattern.keywords}
        return resolve(nodes.dotted(pattern.func)), {**dict(enumerate(pattern.args)), **named}
    operands = [pattern.left, pattern.right] if isinstance(pattern, gast.BinOp) else [pattern.operand]
    return resolve(f"operator.{_OPERATORS[type(pattern.op).__name__]}"), dict(enumerate(operands))
