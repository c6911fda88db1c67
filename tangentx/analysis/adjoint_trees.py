"""Functions of emitted code on adjoints that are objects: the function of what is in them.

slot = copied(jobs_bar[i])                      slot = Job(t=copied(...), w=copied(...))
jobs_bar[i] = add_trees(jobs_bar[i], slot)      jobs_bar[i] = Job(t=add_trees(..., slot.t), w=...)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import gast

from tangentx import shadows
from tangentx.analysis import containers, copying, protocol, runtime_objects
from tangentx.analysis.program import Structure, external
from tangentx.analysis.scope import Env
from tangentx.analysis.types import Const
from tangentx.records import Place
from tangentx.syntax import nodes


def _of_objects(function: Callable, otherwise: Callable | None = None) -> Callable:
    """The function, where its operands are objects; else what `otherwise` does."""

    def handler(s, target, func, operands, keywords, place: Place, env: Env) -> bool:
        atoms = [runtime_objects.taken_apart(s, a, place, env) for a in operands]
        structures = [s.structure(a, env) for a in atoms]
        if not all(known is not None and protocol.is_object(known) for known in structures):
            return otherwise is not None and otherwise(s, target, func, operands, keywords, place, env)
        made = _combined(s, function, structures, target, place, env)
        env.bind(target, s.structure_type(made, env), made)
        return True

    return handler


def _combined(s, function: Callable, structures: list, hint: str, place: Place, env: Env) -> Structure:
    """A container like the first one, of what the function gives for their items."""
    items: list[Any] = []
    words = structures[0].keys or range(len(structures[0].items))
    for key, *parts in zip(words, *(known.items for known in structures), strict=True):
        if all(isinstance(part, Structure) for part in parts):
            items.append(_combined(s, function, parts, hint, place, env))
            continue
        atom = nodes.name(s.fresh("_item"))
        name = external(f"runtime.{function.__name__}")
        s.call(atom.id, name, Const(function), [_atom(s, p, place, env) for p in parts], {}, place, env)
        items.append(containers.component(s, hint, containers.word(key), atom, place, env))
    return replace(structures[0], items=tuple(items), entangled=False, attributes_of=None, outlined=False)


def _atom(s, part: str | Structure, place: Place, env: Env) -> gast.AST:
    return nodes.name(part) if isinstance(part, str) else containers.element_atom(s, part, place, env)


HANDLERS: Mapping[Any, Callable] = MappingProxyType(
    {
        shadows.copied: _of_objects(shadows.copied),
        shadows.copy_tree: _of_objects(shadows.copied, copying.copy_tree),
        shadows.add_trees: _of_objects(shadows.add_trees),
    }
)
