"""Every stage in order: the page to read first.

    parse -> normalise -> one exit -> specialise -> webs -> analyse -> forward, reverse -> tidy -> render -> load

`compile` runs them for given argument types; `stage` shows what one of them makes; `derive_source` stops at the text.
"""

from __future__ import annotations

import gc
import inspect
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FunctionType
from typing import Any

from tangentx import loader, reuse
from tangentx.analysis import activity as activities
from tangentx.analysis.annotations import annotated
from tangentx.analysis.asked import locate
from tangentx.analysis.calls import prepared
from tangentx.analysis.composites import recognise
from tangentx.analysis.copies import propagate_copies
from tangentx.analysis.exact import SpaceError
from tangentx.analysis.extents import LengthsWanted
from tangentx.analysis.identity import Stale
from tangentx.analysis.loop_targets import set_apart
from tangentx.analysis.observed import type_of
from tangentx.analysis.program import Program
from tangentx.analysis.restarts import Hints, settled
from tangentx.analysis.sharing import share
from tangentx.analysis.specialise import Specialiser
from tangentx.analysis.types import Array, Ragged, Type
from tangentx.analysis.webs import split_webs
from tangentx.config import Options
from tangentx.errors import AliasingError, BackendError, TangentxError, TangentxWarning
from tangentx.fingerprints import is_importable
from tangentx.frontend import show
from tangentx.frontend.parse import parse
from tangentx.loader import cache, places
from tangentx.loader.code_digests import code_digest
from tangentx.paths import identifier, path_of
from tangentx.records import Derivative, Emitted, Function
from tangentx.shadows import provide_namespace
from tangentx.standing import parts_of, standing
from tangentx.syntax import source, verify
from tangentx.templating import registry
from tangentx.transform import listing
from tangentx.transform.emit import FORWARD, Question, emit

EMIT_VERSION = 1  # raised whenever the same input gives other text
_LOCK = threading.RLock()
_DEPTH = 4000  # calls of Python, several for each level of a tree


@dataclass(frozen=True, slots=True)
class Compiled:
    """A loaded derivative: see `compile`."""

    function: Callable
    reverse: Callable | None
    emitted: Emitted
    path: Path | None
    key: str
    origin: str
    guards: tuple
    result_type: Type | None


@dataclass(frozen=True, slots=True)
class Result:
    """What the stages up to the text give."""

    function: Function
    program: Program
    derivative: Derivative
    names: Any
    emitted: Emitted
    raw: str  # empty where it was not asked for


