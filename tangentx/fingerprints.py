"""What a derivative is made from, as text that means the same in another process.

A derivative depends on its primal, on the types of the arguments, and on whatever the primal and its callees can
reach by name.  That is more than the compiler looks at, and therefore safe: of every function in reach, all names in
its code are looked up, and asked of every module and class in reach as attributes.  What belongs to a library counts
by its name and the library's version; the code of all other functions counts itself.
"""

from __future__ import annotations

import dis
import functools
import importlib
import sys
from collections.abc import Iterator
from types import (
    BuiltinFunctionType,
    CodeType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
    WrapperDescriptorType,
)  # fmt: skip
from typing import Any

import numpy as np

from tangentx.analysis.arguments import outer_type_of
from tangentx.analysis.observed import type_of
from tangentx.analysis.types import (
    Array,
    Const,
    Dictionary,
    Instance,
    ListOf,
    Range,
    Scalar,
    Sequence,
    Text,
    Type,
    Unknown,
)  # fmt: skip
from tangentx.frontend.locate import source_lines
from tangentx.frontend.parse import namespace_of
from tangentx.libraries import is_library
from tangentx.loader.code_digests import code_digest, codes
from tangentx.loader.digests import digest

MAX_FUNCTIONS = 300
_PLAIN = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))
_UFUNC_HOMES = ("numpy", "scipy.special")
_ABSENT = object()


class Unstable(Exception):
    """Something in reach has no text that would mean the same in another process."""


