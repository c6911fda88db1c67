"""The Numba backend: a compiled derivative becomes a Numba dispatcher over a rewritten form of its emitted text.

    emitted text -> types (numba_typing) -> loops and tapes (numba_lowering) -> text -> file -> njit

The rewritten text is a file beside the emitted one, so that it can be read, stepped through in plain Python, and its
machine code cached by Numba.  Globals of the user's are arguments of the compiled function, read at each call.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

import gast
import numpy as np

from tangentx import loader, pipeline
from tangentx.analysis.arguments import bind_dims
from tangentx.analysis.asked import kind_at
from tangentx.analysis.sampling import Sampler
from tangentx.analysis.types import Array, Dim, Scalar, Sequence, Type, with_sites
from tangentx.backends import numba_dispatch, numba_host, numba_text
from tangentx.backends.numba_apart import take_apart
from tangentx.backends.numba_host import Host
from tangentx.backends.numba_imports import name_helpers
from tangentx.backends.numba_lowering import Lowering
from tangentx.backends.numba_nests import contract
from tangentx.backends.numba_places import places_as_arrays
from tangentx.backends.numba_records import ANYWHERE
from tangentx.backends.numba_refusals import reason, refusals, source_lines
from tangentx.backends.numba_spelling import respell
from tangentx.backends.numba_trips import Trips
from tangentx.backends.numba_typing import Typing
from tangentx.derivative import BACKENDS, Backend, Derivative
from tangentx.errors import BackendError
from tangentx.loader import cache, linemap
from tangentx.paths import path_of
from tangentx.records import Derivative as Tree
from tangentx.records import Emitted, Place
from tangentx.syntax import nodes, source
from tangentx.transform.first_contributions import with_sums_only
from tangentx.wrt import value_of

_OWN_OPTIONS = ("nopython", "pipeline_class", "boundscheck")


@dataclass(frozen=True, slots=True)
class Lowered:
    """One rewritten function, the Python function around it (None: there is none), the functions of the user's that
    it calls, and the type of its result."""

    kernel: gast.FunctionDef
    entry: gast.FunctionDef | None
    callees: dict[str, Any]
    passed: dict[str, str]
    result: Type


def _along(kind: Type) -> Type:
    """The type of an argument's tangents in several directions."""
    last = Dim((("?directions", 1),))
    if isinstance(kind, Array) and isinstance(kind.shape, tuple):
        return replace(kind, shape=(*kind.shape, last), scalar=False)
    return Array("float64", (last,)) if isinstance(kind, Scalar) else kind


def is_dispatcher(fun: Any) -> bool:
    """A function that Numba compiles."""
    return isinstance(getattr(fun, "py_func", None), FunctionType) and hasattr(fun, "targetoptions")


def translate(
    derivative: Derivative, compiled: pipeline.Compiled, kinds: tuple[Type, ...], values: tuple
) -> pipeline.Compiled:
    """The compiled derivative with Numba dispatchers in place of its functions."""
    numba = _numba()
    _overload()
    module = _Module(derivative, compiled, kinds, values)
    module.lower()
    made = module.load(numba)
    module.compile(numba, made)
    return made


def _overload() -> None:
    """Tell Numba what the functions of the runtime are; these modules import Numba: not before it is wanted."""
    for part in ("overloads", "trees", "choices", "rearrangements", "matrices", "checkpoints"):
        importlib.import_module(f"tangentx.backends.numba_{part}")


def dispatcher(derivative: Derivative) -> Any:
    """The derivative as a Numba dispatcher."""
    numba = _numba()
    _overload()

    def version(kinds: tuple[Type, ...]) -> tuple[Any, dict[str, Any]]:
        compiled = pipeline.compile(
            derivative.primal, kinds, derivative.spec.wrt, derivative.spec.mode, derivative.spec.options
        )
        numba_dispatch.check_scalar(derivative, compiled)
        module = _Module(derivative, compiled, kinds, ())
        module.lower()
        module.load(numba)
        passed = module.functions[0].passed
        return module.kernels[0], {k: eval(text, dict(module.namespace)) for k, text in passed.items()}

    return numba_dispatch.build(numba, derivative, version)


