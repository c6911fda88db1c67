"""A generator expression that is read step by step: `(f(t) for t in v)` is `map(lambda t: f(t), v)`.

Only where somebody reads on: a generator that is read once is woven into its reader (see `generators`).
"""

from __future__ import annotations

from dataclasses import replace

from tangentx.analysis import generators, itertools_calls
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Const
from tangentx.frontend.exits import contains
from tangentx.records import For, Function, If, Parameter, Place, Return, While, Yield
from tangentx.syntax import nodes


def made(
    s, target: str, function: Function, parent: Frame | None, operands, keywords, place: Place, env: Env, own
) -> None:
    """`target = generator(...)`, or what reads step by step as it would."""
    if not mapped(s, target, function, parent, operands, place, env):
        generators.create(s, target, function, parent, operands, keywords, place, env, own)


def mapped(
    s, target: str, function: Function, parent: Frame | None, operands: list, place: Place, env: Env
) -> bool:
    """The iteration, if the statement at hand makes one that is read step by step; False for what has a condition."""
    loop = function.body[0] if function.body else None
    if (
        s.walking not in s.hints.stepped
        or function.name != generators.EXPRESSION
        or not isinstance(loop, For)
    ):
        return False
    *work, last = loop.body
    if not isinstance(last, Yield) or contains(tuple(work), (Yield, If, For, While)):
        return False
    body = (*work, Return(last.value, last.place))
    item = Parameter(loop.target, "POSITIONAL_OR_KEYWORD")
    each = replace(function, parameters=(item,), body=body, written=body, generator=False)
    name = nodes.name(s.fresh("_each"))
    env.bind(name.id, Const(LocalFunction(each, parent)))
    return itertools_calls.HANDLERS[map](s, target, None, [name, operands[0]], {}, place, env)
