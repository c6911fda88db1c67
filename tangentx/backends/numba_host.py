"""What stays in Python around a compiled function: reading the user's globals and objects, building containers.

    def loss_grad_params(params, x):
        w_bar, b_bar = loss_grad_params_kernel(x, params["w"], params["b"], _m.DELTA)
        return {"w": w_bar, "b": b_bar}

The compiled function gets numbers and arrays only.  Where all arguments are such and nothing else is read, there is no
function around it.
"""

from __future__ import annotations

import types as python_types
from collections.abc import Callable, Mapping
from typing import Any

import gast
import numpy as np

from tangentx.shadows import PrimalNamespace
from tangentx.syntax import nodes
from tangentx.syntax.source import expression

_LIBRARIES = ("numpy", "math", "builtins", "tangentx", "scipy", "cmath")
_NUMBERS = (bool, int, float, complex, np.number, np.bool_)
MISSING = object()


def is_passable(value: Any) -> bool:
    """Can a compiled function take it: a number, an array, a tuple of these, a string, None?"""
    if isinstance(value, tuple):
        return all(map(is_passable, value))
    return value is None or isinstance(value, (*_NUMBERS, np.ndarray, str, range)) or is_number_list(value)


def is_number_list(value: Any) -> bool:
    """A list whose entries are all floats or all integers: Numba reads those."""
    return (
        isinstance(value, list)
        and bool(value)
        and len({type(v) for v in value}) == 1
        and type(value[0]) in (int, float)
    )


class Host:
    """What one function gets from the Python around it.

    Parameters
    ----------
    namespace : the globals of the emitted module.
    values : what is passed to the primal, by parameter.
    is_compiled : is the primal one that Numba compiles?
    libm : are exp, log and tanh to be those of the C library, in loops over arrays too?
    """

    def __init__(
        self,
        namespace: Mapping[str, Any],
        values: Mapping[str, Any],
        is_compiled: bool = False,
        libm: bool = False,
    ):
        self.namespace, self.is_compiled, self.libm = namespace, is_compiled, libm
        self.roots = {name: value for name, value in values.items() if not is_passable(value)}
        self.passed: dict[str, str] = {}  # parameter of the compiled function -> what is passed, as text
        self.callees: dict[
            str, Any
        ] = {}  # the user's functions, by the names they have in the compiled function

    def value(self, node: gast.AST) -> Any:
        """What `_m.EPS`, `params["w"]` or `self.mass` is; MISSING for anything else."""
        if isinstance(node, gast.Name):
            return self.roots.get(node.id, MISSING) if node.id in self.roots else self._user(node.id)
        if isinstance(node, gast.Attribute):
            holder = self.value(node.value)
            return MISSING if holder is MISSING else getattr(holder, node.attr, MISSING)
        if isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Constant):
            holder = self.value(node.value)
            is_container = isinstance(holder, dict | list | tuple)
            try:
                return holder[node.slice.value] if is_container else MISSING
            except (LookupError, TypeError):
                return MISSING
        return MISSING

    def is_global(self, written: str) -> bool:
        """Is it `_m.STEPS`, which is the same for every argument?"""
        return self._user(written.partition(".")[0]) is not MISSING and "[" not in written

    def _user(self, name: str) -> Any:
        """A module or namespace of the user's under its name here."""
        holder = self.namespace.get(name)
        if isinstance(holder, PrimalNamespace):
            return holder
        is_module = isinstance(holder, python_types.ModuleType)
        return holder if is_module and holder.__name__.split(".")[0] not in _LIBRARIES else MISSING

    def parameter(self, node: gast.AST, value: Any, fresh: Callable[[str], str]) -> str:
        """The name under which the compiled function has what `node` reads."""
        if callable(value):
            for known, what in self.callees.items():
                if what is value:
                    return known
            name = fresh(_hint(node))
            self.callees[name] = value
            return name
        text = expression(node)
        for known, what in self.passed.items():
            if what == text:
                return known
        name = fresh(_hint(node))
        self.passed[name] = text
        return name


