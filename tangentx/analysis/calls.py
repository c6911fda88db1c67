"""Calls while specialising: what is called is an object, found through the types; then a rule, an inlined body, a
derivative pair (recursion), or a plain call without derivative."""

from __future__ import annotations

import enum
import inspect
import math
import types as python_types
from functools import partial
from typing import Any

import gast
import numpy as np

from tangentx.analysis import (
    as_arrays,
    builtin_calls,
    changed_arguments,
    classes,
    compositions,
    container_methods,
    dispatching,
    distributions,
    entrywise,
    fieldwise,
    function_values,
    grafts,
    inner_derivatives,
    interpolants,
    iterated,
    iterators,
    itertools_calls,
    lazily,
    lent,
    lists,
    managers,
    manners,
    matching,
    named,
    objects,
    operators,
    outside,
    polynomial_objects,
    prelude,
    protocol,
    recursion,
    spellings,
    spreading,
    starred,
    texts,
    writers,
)
from tangentx.analysis.as_arrays import of_object, without_class
from tangentx.analysis.callees import emitted_function, identity_of, key, prepared, rank_of
from tangentx.analysis.inlining import Inlining
from tangentx.analysis.members import Functions
from tangentx.analysis.names import canonical
from tangentx.analysis.outer_calls import OuterCalls
from tangentx.analysis.program import Structure, external
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Array, Const, Scalar, Type, Unknown, sites_of
from tangentx.analysis.values import Values
from tangentx.errors import NotDifferentiableError, SourceUnavailableError, TangentxError
from tangentx.records import Bind, Evaluate, Function, Place
from tangentx.syntax import nodes
from tangentx.templating import registry

_HELPERS = (
    "runtime shadows branches memory contractions interpolation rearrangements special spectral triangular"
).split()
#: what emitted code calls: differentiated like any other function
_RUNTIME = (
    *(f"tangentx.{name}" for name in _HELPERS),
    *compositions.MODULES,
    *prelude.MODULES,
)
_ITERATING = (
    list, tuple, set, frozenset, sorted, sum, max, min, any, all, enumerate, zip, map, filter, reversed, iter,
    math.fsum, math.prod, np.fromiter,
)  # fmt: skip


_SPECIAL = (polynomial_objects, classes, starred, builtin_calls, matching)
_TAKING = (dict, np.array, np.asarray)  # what is in an object that is a dict or list


