"""`for` loops while specialising: over a range, over an index, or written out.

    for i, (a, b) in enumerate(zip(x, y)):        for k in range(min(len(x), len(y))):
        ...                                 ->        a = x[k]
                                                      b = y[k]
                                                      i = k

A loop over a container that was taken apart is written out, once for each element; so is a short loop that cannot stay
a loop, for example because it fills a list with functions.
"""

from __future__ import annotations

import gast

from tangentx.analysis import (
    containers,
    cursors,
    foreign,
    generators,
    indexed,
    iterated,
    iterators,
    lent,
    lists,
    marks,
    prelude,
    snapshots,
    texts,
    unrolling,
)
from tangentx.analysis.iterables import bounds_of, only_ranges, with_parts
from tangentx.analysis.iterators import Iteration
from tangentx.analysis.lists import is_dict
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.refusals import of_number, surely
from tangentx.analysis.restarts import KnownLengthWanted, Restart
from tangentx.analysis.scope import Env, Frame
from tangentx.analysis.structures import grown_names
from tangentx.analysis.types import (
    INT,
    UNKNOWN,
    Array,
    Const,
    ListOf,
    Sequence,
    SetOf,
    Text,
    Type,
    is_scalar,
)
from tangentx.errors import TangentxError, UnsupportedSyntaxError
from tangentx.frontend.exits import contains
from tangentx.records import Augment, Bind, Break, Continue, Evaluate, For, If, Place, Store, Unpack, While
from tangentx.syntax import nodes

MAX_UNROLLED = 64
MAX_FALLBACK = 16  # trips of a loop that is written out because it cannot stay a loop


def for_loop(s, stmt: For, place: Place, env: Env, frame: Frame) -> Env | None:
    """Walk a `for`; the environment after it."""
    mark = marks.of_for(s, stmt, frame)
    end = _for_loop(s, stmt, place, env, frame)
    marks.put(s, mark, place)
    return end


def _for_loop(s, stmt: For, place: Place, env: Env, frame: Frame) -> Env | None:
    atom = iterated.whole(s, s.atom(stmt.iter, env, frame, place), place, env)
    known = s.structure(atom, env)
    table = _table(
        s, atom, env
    )  # whose entries may change: Python itself sees to it that no key comes or goes
    keyed = table is not None or known is not None and known.keys is not None
    fixed = keyed or isinstance(s.kind_or_none(atom, env), Array)  # its rows are views, read in their turn
    grows = isinstance(stmt.iter, gast.Name) and stmt.iter.id in grown_names(stmt.body, (), True)
    if not fixed and (grows or stmt.place in s.hints.stepped):
        atom = cursors.read_on(s, stmt, atom, place, env)
    if table is not None:
        return _dict_loop(s, stmt, *table, place, env, frame)
    generator = generators.generator_of(s, atom, env)
    if generator is not None:
        return generators.loop(s, generator, stmt, place, env, frame)
    if stmt.guarded:
        iterators.check_guarded(s, atom, place, env)
    target = s.local(stmt.target, frame)
    iterators.begin(s, atom, place, env)
    jumps = contains(stmt.body, (Break, Continue))
    known = iterators.trips(s, atom, place, env)
    wanted = stmt.place in s.hints.unrolled or not jumps and _write_out(s, atom, stmt, env)
    wanted = wanted or known is not None and len(known) <= MAX_FALLBACK and _over_objects(s, atom, env)
    if known is not None and len(known) <= MAX_UNROLLED and wanted:
        return unrolling.over(s, stmt, target, atom, place, env, frame)
    if known is None or len(known) > MAX_FALLBACK:
        return _rolled(s, stmt, target, atom, place, env, frame)
    return _attempted(s, stmt, target, atom, place, env, frame)


def _attempted(s, stmt: For, target: str, atom, place: Place, env: Env, frame: Frame) -> Env | None:
    """A short loop: as a loop if that works, else start over and write it out."""
    s.hints.attempts += 1
    try:
        return _rolled(s, stmt, target, atom, place, env, frame)
    except (TangentxError, KnownLengthWanted):
        s.hints.unrolled.add(stmt.place)
        raise Restart from None
    finally:
        s.hints.attempts -= 1


