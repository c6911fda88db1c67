"""Dicts that exist at run time: their keys are values, like the positions of a list of unknown length.

    sums = {}                               sums_bar = shadow(sums)
    for label, v in zip(labels, x):         ...
        sums[label] = v * v         ->      slot = sums_bar[label]
                                            sums_bar[label] = 0.0
                                            v_bar = slot * 2.0 * v

A `ListOf` whose class is a dict: what is said of lists in `lists` and `containers` is true of it.  A dict begins taken
apart, as long as its keys are known; it exists as a whole when something asks for that (`restarts`).
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import gast

from tangentx.analysis import absent, checks, containers, prelude
from tangentx.analysis.joins import join, opened
from tangentx.analysis.lists import changeable, closes, holder, is_dict, slot_with
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Op, external
from tangentx.analysis.releasing import escape, released
from tangentx.analysis.scope import Env
from tangentx.analysis.structures import as_element, key_type
from tangentx.analysis.types import UNKNOWN, Const, ListOf, Sequence, Type, Unknown
from tangentx.analysis.widening import keep_all
from tangentx.records import Bind, Place
from tangentx.syntax import nodes

CLASSES = (dict, OrderedDict, defaultdict, Counter)


def build(s, target: str, cls: type, keys: tuple, atoms: list, extra: Any, place: Place, env: Env) -> None:
    """`target` is a dict of these keys and values, as a whole."""
    item = key_kind = None
    closed = any(closes(s, a, env) for a in atoms)
    stored = [s.stored(released(s, a, place, env), place, env) for a in atoms]
    for key, atom, kept in zip(keys, atoms, stored, strict=True):
        item = slot_with(s, item, as_element(s.kind_or_none(kept, env), s.sampler.fresh), closed)
        key_kind = join(key_kind, key_type(key), s.sampler.fresh)
        escape(s, atom, env)
    wholes = [s.whole(a, env, True) for a in stored]
    shown = gast.Dict([nodes.constant(k) for k in keys], wholes)
    expr = shown if cls is dict else _made(s, cls, extra, shown, env)
    op = Op("display", operands={"items": tuple(wholes), "keys": keys})
    kind = ListOf(
        item, cls, key=key_kind, closed=closed, limit=nodes.dotted(extra) if extra is not None else None
    )
    s.emit(Bind(target, expr, place), op, kind, env)
    for whole in wholes:
        keep_all(s, whole, target, env)
    s.factories[target] = extra


def _made(s, cls: type, extra: Any, shown: gast.AST, env: Env) -> gast.AST:
    """The call that makes a dict of the class; one with a factory of the function's own is a plain dict, for what is
    missing is put into it before it is read."""
    if cls is not defaultdict:
        return gast.Call(canonical(cls), [shown] if shown.keys else [], [])
    known = None if extra is None else s.kind(extra, env)
    factory = canonical(known.value) if isinstance(known, Const) and known.value is not None else None
    return shown if factory is None else gast.Call(canonical(cls), [factory, *[shown] * bool(shown.keys)], [])


# -- reading and writing -----------------------------------------------------------------------------------


def ensure(s, target: str, base: gast.AST, index: gast.AST, place: Place, env: Env) -> bool:
    """Before `table[key]` is read: what a defaultdict puts where there is nothing; what a Counter sees there is the
    target, and is not put."""
    cls, factory = s.kind(base, env).cls, s.factories.get(base.id)
    if isinstance(index, gast.Name) and s.present.get(index.id) == base.id:
        return False
    if cls is Counter and base.id not in s.counted:
        s.counted.add(base.id)
        s.inline_prelude(target, prelude.got, [base, index, nodes.constant(0)], place, env)
        s.counted.discard(base.id)
        return True
    if cls is defaultdict and factory is not None:
        changeable(s, s.kind(base, env), place)
        s.inline_prelude(s.fresh("_"), prelude.made_for, [base, index, factory], place, env)
    return False


def with_key(s, kind: ListOf, index: gast.AST, env: Env) -> ListOf:
    """The dict's type with one more key."""
    return replace(kind, key=join(kind.key, _key_kind(s, index, env), s.sampler.fresh))


def _key_kind(s, index: gast.AST, env: Env) -> Type:
    """The type of a key, whatever its value."""
    if isinstance(index, gast.Tuple):
        return Sequence(tuple, tuple(_key_kind(s, e, env) for e in index.elts))
    known = s.kind(index, env)
    if isinstance(known, Sequence):
        return replace(
            known, items=tuple(key_type(t.value) if isinstance(t, Const) else t for t in known.items)
        )
    return key_type(known.value) if isinstance(known, Const) else known