class Calls(Inlining, OuterCalls, Values):
    """The part of the specialiser that handles calls."""

    # -- activity, roughly: does a derivative reach this atom? ----------------------------------------

    def is_varied(self, atom: gast.AST, env: Env) -> bool:
        """May the atom depend on the variables that are differentiated?"""
        if isinstance(atom, gast.Starred):
            return self.is_varied(atom.value, env)
        structure = self.structure(atom, env)
        if structure is not None:
            return any(self._structure_varied(structure, env))
        atom = lists.resolve(atom, env)
        kind = env.types.get(name := getattr(atom, "id", ""))
        # A number that counts depends on nothing, whatever its name held in an earlier walk.
        if self.walking in self.hints.followed and lent.may_change_inside(kind):
            return True  # a derivative comes into what is in it later
        counts = isinstance(kind, Scalar) and kind.kind in ("int", "bool")
        return not counts and (name in self.varied or not self.varied_sites.isdisjoint(sites_of(kind)))

    def _structure_varied(self, structure: Structure, env: Env):
        for item in structure.items:
            if isinstance(item, Structure):
                yield from self._structure_varied(item, env)
            else:
                yield self.is_varied(nodes.name(item), env)

    # -- the call ------------------------------------------------------------

    def _bind_call(self, target, value, place, env, frame) -> None:
        func, owner = self.callee(value.func, env, frame, place)
        operands: list[gast.AST] = []
        if owner is None and itertools_calls.transposed(self, target, func, value, env, frame, place):
            return
        for argument in value.args:
            atom = self.atom(argument, env, frame, place)
            operands += spreading.argument(self, atom, func, owner, value.func, place, env)
        keywords: dict[str, gast.AST] = {}
        for keyword in value.keywords:
            atom = self.atom(keyword.value, env, frame, place)
            spread = container_methods.spread_keywords
            keywords |= {keyword.arg: atom} if keyword.arg else spread(self, atom, place, env)
        if owner is not None:
            self.method_call(target, func, owner, value.func.attr, operands, keywords, place, env)
        else:
            self.call(target, func, self.kind(func, env), operands, keywords, place, env)

    def callee(self, node: gast.AST, env: Env, frame: Frame, place: Place) -> tuple[gast.AST, Type | None]:
        """(expression, None) for a known callee; (object's atom, its type) for a method of a value."""
        if isinstance(node, gast.Name) or (nodes.dotted(node) or "").startswith("@"):
            return self.atom(node, env, frame, place), None
        base, path = self.root(node, env, frame, place)
        for attribute in path[:-1]:
            name = self.fresh("_a")
            self.attribute(name, base, attribute, self.kind(base, env), place, env)
            base = lists.resolve(nodes.name(name), env)
        kind = self.kind(base, env)
        value = getattr(kind, "value", None)
        own = isinstance(value, str | protocol.Super) or distributions.has_parameters(value)
        if isinstance(kind, Const) and not own:
            return self.member(base, path[-1], kind.value, place), None
        return base, kind

    def call(self, target, func, known: Type, operands, keywords, place: Place, env: Env) -> None:
        """A call of an expression whose type says what object it is."""
        if protocol.object_of(self, func, env):
            objects.operate(self, target, func, "__call__", operands, keywords, place, env)
            return
        method = protocol.special(self, func, "__call__", env)
        if method is not None:
            self.python_call(target, func, method, [func, *operands], keywords, place, env)
            return
        if isinstance(known, Functions) and known.members:
            function_values.call_one(self, target, func, operands, keywords, place, env)
            return
        if not isinstance(known, Const):
            self.unknown_call(target, func, known, operands, keywords, place, env)
            return
        callee = known.value
        operands = self.opened(callee, operands, place, env)
        if operators.called(self, target, callee, operands, keywords, place, env):
            return
        given = (target, func, callee, operands, keywords, place, env)
        if lazily.reads(self, *given) or "out" in keywords and writers.call(self, *given):
            return
        for special in [module.find(callee) for module in _SPECIAL]:
            if special is not None and special(self, target, func, operands, keywords, place, env):
                return
        if isinstance(callee, protocol.LocalMethod):
            me = nodes.name(callee.owner)
            self.python_call(target, func, callee.function, [me, *operands], keywords, place, env)
            return
        if isinstance(callee, type) and classes.instantiate(
            self, target, callee, operands, keywords, place, env
        ):
            return
        if writers.call(self, target, func, callee, operands, keywords, place, env):
            return
        for made in (function_values, dispatching, entrywise, inner_derivatives, managers):
            if made.call(self, target, callee, operands, keywords, place, env):
                return
        if not named.call(self, target, callee, operands, keywords, place, env):
            self.plain_call(target, func, callee, operands, keywords, place, env)

    def opened(self, callee: Any, operands: list, place: Place, env: Env) -> list[gast.AST]:
        """The operands of a builtin that iterates, as what it iterates over."""
        if any(callee is one for one in _ITERATING):
            asks = callee in (any, all)
            return iterated.opened(callee, operands, lambda a: self.iterated_keys(a, place, env, asks))
        if any(callee is one for one in _TAKING):
            return [self.contents(a, "__iter__", place, env) for a in operands]
        return operands

    def plain_call(self, target, func, callee, operands, keywords, place: Place, env: Env) -> None:
        """A call of a primitive, a method, or a function of the user."""
        if function_values.with_one(self, target, func, callee, operands, keywords, place, env):
            return
        operands = [iterators.sequence(self, a, place, env) for a in operands]
        manners.check_spoiling(self, callee, operands, keywords, place, env)
        asked = manners.without(self, callee, keywords, env)
        stand_in = grafts.stand_in(self, callee, operands, asked, place, env)
        if stand_in is not None:
            grafts.call(self, target, func, callee, stand_in, operands, keywords, place, env)
            return
        kinds = tuple(rank_of(self.kind(a, env)) for a in operands)
        rule = registry.find(key(callee), kinds)
        if rule is not None:
            self.rule_call(target, func, key(callee), callee, operands, keywords, place, env)
        elif isinstance(callee, python_types.MethodType) and isinstance(
            callee.__func__, python_types.FunctionType
        ):
            self.bound_call(target, func, callee, operands, keywords, place, env)
        else:
            self.user_call(target, func, callee, operands, keywords, place, env)

    def bound_call(self, target, func, callee, operands, keywords, place, env) -> None:
        """A class method, or one of a member of an enumeration; a method of an object outside, which is only called."""
        if not isinstance(callee.__self__, type | enum.Enum):
            self.outer_call(target, func, callee, operands, keywords, place, env)
            return
        owner = self.constant_atom(callee.__self__, env, place)
        self.python_call(target, func, callee.__func__, [owner, *operands], keywords, place, env)

    def rule_call(self, target, func, key, callee, operands, keywords, place, env) -> None:
        """A call of something with a rule, as the user wrote it; lists become the arrays that NumPy makes of them."""
        asked = manners.without(self, callee, keywords, env)
        manner = {name: atom for name, atom in keywords.items() if name not in asked}
        operands, asked = spellings.by_place(key, operands, asked)
        if getattr(key, "__module__", "numpy") == "numpy" or isinstance(key, np.ufunc):
            operands = [of_object(self, a, place, env) for a in operands]
        operands = [without_class(self, a, env) for a in operands]
        operands = self.asked(key, operands, place, env)
        operands, asked = as_arrays.taken(self, key, operands, asked, place, env)
        expr = self.call_expression(func, callee, operands, {**asked, **manner}, env)
        self.primitive(
            target, expr, manners.laid_out(self, key, operands, keywords, env), operands, asked, place, env
        )

    def asked(self, key, operands: list, place: Place, env: Env) -> list:
        """`np.where(x != 0, a, b)` for `np.where(x, a, b)`: numbers there are only asked whether they are zero."""
        if key is not np.where or not operands or not self.is_varied(operands[0], env):
            return operands
        return [as_arrays.nonzero(self, operands[0], place, env), *operands[1:]]

    def call_expression(self, func, callee, operands, keywords, env) -> gast.AST:
        written = nodes.dotted(func)
        if written is None or not written.startswith("@") or "_lib" in written:
            func = canonical(callee) or func
        if written is not None and written.startswith("@builtins."):
            func = external(written[1:])
        return self.written_call(func, operands, keywords, env)

    def written_call(self, func, operands, keywords, env) -> gast.Call:
        """`func(*operands, **keywords)`, with containers that were taken apart as displays."""
        arguments = [self.whole_argument(a, env) for a in operands]
        return gast.Call(func, arguments, [gast.keyword(k, self.whole(v, env)) for k, v in keywords.items()])

    def whole_argument(self, atom: gast.AST, env: Env) -> gast.AST:
        if isinstance(atom, gast.Starred):
            return gast.Starred(self.whole(atom.value, env), gast.Load())
        return self.whole(atom, env)

    def user_call(self, target, func, callee, operands, keywords, place, env) -> None:
        """A function without a rule: through its own source if it has one."""
        module = getattr(callee, "__module__", None) or ""
        given = [*operands, *keywords.values()]
        local = any(isinstance(getattr(self.kind(a, env), "value", None), LocalFunction) for a in given)
        if (
            module.startswith("tangentx.") and module not in _RUNTIME
            and (local or any(self.is_varied(a, env) for a in given))
        ):  # fmt: skip
            raise NotDifferentiableError(
                f"{getattr(callee, '__name__', 'a derivative')} is taken inside the function that is differentiated",
                code="TX311", place=place, lines=self.lines(place),
                help=("make the inner derivative outside: dg = tx.grad(g), and call dg here",),
            )  # fmt: skip
        function = self.inner_function(callee, [self.kind(a, env) for a in operands], keywords)
        if function is not None and not outside.only_reports(callee):
            self.python_call(target, func, function, operands, keywords, place, env)
        else:
            self.outer_call(target, func, callee, operands, keywords, place, env)

    def inner_function(self, callee, kinds: list[Type], keywords: dict) -> python_types.FunctionType | None:
        """The Python function behind a callee; of a Derivative, the emitted function for these types."""
        if function_values.is_cached(callee):
            return self.inner_function(callee.__wrapped__, kinds, keywords)
        if hasattr(callee, "spec") and hasattr(callee, "primal") and self.derive is not None:
            function, guards = self.derive(callee, tuple(recursion.general(k) for k in kinds))
            self.externals.guards += guards
            return function
        return emitted_function(callee)

    def parsed(self, function: python_types.FunctionType, place: Place) -> Function:
        """The callee; if its source cannot be had, the call is the place to show."""
        try:
            return prepared(function)
        except SourceUnavailableError as error:
            raise error.located(place, self.lines(place)) from None

    def python_call(self, target, func, function, operands, keywords, place, env) -> None:
        if managers.call(self, target, function, operands, keywords, place, env):
            return
        if fieldwise.call(self, target, function, operands, keywords, place, env):
            return
        given, key = [*operands, *keywords.values()], identity_of(function)
        varied = any(self.is_varied(a, env) for a in given)
        if not varied and outside.is_closed(function, [self.kind(a, env) for a in operands]):
            self.outer_call(target, func, function, operands, keywords, place, env)
            return
        again = not function.__code__.co_flags & inspect.CO_GENERATOR and key not in self.hints.inlined
        if again and self.is_recursion(key, given, env):
            walk = partial(
                recursion.recursive_call, self, target, func, function, operands, keywords, place, env
            )
            if self.recursive(key, walk, TangentxError, env):
                return
        state = (list(self.out), set(self.taken), env.copy())
        try:
            _, home = self.homes.get(id(function), (function, None))
            self.inline(target, self.parsed(function, place), home, operands, keywords, place, env)
        except TangentxError:
            if varied or self.may_change(function, given, env, not keywords):
                raise
            self.out, self.taken = state[0], state[1]
            env.become(state[2])
            self.outer_call(target, func, function, operands, keywords, place, env)

    def method_call(self, target, base, owner: Type, name: str, operands, keywords, place, env) -> None:
        """A method of a value: arrays have rules, containers have their own page, other objects only without
        derivative."""
        func = gast.Attribute(base, name, gast.Load())
        if isinstance(owner, Functions):

            def walk(atom: gast.AST, kind: Const, inner: Env) -> None:
                if distributions.method(self, target, atom, kind, name, operands, keywords, place, inner):
                    return
                found = self.member(atom, name, kind.value, place)
                self.call(target, found, self.kind(found, inner), operands, keywords, place, inner)

            function_values.for_each(self, base, walk, place, env)
            return
        if texts.method(self, target, owner, name, operands, keywords, place, env):
            return
        for one in (distributions, interpolants):
            if one.method(self, target, base, owner, name, operands, keywords, place, env):
                return
        if isinstance(owner, Const) and isinstance(owner.value, protocol.Super):
            me, after = owner.value.owner, owner.value.cls
            objects.call_method(self, target, me, name, operands, keywords, place, env, after)
            return
        if protocol.object_of(self, base, env):
            objects.call_method(self, target, base, name, operands, keywords, place, env)
            return
        if container_methods.method(self, target, base, owner, name, operands, keywords, place, env):
            return
        if writers.method_with_out(self, target, base, name, operands, keywords, place, env):
            return
        if isinstance(owner, Array | Scalar) or isinstance(owner, Unknown):
            ranks = (rank_of(owner),)
            if grafts.method(self, target, base, name, operands, keywords, place, env):
                return
            if registry.find(f"method:{name}", ranks) is not None:
                expr = self.written_call(func, operands, keywords, env)
                self.primitive(target, expr, f"method:{name}", [base, *operands], keywords, place, env)
                return
        self.outer_method(target, base, owner, name, operands, keywords, place, env)

    # -- expression statements ----------------------------------------

    def effect(self, stmt: Evaluate, env: Env, frame: Frame) -> None:
        """An expression evaluated for what it does."""
        place = self.place(stmt.place, frame)
        if isinstance(stmt.value, gast.Name | gast.Constant):
            return
        before = len(self.out)
        name = self.fresh("_")
        self.bind_value(name, stmt.value, place, env, frame)
        for i in range(before, len(self.out)):
            made = self.out[i]
            if isinstance(made, Bind) and made.target == name and self.ops[id(made)].kind == "inactive":
                self.out[i] = Evaluate(made.value, place)
        if len(self.out) > before and changed_arguments.is_value_of(self, self.out[-1], name):
            del self.out[-1]  # nobody asks what a call returns that writes on its arguments
        env.types.pop(name, None)
