"""`match` to branches: each case is a list of steps, which bind parts of the subject and test them.

    match p:                            t = p
        case (0, y):            ->      fits = is_sequence(t)
            z = y                       if fits:
        case Point(x=x):                    fits = len(t) == 2
            z = x                           if fits:
                                                fits = t[0] == 0
                                                if fits: y = t[1]
                                        if fits: z = y
                                        else: ...

Parts are read and compared from left to right, as Python does it; names are bound when the whole pattern fits.  Where
types decide a test the specialiser keeps one branch.  What the tests call is named `@module.function`: the user may
have given the names of builtins another meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import gast

from tangentx.frontend import opaque, scopes, trees
from tangentx.frontend.comprehensions import Comprehensions
from tangentx.records import Bind, If

# Classes whose one positional pattern is the subject itself.
_WHOLE = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


@dataclass(frozen=True, slots=True)
class Read:
    """`name = value`: a part of the subject."""

    name: str
    value: gast.AST


@dataclass(frozen=True, slots=True)
class Test:
    """The pattern fits only where this holds: a comparison of atoms, or a call of atoms."""

    value: gast.AST


@dataclass(frozen=True, slots=True)
class Either:
    """One of these lists of steps has to succeed; each binds the same temporaries at its end."""

    alternatives: tuple[list, ...]


Step = Read | Test | Either


class Patterns(Comprehensions):
    """Lowering of `match`; `branch` comes with the statements (`anf.Lowering`)."""

    def do_match(self, node: gast.Match) -> None:
        subject = self.atom(node.subject)
        if isinstance(subject, gast.Name) and subject.id in scopes.pattern_names(node) | self.shared:
            subject = self.copied(subject)
        self.cases(node.cases, subject)

    def cases(self, cases: Sequence[gast.match_case], subject: gast.AST) -> None:
        if not cases:
            return
        case, *rest = cases
        names: dict[str, gast.AST] = {}
        steps = self.steps(case.pattern, subject, names)
        tests = sum(not isinstance(step, Read) for step in steps)
        if tests == 0 and case.guard is None:
            self.follow(steps, lambda: self.chosen(case, names))
        elif tests == 0:
            self.follow(steps, lambda: self.capture(names, case))
            self.alternatives(self.test(case.guard), case, rest, subject)
        elif tests == 1 and case.guard is None:
            self.follow(steps, lambda: self.chosen(case, names), lambda: self.cases(rest, subject))
        else:
            flag = self.fits(steps, names, case)
            self.alternatives(trees.name(flag, case.pattern), case, rest, subject)

    def alternatives(self, test: gast.AST, case: gast.match_case, rest: Sequence, subject: gast.AST) -> None:
        body = self.branch(case.body)
        with self.block() as orelse:
            self.cases(rest, subject)
        self.out.append(If(test, body, tuple(orelse), self.place(case.pattern)))

    def fits(self, steps: list[Step], names: dict[str, gast.AST], case: gast.match_case) -> str:
        """A flag: the pattern fits and the guard holds; the names are bound where the pattern fits."""
        flag, place = self.fresh.temporary(), self.place(case.pattern)

        def whole() -> None:
            self.capture(names, case)
            if case.guard is not None:
                self.out.append(Bind(flag, self.test(case.guard), place))

        self.narrowed(flag, steps, whole)
        return flag

    def narrowed(self, flag: str, steps: Sequence[Step], inside: Callable[[], None]) -> None:
        """`flag = first test`, and where it holds the rest, down to `inside`: the flag says how far it came."""
        for index, step in enumerate(steps):
            if isinstance(step, Read):
                self.out.append(Bind(step.name, step.value, self.place(step.value)))
                continue
            test = step.value if isinstance(step, Test) else self.either(step)
            self.out.append(Bind(flag, test, self.place(test)))
            with self.block() as body:
                self.narrowed(flag, steps[index + 1 :], inside)
            if body:
                self.out.append(If(trees.name(flag, test), tuple(body), (), self.place(test)))
            return
        inside()

    def chosen(self, case: gast.match_case, names: dict[str, gast.AST]) -> None:
        self.capture(names, case)
        self.out += self.branch(case.body)

    def capture(self, names: dict[str, gast.AST], case: gast.match_case) -> None:
        for name, atom in names.items():
            self.out.append(Bind(name, trees.clone(atom), self.place(case.pattern)))

    def follow(
        self, steps: Sequence[Step], inside: Callable[[], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        """The steps, each in the branch where those before it succeed, and `inside` in the innermost."""
        for index, step in enumerate(steps):
            if isinstance(step, Read):
                self.out.append(Bind(step.name, step.value, self.place(step.value)))
                continue
            test = step.value if isinstance(step, Test) else self.either(step)
            test = self.named(test) if isinstance(test, gast.Call) else test
            with self.block() as body:
                self.follow(steps[index + 1 :], inside)
            with self.block() as orelse:
                if otherwise is not None:
                    otherwise()
            self.out.append(If(test, tuple(body), tuple(orelse), self.place(test)))
            return
        inside()

    def either(self, step: Either) -> gast.AST:
        """Whether one of the alternatives fits; they are tried in order."""
        simple = [part[0].value for part in step.alternatives if len(part) == 1 and isinstance(part[0], Test)]
        if len(simple) == len(step.alternatives) and all(isinstance(test, gast.Compare) for test in simple):
            return trees.located(gast.BoolOp(gast.Or(), simple), simple[0])
        flag = self.fresh.temporary()
        self.attempts(flag, step.alternatives)
        return trees.name(flag, step.alternatives[0][0].value)

    def attempts(self, flag: str, alternatives: Sequence[list]) -> None:
        first, *others = alternatives
        like = first[0].value
        self.narrowed(flag, first, lambda: None)
        if others:
            with self.block() as body:
                self.attempts(flag, others)
            test = trees.located(gast.UnaryOp(gast.Not(), trees.name(flag, like)), like)
            self.out.append(If(test, tuple(body), (), self.place(like)))

    # -- the steps of a pattern ---------------------------------------------------------------------------

    def steps(self, pattern: gast.AST, subject: gast.AST, names: dict[str, gast.AST]) -> list[Step]:
        """What has to be read and tested; `names` gets the atoms that the pattern's names stand for."""
        return _STEPS[type(pattern)](self, pattern, subject, names)

    def part(self, value: gast.AST, like: gast.AST) -> tuple[Read, gast.Name]:
        name = self.fresh.temporary()
        return Read(name, trees.located(value, like)), trees.name(name, like)

    def value_steps(self, pattern: gast.MatchValue, subject, names) -> list[Step]:
        with self.block() as before:
            value = self.atom(pattern.value)
        reads: list[Step] = [Read(stmt.target, stmt.value) for stmt in before]
        return [*reads, _compared(subject, gast.Eq(), value, pattern)]

    def singleton_steps(self, pattern: gast.MatchSingleton, subject, names) -> list[Step]:
        return [_compared(subject, gast.Is(), trees.constant(pattern.value, pattern), pattern)]

    def as_steps(self, pattern: gast.MatchAs, subject, names) -> list[Step]:
        inner = [] if pattern.pattern is None else self.steps(pattern.pattern, subject, names)
        if pattern.name is not None:
            names[pattern.name] = subject
        return inner

    def or_steps(self, pattern: gast.MatchOr, subject, names) -> list[Step]:
        """Each alternative leaves what it captures in the same temporaries."""
        alternatives, shared = [], {}
        for inner in pattern.patterns:
            found: dict[str, gast.AST] = {}
            steps = self.steps(inner, subject, found)
            for name, atom in found.items():
                shared.setdefault(name, self.fresh.temporary())
                steps.append(Read(shared[name], trees.clone(atom)))
            alternatives.append(steps)
        names.update({name: trees.name(temporary, pattern) for name, temporary in shared.items()})
        if not any(isinstance(step, Test | Either) for step in alternatives[-1]):  # it fits everything
            alternatives[-1].append(Test(trees.constant(True, pattern)))
        return [Either(tuple(alternatives))]

    def sequence_steps(self, pattern: gast.MatchSequence, subject, names) -> list[Step]:
        parts = pattern.patterns
        star = next((i for i, part in enumerate(parts) if isinstance(part, gast.MatchStar)), None)
        fixed = len(parts) - (star is not None)
        steps: list[Step] = [_tested("runtime.is_sequence", [subject], pattern)]
        if star is None or fixed:
            length, atom = self.part(
                gast.Call(trees.outside("builtins.len"), [trees.clone(subject)], []), pattern
            )
            order = gast.Eq() if star is None else gast.GtE()
            steps += [length, _compared(atom, order, trees.constant(fixed, pattern), pattern)]
        for index, part in enumerate(parts):
            if _ignored(part):
                continue
            if index == star:
                steps += self.star_steps(part, subject, star, fixed - star, names)
                continue
            at = index if star is None or index < star else index - len(parts)
            read, atom = self.part(_item(subject, trees.constant(at, part)), part)
            steps += [read, *self.steps(part, atom, names)]
        return steps

    def star_steps(self, part: gast.MatchStar, subject, before: int, after: int, names) -> list[Step]:
        upper = trees.constant(-after, part) if after else None
        lower = trees.constant(before, part) if before else None
        sliced, items = self.part(_item(subject, gast.Slice(lower, upper, None)), part)
        made, atom = self.part(gast.Call(trees.outside("builtins.list"), [items], []), part)
        names[part.name] = atom
        return [sliced, made]

    def mapping_steps(self, pattern: gast.MatchMapping, subject, names) -> list[Step]:
        steps: list[Step] = [_tested("runtime.is_mapping", [subject], pattern)]
        keys = []
        for key, part in zip(pattern.keys, pattern.patterns, strict=True):
            with self.block() as before:
                atom = self.atom(key)
            steps += [Read(stmt.target, stmt.value) for stmt in before]
            steps.append(_compared(atom, gast.In(), subject, key))
            keys.append(atom)
            if not _ignored(part):
                read, value = self.part(_item(subject, trees.clone(atom)), part)
                steps += [read, *self.steps(part, value, names)]
        if pattern.rest is not None:
            shown = gast.Tuple([trees.clone(key) for key in keys], gast.Load())
            without, wanted = self.part(shown, pattern)
            call = gast.Call(trees.outside("runtime.without_keys"), [trees.clone(subject), wanted], [])
            rest, names[pattern.rest] = self.part(call, pattern)
            steps += [without, rest]
        return steps

    def class_steps(self, pattern: gast.MatchClass, subject, names) -> list[Step]:
        with self.block() as before:
            atom = self.named(self.value(pattern.cls))
        reads: list[Step] = [Read(stmt.target, stmt.value) for stmt in before]
        steps = [*reads, _tested("builtins.isinstance", [subject, atom], pattern)]
        cls = opaque.outer_value(pattern.cls, self.source)
        if pattern.patterns and cls in _WHOLE:
            return steps + self.steps(pattern.patterns[0], subject, names)
        attributes = [*getattr(cls, "__match_args__", ())[: len(pattern.patterns)], *pattern.kwd_attrs]
        for name, part in zip(attributes, [*pattern.patterns, *pattern.kwd_patterns], strict=True):
            if not opaque.surely_has(cls, name):
                steps.append(_tested("builtins.hasattr", [subject, trees.constant(name, part)], part))
            if not _ignored(part):
                read, value = self.part(gast.Attribute(trees.clone(subject), name, gast.Load()), part)
                steps += [read, *self.steps(part, value, names)]
        return steps


