"""Arguments stay the caller's: what the function writes on is copied first, and must not overlap with another one."""

from __future__ import annotations

from collections import deque

import gast

from tangentx.analysis import identity
from tangentx.analysis.activity import Activity
from tangentx.analysis.aliasing import aliasing
from tangentx.analysis.program import Leaf, Program, base_name, external, statements
from tangentx.analysis.result_views import by_order
from tangentx.analysis.types import Array, Dictionary, Instance, ListOf, Sequence, Type, sites_of
from tangentx.analysis.webs import read_expressions
from tangentx.errors import AliasingError
from tangentx.paths import written as as_text
from tangentx.records import Augment, Bind, Evaluate, Place, Store
from tangentx.syntax import nodes
from tangentx.transform import undoing
from tangentx.transform.statements import inner_blocks, single_target


def copies_of_written(program: Program, activity: Activity, forward: list) -> list[gast.AST]:
    """A parameter that the sweep writes on is copied first: the caller's array stays as it is.  A recursive callee
    writes on what it is given: its caller has copied it, and sees to it that no other argument is in its memory."""
    copies: list[gast.AST] = []
    bound = {n for s in forward for n in _assigned_bases(s)}
    written = set()
    for name in bound:
        written |= sites_of(program.types.get(name))
    for leaf in program.leaves:
        if (
            not isinstance(leaf.type, Array)
            or leaf.type.scalar
            or leaf.path
            or leaf.variable in program.changed
        ):
            continue
        if not sites_of(leaf.type).isdisjoint(written):
            copies.append(_copied(program, leaf))
    for leaf in program.leaves:
        if isinstance(leaf.type, ListOf) and not leaf.path and undoing.changes(program, leaf.variable):
            copies.append(_copied(program, leaf))
    changed = _changed_by_methods(program)
    own = {single_target(made) for made in copies}
    copies += [
        _copied(program, leaf)
        for leaf in program.leaves
        if leaf.variable not in {*own, *program.changed} and _is_changed(program, leaf, changed)
    ]
    # The sweep may do without what the function stores there.
    checks = _overlap_checks(program, activity.written, written)
    tables = _copies_of_dictionaries(program, changed)
    if tables or any(_is_changed_list(program, leaf.variable, changed) for leaf in program.leaves):
        checks += _distinct_checks(program)
    return checks + _order_checks(program, activity.written) + copies + tables


def unchanged(program: Program, name: str, value: gast.AST, written: frozenset[str]) -> gast.AST:
    """A part of an argument, so that the caller's stays as it is: a copy where the function writes on it."""
    kind = program.types.get(name)
    if isinstance(kind, ListOf):
        is_changed = _is_changed_list(program, name, _changed_by_methods(program))
        return gast.Call(external("runtime.copied"), [value], []) if is_changed else value
    return value if sites_of(kind).isdisjoint(written) else nodes.method(value, "copy")


# Methods of containers and arrays that change them.  Those that the compiler follows are stores by now; what is left
# concerns values without derivative.
_CHANGING = frozenset({
    "add", "append", "appendleft", "byteswap", "clear", "difference_update", "discard", "extend", "extendleft",
    "insert", "intersection_update", "move_to_end", "pop", "popitem", "popleft", "remove", "reverse", "rotate",
    "setdefault", "setflags", "sort", "subtract", "symmetric_difference_update", "update",
})  # fmt: skip
_CONTAINERS = (set, dict, list, deque)


def _changed_by_methods(program: Program) -> set[str]:
    """Variables that calls without derivative change: `seen.add(k)`, `rng.shuffle(order)`."""
    changed: set[str] = set()
    for stmt in statements(program.body):
        if program.is_touch(stmt):
            changed.add(base_name(stmt.target))
        call = getattr(stmt, "value", None)
        if isinstance(stmt, Bind | Evaluate) and isinstance(call, gast.Call):
            function = call.func
            if isinstance(function, gast.Attribute) and function.attr in _CHANGING:
                changed.update(nodes.names_read(function.value))
            elif _may_do_anything(program, stmt):
                changed.update(name for argument in call.args for name in nodes.names_read(argument))
    return changed


def _may_do_anything(program: Program, stmt) -> bool:
    """A call of a function of the user's, as it is."""
    op = program.ops.get(id(stmt))
    written = nodes.dotted(stmt.value.func) or ""
    return op is not None and op.kind == "inactive" and not op.pure and written.startswith("@_m")


