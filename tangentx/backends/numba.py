"""The Numba backend: a compiled derivative becomes a Numba dispatcher over a rewritten form of its emitted text.

    emitted text -> types (numba_typing) -> loops and tapes (numba_lowering) -> text -> file -> njit

The rewritten text is a file beside the emitted one, so that it can be read, stepped through in plain Python, and its
machine code cached by Numba.  Globals of the user's are arguments of the compiled function, read at each call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

import gast

from tangentx import loader, pipeline
from tangentx.analysis.types import Array, Scalar, Sequence, Type, with_sites
from tangentx.backends import numba_text
from tangentx.backends.numba_lowering import Lowering
from tangentx.backends.numba_nests import Nest
from tangentx.backends.numba_typing import ANYWHERE, Typing
from tangentx.derivative import BACKENDS, Derivative
from tangentx.errors import NotDifferentiableError, TangentxError
from tangentx.loader import cache
from tangentx.records import Derivative as Tree
from tangentx.records import Emitted, Place
from tangentx.syntax import nodes, source

_HELPERS = ("check_extent", "joint_extent", "reserved", "slice_length", "slice_start", "stride_for", "trip_count")
_OWN_OPTIONS = ("nopython", "pipeline_class", "boundscheck")


@dataclass(frozen=True, slots=True)
class Lowered:
    """One rewritten function, the function around it that reads the user's globals (None: it reads none), and the
    functions of the user's that it calls."""

    kernel: gast.FunctionDef
    entry: gast.FunctionDef | None
    callees: dict[str, Any]
    result: Type


def is_dispatcher(fun: Any) -> bool:
    """A function that Numba compiles."""
    return isinstance(getattr(fun, "py_func", None), FunctionType) and hasattr(fun, "targetoptions")


def translate(derivative: Derivative, compiled: pipeline.Compiled, kinds: tuple[Type, ...]) -> pipeline.Compiled:
    """The compiled derivative with Numba dispatchers in place of its functions."""
    try:
        import numba
    except ImportError as error:
        raise NotDifferentiableError(
            'backend="numba" needs Numba, which is not installed', code="TX852",
            help=['pip install "tangentx[numba]"', 'or leave out backend="numba"'],
        ) from error  # fmt: skip
    module = _Module(derivative, compiled, kinds)
    try:
        module.lower()
    except TangentxError as error:
        raise module.located(error) from error
    return module.load(numba)


class _Module:
    """The rewriting of one emitted module."""

    def __init__(self, derivative: Derivative, compiled: pipeline.Compiled, kinds: tuple[Type, ...]):
        self.derivative, self.compiled, self.kinds = derivative, compiled, kinds
        self.text = compiled.emitted.text
        self.namespace = compiled.function.__globals__
        self.functions: list[Lowered] = []
        self.at: gast.AST | None = None

    # -- rewriting ---------------------------------------------------------------------------------------------------

    def lower(self) -> None:
        tree = gast.parse(self.text)
        numba_text.note_comments(tree, self.text)
        made = [node for node in tree.body if isinstance(node, gast.FunctionDef)]
        wanted = 2 if self.compiled.reverse is not None else 1
        if len(made) != wanted:
            raise NotDifferentiableError("recursive functions are not compiled", code="TX851")
        for function in reversed(made):  # the forward half says what the reverse half gets
            self.functions.append(self._lowered(function))

    def _lowered(self, function: gast.FunctionDef) -> Lowered:
        typing = Typing(self.namespace)
        names = [a.id for a in function.args.args + function.args.kwonlyargs]
        result = typing.run(function, dict(zip(names, self._parameter_types(names), strict=True)))
        lowering = Lowering(function, typing, self.namespace)
        try:
            body = lowering.run()
        except TangentxError:
            self.at = lowering.origin
            raise
        _contract(body)
        finished = numba_text.finished(body)
        numba_text.place_comments(finished, set())
        trees = _kernel_and_entry(function, finished, lowering.globals)
        return Lowered(*trees, lowering.callees, result)

    def _parameter_types(self, names: list[str]) -> list[Type]:
        """The types of an emitted function's parameters: the primal's, then seeds or tangents."""
        if self.functions:  # the reverse half
            saved = self.functions[0].result.items[1]
            return [with_sites(_as_saved(saved), frozenset((ANYWHERE,))), self._seed()]
        found = list(self.kinds)
        wrt = self.derivative.spec.wrt
        own = dict(zip((p.name for p in self.derivative.parameters), self.kinds, strict=True))
        extras = [own[name] for name in wrt] if self.derivative.spec.mode == "tangent" else [self._seed()]
        return found + extras[: len(names) - len(found)]

    def _seed(self) -> Type:
        """The type of a seed: that of the result, with its own dimensions."""
        return _seed_of(self.compiled.result_type)

    # -- loading -----------------------------------------------------------------------------------------------------

    def load(self, numba: Any) -> pipeline.Compiled:
        """The text written, run and handed to Numba."""
        options = self._options()
        emitted = self._render()
        path = self.compiled.path
        if path is not None:
            suffix = f"__numba_{cache.digest(repr(sorted(options.items(), key=str)))[:8]}"
            path = path.with_name(f"{path.stem}{suffix}.py")
        name = self.compiled.function.__module__.partition(".")[2] + "__numba"
        emitted = Emitted(cache.seal(emitted.text, self.compiled.key), emitted.entry)
        function = loader.load(emitted, path=path, module_name=name, namespace=self.namespace)
        space = function.__globals__
        for lowered in self.functions:
            space.update({k: _compiled_callee(numba, v) for k, v in lowered.callees.items()})
        can_cache = path is not None and not space["__file__"].startswith("<")
        can_cache = can_cache and not any(lowered.callees for lowered in self.functions)
        made = []
        for lowered in self.functions:
            name = lowered.kernel.name
            space[name] = numba.njit(**options, cache=can_cache)(space[name])
            made.append(space[(lowered.entry or lowered.kernel).name])
        reverse = made[1] if len(made) > 1 else None
        return replace(self.compiled, function=made[0], reverse=reverse, emitted=emitted, path=path)

    def _options(self) -> dict[str, Any]:
        """What the primal's decorator says, and what the caller says."""
        options: dict[str, Any] = {"error_model": "numpy"}
        primal = self.derivative.primal
        if is_dispatcher(primal):
            options |= {k: v for k, v in primal.targetoptions.items() if k not in _OWN_OPTIONS and v}
            if primal.targetoptions.get("boundscheck"):
                options["boundscheck"] = True
        return options | dict(self.derivative.spec.options.jit)

    def _render(self) -> Emitted:
        functions = [tree for f in reversed(self.functions) for tree in (f.kernel, f.entry) if tree is not None]
        used = {n for f in functions for n in nodes.names_read(gast.Module([f], []))}
        helpers = [h for h in _HELPERS if h in used]
        header = [line[2:] for line in self.text.splitlines() if line.startswith("# primal")]
        imports = [line for line in self.text.splitlines() if line.startswith(("import ", "from "))]
        kept = [line for line in imports if line.rpartition(" ")[2] in used or "numpy" in line]
        if "np" in used and "import numpy as np" not in kept:
            kept.insert(0, "import numpy as np")
        if helpers:
            kept += [f"from tangentx.backends.numba_runtime import {h}" for h in helpers]
        title = f"Compiled by Numba: {self.derivative.spec} of {self.derivative.label}."
        tree = Tree((title, *header), tuple(kept), tuple(functions), self.compiled.emitted.entry)
        return source.render(tree)

    def located(self, error: TangentxError) -> TangentxError:
        return error