def positional(cls: object) -> tuple:
    """What the positional patterns of a class stand for; one, of the whole subject, for most builtins."""
    return (None,) if cls in _WHOLE else tuple(getattr(cls, "__match_args__", ()))


def _ignored(pattern: gast.AST) -> bool:
    """`_` and `*_`: nothing is read."""
    named = isinstance(pattern, (gast.MatchAs, gast.MatchStar)) and pattern.name is not None
    return not named and (
        isinstance(pattern, gast.MatchStar) or (isinstance(pattern, gast.MatchAs) and pattern.pattern is None)
    )


def _item(subject: gast.AST, index: gast.AST) -> gast.AST:
    return gast.Subscript(trees.clone(subject), index, gast.Load())


def _compared(left: gast.AST, op: gast.AST, right: gast.AST, like: gast.AST) -> Test:
    return Test(trees.located(gast.Compare(trees.clone(left), [op], [trees.clone(right)]), like))


def _tested(path: str, operands: list[gast.AST], like: gast.AST) -> Test:
    call = gast.Call(trees.outside(path), [trees.clone(operand) for operand in operands], [])
    return Test(trees.located(call, like))


_STEPS: dict[type, Callable] = {
    gast.MatchValue: Patterns.value_steps,
    gast.MatchSingleton: Patterns.singleton_steps,
    gast.MatchSequence: Patterns.sequence_steps,
    gast.MatchMapping: Patterns.mapping_steps,
    gast.MatchClass: Patterns.class_steps,
    gast.MatchAs: Patterns.as_steps,
    gast.MatchOr: Patterns.or_steps,
}
