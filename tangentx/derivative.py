"""`Derivative`: what `tx.grad` and its siblings return; it behaves like the function it is.

Nothing is derived when it is made.  The first call with arguments of given types compiles a version for them; later
calls find it by one look-up (`tangentx.dispatch`).  A look at `.source` before any call gives the general version.
"""

from __future__ import annotations

import html
import inspect
import os
import re
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

from tangentx import dispatch, pickling, pipeline, results, seeds
from tangentx.analysis.exact import exact_types, holds_integers, narrowings
from tangentx.analysis.observed import type_of
from tangentx.analysis.types import Type
from tangentx.bound import Bound, signature_of
from tangentx.config import Options
from tangentx.errors import BackendError, TangentxError, TangentxWarning
from tangentx.loader.linemap import line_map
from tangentx.loader.notes import Source, annotate
from tangentx.loader.places import seen_from_here
from tangentx.paths import identifier
from tangentx.syntax.scopes import claimed
from tangentx.wrt import check_value, value_of

P = ParamSpec("P")
R = TypeVar("R")

TABLE_LIMIT = 256  # entries of either level; a table that is full starts again
DERIVING = (
    threading.RLock()
)  # one for all: versions are derived rarely, and derivatives are derived from derivatives


@dataclass(frozen=True, slots=True)
class Backend:
    """What runs emitted code other than Python.

    Parameters
    ----------
    translate : (derivative, compiled, types, values) -> the compiled derivative in the backend's form.
    dispatcher : derivative -> what the backend's own code can call.
    """

    translate: Callable[..., pipeline.Compiled]
    dispatcher: Callable[[Derivative], Any]


BACKENDS: dict[str, Backend] = {}  # by the name that the option `backend` has


@dataclass(frozen=True, slots=True)
class Spec:
    """What is asked of the primal.  `sequence`: the result is a tuple even for one name."""

    mode: str  # a mode of `pipeline.compile`
    wrt: tuple[str, ...]
    options: Options = Options()
    sequence: bool = False
    word: str = ""  # the mode in the user's words when it is another: "hessian"

    def __str__(self) -> str:
        return self.word or self.mode


