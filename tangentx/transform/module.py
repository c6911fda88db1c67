"""The finished module: tags and headings, names, imports, header."""

from __future__ import annotations

import linecache
from dataclasses import dataclass

import gast

from tangentx.analysis.program import Program, external, statements
from tangentx.analysis.types import sites_of
from tangentx.paths import identifier
from tangentx.records import Bind, Derivative, Function, Place
from tangentx.syntax import nodes
from tangentx.transform import changed_arguments
from tangentx.transform.array_twins import entangled, reached
from tangentx.transform.aside import keep_aside
from tangentx.transform.disjoint_stores import with_plain_stores
from tangentx.transform.early_sums import with_early_sums
from tangentx.transform.first_contributions import with_first_contributions
from tangentx.transform.loop_zeros import with_loop_zeros
from tangentx.transform.naming import Names, name_temporaries
from tangentx.transform.numbers import Numbers
from tangentx.transform.one_name import without_last_copies
from tangentx.transform.place_sums import with_place_sums
from tangentx.transform.reading import asks_which
from tangentx.transform.released import release
from tangentx.transform.reverse_mode import Parts
from tangentx.transform.shared_factors import share_factors
from tangentx.transform.shared_products import with_shared_products
from tangentx.transform.statements import (
    all_targets,
    caught,
    inner_blocks,
    own_expressions,
    targets,
)  # fmt: skip
from tangentx.transform.tidy import tidy

VERSION = "0.1.0"


@dataclass(frozen=True)
class Spec:
    """What is emitted: mode, wrt, the function's emitted name."""

    mode: str
    wrt: tuple[str, ...]
    has_aux: bool = False
    optimize: bool = True
    value: bool = True  # a tangent function returns the value as well
    checkpoint: int | bool | None = None  # how many states every outermost loop keeps
    raw: bool = False  # the statements before tidying are kept as well


def joint_function(program: Program, parts: Parts, spec: Spec, pure) -> list[gast.AST]:
    """One function: forward sweep, reverse sweep, return."""
    table = parts.table
    function = program.function
    bars = _tuple_of(parts.bars) if len(spec.wrt) != 1 else parts.bars[0]
    value = {"value_and_grad": lambda: gast.Tuple([parts.value, bars], gast.Load())}
    with_aux = spec.has_aux and spec.mode == "grad"
    returned = value.get(spec.mode, lambda: bars)()
    if with_aux:
        returned = gast.Tuple(
            [bars, gast.Subscript(parts.value, nodes.constant(1), gast.Load())], gast.Load()
        )
        if isinstance(parts.value, gast.Tuple):
            returned = gast.Tuple([bars, parts.value.elts[1]], gast.Load())
    last = gast.Return(returned)
    if spec.mode == "value_and_grad" or spec.has_aux:
        keep_aside(program, parts, last, 0 if spec.mode == "value_and_grad" else 1)
    body = [*parts.forward, *parts.reverse, last]
    extra = (parts.seed,) if spec.mode == "adjoint" else ()
    made = _function(
        program, f"{emitted_name(function, spec)}", body, extra, spec, parts, pure, table, function.lines
    )
    _mark_sweeps(made, "both sweeps" if parts.joint else "reverse sweep")
    return [made]