@contextmanager
def _deeper() -> Iterator[None]:
    """Trees are walked recursively, and a sum of some hundred terms is too deep for Python's own limit."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Trees and facts are many small objects and hardly a cycle: to look for garbage among them is a tenth of the
    time, and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
def derive(
    fun: Callable, types: tuple, wrt: tuple[str, ...], mode: str, options: Options, raw: bool = False
) -> Result:
    """All stages from the callable to the text.  Where a container would have a depth that is known at run time, and
    the program does with it what is not done with such, it is followed to the depth that it has."""
    hints = Hints(trees=options.trees)
    try:
        return _derived(fun, types, wrt, mode, options, raw, hints)
    except TangentxError as error:
        if not hints.grown:
            raise
        refusal = error
    try:
        return _derived(fun, types, wrt, mode, options, raw, Hints(trees=False))
    except TangentxError:
        raise refusal from None


def _derived(
    fun: Callable, types: tuple, wrt: tuple, mode: str, options: Options, raw: bool, hints: Hints
) -> Result:
    function = prepared(target_of(fun))
    kinds = argument_types(function, types)
    wrt = locate(wrt, kinds)

    def walk(hints: Hints) -> tuple[Specialiser, Program]:
        specialiser = Specialiser(function, frozenset(wrt), {}, mode in FORWARD, hints)
        specialiser.derive = inner_derivative
        try:
            return specialiser, specialiser.run(kinds)
        except LengthsWanted:
            raise SpaceError(
                "whether vectors have two entries or three decides here how many axes the result has", code="TX230",
                place=specialiser.walking, lines=function.lines,
                help=("make a derivative of a function that gets the vectors as arguments",),
            ) from None  # fmt: skip
        except Stale:
            raise AliasingError(
                "a container is changed here that something else changes at the same time", code="TX237",
                place=specialiser.walking, lines=function.lines, help=("do one after the other",),
            ) from None  # fmt: skip

    specialiser, program = settled(walk, function, hints)
    specialiser.sampler.extents.settle()
    program = propagate_copies(set_apart(split_webs(program, specialiser.def_types, specialiser.held)))
    program = recognise(share(program) if options.optimize else program, options.optimize)
    asked = Question(mode, wrt, options.has_aux, options.optimize, options.on_disconnected, options.value)
    asked = replace(asked, checkpoint=options.checkpoint, raw=raw)
    made = emit(program, asked, specialiser)
    emitted = source.render(made.derivative)
    if verify.ENABLED:
        verify.verify(made.derivative)
    return Result(function, program, made.derivative, made.names, emitted, made.raw)


def compile(
    fun: Callable, types: tuple, wrt: tuple[str, ...], mode: str, options: Options | None = None
) -> Compiled:
    """A derivative for these argument types, ready to call.

    Parameters
    ----------
    fun : a Python function, or a Derivative (its emitted function is differentiated).
    types : one type a parameter, as `type_of` gives it; None where it is not known.
    wrt : names of parameters, or paths of parts of them: "params.scale".
    mode : "grad", "value_and_grad", "adjoint", "pair", "tangent", "tangents" (in several directions at once) or
        "jacobian" (in all directions of one array).
    """
    options = options or Options()
    grown = options.trees and options.backend == "numba"  # as NumPy code it may have trees
    trees = options.trees and not grown
    options = replace(options, trees=trees, backend="auto", jit=())  # these two do not change the text
    inner, guards = inner_derivative(fun, types)
    primal = target_of(inner)
    if not isinstance(primal, FunctionType):
        parse(primal)  # says why it cannot be done
    with _LOCK, _deeper():
        question = (str(EMIT_VERSION), mode, ",".join(wrt), repr(options))
        asked = reuse.request(primal, types, *question) if options.cache else None
        location = _location(primal, types, wrt, mode, options, asked)
        found = reuse.find(asked, location)
        made = found or (_make_flat if grown else _make)(inner, types, wrt, mode, options)
        stored = options.cache and (found is not None or reuse.keep(asked, location, made))
        path = location.path if stored else None
        for name, space in made.namespaces:
            provide_namespace(f"_tangentx_gen.{location.module}", name, space)
        function = loader.load(made.emitted, path=path, module_name=location.module)
    _tell(made.notices)
    entry, origin = made.emitted.entry, "generated" if found is None else "cache"
    reverse = function.__globals__[entry.removesuffix("_forward") + "_reverse"] if mode == "pair" else None
    every_guard = standing((*guards, *made.guards))
    return Compiled(function, reverse, made.emitted, path, made.key, origin, every_guard, made.result_type)


def _make(inner: Callable, types: tuple, wrt: tuple[str, ...], mode: str, options: Options) -> reuse.Made:
    """A text made anew, and what the user is to be told: now, and by processes that only read the text."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        made = derive(inner, types, wrt, mode, options)
    for other in caught:
        if not issubclass(other.category, TangentxWarning):
            warnings.warn_explicit(other.message, other.category, other.filename, other.lineno)
    notices = tuple(str(w.message) for w in caught if issubclass(w.category, TangentxWarning))
    key = cache.digest(str(EMIT_VERSION), made.emitted.text, registry.digest())
    emitted = Emitted(cache.seal(made.emitted.text, key), made.emitted.entry)
    spaces = tuple((name, made.names.spaces[index][0]) for name, index in made.names.injected.items())
    return reuse.Made(emitted, key, made.program.guards, spaces, made.program.result_type, notices)


def _make_flat(
    inner: Callable, types: tuple, wrt: tuple[str, ...], mode: str, options: Options
) -> reuse.Made:
    """The same for compiled code, in which containers have a depth that is known."""
    try:
        return _make(inner, types, wrt, mode, options)
    except TangentxError as error:
        refusal = error
    try:
        derive(inner, types, wrt, mode, replace(options, trees=True))
    except TangentxError:
        raise refusal from None
    raise BackendError(
        "containers of a depth that is known at run time cannot be compiled", place=refusal.place, lines=refusal.lines,
        why=(refusal.message,), help=('run it as plain NumPy: backend="numpy"',),
    ) from refusal  # fmt: skip


def _tell(notices: tuple[str, ...]) -> None:
    for notice in notices:
        warnings.warn(TangentxWarning(notice), stacklevel=7)


def _location(primal: FunctionType, types, wrt, mode: str, options: Options, asked) -> places.Location:
    """The file's place; what its name does not say becomes a digest in it."""
    label = "_".join([mode, *map(identifier, wrt)])
    suffix = "__".join(s for s in (_suffix(t) for t in types) if s)
    if suffix:
        label += f"__{suffix}"
    shown = (options.optimize, options.has_aux, options.standalone, options.name, options.value)
    more = [repr(shown)] if shown != (True, False, False, None, True) else []
    if not options.trees:
        more.append("to the depth that it has")
    if options.checkpoint is not None:
        more.append(f"checkpoint {options.checkpoint}")
    if any("?may" in str(kind) for kind in types):
        more.append("any extent")
    if any(path_of(name).steps for name in wrt):  # `p.k` is not `p_k`
        more.append(repr(wrt))
    if len(label) > 60 or any(len(str(kind)) > 24 and not isinstance(kind, Array) for kind in types):
        more += [label, *map(str, types)]
    if primal.__closure__ and asked is not None:
        more.append(asked.digest)
    elif "<" in primal.__qualname__ or not is_importable(primal):
        more.append(code_digest(primal.__code__, lines=False))
    file, module = primal.__code__.co_filename, primal.__module__ or ""
    return places.locate(file, module, primal.__qualname__, label[:60], cache.digest(*more) if more else "")