def check_sequence(s, atom: gast.AST, place: Place, env: Env) -> None:
    """What is a dict on some paths gives keys, its tangent too: that is found out when it runs."""
    kind = s.kind(atom, env)
    if isinstance(kind, Unknown) and kind.keyed and s.is_varied(atom, env):
        checks.check(s, "check_sequence", [atom], place)


def keys(s, atom: gast.AST, place: Place, env: Env) -> gast.AST:
    """What iterating over something gives: the list of a dict's keys, anything else as it is."""
    kind = s.kind(atom, env)
    if not is_dict(kind) or s.structure(atom, env) is not None:
        return atom
    name = s.fresh("_keys")
    expr = gast.Call(external("builtins.list"), [s.whole(atom, env)], [])
    s.emit(Bind(name, expr, place), Op("inactive"), ListOf(kind.key or UNKNOWN, list), env)
    return nodes.name(name)


# -- methods -----------------------------------------------------------------------------------------------


def method(s, target, base: gast.AST, owner, name: str, operands, keywords, place: Place, env: Env) -> bool:
    """A method of a dict that exists at run time; False where it is like any other call."""
    handler = _METHODS.get(name)
    named = {} if name != "update" else keywords
    if handler is None or keywords and not named or not isinstance(base, gast.Name):
        if name in CHANGING and s.is_varied(base, env):
            containers.refuse(s, f"`{name}` of a dict whose keys are not known", place)
        return False
    if name in CHANGING:
        changeable(s, owner, place)
        containers.owned(s, base, place)
    if operands or not named:
        handler(s, target, base, operands, place, env)
    for key, atom in named.items():
        s.put_item(base, nodes.constant(key), atom, place, env)
    if named:
        env.bind(target, Const(None))
    return True


def _get(s, target, base, operands, place: Place, env: Env) -> None:
    default = operands[1] if len(operands) > 1 else nodes.constant(None)
    s.inline_prelude(target, prelude.got, [base, operands[0], default], place, env)


def _set_default(s, target, base, operands, place: Place, env: Env) -> None:
    default = operands[1] if len(operands) > 1 else nodes.constant(None)
    s.inline_prelude(s.fresh("_"), prelude.ensured, [base, operands[0], default], place, env)
    containers.subscript(s, target, base, operands[0], place, env)


def _pop(s, target, base, operands, place: Place, env: Env) -> None:
    if len(operands) > 1:
        s.inline_prelude(target, prelude.popped, [base, *operands], place, env)
        return
    key = s.whole(operands[0], env)
    call = nodes.method(base, "pop", key)
    absent.take(s, s.kind(base, env), call, place)
    given = {"base": base, "index": key, "keyed": True}
    s.emit(Bind(target, call, place), Op("pop", operands=given, pure=False), _item(s, base, env), env)


def _item(s, base: gast.AST, env: Env) -> Type:
    return opened(s.kind(base, env).item, s.sampler.fresh) or UNKNOWN


def _delete(s, target, base, operands, place: Place, env: Env) -> None:
    _pop(s, s.fresh("_deleted"), base, operands, place, env)
    env.bind(target, Const(None))


def _update(s, target, base, operands, place: Place, env: Env) -> None:
    structure = s.structure(operands[0], env)
    if structure is not None and structure.keys is not None:
        for key, item in zip(structure.keys, structure.items, strict=True):
            atom = containers.element_atom(s, item, place, env)
            s.put_item(base, nodes.constant(key), atom, place, env)
    elif is_dict(s.kind(operands[0], env)):
        s.inline_prelude(s.fresh("_"), prelude.updated, [base, operands[0]], place, env)
    else:
        s.inline_prelude(s.fresh("_"), prelude.updated_from_pairs, [base, operands[0]], place, env)
    env.bind(target, Const(None))


def _copy(s, target, base, operands, place: Place, env: Env) -> None:
    made = s.fresh("_copy")
    build(s, made, s.kind(base, env).cls, (), [], s.factories.get(holder(env, base.id)), place, env)
    s.inline_prelude(s.fresh("_"), prelude.updated, [nodes.name(made), base], place, env)
    s.copy(target, nodes.name(made), place, env)


def _clear(s, target, base, operands, place: Place, env: Env) -> None:
    s.inline_prelude(s.fresh("_"), prelude.dict_emptied, [base], place, env)
    env.bind(target, Const(None))


def _view(how: str) -> Callable:
    def handler(s, target, base, operands, place: Place, env: Env) -> None:
        s.view(target, how, base, place, env)

    return handler


CHANGING = ("setdefault", "pop", "__delitem__", "update", "clear", "popitem", "move_to_end", "subtract")
_METHODS: Mapping[str, Callable] = MappingProxyType(
    {
        "get": _get,
        "setdefault": _set_default,
        "pop": _pop,
        "__delitem__": _delete,
        "update": _update,
        "copy": _copy,
        "clear": _clear,
        **{how: _view(how) for how in ("keys", "values", "items")},
    }
)