def _is_changed(program: Program, leaf, changed: set[str]) -> bool:
    """May it be the leaf that is changed, by its own name or another one?"""
    if leaf.path:
        return False
    if isinstance(leaf.type, ListOf):
        return any(isinstance(program.types.get(name), ListOf) for name in changed)
    if isinstance(leaf.type, Instance) and issubclass(leaf.type.cls, _CONTAINERS):
        return any(program.types.get(name) == leaf.type for name in changed)
    if isinstance(leaf.type, Array) and not leaf.type.scalar:
        sites = sites_of(leaf.type)
        return any(not sites.isdisjoint(sites_of(program.types.get(name))) for name in changed)
    return False


def _copied(program: Program, leaf) -> gast.AST:
    """A copy of an argument under its name, so that the caller's stays as it is."""
    given = nodes.name(leaf.variable)
    if isinstance(leaf.type, Array):
        value = nodes.method(given, "copy")
    else:
        _check_default(program, leaf.parameter)
        how = "runtime.copied" if isinstance(leaf.type, ListOf) else "copy.deepcopy"
        value = gast.Call(external(how), [given], [])
    made = nodes.assign(leaf.variable, value)
    made.place = Place(program.function.file, program.function.first_line)
    return made


def _copies_of_dictionaries(program: Program, changed: set[str]) -> list[gast.AST]:
    """Dictionaries that were not taken apart, in a function that writes on one, by whatever name."""
    stores = [s for s in statements(program.body) if isinstance(s, Store | Augment)]
    known = [program.types.get(name) for name in (*(base_name(s.target) for s in stores), *changed)]
    if all(isinstance(kind, Array | ListOf | Instance) for kind in known):
        return []
    leaves = [leaf for leaf in program.leaves if isinstance(leaf.type, Dictionary) and not leaf.path]
    return [_copied(program, leaf) for leaf in leaves]


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


def _is_changed_list(program: Program, name: str, changed: set[str]) -> bool:
    return isinstance(program.types.get(name), ListOf) and (undoing.changes(program, name) or name in changed)


def _distinct_checks(program: Program) -> list[gast.AST]:
    """No container may be passed twice to a function that changes one, where the analysis has not said so already."""
    first = program.body[0] if program.body else None
    if isinstance(first, Evaluate) and nodes.equal(
        first.value, identity.distinct(program.kinds, first.place).value
    ):
        return []
    held = [kind for kind in program.kinds.values() if isinstance(kind, Sequence | Dictionary)]
    inner = any(isinstance(item, Sequence | Dictionary) for kind in held for item in kind.items)
    call = identity.distinct(program.kinds, None).value
    return [gast.Expr(call)] if len(held) > 1 or inner else []


def _overlap_checks(program: Program, written: frozenset[str], by_sweep: set[str]) -> list[gast.AST]:
    """Another argument, or part of one, must not be the same memory as one that is written."""
    leaves = [leaf for leaf in program.leaves if _has_arrays(leaf.type)]
    changed = [
        leaf for leaf in leaves
        if not sites_of(leaf.type).isdisjoint(written | by_sweep if isinstance(leaf.type, Array) else written)
    ]  # fmt: skip
    if not changed:
        return []
    others = [_given(leaf) for leaf in leaves if leaf not in changed and not program.changed]
    others += map(nodes.parse_external, _outer_arrays(program))
    first = _given(changed[0]) if len(changed) == 1 else gast.Tuple([*map(_given, changed)], gast.Load())
    if len(changed) == 1 and not others:
        return []
    return [gast.Expr(gast.Call(external("runtime.check_disjoint"), [first, *others], []))]


def _order_checks(program: Program, written: frozenset[str]) -> list[gast.AST]:
    """An array must be C-ordered, as its copy is, where that decides what is written."""
    views = [
        stmt
        for stmt in statements(program.body)
        if isinstance(stmt, Bind) and by_order(program.op(stmt), program.types, stmt.value)
    ]
    seen = aliasing(program, written).concerned() if views else ()
    asked = {
        site
        for stmt in views
        if stmt.target in seen
        for name in nodes.names_read(stmt.value)
        for site in sites_of(program.types.get(name))
    }
    given = [leaf for leaf in program.leaves if _has_arrays(leaf.type)]
    given = [_given(leaf) for leaf in given if not sites_of(leaf.type).isdisjoint(asked & written)]
    return [gast.Expr(gast.Call(external("runtime.check_ordered"), given, []))] if given else []


def _has_arrays(kind: Type | None) -> bool:
    if isinstance(kind, ListOf):
        return _has_arrays(kind.item)
    return isinstance(kind, Array) and not kind.scalar


def _given(leaf: Leaf) -> gast.AST:
    """The part of the argument as the caller has it: `o.a`."""
    return nodes.parse_expression(as_text(leaf.parameter, leaf.path))


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