def _numba() -> Any:
    try:
        import numba
        import numba.extending
    except ImportError as error:
        raise BackendError(
            'backend="numba" needs Numba, which is not installed', code="TX852",
            help=['pip install "tangentx[numba]"', 'or leave out backend="numba"'],
        ) from error  # fmt: skip
    return numba


class _Module:
    """The rewriting of one emitted module."""

    def __init__(self, derivative: Derivative, compiled: pipeline.Compiled, kinds: tuple, values: tuple):
        self.derivative, self.compiled, self.kinds, self.values = derivative, compiled, kinds, values
        self.text = compiled.emitted.text
        self.namespace = {"np": np, **compiled.function.__globals__}
        self.functions: list[Lowered] = []
        self.kernels: list[Any] = []
        self.guards: list[Callable[[], bool]] = []
        self.sampler = Sampler()  # one for both halves: a symbol is the same extent in both

    # -- rewriting ---------------------------------------------------------------------------------------------------

    def lower(self) -> None:
        tree = gast.parse(self.text)
        numba_text.note_comments(tree, self.text)
        made = [node for node in tree.body if isinstance(node, gast.FunctionDef)]
        wanted = 2 if self.compiled.reverse is not None else 1
        if len(made) != wanted:
            raise self.refused(BackendError("a recursive function"), None, self.text)
        for function in made:  # fused loops have no arrays to let go
            function.body = [stmt for stmt in function.body if not isinstance(stmt, gast.Delete)]
            with_sums_only(function.body)
        for function in reversed(made):  # the forward half says what the reverse half gets
            self.functions.append(self._lowered(function))

    def _lowered(self, function: gast.FunctionDef) -> Lowered:
        bound = {
            n.id
            for n in nodes.walk(function)
            if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)
        }

        def resolve(node: gast.AST) -> Any:
            return _library_object(node, bound, self.namespace)

        respell(function, resolve)
        places_as_arrays(function, resolve)
        names = numba_host.parameter_names(function.args)
        own = [p.name for p in self.derivative.parameters]
        values = {} if self.functions else dict(zip(own, self.values, strict=False))
        libm = dict(self.derivative.spec.options.jit).get("libm", False)
        host = Host(self.namespace, values, is_dispatcher(self.derivative.primal), libm)
        typing = Typing(host, self.sampler)
        lowering = None
        try:
            kinds = dict(zip(names, self._parameter_types(names), strict=True))
            result = typing.run(function, kinds)
            if take_apart(function, resolve):
                typing = Typing(host, self.sampler)
                result = typing.run(function, kinds)
            lowering = Lowering(function, typing, host)
            body = lowering.run()
        except BackendError as error:
            at = typing.at if lowering is None else lowering.origin
            raise self.refused(error, getattr(at, "lineno", None), self.text) from error
        self.guards += [_stays_large(text, self.namespace) for text in sorted(typing.large)]
        contract(body)
        fast = self._options().get("fastmath", ())
        is_fast = fast is True or not isinstance(fast, bool) and "arcp" in fast
        finished = Trips(typing, lowering.fresh, is_fast).improved(numba_text.finished(body))
        numba_text.place_comments(finished, set())
        return Lowered(*numba_host.halves(function, finished, host), host.callees, host.passed, result)

    def _parameter_types(self, names: list[str]) -> list[Type]:
        """The types of an emitted function's parameters: the primal's, then seeds or tangents."""
        seed = self._seed()
        if self.functions:  # the reverse half
            return [with_sites(self.functions[0].result.items[1], frozenset((ANYWHERE,))), seed]
        own = [p.name for p in self.derivative.parameters]
        found = [bind_dims(kind, name) for kind, name in zip(self.kinds, own, strict=True)]
        tangents = [kind_at(found[own.index(path_of(n).parameter)], n) for n in self.derivative.spec.wrt]
        mode = self.derivative.spec.mode
        extras = {"tangent": tangents, "tangents": list(map(_along, tangents)), "jacobian": []}.get(
            mode, [seed]
        )
        more = zip(names[len(found) :], extras, strict=False)
        return found + [with_sites(kind, frozenset((name,))) for name, kind in more]

    def _seed(self) -> Type:
        return _seed_of(self.compiled.result_type, "?seed")

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
            self.kernels.append(space[name])
            made.append(space[(lowered.entry or lowered.kernel).name])
        reverse = made[1] if len(made) > 1 else None
        guards = (*self.compiled.guards, *self.guards)
        return replace(
            self.compiled, function=made[0], reverse=reverse, emitted=emitted, path=path, guards=guards
        )

    def _options(self) -> dict[str, Any]:
        """What the primal's decorator says, and what the caller says."""
        options: dict[str, Any] = {"error_model": "numpy"}
        primal = self.derivative.primal
        if is_dispatcher(primal):
            options |= {k: v for k, v in primal.targetoptions.items() if k not in _OWN_OPTIONS and v}
            if primal.targetoptions.get("boundscheck"):
                options["boundscheck"] = True
        return options | {k: v for k, v in dict(self.derivative.spec.options.jit).items() if k != "libm"}

    def _render(self) -> Emitted:
        functions = [
            tree for f in reversed(self.functions) for tree in (f.kernel, f.entry) if tree is not None
        ]
        helpers = {line for f in functions for line in name_helpers(f)}
        used = {n for f in functions for n in nodes.names_read(gast.Module([f], []))}
        header = [line[2:] for line in self.text.splitlines() if line.startswith("# primal")]
        kept = [line for line in self._imports() if line.rpartition(" ")[2] in used]
        if "np" in used and "import numpy as np" not in kept:
            kept.insert(0, "import numpy as np")
        kept += sorted(helpers)
        title = f"Compiled by Numba: {self.derivative.spec} of {self.derivative.label}."
        tree = Tree((title, *header), tuple(kept), tuple(functions), self.compiled.emitted.entry)
        return source.render(tree)

    def _imports(self) -> list[str]:
        """The imports of the emitted module, one name each."""
        found = []
        for node in gast.parse(self.text).body:
            if isinstance(node, gast.Import | gast.ImportFrom):
                front = f"from {node.module} import" if isinstance(node, gast.ImportFrom) else "import"
                found += [
                    f"{front} {a.name} as {a.asname}" if a.asname else f"{front} {a.name}" for a in node.names
                ]
        return found

    # -- compiling ---------------------------------------------------------------------------------------------------

    def compile(self, numba: Any, made: pipeline.Compiled) -> None:
        """Compile for the values at hand, so that what cannot be is refused here, not at a later call."""
        try:
            with warnings.catch_warnings():  # about code that is not the user's
                warnings.simplefilter("ignore", numba.core.errors.NumbaPerformanceWarning)
                self._compile(numba, made)
        except (BackendError, *refusals(numba)) as error:
            line = getattr(getattr(error, "loc", None), "line", None)
            raise self.refused(error, line, made.emitted.text) from error

    def _compile(self, numba: Any, made: pipeline.Compiled) -> None:
        arguments = [numba.typeof(value) for value in self._arguments(made)]
        self.kernels[0].compile(tuple(arguments))
        if len(self.kernels) > 1:
            value, saved = self._handed_over(numba, self.kernels[0].overloads[tuple(arguments)].signature)
            seed = numba.float64 if isinstance(value, numba.types.Integer) else value
            passed = [
                numba.typeof(eval(text, dict(self.namespace))) for text in self.functions[1].passed.values()
            ]
            self.kernels[1].compile((saved, seed, *passed))

    def _handed_over(self, numba: Any, signature: Any) -> tuple[Any, Any]:
        """The types of the result and of what the reverse half is called with."""
        if numba_host.is_result_built(self.functions[0].entry):
            raise BackendError("the result is a list or a dictionary", help=("return a tuple or an array",))
        value, saved = signature.return_type
        if any(isinstance(kind, numba.types.Optional) for kind in saved):
            raise BackendError("what may be `None` is kept until the reverse sweep")
        return value, saved

    def _arguments(self, made: pipeline.Compiled) -> list[Any]:
        """Values like those that the compiled function is called with."""
        lowered, names = self.functions[0], [p.name for p in self.derivative.parameters]
        known = dict(zip(names, self.values, strict=True))
        own = [a.id for a in lowered.kernel.args.args]
        scope = {**self.namespace, **known}
        dots = [_like(self._seed())]
        if self.derivative.spec.mode in ("tangent", "tangents"):
            dots = [value_of(name, known) for name in self.derivative.spec.wrt]
        if self.derivative.spec.mode == "tangents":
            dots = [np.zeros((*np.shape(dot), 1)) for dot in dots]
        extras = dict(zip((a for a in own if a not in known and a not in lowered.passed), dots, strict=False))
        return [
            eval(lowered.passed[a], scope) if a in lowered.passed else {**known, **extras}[a] for a in own
        ]

    def refused(self, error: Exception, line: int | None, text: str) -> BackendError:
        """The error a user sees: his line, and the reason in Numba's words."""
        if isinstance(error, BackendError):
            why, ways = error.message, error.help
        else:
            why, ways = reason(error), ()
        lines = source_lines(self.derivative.primal)
        return BackendError(
            f"Numba cannot compile the {self.derivative.spec} of {self.derivative.label}", why=(why,),
            place=self._place(line, text), lines=lines,
            help=(*ways, 'run it as plain NumPy: backend="numpy"'),
        )  # fmt: skip

    def _place(self, line: int | None, text: str) -> Place | None:
        """The user's line that a line of the text is for; else where the primal begins."""
        primal = pipeline.target_of(self.derivative.primal)
        code = getattr(primal, "__code__", None)
        if code is None:
            return None
        found = linemap.line_map(text)
        nearest = max((n for n in found if line is not None and n <= line), default=None)
        own = found[nearest][0][1] if nearest is not None else code.co_firstlineno
        return Place(code.co_filename, own)