def _hint(node: gast.AST) -> str:
    if isinstance(node, gast.Attribute):
        return node.attr
    if isinstance(node, gast.Subscript):
        key = "".join(c if c.isalnum() else "_" for c in str(node.slice.value))
        return f"{_hint(node.value)}_{key}"
    return node.id


def parameter_names(given: gast.arguments) -> list[str]:
    """All parameters, in the order of the signature."""
    more = [a for a in (given.vararg, *given.kwonlyargs, given.kwarg) if a is not None]
    return [a.id for a in (*given.args, *more)]


def is_result_built(entry: gast.FunctionDef | None) -> bool:
    """Does the function around a compiled one put a container together?"""
    return entry is not None and any(isinstance(stmt, gast.Assign) for stmt in entry.body)


def halves(
    function: gast.FunctionDef, body: list[gast.AST], host: Host
) -> tuple[gast.FunctionDef, gast.FunctionDef | None]:
    """(the compiled function, the function around it or None)."""
    doc = [stmt for stmt in function.body[:1] if isinstance(stmt, gast.Expr)]
    kernel = nodes.clone(function)
    own = kernel.args
    defaults = [*own.defaults, *(d for d in own.kw_defaults if d is not None)]
    is_starred = (
        own.vararg is not None or own.kwarg is not None
    )  # the compiled function gets a tuple, or its entries
    own.args = [gast.Name(name, gast.Param(), None, None) for name in parameter_names(own)]
    own.vararg = own.kwarg = None
    own.kwonlyargs, own.defaults, own.kw_defaults = [], defaults, []
    template = _split_result(body)
    kernel.body = doc + body
    if not host.passed and template is None and not host.roots and not is_starred:
        return kernel, None
    kernel.name = f"{function.name}_kernel"
    read = set(nodes.names_read(gast.Module(body, [])))
    own.args = [a for a in own.args if a.id not in host.roots or a.id in read]
    own.defaults = []
    passed = [nodes.name(a.id) for a in own.args] + [nodes.parse_expression(t) for t in host.passed.values()]
    own.args += [gast.Name(name, gast.Param(), None, None) for name in host.passed]
    entry = nodes.clone(function)
    call = gast.Call(nodes.name(kernel.name), passed, [])
    entry.body = [*doc, *_returning(call, template)]
    return kernel, entry


def _returning(call: gast.AST, template: tuple | None) -> list[gast.AST]:
    if template is None:
        return [gast.Return(call)]
    names, result = template
    targets = [nodes.store_name(name) for name in names]
    return [gast.Assign([gast.Tuple(targets, nodes.STORE)], call, None), gast.Return(result)]


def _split_result(body: list[gast.AST]) -> tuple[list[str], gast.AST] | None:
    """If what is returned is a container that Numba does not know: return its entries instead; (their names, the
    container of those names)."""
    last = body[-1] if body else None
    if not isinstance(last, gast.Return) or last.value is None or not _is_container(last.value):
        return None
    entries: list[gast.AST] = []
    names: list[str] = []
    result = _with_names(last.value, entries, names)
    last.value = gast.Tuple(entries, nodes.LOAD)
    return names, result


def _is_container(node: gast.AST) -> bool:
    if isinstance(node, gast.Dict | gast.List):
        return True
    return isinstance(node, gast.Tuple) and any(map(_is_container, node.elts))


def _with_names(node: gast.AST, entries: list[gast.AST], names: list[str]) -> gast.AST:
    if isinstance(node, gast.Dict):
        return gast.Dict(node.keys, [_with_names(v, entries, names) for v in node.values])
    if isinstance(node, gast.List | gast.Tuple):
        return node.__class__([_with_names(v, entries, names) for v in node.elts], nodes.LOAD)
    name = node.id if isinstance(node, gast.Name) and node.id not in names else f"entry_{len(names)}"
    entries.append(node)
    names.append(name)
    return nodes.name(name)