class Reach:
    """Everything a function can reach by name: `fields` describes it, `functions` are those that are not a library's,
    in an order that depends on what they are only, `names` what is asked of each of the `owners`."""

    def __init__(self, primal: FunctionType, types: tuple[Type | None, ...]):
        self.fields: list[str] = []
        self.functions: list[FunctionType] = []
        self._numbers: dict[int, int] = {}  # id of a function -> its place in `functions`
        self._owners: dict[int, tuple[Any, str]] = {}  # what attributes are asked of: (object, its text)
        self.names: set[str] = set()
        self._files: list[str] = []
        self._add(primal)
        self.fields += [f"argument {'unknown' if kind is None else self.type_text(kind)}" for kind in types]
        self.fields += [f"annotation {text}" for text in self._annotations(primal)]
        self._follow()

    @property
    def owners(self) -> tuple:
        """The modules, classes and functions in reach of which attributes are asked."""
        return tuple(owner for owner, _ in self._owners.values())

    def _follow(self) -> None:
        asked: set[tuple[int, str]] = set()
        done = 0
        while True:
            while done < len(self.functions):
                if done > MAX_FUNCTIONS:
                    raise Unstable("too much is in reach")
                self._function(self.functions[done])
                done += 1
            names = sorted(self.names)
            fresh = [(key, name) for key in list(self._owners) for name in names if (key, name) not in asked]
            if not fresh:
                return
            asked.update(fresh)
            for key, name in fresh:
                self._attribute(*self._owners[key], name)

    # -- functions ---------------------------------------------------------------------------------

    def _add(self, function: FunctionType) -> str:
        number = self._numbers.setdefault(id(function), len(self.functions))
        if number == len(self.functions):
            self.functions.append(function)
        return f"function {number}"

    def _function(self, function: FunctionType) -> None:
        code = function.__code__
        file = code.co_filename
        if file not in self._files:
            self._files.append(file)
        words = (function.__module__ or "").count(".") + 1
        self.fields += [
            f"{self._add(function)} {function.__module__}:{function.__qualname__}",
            f"found {where(function)} importable {is_importable(function)}",
            # Emitted text shows the end of the path, and which functions share a file.
            f"file {self._files.index(file)} {'/'.join(file.replace(chr(92), '/').split('/')[-words:])}",
            f"code {code_digest(code)}",
            f"source {_source_digest(function)}",
        ]
        self.fields += [f"default {self._default(value)}" for value in function.__defaults__ or ()]
        self.fields += [
            f"default {k} {self._default(v)}" for k, v in sorted((function.__kwdefaults__ or {}).items())
        ]
        if vars(function):
            self._own(function, f"function {self._numbers[id(function)]}")
        self._imports(code)
        names = {name for inner in codes(code) for name in inner.co_names}
        self.names |= names
        # `getattr(np, "exp")`: a string can be a name too.
        self.names |= {
            c for inner in codes(code) for c in inner.co_consts if isinstance(c, str) and c.isidentifier()
        }
        space = namespace_of(function)
        for name in sorted(names.union(code.co_freevars)):
            try:
                kind, value = space.lookup(name)
            except KeyError:
                continue
            self.fields.append(f"{kind} {name} = {self.type_text(outer_type_of(value))}")

    def _default(self, value: Any) -> str:
        return self.text(value) if isinstance(value, _PLAIN) else self.type_text(type_of(value))

    def _annotations(self, primal: FunctionType) -> Iterator[str]:
        for name, value in sorted(primal.__annotations__.items()):
            if isinstance(value, str | type):
                yield f"{name}: {self.text(value)}"

    def _imports(self, code: CodeType) -> None:
        """Modules that the function itself imports."""
        wanted = dis.opmap["IMPORT_NAME"]
        for inner in codes(code):
            if wanted not in inner.co_code[::2]:
                continue
            steps = list(dis.get_instructions(inner))
            for i, step in enumerate(steps):
                if step.opname == "IMPORT_NAME":
                    if steps[i - 2].argval != 0:
                        raise Unstable("a relative import")
                    self.fields.append(f"import {self._imported(step.argval)}")

    def _imported(self, name: str) -> str:
        try:
            module = importlib.import_module(name)
        except Exception as error:
            raise Unstable(f"cannot import {name}") from error
        return f"{self.text(sys.modules[name.partition('.')[0]])} {self.text(module)}"

    # -- attributes --------------------------------------------------------------------------------

    def _own(self, value: Any, text: str) -> str:
        self._owners.setdefault(id(value), (value, text))
        return text

    def _attribute(self, owner: Any, text: str, name: str) -> None:
        value = _attribute_of(owner, name)
        if value is not _ABSENT:
            self.fields.append(f"{text}.{name} = {self.type_text(type_of(value))}")

    # -- texts -------------------------------------------------------------------------------------

    def type_text(self, kind: Type) -> str:
        """All of a type, in words."""
        if isinstance(kind, Const):
            return self.text(kind.value)
        if isinstance(kind, Array):
            return f"array {kind.dtype} {kind.shape!r} {kind.scalar} {sorted(kind.sites)}"
        if isinstance(kind, Scalar | Text | Range | Unknown):
            return repr(kind)
        if isinstance(kind, Sequence):
            return f"{self.text(kind.cls)} of ({', '.join(map(self.type_text, kind.items))})"
        if isinstance(kind, ListOf):
            return f"{self.text(kind.cls)} of any {'' if kind.item is None else self.type_text(kind.item)}"
        if isinstance(kind, Dictionary) and kind.cls is dict:
            pairs = zip(kind.keys, kind.items, strict=True)
            return f"dict ({', '.join(f'{self.text(k)}: {self.type_text(t)}' for k, t in pairs)})"
        if isinstance(kind, Instance):
            return f"instance of {self.text(kind.cls)}"
        raise Unstable(f"the type {kind!r}")

    def text(self, value: Any) -> str:
        """What an object known while compiling is; its identity is told by where it is found."""
        if type(value) in _PLAIN:
            return f"{type(value).__name__} {value!r}"
        for cls, describe in _TEXTS:
            if isinstance(value, cls):
                return describe(self, value)
        found = where(value)
        compiled = is_library(type(value).__module__) or "cython" in type(value).__name__
        if found is not None and compiled and is_library(found):
            return f"{type(value).__name__} {found} {version_of(found)}"
        inner = getattr(value, "py_func", None)  # Numba's dispatchers
        if isinstance(inner, FunctionType):
            return f"{type(value).__module__}.{type(value).__qualname__} of {self._add(inner)}"
        if type(value).__module__.startswith("tangentx.") and hasattr(value, "primal"):
            return f"{type(value).__qualname__} {value.spec!r} of {self.text(value.primal)}"
        raise Unstable(f"the {type(value).__qualname__} {getattr(value, '__qualname__', '')}")

    def _module_text(self, module: ModuleType) -> str:
        name = module.__name__
        real = sys.modules.get(name) is module
        return self._own(module, f"module {name} {real} {version_of(name)}")

    def _function_text(self, function: FunctionType) -> str:
        home = function.__globals__.get("__name__", "")
        ours = is_library(home) and vars(sys.modules[home]) is function.__globals__
        if not ours or "<" in function.__qualname__:
            return self._add(function)
        return f"function {home}:{function.__qualname__} {where(function)} {version_of(home)}"

    def _class_text(self, cls: type) -> str:
        found = where(cls)
        if found is not None and is_library(cls.__module__):
            return f"class {found} {version_of(found)}"
        if type(cls).__subclasscheck__ is not type.__subclasscheck__:
            raise Unstable(
                f"the abstract class {cls.__qualname__}"
            )  # what is its subclass can be said anywhere
        bases = [self._class_text(base) for base in cls.__bases__]
        fields = getattr(cls, "_fields", ())
        body = sorted(vars(cls))  # a method that is added may be one that an operator calls
        return self._own(cls, f"class {cls.__module__}:{cls.__qualname__} {found} {bases} {fields!r} {body}")

    def _method_text(self, method: MethodType) -> str:
        owner = method.__self__
        held = self.text(owner) if isinstance(owner, type | ModuleType) else self.type_text(type_of(owner))
        return f"method {self.text(method.__func__)} of {held}"

    def _builtin_text(self, function: BuiltinFunctionType) -> str:
        found = where(function)
        if found is not None:
            return f"builtin {found} {version_of(found)}"
        if isinstance(function.__self__, type | np.ufunc):
            return f"builtin {function.__name__} of {self.text(function.__self__)}"
        raise Unstable(f"the builtin {function.__qualname__}")

    def _partial_text(self, partial: functools.partial) -> str:
        named = [f"{k}={self._default(v)}" for k, v in partial.keywords.items()]
        return f"partial {self.text(partial.func)} {[*map(self._default, partial.args), *named]}"

    def _descriptor_text(self, value: Any) -> str:
        return f"descriptor {value.__name__} of {self.text(value.__objclass__)}"

    def _ufunc_text(self, ufunc: np.ufunc) -> str:
        found = where(ufunc)
        if found is None:
            raise Unstable(f"the ufunc {ufunc.__name__}")
        return f"ufunc {found} {version_of(found)}"

    def _items_text(self, items: tuple) -> str:
        return f"{type(items).__name__} ({', '.join(map(self.text, items))})"

    def _slice_text(self, value: slice) -> str:
        return f"slice {self._items_text((value.start, value.stop, value.step))}"


