"""Arguments stay the caller's: what the function writes on is copied first, and must not overlap with another one."""

from __future__ import annotations

import gast

from tangentx.analysis.activity import Activity, base_name, statements
from tangentx.analysis.program import Program, external
from tangentx.analysis.types import Array, Dictionary, ListOf, sites_of
from tangentx.analysis.webs import read_expressions
from tangentx.errors import AliasingError
from tangentx.records import Augment, Place, Store
from tangentx.syntax import nodes
from tangentx.transform import undoing
from tangentx.transform.statements import inner_blocks


def copies_of_written(program: Program, activity: Activity, forward: list) -> list[gast.AST]:
    """A parameter that the function writes on is copied first: the caller's array stays as it is."""
    copies: list[gast.AST] = []
    checks: list[gast.AST] = []
    bound = {n for s in forward for n in _assigned_bases(s)}
    written = set()
    for name in bound:
        written |= sites_of(program.types.get(name))
    for leaf in program.leaves:
        if (
            isinstance(leaf.type, Array)
            and not leaf.type.scalar
            and not sites_of(leaf.type).isdisjoint(written)
        ):
            if leaf.path:
                continue
            call = nodes.method(nodes.name(leaf.variable), "copy")
            made = nodes.assign(leaf.variable, call)
            made.place = Place(program.function.file, program.function.first_line)
            copies.append(made)
            checks += _overlap_checks(program, leaf)
    for leaf in program.leaves:
        if isinstance(leaf.type, ListOf) and not leaf.path and undoing.changes(program, leaf.variable):
            _check_default(program, leaf.parameter)
            call = gast.Call(external("runtime.copied"), [nodes.name(leaf.variable)], [])
            made = nodes.assign(leaf.variable, call)
            made.place = Place(program.function.file, program.function.first_line)
            copies.append(made)
    return checks + copies + _copies_of_dictionaries(program)


def _copies_of_dictionaries(program: Program) -> list[gast.AST]:
    """Dictionaries that were not taken apart, in a function that writes on one, by whatever name."""
    stores = [s for s in statements(program.body) if isinstance(s, Store | Augment)]
    known = [program.types.get(base_name(s.target)) for s in stores]
    if all(isinstance(kind, Array | ListOf) for kind in known):
        return []
    copies = []
    for leaf in program.leaves:
        if isinstance(leaf.type, Dictionary) and not leaf.path:
            _check_default(program, leaf.parameter)
            call = gast.Call(external("copy.deepcopy"), [nodes.name(leaf.variable)], [])
            copies.append(nodes.assign(leaf.variable, call))
            copies[-1].place = Place(program.function.file, program.function.first_line)
    return copies


def _outer_arrays(program: Program) -> list[str]:
    """Globals and cells that the function reads and that may be arrays, as written."""
    found: dict[str, None] = {}
    for stmt in statements(program.body):
        for expr in read_expressions(stmt):
            for node in nodes.walk(expr):
                written = nodes.dotted(node) if isinstance(node, gast.Attribute) else None
                if written is not None and written.startswith("@_m") and program.outer.get(written):
                    found[written] = None
    return list(found)


def _check_default(program: Program, name: str) -> None:
    """A mutable default that is changed is state from call to call: a derivative call must not be one."""
    parameter = next(p for p in program.function.parameters if p.name == name)
    if parameter.default is not None:
        raise AliasingError(
            f"the default of `{name}` is changed by the function", code="TX512", lines=program.function.lines,
            place=Place(program.function.file, program.function.first_line),
            help=(f"write `{name}=None`, and make the list inside",),
        )  # fmt: skip


def _overlap_checks(program: Program, leaf) -> list[gast.AST]:
    """Another argument must not be the same memory as one that is written."""
    others = [
        other.variable for other in program.leaves
        if other is not leaf and isinstance(other.type, Array) and not other.type.scalar and not other.path
    ]  # fmt: skip
    outside = _outer_arrays(program)
    if not others and not outside:
        return []
    args = [nodes.name(leaf.variable), *map(nodes.name, others), *map(nodes.parse_external, outside)]
    made = gast.Expr(gast.Call(external("runtime.check_disjoint"), args, []))
    return [made]


def _assigned_bases(stmt: gast.AST):
    """The names of arrays that a statement writes on, in assignments and as `np.add.at(v, ...)` does."""
    targets = getattr(stmt, "targets", [getattr(stmt, "target", None)])
    if isinstance(stmt, gast.Expr) and isinstance(stmt.value, gast.Call):
        if (nodes.dotted(stmt.value.func) or "").endswith(".at"):
            yield from nodes.names_read(stmt.value.args[0])
    for target in targets:
        inside = isinstance(target, gast.Subscript)
        while isinstance(target, gast.Subscript | gast.Attribute):
            target = target.value
        if isinstance(target, gast.Name) and (inside or isinstance(stmt, gast.AugAssign)):
            yield target.id
    for part in inner_blocks(stmt):
        for inner in part:
            yield from _assigned_bases(inner)