def _write_out(s, atom: gast.AST, stmt: For, env: Env) -> bool:
    """Is a loop with known trips written out?  Over the parts of a container it is, over a range only if it must."""
    if stmt.place in s.hints.unrolled:
        return True
    structure = s.structure(atom, env)
    if structure is not None:
        return structure.keys is not None or not _plain_numbers(s, structure, env)
    if isinstance(s.kind(atom, env), Sequence):
        return False
    iteration = iterators.iteration_of(s, atom, env)
    if iteration is not None:
        return not only_ranges(s, iteration, env)
    return _indexes_structure(stmt.body, stmt.target, env)


def _over_objects(s, atom: gast.AST, env: Env) -> bool:
    """Is it a loop over objects or dicts that were taken apart?  A list of them would have to exist at run time."""
    structure, iteration = s.structure(atom, env), iterators.iteration_of(s, atom, env)
    if structure is not None:
        return any(isinstance(i, Structure) and i.keys is not None for i in structure.items)
    return iteration is not None and any(_over_objects(s, part, env) for part in iteration.parts)


def _rolled(s, stmt: For, target: str, atom: gast.AST, place: Place, env: Env, frame: Frame) -> Env | None:
    """The loop as a loop; while it is walked, it is known what it runs over."""
    before = s.reading
    held = {
        lists.holder(env, a.id): stmt.place
        for a in unrolling.lists_of(s, atom, env)
        if isinstance(a, gast.Name)
    }
    s.reading = {**before, **held}
    try:
        return _as_loop(s, stmt, target, atom, place, env, frame)
    finally:
        s.reading = before


def _as_loop(s, stmt: For, target: str, atom: gast.AST, place: Place, env: Env, frame: Frame) -> Env | None:
    bounds = bounds_of(s, atom, env)
    if bounds is not None:
        return _range_loop(s, stmt, target, bounds, place, env, frame)
    iteration = iterators.iteration_of(s, atom, env)
    if iteration is not None and iteration.how in iterators.ARRANGED:
        return _arranged_loop(s, stmt, target, iteration, place, env, frame)
    if iteration is not None and not indexed.is_indexable(s, atom, env):
        atom = iterators.in_pieces(s, atom, place, env)
    if indexed.is_indexable(s, atom, env):
        return _index_loop(s, stmt, target, atom, place, env, frame)
    if s.is_varied(atom, env) or iterators.iteration_of(s, atom, env) is not None:
        shown = s.kind(atom, env) if iteration is None else f"`{iteration.how}`"
        error = UnsupportedSyntaxError(
            f"a loop over {shown} cannot be reversed", code="TX231", place=place, lines=s.lines(place),
            help=("loop over a range, an array, a list, or zip/enumerate/reversed of those",),
        )  # fmt: skip
        surely(s, error, of_number(s.kind(atom, env), "{} is not iterable"))
    return _plain_loop(s, stmt, target, atom, place, env, frame)


def _plain_numbers(s, structure: Structure, env: Env) -> bool:
    """A display of plain values without derivative, as in `for k in (1, 2, 3)`: stays a loop."""
    return (
        len(structure.items) > 8
        and not any(s._structure_varied(structure, env))
        and all(isinstance(i, str) for i in structure.items)
    )


def _indexes_structure(body: tuple, target: str, env: Env) -> bool:
    """Does the body read `container[target]` of a container that was taken apart?"""
    for stmt in body:
        value = getattr(stmt, "value", None)
        for node in (value, getattr(stmt, "target", None)):
            if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name):
                mentioned = set(nodes.names_read(node.slice))
                if mentioned and node.value.id in env.structures:
                    return True
        for part in ("setup", "body", "orelse"):
            if isinstance(stmt, If | For | While) and _indexes_structure(
                getattr(stmt, part, ()), target, env
            ):
                return True
    return False


def bound_in(body: tuple) -> set[str]:
    """The names that a block of the *program* or function binds."""
    found: set[str] = set()
    for stmt in body:
        if isinstance(stmt, Bind | For):
            found.add(stmt.target)
        elif isinstance(stmt, Unpack):
            found.update(t.lstrip("*") for t in stmt.targets)
        elif isinstance(stmt, Augment) and isinstance(stmt.target, gast.Name):
            found.add(stmt.target.id)
        for part in ("setup", "body", "orelse"):
            if isinstance(stmt, If | For | While):
                found |= bound_in(getattr(stmt, part, ()))
    return found


