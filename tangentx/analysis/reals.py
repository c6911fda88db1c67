"""Values that are real, of variables that are complex elsewhere: each gets a variable of its own.

    z = np.abs(c)                           z_real = np.abs(c)
    for k in range(n):              ->      z = z_real
        z = z * 1j                          for k in range(n):
                                                z = z * 1j

The adjoint of such a value is the real part of what the variable's is, which is complex: a rule like that of `np.abs`,
which multiplies it by a complex number, must not meet the rest.

*Requires* a program whose variables are webs, and the types of what its statements bind.  *Gives* one in which every
rule, element and call of a pair binds a variable that is complex where its value is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tangentx.analysis.narrowed import with_real_parts
from tangentx.analysis.program import Op, Program
from tangentx.analysis.types import Array, Scalar, Tree, Type, is_complex, is_float_like, some
from tangentx.records import Bind, For, If, While
from tangentx.syntax import nodes

_MAKING = ("rule", "item", "pop", "pair", "pairvalue")


def set_apart(
    program: Program, kinds: dict[int, Type | None], bound: Mapping[str, Iterable[Type | None]]
) -> Program:
    """kinds: id of a statement -> the type of what it binds; bound: those of each variable's bindings."""
    passed = {leaf.variable: [leaf.type] for leaf in program.leaves}
    mixed = {
        name for name, kind in program.types.items()
        if is_complex(kind) and not all(map(_is_complex, (*bound.get(name, ()), *passed.get(name, ()))))
    }  # fmt: skip
    trees = {name for name, kind in program.types.items() if isinstance(kind, Tree)}
    if trees:
        program = _Parting(program, kinds, _ends, "leaf").run()
    if not mixed:
        return program
    program = with_real_parts(program, kinds, frozenset(mixed))
    return replace(_Parting(program, kinds, _narrow, "real").run(), mixed=program.mixed | frozenset(mixed))


class _Parting:
    """`differs`: is a value of the one type to have a variable of its own, where the other is its variable's?"""

    def __init__(self, program: Program, kinds: dict[int, Type | None], differs: Callable, word: str):
        self.program, self.kinds, self.differs, self.word = program, kinds, differs, word
        self.types, self.ops, self.taken = dict(program.types), dict(program.ops), set(program.names)

    def run(self) -> Program:
        body = self.block(self.program.body)
        return replace(
            self.program, body=body, types=self.types, ops=self.ops, names=self.program.names | self.taken
        )

    def block(self, body: tuple) -> tuple:
        return tuple(made for stmt in body for made in self.statement(stmt))

    def statement(self, stmt) -> tuple:
        if isinstance(stmt, If):
            return (replace(stmt, body=self.block(stmt.body), orelse=self.block(stmt.orelse)),)
        if isinstance(stmt, For | While):
            made = replace(stmt, body=self.block(stmt.body), orelse=self.block(stmt.orelse))
            if id(stmt) in self.ops:
                self.ops[id(made)] = self.ops[id(stmt)]
            return (made,)
        if not isinstance(stmt, Bind) or self.ops[id(stmt)].kind not in _MAKING:
            return (stmt,)
        kind = some(self.kinds.get(id(stmt)))
        if not self.differs(kind, self.types.get(stmt.target)):
            return (stmt,)
        name = nodes.claimed(f"{stmt.target}_{self.word}", self.taken)
        self.types[name] = kind
        made, copy = replace(stmt, target=name), Bind(stmt.target, nodes.name(name), stmt.place)
        self.ops[id(made)], self.ops[id(copy)] = self.ops[id(stmt)], Op("copy")
        self.kinds[id(made)] = self.kinds[id(copy)] = kind
        return made, copy


def _narrow(kind: Type | None, whole: Type | None) -> bool:
    return _is_real(kind) and is_complex(whole)


def _ends(kind: Type | None, whole: Type | None) -> bool:
    """A number or array where a tree may be: the adjoint of a tree has only what was reached."""
    return isinstance(whole, Tree) and not isinstance(kind, Tree) and is_float_like(kind)


def _is_complex(kind: Type | None) -> bool:
    return is_complex(some(kind))


def _is_real(kind: Type | None) -> bool:
    return isinstance(kind, Array | Scalar) and is_float_like(kind) and not is_complex(kind)