def pair_functions(program: Program, parts: Parts, spec: Spec, pure, base: str) -> list[gast.AST]:
    """Two functions: forward -> (value, saved), reverse(saved, seed) -> adjoints.  What the reverse half consumes
    (stacks, arrays it restores in place) it copies first, so that it may run again."""
    function = program.function
    reverse = [*parts.reverse, gast.Return(_tuple_of(parts.bars))]
    saved = _free_names(reverse, parts)
    changed_arguments.check_saved(program, saved, parts.plan.contents)
    copies, unsure = [], _maybe_unbound(parts.forward, saved, {p.name for p in function.parameters})
    places = {
        n: parts.plan.contents.get(n) or sites_of(program.types.get(n)) for n in {*saved, *parts.plan.mutated}
    }
    restored = {site for name in parts.plan.mutated for site in places[name]}
    places = {name: places[name] for name in saved}
    if parts.by_memory or asks_which(reverse):
        restored = reached(restored, places.values())  # what may be in one buffer is so in the copies
    shared = entangled({n: places[n] for n in saved if not places[n].isdisjoint(restored)}, parts.plan.stacks)
    if shared:
        call = gast.Call(external("runtime.copied_together"), [nodes.name(n) for n in shared], [])
        copies.append(gast.Assign([_stored(shared)], call, None))
    for name in saved:
        if name in shared:
            continue
        if name in parts.plan.stacks:
            copies.append(nodes.assign(name, gast.Call(external("builtins.list"), [nodes.name(name)], [])))
        elif not sites_of(program.types.get(name)).isdisjoint(restored):
            copy: gast.AST = nodes.call(f"{name}.copy")
            if name in unsure:
                copy = nodes.parse_expression(f"None if {name} is None else {name}.copy()")
            copies.append(nodes.assign(name, copy))
    load = [gast.Assign([_stored(saved)], nodes.name("saved"), None)] if saved else []
    kept = gast.Tuple([nodes.name(n) for n in saved], gast.Load())
    nothing = {name: "[]" if name in parts.plan.stacks else "None" for name in unsure}
    parts.forward[:0] = [nodes.assign(n, nodes.parse_expression(text)) for n, text in nothing.items()]
    forward = [*parts.forward, gast.Return(gast.Tuple([parts.value, kept], gast.Load()))]
    table = parts.table
    first = _function(program, f"{base}_forward", forward, (), spec, parts, pure, table, function.lines)
    second = _function(
        program, f"{base}_reverse", [*load, *copies, *reverse], None, spec, parts, pure, table, function.lines
    )
    return [second, first]


def _free_names(body: list, parts: Parts) -> list[str]:
    """Names that the reverse half reads before it binds them, in order."""
    found: dict[str, None] = {}
    given = {parts.seed, *parts.given}

    def walk(block: list, bound: set[str]) -> set[str]:
        for stmt in block:
            for expr in own_expressions(stmt):
                for name in nodes.names_read(expr):
                    if name not in bound and not name.startswith("@") and name not in given:
                        found.setdefault(name)
            bound = bound | set(targets(stmt))
            if isinstance(stmt, gast.If):
                bound = walk(stmt.body, bound) & walk(stmt.orelse, bound)
            elif isinstance(stmt, gast.With):
                bound = walk(stmt.body, bound)
            elif isinstance(stmt, gast.Try):
                ends = [walk(part, bound) for part in ([*stmt.body, *stmt.orelse], *caught(stmt))]
                bound = walk(stmt.finalbody, set.intersection(*ends))
            elif isinstance(stmt, gast.For | gast.While):
                walk(stmt.body, bound)  # it may not run at all
                bound = bound - set(targets(stmt))
        return bound

    walk(body, set())
    return list(found)


def _maybe_unbound(body: list, names: list[str], bound: set[str]) -> list[str]:
    """The names that are bound on some paths only (a branch, a loop that may not run)."""

    def walk(block: list, known: set[str]) -> set[str]:
        for stmt in block:
            if isinstance(stmt, gast.If):
                known = walk(stmt.body, set(known)) & walk(stmt.orelse, set(known))
            elif isinstance(stmt, gast.With):
                known = walk(stmt.body, set(known))
            elif isinstance(stmt, gast.Try):
                ends = [walk(part, set(known)) for part in ([*stmt.body, *stmt.orelse], *caught(stmt))]
                known = walk(stmt.finalbody, set.intersection(*ends))
            known = known | set(targets(stmt)) if not isinstance(stmt, gast.For) else known
        return known

    sure = walk(body, set(bound))
    return [name for name in names if name not in sure]


def _tuple_of(items: list) -> gast.AST:
    return gast.Tuple(list(items), gast.Load())


def _stored(names: list[str]) -> gast.AST:
    """The target that unpacks to these names."""
    return gast.Tuple([nodes.store_name(n) for n in names], gast.Store())


