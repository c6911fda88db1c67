"""What a function sees besides its arguments, for a program of its own: those variables become its parameters.

def area(x):                                    def adapt_forward(a, b, k):
    k = x * x                                       left = math.sin(k * a)
    def f(t): return math.sin(k * t)        ->      ...
    def adapt(a, b): ... f(a) ... adapt(a, m) ...   pair = adapt_forward(a, m, k)
    return adapt(0.0, 1.0)

They keep their names.  A container that was taken apart can be read there, and not changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import gast

from tangentx.analysis import choices, identity, lists
from tangentx.analysis.generators import Generator
from tangentx.analysis.iterables import Iteration
from tangentx.analysis.program import Structure
from tangentx.analysis.scope import Env, Frame, LocalFunction
from tangentx.analysis.types import Const, Instance, Maybe, Mixed, Type, Unknown
from tangentx.frontend import scopes
from tangentx.records import Function

_UNSEEN = (Mixed, Maybe, Instance, Unknown)


@dataclass
class Captures:
    """names : the variables, in order; known : what exists only while specialising; structures : containers.
    sound : can all of it be seen from a program of its own?"""

    names: dict[str, Type] = field(default_factory=dict)
    known: dict[str, Type] = field(default_factory=dict)
    structures: dict[str, Structure] = field(default_factory=dict)
    sound: bool = True

    def enter(self, env: Env) -> None:
        """What is known of them, in the environment of a program of its own; the variables are its parameters."""
        memo: dict = {}
        for name, kind in self.known.items():
            structure = self.structures.get(name)
            if structure is not None:
                structure = identity.rebuilt(structure, _fixed, memo)
            env.bind(name, kind, structure)

    def key(self) -> tuple:
        known = (item for item in self.known.items() if item[0] not in self.structures)
        return tuple(sorted(self.names.items(), key=lambda item: item[0])), frozenset(known)


@dataclass(frozen=True)
class Inside:
    """Where the function stands that a program of its own is made of, and what its names are there."""

    function: Function
    names: dict[str, str]
    parent: Frame | None
    captures: Captures
    given: dict[str, Type]  # its parameters that are functions

    def enter(self, s, env: Env) -> None:
        self.captures.enter(env)
        for name, kind in self.given.items():
            env.bind(self.names[name], kind)
        s.taken |= {*self.names.values(), *env.types}


def _fixed(structure: Structure) -> Structure:
    """The container as something to be read: what it would take to change it is not asked for."""
    origin = structure.origin if isinstance(structure.origin, gast.AST) else None
    return replace(structure, entangled=True, origin=origin)


def seen(s, functions: list[Const], env: Env) -> Captures:
    """What these functions see of the variables around them."""
    found, pending = Captures(), [f.value for f in functions]
    walked: set[int] = set()
    while pending:
        value = pending.pop(0)
        if id(value) in walked:
            continue
        walked.add(id(value))
        if isinstance(value, LocalFunction):
            tree = value.function.tree
            found.sound &= not scopes.declared(tree, gast.Nonlocal) and not value.function.generator
            names = [value.frame.find(n) for n in sorted(scopes.identifiers(tree) - value.function.locals)]
            names += sorted(choices.operands(value))
        else:
            names = sorted(choices.operands(value))
        for name in names:
            if name in env.types:
                pending += _see(s, name, env, found)
    return found


def _see(s, name: str, env: Env, found: Captures) -> list:
    """One more variable; the functions that it leads to."""
    if name in found.known or name in found.names:
        return []
    structure, kind = env.structures.get(name), env.types[name]
    if structure is not None:
        found.known[name], found.structures[name] = s.structure_type(structure, env), structure
        cells = identity.cells([structure])
        return [f for cell in sorted(cells) for f in _see(s, cell, env, found)]
    if choices.is_known(kind) or isinstance(kind, Const) and not isinstance(kind.value, _WRITTEN):
        found.known[name] = kind
        found.sound &= not isinstance(kind.value, Iteration | Generator)
        return [kind.value] if choices.is_known(kind) else []
    found.names[name] = kind
    found.sound &= not isinstance(kind, _UNSEEN) and name not in env.aliases
    if lists.is_list(kind):
        found.names[name] = replace(kind, frozen=True)
    return [f.value for f in choices.functions_in(kind)]


_WRITTEN = (bool, int, float, complex, str, bytes, type(None), tuple)  # constants that statements bind