class Derivative(Generic[P, R]):
    """A function that computes a derivative of `primal`; made by `tx.grad` and its siblings.

    Attributes
    ----------
    primal : the user's function.
    function : the emitted function.
    spec : mode, `wrt` and options.
    source, path, key, origin : text of the emitted module, its file, its digest, where it came from.
    line_map : {emitted line: the user's lines}.
    """

    # `__call__` is a slot, so that a derivative is called through its own dispatching function, with no frame between.
    __slots__ = ("__call__", "__dict__", "__weakref__")

    def __init__(self, primal: Callable, spec: Spec):
        self.primal, self.spec = primal, spec
        self.__name__ = getattr(primal, "__name__", type(primal).__name__)
        self.__qualname__ = getattr(primal, "__qualname__", self.__name__)
        self.__module__ = getattr(primal, "__module__", None) or __name__
        self.parameters = tuple(signature_of(primal).parameters.values())
        taken = {parameter.name for parameter in self.parameters}
        self.extras = tuple(claimed(name, taken) for name in self._extra_names())
        self.__signature__ = self._make_signature()
        self.__doc__ = self._make_doc()
        self._halved: dict[str, pipeline.Compiled] = {}  # run instead of a version, with a look at the result
        self._latest: pipeline.Compiled | None = None
        self._general: pipeline.Compiled | None = None
        self._dispatcher: Any = None
        self._entries: dict[Any, tuple[Callable, tuple]] = {}  # level 1: by dtypes and shapes
        self._versions: dict[tuple[Type, ...], pipeline.Compiled] = {}  # level 2: by analysis types
        self._narrow: dict[tuple[Type, ...], Callable] = {}  # types of which more is said, and what that is
        call = dispatch.Call(
            self._entry_name(), self.__signature__, self.parameters, self.extras, self._post()
        )
        self.__call__ = dispatch.build(call, self._entries.get, self._find, self.note)

    # -- what a subclass may say otherwise -----------------------------------------------------------------------

    def _extra_names(self) -> tuple[str, ...]:
        """Seeds and tangents: what the derivative takes besides the primal's parameters."""
        if self.spec.mode == "tangent":
            return tuple(f"{identifier(name)}_dot" for name in self.spec.wrt)
        return ("seed",) if self.spec.mode == "adjoint" else ()

    def _make_signature(self) -> inspect.Signature:
        extras = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in self.extras]
        parameters = list(self.parameters)
        tail = parameters[-1:] if parameters and parameters[-1].kind is inspect.Parameter.VAR_KEYWORD else []
        return inspect.Signature(parameters[: len(parameters) - len(tail)] + extras + tail)

    def _make_doc(self) -> str:
        title = f"{str(self.spec).replace('_', ' ').capitalize()} of {self.label} with respect to {self._wrt_text()}."
        doc = None if isinstance(self.primal, Derivative) else inspect.getdoc(self.primal)
        return f"{title}\n\n{doc}" if doc else title

    def _post(self) -> Callable[[Any], Any] | None:
        """What is done to each result of the emitted function, which gives one bar for one name."""
        is_single = self.spec.sequence and len(self.spec.wrt) == 1
        return _POSTS.get((self.spec.mode, self.spec.options.has_aux)) if is_single else None

    @property
    def _shown(self) -> Derivative:
        """The derivative whose emitted code stands for this one."""
        return self

    # -- finding and making versions -----------------------------------------------------------------------------

    def _find(self, key: Any, values: tuple) -> Callable:
        """Level 2: what runs for these arguments, made if need be and entered under the level 1 key."""
        with DERIVING:
            primals = values[: len(self.parameters)]
            compiled = self.version(primals)
            run = self._runner(compiled, primals, values[len(primals) :])
            has_integers = any(map(holds_integers, primals))  # which the key does not tell apart
            if not has_integers or not self._depends_on_integers(compiled, primals):
                self.enter(key, run, compiled.guards)
            return run

    def _depends_on_integers(self, compiled: pipeline.Compiled, primals: tuple) -> bool:
        """Would another version run, or the seed need another shape, if an integer among the arguments were another?"""
        if self._narrow or self.spec.mode != "adjoint":
            return bool(self._narrow)
        names = [parameter.name for parameter in self.parameters]
        return seeds.needs_integers(results.result_type(compiled, self.spec), names, primals)

    def enter(self, key: Any, run: Callable, guards: tuple) -> None:
        """Remember what runs for a level 1 key."""
        if len(self._entries) >= TABLE_LIMIT:
            self._entries.clear()
        self._entries[key] = (run, guards)

    def _runner(self, compiled: pipeline.Compiled, primals: tuple, extras: tuple) -> Callable:
        """What runs for arguments like these: the emitted function, or one that also looks at the result where its
        type does not tell enough to be sure that the question makes sense."""
        if self.spec.mode in results.NEEDS_SCALAR and not results.is_surely_scalar(compiled, self.spec):
            return results.checked_scalar(self._in_halves(primals), self.spec, self.label)
        patterns = self._patterns(compiled, primals)
        if self.spec.mode == "adjoint" and not seeds.is_decided(extras[0], patterns[self.extras[0]]):
            return results.checked_seed(self._in_halves(primals), self.spec, self.extras[0])
        given = dict(zip(self.extras, extras, strict=True))
        return seeds.adapt(compiled.function, self.parameters, given, patterns)

    def _in_halves(self, primals: tuple) -> pipeline.Compiled:
        compiled = self._latest = self._pair().version(primals)
        self._halved[compiled.key] = compiled
        return compiled

    def _pair(self) -> Derivative:
        return Derivative(self.primal, Spec("pair", self.spec.wrt, self.spec.options))

    def _patterns(self, compiled: pipeline.Compiled, primals: tuple) -> dict[str, Any]:
        """What seeds or tangents have to look like."""
        names = [parameter.name for parameter in self.parameters]
        if self.spec.mode == "tangent":
            values = dict(zip(names, primals, strict=True))
            pairs = zip(self.extras, self.spec.wrt, strict=True)
            return {extra: seeds.like(value_of(name, values), f"`{extra}`") for extra, name in pairs}
        result, extents = results.result_type(compiled, self.spec), seeds.extents_of(names, primals)
        return {name: seeds.like_type(result, f"`{name}`", extents) for name in self.extras}

    def version(self, values: tuple) -> pipeline.Compiled:
        """The compiled version for these values of the primal's parameters, in signature order."""
        kinds = tuple(type_of(value) for value in values)
        with DERIVING:
            if kinds in self._narrow:
                kinds = self._narrow[kinds](kinds, values)
            compiled = self._versions.get(kinds)
            if compiled is not None and all(guard() for guard in compiled.guards):
                return compiled
            names = [parameter.name for parameter in self.parameters]
            for name in self.spec.wrt:
                check_value(name, value_of(name, dict(zip(names, values, strict=True))), str(self.spec))
            compiled = self._compile(kinds, values)
            results.check_result(compiled, self.spec, self.label, (names, values))
            if self.backend in BACKENDS:
                compiled = self._translated(compiled, kinds, values)
            if len(self._versions) >= TABLE_LIMIT:
                self._versions.clear()
            if kinds in self._narrow:
                kinds = self._narrow[kinds](kinds, values)
            self._versions[kinds] = self._latest = compiled
            return compiled

    def _translated(self, compiled: pipeline.Compiled, kinds: tuple, values: tuple) -> pipeline.Compiled:
        """In the backend's form; what it cannot compile stays NumPy code, unless the backend was asked for."""
        try:
            return BACKENDS[self.backend].translate(self, compiled, kinds, values)
        except BackendError as refusal:
            if self.spec.options.backend != "auto" or refusal.code != BackendError.code:
                raise
            reason = f" ({refusal.why[0]})" if refusal.why else ""
            warnings.warn(
                TangentxWarning(
                    f"the {self.spec} of {self.label} runs as NumPy code: Numba cannot compile it{reason}. "
                    'backend="numpy" says so without this warning.  (tangentx explain TX851)'
                ),
                stacklevel=5,
            )
            return compiled

    def _compile(self, kinds: tuple[Type, ...], values: tuple) -> pipeline.Compiled:
        """A version for these types; where that is refused, one for these very shapes and integers, or some of them."""
        question = (self.spec.wrt, self.spec.mode, self.spec.options)
        try:
            return pipeline.compile(self.primal, kinds, *question)
        except TangentxError as error:
            refusal = error
        for narrowed in narrowings(refusal):
            exact = narrowed(kinds, values)
            try:
                compiled = None if exact == kinds else pipeline.compile(self.primal, exact, *question)
            except TangentxError as error:
                refusal, compiled = refusal if narrowed is exact_types else error, None
            if compiled is not None:
                self._narrow[kinds] = narrowed
                return compiled
        raise refusal from None

    def apply(self, values: tuple) -> tuple[pipeline.Compiled, Any]:
        """(the compiled version, the result of its function) for these values of the primal's parameters."""
        compiled = self.version(values)
        positional, named = dispatch.arguments(self.parameters, values)
        try:
            return compiled, compiled.function(*positional, **named)
        except Exception as error:
            self.note(error)
            raise

    def bind(self, *args: Any, **kwargs: Any) -> tuple:
        """The values of the primal's parameters, in signature order, as `version` wants them."""
        bound = inspect.Signature(self.parameters).bind(*args, **kwargs)
        bound.apply_defaults()
        return tuple(bound.arguments.values())

    def _compiled(self) -> pipeline.Compiled:
        """The version to show: the latest, else the general one."""
        if self._latest is not None:
            return self._latest
        with DERIVING:
            if self._general is None:
                unknown = (None,) * len(self.parameters)
                self._general = pipeline.compile(
                    self.primal, unknown, self.spec.wrt, self.spec.mode, self.spec.options
                )
            return self._general

    def note(self, error: Exception) -> None:
        """Say in a note which line of the primal an error is about."""
        user, maps = self.primal, []
        while isinstance(user, Derivative):  # of a second derivative: through the text of the first one
            maps.append(user.line_map)
            user = user.primal
        code = getattr(user, "__code__", None)
        file, first = getattr(code, "co_filename", ""), getattr(code, "co_firstlineno", 1)
        shown = os.path.relpath(file) if os.path.isfile(file) else file
        for compiled in [*self._versions.values(), *self._halved.values()]:
            source = Source(file, shown, first, tuple(maps))
            annotate(error, compiled.emitted.text, self.label, source)

    # -- looking -------------------------------------------------------------------------------------------------

    @property
    def label(self) -> str:
        """`examples.fit:loss`."""
        return f"{self.__module__}:{self.__qualname__}"

    @property
    def backend(self) -> str:
        """What runs the emitted code: "numpy", or "numba", which is also chosen where Numba compiles the primal."""
        chosen = self.spec.options.backend
        if chosen != "auto":
            return chosen
        inner = self.primal
        while isinstance(inner, Derivative):
            inner = inner.primal
        return "numba" if hasattr(inner, "py_func") and hasattr(inner, "targetoptions") else "numpy"

    @property
    def dispatcher(self) -> Any:
        """The derivative as a function that code compiled by Numba can call."""
        with DERIVING:
            if self._dispatcher is None:
                self._dispatcher = BACKENDS["numba"].dispatcher(self)
            return self._dispatcher

    @property
    def function(self) -> Callable:
        """The plain emitted function."""
        return self._shown._compiled().function

    @property
    def __wrapped__(self) -> Callable:
        # Tools look for this attribute on everything they meet; to them a primal that cannot be derived is no function.
        try:
            return self.function
        except TangentxError as error:
            raise AttributeError(str(error)) from error

    @property
    def source(self) -> str:
        """The text of the emitted module."""
        return self._shown._compiled().emitted.text

    @property
    def path(self) -> Path | None:
        """The emitted module's file; None when it is in memory only."""
        return self._shown._compiled().path

    @property
    def key(self) -> str:
        """The digest that decides whether a cached file is still right."""
        return self._shown._compiled().key

    @property
    def origin(self) -> str:
        """ "override", "cache", "generated" or "memory"."""
        return self._shown._compiled().origin

    @property
    def line_map(self) -> dict:
        """{emitted line: the lines of the primal it is for}."""
        return line_map(self.source)

    def specialize(self, *example_args: Any, **example_kwargs: Any) -> Callable:
        """The bare emitted function for arguments of these types: no dispatch, no guards."""
        return self.version(self.bind(*example_args, **example_kwargs)).function

    # -- being a function ----------------------------------------------------------------------------------------

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """A decorated method binds `self`."""
        return self if instance is None else Bound(self, (instance,))

    def __reduce__(self) -> str | tuple:
        return pickling.reduce(self)

    def __repr__(self) -> str:
        compiled = self._shown._latest or self._shown._general
        state = "not derived yet" if compiled is None else str(seen_from_here(compiled.path) or "in memory")
        return f"<{self.spec} of {self.label} wrt {self._wrt_text()}; {state}>"

    def _repr_html_(self) -> str:
        try:
            text = self.source
        except TangentxError as error:
            text = str(error)
        return (
            f"<details><summary>{html.escape(repr(self))}</summary><pre>{html.escape(text)}</pre></details>"
        )

    def _wrt_text(self) -> str:
        return ", ".join(self.spec.wrt)

    def _entry_name(self) -> str:
        """`loss_grad_w`: what Python calls the function when arguments are missing."""
        name = f"{self.__name__.strip('<>')}_{self.spec}_{'_'.join(map(identifier, self.spec.wrt))}"
        return re.sub(r"\W", "_", name)


_POSTS = {
    ("grad", False): lambda result: (result,),
    ("grad", True): lambda result: ((result[0],), result[1]),
    ("adjoint", False): lambda result: (result,),
    ("value_and_grad", False): lambda result: (result[0], (result[1],)),
    ("value_and_grad", True): lambda result: (result[0], (result[1],)),
}  # (mode, has_aux) -> the bar made a tuple of one