def _function(program, name, body, extra, spec, parts: Parts, pure, table, lines) -> gast.AST:
    own = ("saved", parts.seed, *parts.given)  # of a reverse half
    parameters = {p.name for p in program.function.parameters} | set(extra or own)
    taken = set(parts.names) | {p.name for p in program.function.parameters}
    if spec.optimize:
        body = tidy(body, table, parameters, pure, parts.outer, unread=spec.value)
        number = Numbers(table, parts.outer)
        with_plain_stores(body, table, parameters)
        share_factors(body, number)
        with_place_sums(body, number)
        with_first_contributions(body, number)
        taken |= {n for s in body for n in all_targets(s)}
        with_early_sums(body, number, taken)
        with_shared_products(body, number)
        without_last_copies(body, number)
        with_loop_zeros(body, table)
        release(body, table)
    taken |= {n for s in body for n in all_targets(s)}
    hints = {s.target: s.value for s in _binds(program.body)}
    name_temporaries(body, taken, hints, parameters)
    parts.names |= taken
    _tag(body, lines, program.function.file)
    arguments = _arguments(program.function, extra) if extra is not None else _plain_arguments(own)
    doc = _docstring(program.function, spec)
    made = gast.FunctionDef(name, arguments, [doc, *body], [], None, None, [])
    made.doc = doc
    return made


def _binds(body):
    return [s for s in statements(body) if isinstance(s, Bind)]


def _docstring(function: Function, spec: Spec) -> gast.AST:
    what = {
        "grad": "Gradient of {f} with respect to {w}.",
        "value_and_grad": "Value and gradient of {f} with respect to {w}.",
        "adjoint": "Adjoint of {f} with respect to {w}: seed times the Jacobian.",
        "tangent": "Value and tangent of {f} along {w}.", "jacobian": "Jacobian of {f} with respect to {w}.",
        "tangents": "Value and tangents of {f} along {w}, in directions along the last axis.",
        "pair": "Adjoint of {f} with respect to {w}, in two halves.",
    }  # fmt: skip
    text = what[spec.mode].format(f=f"{function.module}:{function.qualname}", w=", ".join(spec.wrt))
    if len(text) > 78:
        text = what[spec.mode].format(f=function.name, w=", ".join(spec.wrt))
    return gast.Expr(nodes.constant(text if len(text) <= 78 else text[:75] + "..."))


def emitted_name(function: Function, spec: Spec) -> str:
    """`loss_grad_w`."""
    base = function.name if function.name.isidentifier() else "function"
    mode = {"pair": "adjoint"}.get(spec.mode, spec.mode)
    return "_".join([base, mode, *map(identifier, spec.wrt)])


def _arguments(function: Function, extra: tuple[str, ...]) -> gast.AST:
    """The primal's parameters, with constant defaults."""
    positional, defaults, kwonly, kw_defaults = [], [], [], []
    vararg = kwarg = None
    posonly: list = []
    for p in function.parameters:
        node = gast.Name(p.name, gast.Param(), None, None)
        default = p.default if isinstance(p.default, gast.Constant) else None
        if p.kind == "KEYWORD_ONLY":
            kwonly.append(node)
            kw_defaults.append(default)
        elif p.kind == "VAR_POSITIONAL":
            vararg = node
        elif p.kind == "VAR_KEYWORD":
            kwarg = node
        else:
            (posonly if p.kind == "POSITIONAL_ONLY" else positional).append(node)
            if default is None:
                defaults.clear()
            else:
                defaults.append(default)
    if extra:
        defaults = []
    more = [gast.Name(name, gast.Param(), None, None) for name in extra]
    if vararg is not None or kwonly:
        kwonly, kw_defaults = [*more, *kwonly], [*(None for _ in more), *kw_defaults]
    else:
        positional += more
    return gast.arguments(positional, posonly, vararg, kwonly, kw_defaults, kwarg, defaults)