def _seed_of(kind: Type | None, path: str) -> Type:
    """The type of a seed: that of the result.  An extent that is not an argument's may be anything."""
    if isinstance(kind, Array) and isinstance(kind.shape, tuple):
        dims = (
            d if d.is_one or d.never_one else Dim(((f"{path}.{i}", 1),)) for i, d in enumerate(kind.shape)
        )
        return replace(kind, shape=tuple(dims), sites=frozenset((path,)))
    if isinstance(kind, Sequence):
        return replace(kind, items=tuple(_seed_of(item, f"{path}[{i}]") for i, item in enumerate(kind.items)))
    return Scalar("float")


def _like(kind: Type) -> Any:
    """A value of a seed's type."""
    if isinstance(kind, Array) and kind.rank and not kind.scalar:
        return np.ones((1,) * kind.rank, kind.dtype)
    return tuple(map(_like, kind.items)) if isinstance(kind, Sequence) else 1.0


def _compiled_callee(numba: Any, callee: Any) -> Any:
    return numba.njit(callee) if isinstance(callee, FunctionType) else callee


def _library_object(node: gast.AST, bound: set[str], namespace: dict[str, Any]) -> Any:
    """What a dotted name means in the emitted module; None for a local variable."""
    written = nodes.dotted(node)
    root, *path = (written or "").split(".")
    value = None if root in bound else namespace.get(root)
    for part in path:
        value = getattr(value, part, None)
    return value


def _stays_large(text: str, namespace: dict[str, Any]) -> Callable[[], bool]:
    """A guard: a global integer that extents depend on is more than one, as it was."""
    code = compile(text, "<guard>", "eval")

    def holds() -> bool:
        value = eval(code, namespace)
        return type(value) is int and value > 1

    return holds


BACKENDS["numba"] = Backend(translate, dispatcher)
