"""Inlining while specialising: a callee's parameters are bound and its statements walked where it is called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable
from functools import partial

import gast

from tangentx.analysis import (
    choices,
    containers,
    defaults,
    generator_steps,
    lazily,
    outside,
    recursion,
    spreading,
    unpacking,
)
from tangentx.analysis.callees import identity_of, prepared, signature_of
from tangentx.analysis.identity import inside, is_mutable
from tangentx.analysis.lifetimes import mentioned_by
from tangentx.analysis.program import external
from tangentx.analysis.scope import Env, Frame, LocalFunction, Unreached
from tangentx.analysis.structures import count_leaves, grown_names
from tangentx.analysis.types import Const, ListOf, Type
from tangentx.errors import NotDifferentiableError, TangentxError
from tangentx.records import (
    Function,
    Place,
)
from tangentx.syntax import nodes

MAX_DEPTH = 40
MAX_CALLS = 200  # of recursive functions, one in another


class Inlining:
    """The part of the specialiser that puts callees in place."""

    def local_call(self, target, callee: LocalFunction, operands, keywords, place: Place, env: Env) -> None:
        """A nested function, inlined; one that calls itself, as a derivative pair where that is possible."""
        again = any(f is callee.function for f in self.calls) and not callee.function.generator
        if again and callee.function not in self.hints.inlined:
            walk = partial(recursion.local_call, self, target, callee, operands, keywords, place, env)
            if self.recursive(callee.function, walk, TangentxError, env):
                return
        self.inline(target, callee.function, callee.frame, operands, keywords, place, env, callee.defaults)

    def recursive(self, identity: Hashable, call: Callable[[], None], failed: type | tuple, env: Env) -> bool:
        """A call of a function that is being inlined: False where it is to be inlined again."""
        state, known = (list(self.out), set(self.taken), env.copy()), set(self.memo)
        try:
            call()
        except failed as error:
            if any(self.memo[key].running for key in known):
                raise  # a call inside it, which is not to be inlined either
            self.hints.inlined[identity] = error
            self.out, self.taken = state[0], state[1]
            env.become(state[2])
            for key in set(self.memo) - known:
                del self.memo[key]
            return False
        return True

    def is_recursion(self, identity, operands: list, env: Env) -> bool:
        """Is this function being inlined already, with arguments that are not parts of those?  A method that calls
        itself on the children of a tree comes to an end while the derivative is written."""
        size = sum(count_leaves(self.kind(a, env)) for a in operands)
        apart = any(self.structure(a, env) is not None for a in operands)
        sizes = {id(frame.function): frame.size for frame in self.frames}
        active = [f for f in self.calls if identity_of(f.callable) == identity]
        return any(not (apart and size < sizes.get(id(f), 0)) for f in active)

    def may_change(self, function, operands: list, env: Env, positional: bool = True) -> bool:
        """May a function of the user's, called as it is, change one of these containers?  One that was taken apart
        would not see it, and the reverse sweep not find what was in a list."""
        if (function.__module__ or "").split(".")[0] in ("numpy", "tangentx"):
            return False
        names = [*inspect.signature(function).parameters]
        for i, kind in enumerate(self.kind_or_none(a, env) for a in operands):
            given = {*names[i : i + 1]} if positional else {*names}
            if isinstance(kind, ListOf) and kind.cls is not tuple:
                if not given or not outside.only_reads(prepared(function), given):
                    return True
        structures = filter(None, (self.structure(a, env) for a in operands))
        return any(is_mutable(part) for structure in structures for part in inside(structure))

    def _check_depth(self, function: Function, place: Place) -> None:
        """Refuse recursion that does not come to an end here, or not soon: each call may lead to two."""
        if function in self.calls:
            self.calls_again += 1
        elif len({id(active) for active in self.calls}) == len(self.calls):
            self.calls_again = 0
        if len(self.calls) <= MAX_DEPTH and self.calls_again <= MAX_CALLS:
            return
        identity = identity_of(function.callable)
        if function in self.hints.inlined or identity in self.hints.inlined:
            raise self.hints.inlined.get(function) or self.hints.inlined[identity]
        raise NotDifferentiableError(
            f"calls nest deeper than {MAX_DEPTH}, or lead to more than {MAX_CALLS} others", code="TX306", place=place,
            lines=self.lines(place),
            help=("write a loop instead of the recursion, or let its depth follow from literals",),
        )  # fmt: skip

    def inline(
        self, target, function: Function, parent: Frame | None, operands, keywords, place, env, own=None
    ) -> None:
        """The callee's statements, here, with locals of their own.  own: the defaults of a nested function."""
        self.externals.followed(function.callable)
        if function.generator:
            generator_steps.made(self, target, function, parent, operands, keywords, place, env, own)
            return
        self._check_depth(function, place)
        request = self.request_for_callee()
        if request is not None:
            function = request.take(self, function)
        seen = {} if request is None else {name: name for name in request.seen}
        frame = Frame(function, seen, parent, (*place.via, Place(place.file, place.line)))
        frame.loops = tuple(jumps.carried for jumps in self.loops)
        self.calls.append(function)
        self.frames.append(frame)
        start = env.copy()
        frame.size = sum(count_leaves(self.kind(a, env)) for a in [*operands, *keywords.values()])
        try:
            self.bind_parameters(function, frame, operands, keywords, place, env, own)
            for name in sorted(function.locals):
                if name not in frame.names:
                    frame.names[name] = self.fresh(name)
            self.gone -= {*frame.names.values()}
            grown = grown_names(function.body, self.hints.unrolled)
            self.dynamic |= {frame.names[n] for n in grown if n in frame.names}
            self._walk(target, function, frame, request, place, env)
            kept = {target} if request is None else {target, *request.kept()}
            if self.forget(frame, kept, env) and request is None:  # else there are flags of it as well
                self.lifetimes.returned(env, frame, start, kept)
        finally:
            self.calls.pop()
            self.frames.pop()

    def _walk(self, target: str, function: Function, frame: Frame, request, place: Place, env: Env) -> None:
        """The callee's body, and its result in `target`."""
        if request is not None:
            request.begin(self)
        end = self.block(function.body[:-1], env.copy(), frame)
        if end is None:  # it raises, whatever it is given
            raise Unreached
        if request is not None:
            request.finish(self, frame, target, end, place)
            env.become(end)
        else:
            result = self.atom(function.body[-1].value, end, frame, place)
            env.become(end)
            self.copy(target, result, place, env)

    def forget(self, frame: Frame, kept: set[str], env: Env) -> bool:
        """The callee's other variables end with it, unless a function made in it lives on: do they?"""
        own = set(frame.names.values())
        others = [kind for name, kind in env.types.items() if name not in own]
        values = (f.value for kind in others for f in choices.functions_in(kind))
        if any(isinstance(v, LocalFunction) and v.frame.is_within(frame) for v in values):
            return False
        if any(isinstance(kind, Const) and not own.isdisjoint(mentioned_by(kind)) for kind in others):
            return False  # a generator or an iterator
        if any(home.is_within(frame) for _, home in self.homes.values()):
            return False
        for name in frame.names.values():
            if name not in kept:
                self.drop(name, env)
        self.gone |= own - kept
        return True

    def drop(self, name: str, env: Env) -> None:
        """The variable was another name of a container, which nobody mentions any more."""
        if name in env.structures or name in env.aliases:
            env.structures.pop(name, None)
            env.aliases.pop(name, None)
            env.types.pop(name)

    def inline_prelude(self, target: str, function, operands: list, place: Place, env: Env) -> None:
        """A builtin as the loop that it is."""
        lazily.follow(self, target, function, operands, {}, place, env)

    def inline_for_class(
        self, target: str, kind: Type, function, operands: list, place: Place, env: Env
    ) -> None:
        """A builtin as the loop that it is, which makes a list: of a tuple, it gives a tuple."""
        if getattr(kind, "cls", list) is not tuple:
            self.inline_prelude(target, function, operands, place, env)
            return
        made = nodes.name(self.fresh("_made"))
        self.inline_prelude(made.id, function, operands, place, env)
        self.primitive(
            target, gast.Call(external("builtins.tuple"), [made], []), tuple, [made], {}, place, env
        )

    def bind_parameters(
        self, function: Function, frame: Frame, operands, keywords, place, env, own=None
    ) -> None:
        """Arguments to parameters, as Python does it; each becomes a variable of the program."""
        operands = spreading.settled(self, function, operands, keywords, place, env)
        try:
            arguments = signature_of(function).bind(*operands, **keywords)
        except TypeError as error:
            raise NotDifferentiableError(
                f"{function.name}: {error}", code="TX303", place=place, lines=self.lines(place)
            ) from None
        for parameter in function.parameters:
            name = frame.names[parameter.name] = self.fresh(parameter.name)
            if parameter.name in arguments.arguments:
                value = arguments.arguments[parameter.name]
                if parameter.kind == "VAR_POSITIONAL":
                    if not unpacking.joined(self, name, tuple, list(value), place, env):
                        containers.display(self, name, tuple, list(value), None, place, env)
                elif parameter.kind == "VAR_KEYWORD":
                    keys = [nodes.constant(k) for k in value]
                    containers.dictionary(self, name, keys, list(value.values()), place, env)
                else:
                    self.copy(name, value, place, env)
            elif parameter.kind == "VAR_POSITIONAL":
                containers.display(self, name, tuple, [], None, place, env)
            elif parameter.kind == "VAR_KEYWORD":
                containers.dictionary(self, name, [], [], place, env)
            elif own and parameter.name in own:
                self.copy(name, own[parameter.name], place, env)
            else:
                self.default(name, function, parameter, frame, place, env)

    def default(self, name: str, function: Function, parameter, frame: Frame, place: Place, env: Env) -> None:
        """A default argument: the object evaluated at definition, never the expression again."""
        if function.callable is None:
            self.copy(name, self.atom(parameter.default, env, frame.parent or frame, place), place, env)
            return
        defaults.bind(self, name, function, parameter, place, env)
