"""Which names a tree binds and mentions, by Python's rules of scope."""

from __future__ import annotations

from collections.abc import Iterable

import gast

from tangentx.frontend.trees import walk_same_scope

_CAPTURES = {gast.MatchAs: "name", gast.MatchStar: "name", gast.MatchMapping: "rest"}
COMPREHENSIONS = (gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)


def parameters_of(arguments: gast.arguments) -> list[gast.Name]:
    """The parameters in the order in which a signature shows them."""
    listed = [
        *arguments.posonlyargs,
        *arguments.args,
        arguments.vararg,
        *arguments.kwonlyargs,
        arguments.kwarg,
    ]
    return [parameter for parameter in listed if parameter is not None]


def identifiers(tree: gast.AST) -> set[str]:
    """Every identifier that stands anywhere in the tree (attributes apart): fresh names keep clear of these."""
    found: set[str] = set()
    for node in gast.walk(tree):
        if isinstance(node, gast.Name):
            found.add(node.id)
        elif isinstance(node, (gast.FunctionDef, gast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, gast.alias):
            found.add(_alias_name(node))
        else:
            found.update(_captured(node))
    return found


def pattern_names(tree: gast.AST) -> set[str]:
    """The names that patterns of `match` bind."""
    return {name for node in gast.walk(tree) for name in _captured(node)}


def _captured(node: gast.AST) -> list[str]:
    """The name that one node of a pattern binds, if it does."""
    kept = getattr(node, _CAPTURES.get(type(node), ""), None)
    return [] if kept is None else [kept]


def walrus_targets(nodes: Iterable[gast.AST | None]) -> set[str]:
    """Names that evaluating these expressions re-binds."""
    found: set[str] = set()
    for node in nodes:
        if node is not None:
            inner = walk_same_scope(node)
            found |= {part.target.id for part in inner if isinstance(part, gast.NamedExpr)}
    return found


def calls(nodes: Iterable[gast.AST | None]) -> bool:
    """True when evaluating these expressions may run code of others."""
    return any(isinstance(part, gast.Call) for node in nodes if node for part in walk_same_scope(node))


def binders(function: gast.AST) -> list[tuple[str, gast.AST]]:
    """(name, node) for everything that binds a name in the function's own scope, parameters apart."""
    body = function.body if isinstance(function.body, list) else [function.body]
    hidden = _comprehension_targets(body)
    found: list[tuple[str, gast.AST]] = []
    for stmt in body:
        for node in walk_same_scope(stmt):
            if isinstance(node, gast.Name) and not isinstance(node.ctx, (gast.Load, gast.Param)):
                if id(node) not in hidden:
                    found.append((node.id, node))
            elif isinstance(node, (gast.FunctionDef, gast.ClassDef)):
                found.append((node.name, node))
            elif isinstance(node, gast.alias):
                found.append((_alias_name(node), node))
            else:
                found += [(name, node) for name in _captured(node)]
    return found


def declared(function: gast.AST, kind: type) -> set[str]:
    """The names that a function declares `global` or `nonlocal`."""
    body = function.body if isinstance(function.body, list) else []
    return {
        name
        for stmt in body
        for node in walk_same_scope(stmt)
        if isinstance(node, kind)
        for name in node.names
    }


def local_names(function: gast.AST) -> set[str]:
    """The names that are variables of the function itself."""
    bound = {name for name, _ in binders(function)} | {p.id for p in parameters_of(function.args)}
    return bound - declared(function, (gast.Global, gast.Nonlocal))


def first_yield(function: gast.AST) -> gast.AST | None:
    """The `yield` or `yield from` that makes a function a generator; None where there is none."""
    body = function.body if isinstance(function.body, list) else [function.body]
    inside = (node for stmt in body for node in walk_same_scope(stmt))
    return next((node for node in inside if isinstance(node, (gast.Yield, gast.YieldFrom))), None)


def written_by_functions(tree: gast.AST) -> set[str]:
    """Variables that functions nested in the tree re-bind: `nonlocal`, or a walrus in a generator expression."""
    found = [node.names for node in gast.walk(tree) if isinstance(node, gast.Nonlocal)]
    found += [walrus_targets([node]) for node in gast.walk(tree) if isinstance(node, gast.GeneratorExp)]
    return {name for names in found for name in names}


def mentioned_outside(function: gast.AST) -> set[str]:
    """Every identifier of the function apart from what stands in the scope of a comprehension alone."""
    found: set[str] = set()
    pending: list[gast.AST] = [function]
    while pending:
        node = pending.pop()
        if isinstance(node, COMPREHENSIONS):
            found |= free_in_comprehension(node)
            pending.append(node.generators[0].iter)
        else:
            if isinstance(node, gast.Name):
                found.add(node.id)
            elif isinstance(node, (gast.FunctionDef, gast.ClassDef)):
                found.add(node.name)
            elif isinstance(node, gast.alias):
                found.add(_alias_name(node))
            else:
                found.update(_captured(node))
            pending += gast.iter_child_nodes(node)
    return found


def comprehension_targets(node: gast.AST) -> list[str]:
    """The variables of one comprehension, in order of appearance, without repetition."""
    parts = [part for generator in node.generators for part in gast.walk(generator.target)]
    names = [part.id for part in parts if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Store)]
    return list(dict.fromkeys(names))


def free_in_comprehension(node: gast.AST) -> set[str]:
    """Names that a comprehension mentions and that are not its own variables (first iterable apart)."""
    found: set[str] = set()
    first = node.generators[0].iter
    pending = list(gast.iter_child_nodes(node))
    while pending:
        current = pending.pop()
        if current is first:
            continue
        if isinstance(current, COMPREHENSIONS):
            found |= free_in_comprehension(current)
            pending.append(current.generators[0].iter)
            continue
        if isinstance(current, gast.Name):
            found.add(current.id)
        pending += gast.iter_child_nodes(current)
    return found - set(comprehension_targets(node))


def captured_by_functions(node: gast.AST) -> set[str]:
    """Names that functions nested in the tree mention without binding them."""
    found: set[str] = set()
    for part in gast.walk(node):
        if isinstance(part, (gast.Lambda, gast.FunctionDef)):
            found |= identifiers(part) - local_names(part)
    return found


def _comprehension_targets(body: list) -> set[int]:
    nodes = (node for stmt in body for node in walk_same_scope(stmt) if isinstance(node, gast.comprehension))
    return {id(part) for node in nodes for part in gast.walk(node.target)}


def _alias_name(alias: gast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]