def _suffix(kind: Type | None) -> str:
    """`f8_2d` for a float64 matrix."""
    if isinstance(kind, Array):
        ones = "".join(str(i) for i, d in enumerate(kind.shape or ()) if d.is_one)
        axes = "n" if kind.shape is None else len(kind.shape)
        rank = "" if kind.scalar else f"_{axes}d" + (f"_one{ones}" if ones else "")
        return {"float64": "f8", "float32": "f4", "complex128": "c16", "int64": "i8"}.get(
            kind.dtype, kind.dtype
        ) + rank
    if kind is None:
        return ""
    return "".join(c if c.isalnum() else "_" for c in str(kind))[:24]


def target_of(fun: Callable) -> Callable:
    """The plain Python function behind a callable."""
    fun = getattr(fun, "py_func", fun)
    return getattr(fun, "__func__", fun)


def inner_derivative(fun: Callable, types: tuple) -> tuple[Callable, tuple]:
    """For a Derivative: its emitted function for these types, and the guards that come with it."""
    spec = getattr(fun, "spec", None)
    if spec is None or not hasattr(fun, "primal"):
        return fun, ()
    compiled = compile(fun.primal, types, spec.wrt, spec.mode, spec.options)
    return compiled.function, parts_of(compiled.guards)


def argument_types(function: Function, types: tuple) -> dict[str, Type]:
    """The types by parameter; what is not known comes from annotations and defaults, else is a float array."""
    found: dict[str, Type] = {}
    names = [p.name for p in function.parameters]
    for parameter, kind in zip(
        function.parameters, (*types, *(None,) * (len(names) - len(types))), strict=False
    ):
        found[parameter.name] = kind if kind is not None else _assumed(function, parameter)
    return found


def _assumed(function: Function, parameter) -> Type:
    kind = annotated(function, parameter)
    if kind is not None:
        return kind
    if parameter.default is not None and function.callable is not None:
        value = inspect.signature(function.callable, follow_wrapped=False).parameters[parameter.name].default
        return type_of(value)
    i = [p.name for p in function.parameters].index(parameter.name)
    # Of any rank: one, and two.  Small, since programs make matrices of `x.size` rows and columns.
    return Array("float64", Ragged(((24 + 12 * i,), (36 + 24 * i, 60 + 36 * i))))


def derive_source(
    fun: Callable, wrt: tuple[str, ...] | None, mode: str, standalone: bool = False, types=()
) -> Emitted:
    """The text of the general version: unknown types, plus annotations and defaults."""
    inner, _ = inner_derivative(fun, types)
    return derive(inner, types, _wrt(inner, wrt), mode, Options(standalone=standalone)).emitted


def _wrt(fun: Callable, wrt: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(wrt) if wrt else tuple(inspect.signature(target_of(fun)).parameters)[:1]


def stage(name: str, fun: Callable, wrt: tuple[str, ...] | None, mode: str, types: tuple = ()) -> str:
    """The text after a stage: "parse", "anf", "facts", "raw" or "tidy".  What comes later is not run."""
    inner, _ = inner_derivative(fun, types)
    plain = target_of(inner)
    if name in _BEFORE_TYPES:
        return _BEFORE_TYPES[name](plain)
    made = derive(inner, types, _wrt(inner, wrt), mode, Options(), raw=name == "raw")
    return _WITH_TYPES[name](made, frozenset(_wrt(inner, wrt)))


def _source(plain: Callable) -> str:
    parsed = parse(plain)
    return "\n".join(parsed.lines[parsed.first_line - 1 : parsed.last_line]) + "\n"


_BEFORE_TYPES: dict[str, Callable[[Callable], str]] = {
    "parse": _source,
    "anf": lambda plain: show.to_text(prepared(plain)),
}
_WITH_TYPES: dict[str, Callable[[Result, frozenset[str]], str]] = {
    "facts": lambda made, wrt: listing.facts(made.program, activities.analyse(made.program, wrt)),
    "raw": lambda made, wrt: made.raw,
    "tidy": lambda made, wrt: made.emitted.text,
}