def _range_loop(
    s, stmt: For, target: str, operands: tuple, place: Place, env: Env, frame: Frame
) -> Env | None:
    stable = [_kept(s, atom, stmt, {target}, place, env, frame) for atom in operands]
    expr = gast.Call(external("builtins.range"), stable, [])
    return _loop(s, stmt, target, expr, place, env, frame, lambda inner: None)


def _kept(s, atom: gast.AST, stmt: For, more: set, place: Place, env: Env, frame: Frame) -> gast.AST:
    """An atom with the value it has before the loop, also where the loop binds its name anew."""
    inside = s.shared.union(more, (frame.find(n) for n in bound_in(stmt.body)))
    if not isinstance(atom, gast.Name) or atom.id not in inside:
        return atom
    name = s.fresh(f"{atom.id}_0")
    s.copy(name, atom, place, env)
    return nodes.name(name)


def _loop(
    s, stmt: For, target: str, expr: gast.AST, place: Place, env: Env, frame: Frame, prepare, item: Type = INT
) -> Env | None:
    """`for target in expr`, with `prepare(env)` at the start of each trip."""
    s.lifetimes.enter(env, frame, stmt)

    def walk(head: Env):
        head.bind(target, item)
        s.note(target, item)
        body, end = s.trip(stmt, head, frame, place, prepare)
        return (body,), end

    return s.fixpoint(env, place, walk, lambda parts: For(target, expr, parts[0], (), place))


def _index_loop(
    s, stmt: For, target: str, atom: gast.AST, place: Place, env: Env, frame: Frame
) -> Env | None:
    copies = snapshots.Snapshots(s, stmt, place, env)
    atom = _whole_parts(
        s, atom, place, env, lambda part: _kept(s, part, stmt, {target}, place, env, frame), copies
    )
    length = indexed.length(s, atom, place, env)
    k = s.fresh("k")
    if length is None:
        return _endless_loop(s, stmt, target, atom, k, place, env, frame)
    expr = gast.Call(external("builtins.range"), [length], [])
    end = _loop(
        s, stmt, k, expr, place, env, frame,
        lambda inner: indexed.read(s, target, atom, nodes.name(k), place, inner),
    )  # fmt: skip
    copies.check(end)
    return end


def _endless_loop(
    s, stmt: For, target: str, atom, k: str, place: Place, env: Env, frame: Frame
) -> Env | None:
    """`for n in count():` ends by a `break`: `while True`, with a counter."""
    s.emit(Bind(k, nodes.constant(-1), place), Op("copy"), INT, env)

    def prepare(inner: Env) -> None:
        s.operate(k, nodes.name(k), gast.Add(), nodes.constant(1), place, inner)
        indexed.read(s, target, atom, nodes.name(k), place, inner)

    def walk(head: Env):
        body, end = s.trip(stmt, head, frame, place, prepare)
        return (body,), end

    return s.fixpoint(
        env, place, walk, lambda parts: While((), nodes.constant(True), parts[0], (), place), forever=True
    )


def _arranged_loop(
    s, stmt: For, target: str, iteration: Iteration, place: Place, env: Env, frame: Frame
) -> Env | None:
    """`for a, b in combinations(x, 2)`: over the positions, which carry no derivative."""
    counted = [iterators.constant_range(s, part, env) for part in iteration.parts]
    parts = [_taken(s, stmt, part, place, env) for part in iteration.parts]
    parts = [
        _whole_parts(s, part, place, env, lambda p: _kept(s, p, stmt, {target}, place, env, frame))
        for part in parts
    ]
    ranges = [
        gast.Call(external("builtins.range"), [indexed.length(s, part, place, env)], []) for part in parts
    ]
    size = len(parts) * (iteration.size or 1) if iteration.how == "product" else iteration.size
    if size is None:
        known = s.kind(ranges[0].args[0], env)
        size = known.value if isinstance(known, Const) else len(counted[0]) if counted[0] else None
    if size is None:
        containers.refuse(s, "`permutations` of a sequence whose length is not known", place)
    if iteration.how == "product":
        keywords = [] if iteration.size is None else [gast.keyword("repeat", nodes.constant(iteration.size))]
        expr = gast.Call(external("itertools.product"), ranges, keywords)
    else:
        expr = gast.Call(external(f"itertools.{iteration.how}"), [*ranges, nodes.constant(size)], [])
    row = s.fresh("_row")

    def prepare(inner: Env) -> None:
        atoms = []
        for i in range(size):
            index, name = s.fresh("_at"), s.fresh("_part")
            containers.subscript(s, index, nodes.name(row), nodes.constant(i), place, inner)
            part = parts[i % len(parts)]
            counts = len(bounds_of(s, part, inner) or ()) == 1
            if not counts:
                indexed.read(s, name, part, nodes.name(index), place, inner)
            atoms.append(nodes.name(index if counts else name))
        containers.display(s, target, tuple, atoms, None, place, inner)

    return _loop(s, stmt, row, expr, place, env, frame, prepare, Sequence(tuple, (INT,) * size))


