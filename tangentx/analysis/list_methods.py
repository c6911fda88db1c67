"""Methods of lists, tuples and deques that were taken apart: they change which variables the container is made of."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import gast

from tangentx.analysis import absent, containers, iterators, orders, sameness
from tangentx.analysis.as_arrays import made_array
from tangentx.analysis.identity import exchange
from tangentx.analysis.program import Op, Structure
from tangentx.analysis.restarts import make_whole
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import structure_display
from tangentx.analysis.types import INT, Array, Const, is_scalar
from tangentx.records import Bind, Place
from tangentx.syntax import nodes


def method(
    s, target, base, structure: Structure, name: str, operands, keywords, place: Place, env: Env
) -> bool:
    """A method of a taken-apart list, tuple or deque; False when it is not one of those."""
    table = _METHODS if structure.cls in (list, deque) else _READING
    handler = table.get(name)
    if handler is None:
        return False
    if name not in _KEEPING:
        containers.writable(s, structure, place)
    return handler(s, target, base, structure, operands, keywords, place, env) is not False


def new_items(s, base: gast.AST, atoms: list, place: Place, env: Env) -> list:
    """Elements in variables of their own, or nested containers."""
    found: list = []
    owner = base.id if isinstance(base, gast.Name) else "_item"
    count = len(s.structure(base, env).items)
    for i, atom in enumerate(atoms):
        item = s.structure(atom, env)
        if item is None:
            item = s.fresh(f"{owner}__{count + i}")
            s.copy(item, atom, place, env)
        found.append(item)
    return found


def become(s, target: str, structure: Structure, items: list | tuple, env: Env) -> None:
    """The list has these elements now; the method's own value is None."""
    limit = structure.extra
    if isinstance(limit, int) and len(items) > limit:
        items = items[-limit:] if limit else ()
    exchange(env, structure, replace(structure, items=tuple(items)))
    if target is not None:
        env.bind(target, Const(None))


def _atoms(s, structure: Structure, value: gast.AST, what: str, place: Place, env: Env) -> list:
    items = iterators.sequence(s, value, place, env)
    atoms = containers.elements(s, items, place, env)
    if atoms is None:
        make_whole(s, structure)
        containers.refuse(s, f"{what} by a sequence of unknown length", place)
    return atoms


def _position(s, atom: gast.AST, structure: Structure, place: Place, env: Env) -> int | None:
    known = s.kind(atom, env)
    return known.value if isinstance(known, Const) and isinstance(known.value, int) else None


def _append(s, target, base, structure, operands, keywords, place, env):
    become(s, target, structure, (*structure.items, *new_items(s, base, operands, place, env)), env)


def _extend(s, target, base, structure, operands, keywords, place, env):
    atoms = _atoms(s, structure, operands[0], "extending a list", place, env)
    become(s, target, structure, (*structure.items, *new_items(s, base, atoms, place, env)), env)


def _append_left(s, target, base, structure, operands, keywords, place, env):
    items = (*new_items(s, base, operands, place, env), *structure.items)
    if isinstance(structure.extra, int):
        items = items[: structure.extra]
    become(s, target, structure, items, env)


def _extend_left(s, target, base, structure, operands, keywords, place, env):
    atoms = _atoms(s, structure, operands[0], "extending a deque", place, env)
    items = (*new_items(s, base, atoms[::-1], place, env), *structure.items)
    become(s, target, structure, items[: structure.extra] if isinstance(structure.extra, int) else items, env)


def _insert(s, target, base, structure, operands, keywords, place, env):
    at = _position(s, operands[0], structure, place, env)
    if at is None:
        make_whole(s, structure)
        return False
    items = list(structure.items)
    items.insert(at, new_items(s, base, operands[1:], place, env)[0])
    become(s, target, structure, items, env)
    return True


def _pop(s, target, base, structure, operands, keywords, place, env, at: int | None = -1):
    if operands:
        at = _position(s, operands[0], structure, place, env)
    if at is None:
        make_whole(s, structure)
        containers.refuse(s, "`pop` of an element that is not known", place)
    if not -len(structure.items) <= at < len(structure.items):
        empty = (
            f"pop from an empty {structure.cls.__name__}" if structure.cls is deque else "pop from empty list"
        )
        absent.refuse(s, structure, at, place, "pop index out of range" if structure.items else empty)
    items = list(structure.items)
    s.copy_item(target, items.pop(at), place, env)
    become(s, None, structure, items, env)


def _pop_left(s, target, base, structure, operands, keywords, place, env):
    _pop(s, target, base, structure, [], keywords, place, env, 0)


def _where(s, structure: Structure, operands, place: Place, env: Env) -> list[bool] | None:
    """For each element: is it equal to the operand?  None where that is not known."""
    wanted = s.kind(operands[0], env)
    kinds = [env.types.get(item) if isinstance(item, str) else None for item in structure.items]
    if not isinstance(wanted, Const) or not all(isinstance(k, Const) for k in kinds):
        return sameness.where(s, structure, operands[0], place, env)
    return [k.value == wanted.value for k in kinds]


def _remove(s, target, base, structure, operands, keywords, place, env):
    same = _where(s, structure, operands, place, env)
    if same is None:
        make_whole(s, structure)
    if same is None or True not in same:
        containers.refuse(s, "`remove` of an element that is not known", place)
    items = list(structure.items)
    del items[same.index(True)]
    become(s, target, structure, items, env)