_TEXTS = (
    (FunctionType, Reach._function_text),
    (ModuleType, Reach._module_text),
    (type, Reach._class_text),
    (MethodType, Reach._method_text),
    (np.ufunc, Reach._ufunc_text),
    (BuiltinFunctionType, Reach._builtin_text),
    ((MethodDescriptorType, WrapperDescriptorType), Reach._descriptor_text),
    (functools.partial, Reach._partial_text),
    (np.dtype, lambda reach, value: f"dtype {value!r}"),
    (tuple, Reach._items_text),
    (slice, Reach._slice_text),
)


# -- where things are ---------------------------------------------------------------------------------


def where(value: Any) -> str | None:
    """The dotted name under which an object is found, None where its own word for that is wrong.

    >>> where(np.linalg.solve), where(lambda: 0)
    ('numpy.linalg.solve', None)
    """
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    stated = getattr(value, "__module__", None)
    if not isinstance(name, str) or not isinstance(stated, str | None):
        return None
    homes = (
        stated,
        stated and stated.partition(".")[0],
        *(_UFUNC_HOMES if isinstance(value, np.ufunc) else ()),
    )
    for home in homes:
        found: Any = sys.modules.get(home) if home else None
        for part in name.split("."):
            found = getattr(found, part, None)
        if found is value:
            return f"{home}.{name}"
    return None


def is_importable(function: FunctionType) -> bool:
    """Can emitted code reach the function's globals by importing its module?"""
    module = sys.modules.get(function.__module__ or "")
    found = module is not None and vars(module) is function.__globals__
    return found and not function.__closure__ and function.__module__ != "__main__"


def version_of(name: str) -> str:
    """The version that the package of a module or dotted name says it has."""
    version = getattr(sys.modules.get(name.partition(".")[0]), "__version__", "")
    return version if isinstance(version, str) else ""


def _attribute_of(owner: Any, name: str) -> Any:
    """`owner.name` as the compiler would find it."""
    if isinstance(owner, FunctionType):
        return vars(owner).get(name, _ABSENT)
    if type(owner) is ModuleType:
        found = vars(owner).get(name, _ABSENT)
        offered = name in vars(owner).get("__all__", ()) or not is_library(owner.__name__)
        if found is not _ABSENT or "__getattr__" not in vars(owner) or not offered:
            return found
    try:
        return getattr(owner, name, _ABSENT)
    except Exception:
        return _ABSENT


# -- code ---------------------------------------------------------------------------------------------


def _source_digest(function: FunctionType) -> str:
    """The lines of a function: emitted comments quote them."""
    code = function.__code__
    lines = source_lines(code, function.__globals__)
    last = max((place[1] or 0 for inner in codes(code) for place in inner.co_positions()), default=0)
    return digest(*lines[code.co_firstlineno - 1 : last])