def _contract(body: list[Any]) -> None:
    """Make numbers of the arrays that only one nest reads."""
    counts: dict[str, int] = {}
    nests: list[Nest] = []

    def count(items: list[Any]) -> None:
        for item in items:
            if isinstance(item, Nest):
                nests.append(item)
                count([*item.counts, *item.setup, *item.body, *item.after])
                continue
            for part in ("body", "orelse"):
                count(getattr(item, part, None) or [])
            for node in _own_nodes(item):
                if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
                    counts[node.id] = counts.get(node.id, 0) + 1

    count(body)
    for nest in nests:
        nest.contract(lambda name: counts.get(name, 0))


def _own_nodes(stmt: gast.AST):
    """The nodes of a statement without those of its suites."""
    for field in stmt._fields:
        value = getattr(stmt, field, None)
        if field in ("body", "orelse") and isinstance(value, list):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, gast.AST):
                yield from nodes.walk(item)


def _kernel_and_entry(
    function: gast.FunctionDef, body: list[gast.AST], globals_: dict[str, str]
) -> tuple[gast.FunctionDef, gast.FunctionDef | None]:
    """The compiled function; where it takes globals of the user's as arguments, also a function that passes them."""
    doc = [stmt for stmt in function.body[:1] if isinstance(stmt, gast.Expr)]
    kernel = nodes.clone(function)
    kernel.body = doc + body
    own = kernel.args
    defaults = [*own.defaults, *(d for d in own.kw_defaults if d is not None)]
    own.args, own.kwonlyargs, own.defaults, own.kw_defaults = [*own.args, *own.kwonlyargs], [], defaults, []
    if not globals_:
        return kernel, None
    entry = nodes.clone(function)
    kernel.name = f"{function.name}_kernel"
    passed = [nodes.name(a.id) for a in own.args] + [nodes.parse_expression(text) for text in globals_.values()]
    entry.body = [*doc, gast.Return(gast.Call(nodes.name(kernel.name), passed, []))]
    own.args += [gast.Name(name, gast.Param(), None, None) for name in globals_]
    own.defaults = []
    return kernel, entry


def _as_saved(kind: Type) -> Type:
    return kind


def _seed_of(kind: Type | None) -> Type:
    if isinstance(kind, Array) or isinstance(kind, Sequence):
        return kind
    return Scalar("float")


def _compiled_callee(numba: Any, callee: Any) -> Any:
    return numba.njit(callee) if isinstance(callee, FunctionType) else callee


BACKENDS["numba"] = translate
__all__ = ["Place", "is_dispatcher", "translate"]