def _index(s, target, base, structure, operands, keywords, place, env):
    same = _where(s, structure, operands, place, env)
    if same is None or True not in same or len(operands) > 1:
        return _told(s, target, "index", structure, operands, place, env)
    s.copy(target, nodes.constant(same.index(True)), place, env)
    return True


def _count(s, target, base, structure, operands, keywords, place, env):
    same = _where(s, structure, operands, place, env)
    if same is None:
        return _told(s, target, "count", structure, operands, place, env)
    s.copy(target, nodes.constant(sum(same)), place, env)
    return True


def _told(s, target: str, name: str, structure: Structure, operands, place: Place, env: Env) -> bool:
    """Where a number is, or how often, as the list of the numbers says when it runs."""
    kinds = [s.kind_or_none(nodes.name(i), env) if isinstance(i, str) else None for i in structure.items]
    if not all(
        isinstance(kind, Const) or is_scalar(kind) for kind in (*kinds, *(s.kind(a, env) for a in operands))
    ):
        return False
    shown = structure_display(structure)
    s.emit(Bind(target, nodes.method(shown, name, *operands), place), Op("inactive"), INT, env)
    return True


def _reverse(s, target, base, structure, operands, keywords, place, env):
    become(s, target, structure, structure.items[::-1], env)


def _clear(s, target, base, structure, operands, keywords, place, env):
    become(s, target, structure, (), env)


def _rotate(s, target, base, structure, operands, keywords, place, env):
    by = _position(s, operands[0], structure, place, env) if operands else 1
    if by is None:
        return False
    moved = deque(structure.items)
    moved.rotate(by)
    become(s, target, structure, tuple(moved), env)
    return True


def _sort(s, target, base, structure, operands, keywords, place, env):
    atoms = [containers.element_atom(s, item, place, env) for item in structure.items]
    s.picked.append(structure)
    atoms = orders.arranged(s, atoms, keywords.get("key"), keywords.get("reverse"), place, env)
    items = new_items(s, base, atoms, place, env)
    become(
        s, target, s.structure(base, env), items, env
    )  # its elements may be changed no more: it is another record


def _copy(s, target, base, structure, operands, keywords, place, env):
    atoms = [containers.element_atom(s, item, place, env) for item in structure.items]
    containers.display(s, target, structure.cls, atoms, None, place, env, structure.extra)


def _delete(s, target, base, structure, operands, keywords, place, env):
    index = s.slices.get(getattr(operands[0], "id", None), operands[0])
    delete(s, structure, containers.constant_index(s, index, env), place, env)
    env.bind(target, Const(None))


_KEEPING = ("index", "count", "copy", "__copy__")
_READING: Mapping[str, Callable] = MappingProxyType({"index": _index, "count": _count})
_METHODS: Mapping[str, Callable] = MappingProxyType(
    {
        **_READING,
        "append": _append,
        "extend": _extend,
        "insert": _insert,
        "pop": _pop,
        "remove": _remove,
        "reverse": _reverse,
        "clear": _clear,
        "sort": _sort,
        "copy": _copy,
        "__copy__": _copy,
        "appendleft": _append_left,
        "extendleft": _extend_left,
        "popleft": _pop_left,
        "rotate": _rotate,
        "__delitem__": _delete,
    }
)


# -- stores ----------------------------------------------------------------------------------------------


def assign_slice(s, base: gast.AST, structure: Structure, at: slice, value, place: Place, env: Env) -> None:
    """`items[i:j] = values`."""
    atoms = _atoms(s, structure, value, "assigning to a slice", place, env)
    items = list(structure.items)
    items[at] = new_items(s, base, atoms, place, env)
    become(s, None, structure, items, env)


def delete(s, structure: Structure, key, place: Place, env: Env) -> None:
    """`del items[i]`, `del table[key]`."""
    if structure.keys is not None:
        if key not in structure.keys:
            absent.refuse(s, structure, key, place)
        at: int | slice = structure.keys.index(key)
        keys = list(structure.keys)
        del keys[at]
    elif isinstance(key, int | slice):
        at, keys = key, None
    else:
        containers.refuse(s, "`del` of an unknown element", place)
    items = list(structure.items)
    del items[at]
    containers.writable(s, structure, place)
    made = replace(structure, items=tuple(items), keys=None if keys is None else tuple(keys))
    exchange(env, structure, made)


_OF_NUMPY = (gast.Sub, gast.Div, gast.Pow, gast.Mod, gast.FloorDiv)  # lists have none of these operators


def changed_part(s, base, part: gast.Slice, op: gast.AST, value, place: Place, env: Env) -> tuple:
    """`items[1:] /= e` of a list, with an array or a number of NumPy: `items[1:] = np.array(items[1:]) / e`.  What is
    stored then, and the operator that is left."""
    structure, kind = s.structure(base, env), s.kind(base, env)
    if getattr(structure or kind, "cls", None) is not list:
        return value, op
    if not isinstance(op, _OF_NUMPY) or not isinstance(s.kind(value, env), Array):
        containers.refuse(s, "an augmented store into a slice of a list", place)
    old, new = s.fresh("_old"), s.fresh("_new")
    containers.subscript(s, old, base, part, place, env)
    s.combine(new, made_array(s, nodes.name(old), place, env), op, value, place, env)
    return nodes.name(new), None