def _taken(s, stmt: For, part: gast.AST, place: Place, env: Env) -> gast.AST:
    """What is arranged is read at once: a list of numbers is copied where the loop may change it."""
    part = iterators.sequence(s, part, place, env)
    kind = s.kind(part, env)
    numbers = isinstance(kind, ListOf) and kind.item is not None and is_scalar(kind.item)
    if not numbers or not contains(stmt.body, (Store, Augment, Evaluate)):
        return part
    taken = nodes.name(s.fresh("_taken"))
    s.inline_prelude(taken.id, prelude.collected, [part], place, env)
    return taken


def _whole_parts(
    s, atom: gast.AST, place: Place, env: Env, kept, copies: snapshots.Snapshots | None = None
) -> gast.AST:
    """What a loop that stays a loop reads from: containers that were taken apart made whole, names `kept`."""

    def whole(part: gast.AST) -> gast.AST:
        if s.structure(part, env) is None:
            return kept(part)
        if copies is not None:
            copies.add(part)
        name = s.fresh("_whole")
        containers.real_list(s, name, list, containers.elements(s, part, place, env), place, env)
        return nodes.name(name)

    return with_parts(s, atom, env, whole)


def _table(s, atom: gast.AST, env: Env) -> tuple[str, gast.AST] | None:
    """(what of it, the dict), for a loop over a dict that exists at run time or a view of one."""
    iteration = iterators.iteration_of(s, atom, env)
    how, base = ("keys", atom) if iteration is None else (iteration.how, *iteration.parts[:1], None)[:2]
    whole = how in iterators.VIEWS and s.structure(base, env) is None and is_dict(s.kind(base, env))
    return (how, base) if whole else None


def _dict_loop(s, stmt: For, how: str, base: gast.AST, place: Place, env: Env, frame: Frame) -> Env | None:
    """`for key, value in table.items()`: over the keys, at which the values are read."""
    target = s.local(stmt.target, frame)
    base = _kept(s, base, stmt, {target}, place, env, frame)
    key = target if how == "keys" else s.fresh("key")

    def prepare(inner: Env) -> None:
        s.present[key] = lists.holder(inner, base.id)
        if how == "values":
            containers.subscript(s, target, base, nodes.name(key), place, inner, True)
        elif how == "items":
            value = nodes.name(s.fresh("_value"))
            containers.subscript(s, value.id, base, nodes.name(key), place, inner, True)
            containers.display(s, target, tuple, [nodes.name(key), value], None, place, inner)

    kind = s.kind(base, env).key or UNKNOWN
    return _loop(s, stmt, key, s.whole(base, env), place, env, frame, prepare, kind)


def _plain_loop(
    s, stmt: For, target: str, atom: gast.AST, place: Place, env: Env, frame: Frame
) -> Env | None:
    """Over something without derivative that only Python knows how to iterate."""

    kind = s.kind(atom, env)
    item = isinstance(kind, SetOf) and kind.item or isinstance(kind, Text) and kind or foreign.row(kind)
    texts.run_over(s, target, atom)

    def walk(head: Env):
        head.bind(target, item)
        s.note(target, item)
        lent.read(s, target, atom, head)
        body, end = s.trip(stmt, head, frame, place)
        return (body,), end

    return s.fixpoint(env, place, walk, lambda parts: For(target, s.whole(atom, env), parts[0], (), place))