def _plain_arguments(names: tuple[str, ...]) -> gast.AST:
    return gast.arguments([gast.Name(n, gast.Param(), None, None) for n in names], [], None, [], [], None, [])


# -- tags --------------------------------------------------------------------------------------------------


def _mark_sweeps(made: gast.AST, second: str) -> None:
    """`# forward sweep` and `# reverse sweep`, where both have code."""
    body = made.body
    forward = [s for s in body if getattr(s, "sweep", "") == "forward"]
    reverse = [s for s in body if getattr(s, "sweep", "") == "reverse"]
    if forward and reverse:
        forward[0].section = "forward sweep"
        reverse[0].section = second


def label(place: Place, file: str) -> str:
    """`L12`, or `L12 > L8` for line 8 of a callee, `L12 > helpers.py:L8` when it is in another file."""
    chain = [*place.via, place]
    shown, current = [], file
    for p in chain:
        name = (
            f"L{p.line}"
            if p.file == current
            else f"{p.file.replace(chr(92), '/').rsplit('/', 1)[-1]}:L{p.line}"
        )
        shown.append(name)
        current = p.file
    return " > ".join(shown)


def _tag(body: list, lines, file: str) -> None:
    """Tags on forward statements, headings over groups of adjoint statements."""
    last = None
    for stmt in body:
        place = getattr(stmt, "place", None)
        if place is None:
            last = None
            for part in inner_blocks(stmt):
                _tag(part, lines, file)
            continue
        name = label(place, file)
        if isinstance(stmt, gast.For | gast.While | gast.If | gast.Try | gast.With):
            stmt.tag = None if getattr(stmt, "storage", False) else name
            last = None
        elif getattr(stmt, "again", None) is not None:
            if not getattr(stmt, "storage", False):
                stmt.tag = name
        elif getattr(stmt, "sweep", "") == "forward":
            if not getattr(stmt, "storage", False):
                stmt.tag = name
        elif name != last:
            stmt.heading = f"adjoint of {name}: {_source(place, lines, file)}"
            last = name
        for part in inner_blocks(stmt):
            _tag(part, lines, file)


def _source(place: Place, lines, file: str) -> str:
    text = (
        lines[place.line - 1]
        if place.file == file and place.line <= len(lines)
        else linecache.getline(place.file, place.line)
    )
    return text.strip() or "?"


def mark(body: list, sweep: str) -> None:
    """Say of every statement which sweep it belongs to; what the reverse sweep runs again belongs to the forward."""
    for stmt in body:
        stmt.sweep = sweep if getattr(stmt, "again", None) is None else "forward"
        for part in inner_blocks(stmt):
            mark(part, sweep)


# -- the module --------------------------------------------------------------------------------------------


def whole_module(program: Program, functions: list, spec: Spec, spaces) -> tuple[Derivative, Names]:
    """Functions with their imports and header; the entry is the last one.  A function of a recursive callee has
    `pair`, the name by which the others call it."""
    function = program.function
    taken = {f.name for f in functions if not hasattr(f, "pair")}
    for made in functions:
        taken |= {n.id for n in nodes.walk(made) if isinstance(n, gast.Name)}
    names = Names(spaces, taken)
    for made in functions:
        if hasattr(made, "pair"):
            made.name = names.root(f"pair.{made.pair}", made.pair)
    for made in functions:
        names.rewrite(made)
    names.check(function)
    target = f"{function.module}:{function.qualname}"
    wrt = ",".join(spec.wrt)
    header = (
        f"Generated by tangentx {VERSION} from {target}. To change it and keep the change:",
        f"  tangentx eject {target} --mode {spec.mode} --wrt {wrt}",
        f"primal : {_relative(function)}:{function.first_line}-{function.last_line}",
    )
    return Derivative(header, tuple(names.import_lines()), tuple(functions), functions[-1].name), names


def _relative(function: Function) -> str:
    """The file's path as seen from where its module is imported: it says where the file is on every machine."""
    parts = function.file.replace(chr(92), "/").split("/")
    return "/".join(parts[-len(function.module.split(".")) :])
