"""Generators while specialising: a call makes a `Generator`, the loop that reads it is woven into its body.

An iterator can be read once.  Each has a token, a variable of the environment that no statement mentions, which says
whether it is fresh; where paths or trips disagree about that, it is neither fresh nor spent, and refused.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import gast

from tangentx.analysis.restarts import Restart
from tangentx.analysis.scope import Env, Frame, Settled
from tangentx.analysis.structures import grown_names
from tangentx.analysis.types import Const, Type
from tangentx.errors import NotDifferentiableError, UnsupportedSyntaxError
from tangentx.frontend.weaving import may_fail, woven
from tangentx.records import For, Function, Place

FRESH = Const("fresh")
_SPENT = Const("spent")
MAX_DEPTH = 40
EXPRESSION = "<genexpr>"  # the name of a generator expression's function


@dataclass(eq=False)
class Generator:
    """What a call of a generator function gives: its activation, not begun."""

    function: Function
    frame: Frame
    token: str
    origin: Hashable = None  # the statement that made it

    @property
    def __name__(self) -> str:
        return self.function.name


def token(s, env: Env) -> str:
    """The token of a new iterator."""
    name = s.fresh("_iterator")
    env.bind(name, FRESH)
    return name


def begin(s, token: str, place: Place, env: Env) -> None:
    """Somebody reads the iterator: nobody has before, and nobody can afterwards."""
    if env.types.get(token) != FRESH:
        raise UnsupportedSyntaxError(
            "an iterator is read here that may have been read before", code="TX253", place=place, lines=s.lines(place),
            help=("collect its items in a list first: `items = list(...)`", "or make a new iterator for each loop"),
        )  # fmt: skip
    env.bind(token, _SPENT)


def read_again(s, kind: Type | None, fresh: bool = False) -> None:
    """An iterator is read that may have been read before: a generator expression is read step by step then, from the
    beginning, where that was not tried."""
    made = kind.value if isinstance(kind, Const) and not fresh else None
    if (
        isinstance(made, Generator)
        and made.function.name == EXPRESSION
        and made.origin not in s.hints.stepped
    ):
        s.hints.stepped.add(made.origin)
        raise Restart


def create(
    s, target: str, function: Function, parent, operands, keywords, place: Place, env: Env, defaults=None
) -> None:
    """`target = generator(...)`: the arguments are bound, nothing runs."""
    frame = Frame(function, {}, parent, (*place.via, Place(place.file, place.line)))
    frame.loops = tuple(jumps.carried for jumps in s.loops)
    s.calls.append(function)
    try:
        s.bind_parameters(function, frame, operands, keywords, place, env, defaults)
    finally:
        s.calls.pop()
    for name in sorted(function.locals):
        if name not in frame.names:
            frame.names[name] = s.fresh(name)
    s.dynamic |= {frame.names[n] for n in grown_names(function.body, s.hints.unrolled) if n in frame.names}
    env.bind(target, Const(Generator(function, frame, token(s, env), s.walking)))


def loop(s, generator: Generator, stmt: For, place: Place, env: Env, frame: Frame) -> Env | None:
    """`for target in generator: body`: the generator's statements, with the loop's in place of each yield."""
    read_again(s, Const(generator), env.types.get(generator.token) == FRESH)
    begin(s, generator.token, place, env)
    if stmt.guarded and may_fail(generator.function.body):
        read_again(s, Const(generator))
        refuse_in_try(s, "a generator that may raise is read", "generator", place)
    if len(s.calls) > MAX_DEPTH:
        raise NotDifferentiableError(
            f"generators nest deeper than {MAX_DEPTH}", code="TX306", place=place, lines=s.lines(place)
        )

    inside = replace(generator.frame, reader=frame)
    s.calls.append(generator.function)
    try:
        block = woven(generator.function, stmt, lambda inner: settled(s.place(inner, frame)))
        return s.block(block, env, inside)
    finally:
        s.calls.pop()


def refuse_in_try(s, what: str, where: str, place: Place) -> None:
    raise UnsupportedSyntaxError(
        f"{what} inside `try`", code="TX256", place=place, lines=s.lines(place),
        help=(f"catch the exception inside the {where}", "or collect the values in a helper that returns a list"),
    )  # fmt: skip


def settled(place: Place) -> Settled:
    """A place to which nothing is to be added."""
    return Settled(place.file, place.line, place.col, place.end_line, place.end_col, place.via)


def generator_of(s, atom: gast.AST, env: Env) -> Generator | None:
    """The generator that an atom stands for."""
    known = s.kind(atom, env)
    return known.value if isinstance(known, Const) and isinstance(known.value, Generator) else None
