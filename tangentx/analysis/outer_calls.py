"""Calls that carry no derivative: the user's own function is called, or a method of an object."""

from __future__ import annotations

import builtins

import gast

from tangentx.analysis import (
    accessors,
    container_methods,
    draws,
    interpolants,
    lazily,
    outside,
    shadowing,
    trees,
    writers,
)
from tangentx.analysis.callees import describe
from tangentx.analysis.program import Op
from tangentx.analysis.refusals import of_attribute, of_number
from tangentx.analysis.types import UNKNOWN, Instance, Type, Unknown
from tangentx.errors import NotDifferentiableError
from tangentx.records import Bind

_EFFECTS = (builtins.print, builtins.input, builtins.open, builtins.next, builtins.setattr, builtins.delattr)


class OuterCalls:
    """The part of the specialiser that leaves calls as they are."""

    def outer_call(self, target, func, callee, operands, keywords, place, env, known=None) -> None:
        """A call without derivative: the user's own function is called."""
        lazily.refuse(self, [*operands, *keywords.values()], describe(callee), place, env)
        reports, given = outside.only_reports(callee), [*operands, *keywords.values()]
        if not reports and any(self.is_varied(a, env) for a in given):
            of_one = callee is iter and operands
            raises = of_number(self.kind(operands[0], env), "{} is not iterable") if of_one else None
            self.missing(callee, place, raises)
        container_methods.check_shuffle(self, getattr(callee, "__name__", ""), operands, place, env)
        expr = self.call_expression(func, callee, operands, keywords, env)
        known, draw = known or outside.made(callee), outside.drawn(callee)
        sampled = outside.only_computes(callee, keywords)
        if draw is not None or sampled and callee not in _EFFECTS:
            kinds, named = (
                [self.kind(a, env) for a in operands],
                {k: self.kind(v, env) for k, v in keywords.items()},
            )
            found = self.infer(draw or callee, kinds, named)
            known = known if isinstance(found, Unknown) else found
        if not sampled and not reports:
            trees.unchanged(self, given, place, env)
            writers.touch(self, given, place, env)
        op = Op("inactive", pure=sampled and callee not in _EFFECTS)
        self.emit(Bind(target, expr, place), op, known, env)

    def unknown_call(self, target, func, known, operands, keywords, place, env) -> None:
        """A callee about which only the type is known (an object's __call__, something found at run time)."""
        if shadowing.twin(self, target, func, operands, place, env):
            return
        if interpolants.call(self, target, func, operands, keywords, place, env):
            return
        if any(self.is_varied(a, env) for a in [func, *operands, *keywords.values()]):
            raise NotDifferentiableError(
                "what is called here is not known while the derivative is written",
                code="TX304", place=place, lines=self.lines(place), label="this callee",
                help=("call a function that can be seen from here: a global, a parameter or a local one",),
            )  # fmt: skip
        trees.unchanged(self, [*operands, *keywords.values()], place, env)
        writers.touch(self, [*operands, *keywords.values()], place, env)
        made = Bind(target, self.written_call(func, operands, keywords, env), place)
        self.emit(made, Op("inactive", pure=False), UNKNOWN, env)

    def outer_method(self, target, base, owner: Type, name: str, operands, keywords, place, env) -> None:
        """A method without derivative."""
        container_methods.check_shuffle(self, name, operands, place, env)
        reports, draw = outside.reports(owner, name), draws.of_method(owner, name)
        if not reports and any(self.is_varied(a, env) for a in [base, *operands, *keywords.values()]):
            if draw is None:
                self.missing(f"method:{name}", place, of_attribute(owner, name))
            self.python_call(target, base, draw, [base, *operands], keywords, place, env)
            return
        known, asked = UNKNOWN, not isinstance(owner, Instance) or outside.stand_in(owner.cls) is not None
        if asked and not isinstance(owner, Unknown):
            kinds = [owner, *(self.kind(a, env) for a in operands)]
            named = {k: self.kind(v, env) for k, v in keywords.items()}
            known = self.infer(accessors.method(name), kinds, named)
        if isinstance(owner, Instance | Unknown) and not reports:
            trees.unchanged(self, [*operands, *keywords.values()], place, env)
            writers.touch(self, [*operands, *keywords.values()], place, env)
        whole = gast.Attribute(self.whole(base, env), name, gast.Load())
        made = Bind(target, self.written_call(whole, operands, keywords, env), place)
        self.emit(made, Op("inactive", pure=False), known, env)
