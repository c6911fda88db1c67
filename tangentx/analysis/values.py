"""Values that exist only while specialising: what the modules on containers and functions ask of the walk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from tangentx.analysis import (
    choices,
    containers,
    cursors,
    dict_methods,
    function_values,
    indexed,
    iterated,
    iterators,
    known_parts,
    lazily,
    objects,
    prelude,
    protocol,
    runtime_dicts,
    runtime_lists,
    runtime_objects,
    sameness,
    unwrapping,
)
from tangentx.analysis.members import Functions
from tangentx.analysis.names import canonical
from tangentx.analysis.observed import type_of
from tangentx.analysis.program import Op, Structure, external
from tangentx.analysis.scope import Env, Frame, Unreached
from tangentx.analysis.structures import structure_display
from tangentx.analysis.types import Const, Dictionary, ListOf, Range, Record, Sequence, Type, some
from tangentx.errors import NotDifferentiableError
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

_OF_NUMPY = {np.dtype(name).type for name in ("?", *"bhilBHIL", "f4", "f8", "c8", "c16")}


class Values:
    """The part of the specialiser that handles functions and iterables as values."""

    def known_trips(self, atom: gast.AST, place: Place, env: Env) -> list | None:
        return iterators.trips(self, atom, place, env)

    def begin(self, atom: gast.AST, place: Place, env: Env) -> None:
        iterators.begin(self, atom, place, env)

    def starred(self, atom: gast.AST, place: Place, env: Env) -> gast.AST:
        """What `*atom` is of: the items of a generator, or of an iteration whose length is not known, in a list."""
        atom = lazily.collected(self, iterated.whole(self, atom, place, env), place, env)
        unknown = iterators.iteration_of(self, atom, env) is not None
        unknown = unknown and iterators.trips(self, atom, place, env) is None
        return iterators.sequence(self, atom, place, env) if unknown else atom

    def unread(self, atom: gast.AST, place: Place, env: Env) -> gast.AST | None:
        """A generator of what an iterator has not given yet; None for anything else."""
        return lazily.rest_of(self, atom, place, env)

    def unread_items(self, atom: gast.AST, place: Place, env: Env) -> list[gast.AST] | None:
        return cursors.known_rest(self, atom, place, env) if lazily.is_cursor(self, atom, env) else None

    def missing_key(self, target, base, structure: Structure, key: Any, place: Place, env: Env) -> bool:
        return dict_methods.missing(self, target, base, structure, key, place, env)

    def real_dict(
        self, target: str, cls: type, keys: tuple, atoms: list, extra, place: Place, env: Env
    ) -> None:
        runtime_dicts.build(self, target, cls, keys, atoms, extra, place, env)

    def put_item(self, base: gast.AST, key: gast.AST | None, value: gast.AST, place: Place, env: Env) -> None:
        """`base[key] = value`, or `base.update(value)` where no key is given."""
        if key is None:
            self.method_call(self.fresh("_"), base, self.kind(base, env), "update", [value], {}, place, env)
        else:
            self.inline_prelude(self.fresh("_"), prelude.put, [base, key, value], place, env)

    def ensure_key(self, target: str, base: gast.AST, index: gast.AST, place: Place, env: Env) -> bool:
        """Before `base[index]` is read; has the target got it already?"""
        if runtime_dicts.is_dict(self.kind(base, env)) and isinstance(base, gast.Name):
            return runtime_dicts.ensure(self, target, base, index, place, env)
        return False

    def write_slot(self, base, name, op, value, place: Place, env: Env, frame) -> None:
        """`base[name] (op)= value` of a dict that exists at run time, and whose keys are known."""
        if op is None:
            runtime_objects.write(self, base, name, value, place, env)
        else:
            runtime_objects.augment(self, base, name, op, value, place, env, frame)

    def with_key(self, kind: ListOf, index: gast.AST, env: Env) -> ListOf:
        """The type of a list or dict in which something is stored at the index."""
        if not runtime_dicts.is_dict(kind):
            return kind
        sameness.check_key(self, index, env)
        return runtime_dicts.with_key(self, kind, index, env)

    def keyed(self, atom: gast.AST, place: Place, env: Env) -> gast.AST:
        """A dict outside as what it has under its keys."""
        return objects.keyed(self, atom, place, env)

    def contents(self, atom: gast.AST, method: str, place: Place, env: Env) -> gast.AST:
        """What is in an object whose class has this method from `dict` or `list`."""
        return unwrapping.contents(self, atom, method, place, env)

    def sliced(self, base: gast.AST, index: gast.AST, place: Place, env: Env) -> gast.AST:
        """What `base[index]` is read from: the list in an object, of which a part is asked for."""
        is_part = isinstance(index, gast.Slice)
        return unwrapping.contents(self, base, "__getitem__", place, env) if is_part else base

    def iterated_keys(self, atom: gast.AST, place: Place, env: Env, asks: bool = False) -> gast.AST:
        """What going through it gives; `asks`: no derivative comes of it."""
        if not asks:
            runtime_dicts.check_sequence(self, atom, place, env)
        return runtime_dicts.keys(self, unwrapping.contents(self, atom, "__iter__", place, env), place, env)

    def view(self, target: str, how: str, base: gast.AST, place: Place, env: Env) -> None:
        """`target = base.items()`."""
        held = function_values.holds(self, base, place, env)
        env.bind(target, Const(iterators.Iteration(how, (held,))))

    def with_names(self, shown: gast.AST, env: Env, stored: bool = False) -> gast.AST:
        """A display in which functions, classes and members of enumerations have the names that they have outside."""
        known = {n: env.types.get(n) for n in nodes.names_read(shown)}
        chosen = {n: k for n, k in known.items() if isinstance(some(k), Functions) and not stored}
        named = {
            n: canonical(k.value) for n, k in known.items() if isinstance(k, Const) and k.value is not None
        }
        named |= {n: choices.shown(self, nodes.name(n), some(k)) for n, k in chosen.items()}
        return nodes.substitute(shown, {n: e for n, e in named.items() if e is not None})

    def choose_item(self, target, keys, atoms: list, index: gast.AST, place: Place, env: Env) -> bool:
        return choices.choose_item(self, target, keys, atoms, index, place, env)

    def choose_outer(self, target: str, kind: Type, index: gast.AST, place: Place, env: Env) -> bool:
        """`target = FUNCTIONS[index]` of a list or dict outside, where the index is not known; `Unit["KM"]`."""
        if known_parts.member(self, target, kind, index, place, env):
            return True
        items = kind.items if isinstance(kind, Sequence | Dictionary) else ()
        if not items or not all(map(choices.is_known, items)):
            return False
        if containers.constant_index(self, index, env) is not None or isinstance(
            index, gast.Slice | gast.Tuple
        ):
            return False
        atoms = [self.constant_atom(item.value, env, place) for item in items]
        return choices.choose_item(self, target, getattr(kind, "keys", None), atoms, index, place, env)

    def slice_list(self, target: str, base: gast.AST, index: gast.Slice, place: Place, env: Env) -> None:
        """`items[a:b]`: the items at `range(len(items))[a:b]`."""
        name = self.fresh("_positions")
        every = gast.Call(external("builtins.range"), [indexed.length(self, base, place, env)], [])
        part = gast.Subscript(every, index, gast.Load())
        self.emit(Bind(name, part, place), Op("inactive"), Range(), env)
        kind, given = self.kind(base, env), [base, nodes.name(name)]
        self.inline_for_class(target, kind, prelude.ordered, given, place, env)

    def assign_slice(self, base: gast.AST, part: gast.Slice, value: gast.AST, place: Place, env: Env) -> bool:
        """`items[a:b] = value` where the derivative must follow it; else False."""
        return runtime_lists.assign_slice(self, base, part, value, place, env)

    def stored(self, atom: gast.AST, place: Place, env: Env) -> gast.AST:
        return choices.stored(self, atom, place, env)

    def is_outside(self, atom: gast.AST, env: Env) -> bool:
        """Can emitted code name this function?"""
        known = self.kind(atom, env)
        value = known.value if isinstance(known, Const) else None
        return not isinstance(value, function_values.INSIDE) or isinstance(value, function_values.BoundMethod)

    def constant_atom(self, value: Any, env: Env, place: Place | None = None) -> gast.AST:
        """An atom for an object that is known: a literal, something importable, or a name that is only known here."""
        written = self.literal(value, env, place)
        if written is not None:
            return written
        kind = type_of(value)
        found = canonical(value)
        if found is not None:
            self.external_types[nodes.dotted(found)] = kind
            return found
        if not isinstance(kind, Const):
            raise NotDifferentiableError(
                f"functools.partial with a {type(value).__name__}", code="TX305", place=place,
                lines=() if place is None else self.lines(place), help=("write a small `def` or `lambda` instead",),
            )  # fmt: skip
        name = self.fresh("_known")
        env.bind(name, kind)
        return nodes.name(name)

    def literal(self, value: Any, env: Env, place: Place | None) -> gast.AST | None:
        """An atom for a number or a string; None for anything else.  One of NumPy stays one."""
        if type(value) not in _OF_NUMPY:
            written = isinstance(value, bool | int | float | complex | str | type(None))
            return nodes.constant(value) if written and not isinstance(value, np.generic) else None
        name = self.fresh("_constant")
        cls = external(f"numpy.{value.dtype.name}")
        self.call(name, cls, Const(type(value)), [nodes.constant(value.item())], {}, place, env)
        return nodes.name(name)

    def apart(self, walk: Callable[[Env], None], env: Env) -> tuple[tuple, Env | None]:
        """The statements that `walk` writes, in a list of their own, and the environment after them; None if their end
        is never reached."""
        outer, self.out = self.out, []
        try:
            walk(env)
        except Unreached:
            env = None
        inner, self.out = self.out, outer
        return tuple(inner), env

    def lend(self, stmt: Bind, op: Op, kind: Type | None) -> None:
        """A container that is a list's element is the list's: see `containers.owned`."""
        source = stmt.value.id if op.kind == "copy" and isinstance(stmt.value, gast.Name) else None
        read = isinstance(stmt.value, gast.Subscript) and not isinstance(stmt.value.slice, gast.Slice)
        if read and isinstance(kind, ListOf | Sequence | Dictionary | Record) or source in self.borrowed:
            self.borrowed.add(stmt.target)
        else:
            self.borrowed.discard(stmt.target)

    def index(self, node: gast.AST, env: Env, frame: Frame, place: Place) -> gast.AST:
        """An index: an atom, a slice of atoms, a tuple of those."""
        if isinstance(node, gast.Slice):
            parts = [
                None if e is None else self.atom(e, env, frame, place)
                for e in (node.lower, node.upper, node.step)
            ]
            return gast.Slice(*parts)
        if isinstance(node, gast.Tuple):
            return gast.Tuple([self.index(e, env, frame, place) for e in node.elts], gast.Load())
        atom = self.atom(node, env, frame, place)
        structure = self.structure(atom, env)
        if structure is None:
            return self._written_slice(atom, env)
        if structure.cls is tuple and all(isinstance(item, str) for item in structure.items):
            items = [self._written_slice(nodes.name(item), env) for item in structure.items]
            return gast.Tuple(items, gast.Load())
        name = self.fresh("_index")  # a list or tuple used as an index exists as a whole
        whole = structure_display(structure)
        kind = self.structure_type(structure, env)
        self.emit(Bind(name, whole, place), Op("inactive"), kind, env, structure)
        return nodes.name(name)

    def key_atom(self, index: gast.AST, place: Place, env: Env) -> gast.AST:
        """An index as the argument of `__getitem__`."""
        if isinstance(index, gast.Slice):
            protocol.refuse(self, "a slice of an object", place)
        if not isinstance(index, gast.Tuple):
            return index
        name = self.fresh("_index")
        parts = [self.key_atom(e, place, env) for e in index.elts]
        containers.display(self, name, tuple, parts, None, place, env)
        return nodes.name(name)

    def _written_slice(self, atom: gast.AST, env: Env) -> gast.AST:
        """A known slice as it would be written: `x[s]` is `x[1:-1]`."""
        known = self.kind_or_none(atom, env)
        if not isinstance(known, Const) or not isinstance(known.value, slice):
            return atom
        bounds = (known.value.start, known.value.stop, known.value.step)
        return gast.Slice(*(None if b is None else nodes.constant(b) for b in bounds))
