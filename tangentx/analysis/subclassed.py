"""Classes that inherit from `dict`, `list` or `tuple`, as plain classes with the methods of these in Python.

    class Params(dict):                     class Params(DictMethods):
        __getattr__ = dict.__getitem__  ->      __getattr__ = DictMethods.__getitem__
    p = Params(a=x)                         p._contents = {"a": x}
    p.a * p["a"]                            p._contents["a"] * p._contents["a"]

An object of such a class is taken apart like any other; what is in it is in one of its attributes.  Only the
specialiser reads the methods here; nothing calls them.
"""

from __future__ import annotations

import functools
import types as python_types
from collections.abc import Iterator
from typing import Any

from tangentx.analysis.eithers import outlines
from tangentx.analysis.names import canonical
from tangentx.analysis.program import Structure
from tangentx.analysis.types import Type, some
from tangentx.errors import UnsupportedSyntaxError
from tangentx.instances import is_written
from tangentx.records import Place

ATTRIBUTE = "_contents"


class DictMethods:
    """What `dict` does, but for operators."""

    def __init__(self, *args, **kwargs):
        object.__setattr__(self, "_contents", dict(*args, **kwargs))

    def _begin(self):
        object.__setattr__(self, "_contents", {})

    def __getitem__(self, key):
        return self._contents[key]

    def __setitem__(self, key, value):
        self._contents[key] = value

    def __delitem__(self, key):
        del self._contents[key]

    def __eq__(self, other):
        return isinstance(other, dict) and self._contents == dict(other)

    def __len__(self):
        return len(self._contents)

    def __iter__(self):
        return iter(self._contents)

    def __contains__(self, key):
        return key in self._contents

    def keys(self):
        return self._contents.keys()

    def values(self):
        return self._contents.values()

    def items(self):
        return self._contents.items()

    def get(self, key, default=None):
        return self._contents.get(key, default)

    def setdefault(self, key, default=None):
        return self._contents.setdefault(key, default)

    def update(self, *args, **kwargs):
        self._contents.update(*args, **kwargs)

    def pop(self, *args):
        return self._contents.pop(*args)

    def clear(self):
        self._contents.clear()

    def copy(self):
        return self._contents.copy()


class DefaultMethods(DictMethods):
    """Of a class that says what is under a key that is missing."""

    def __getitem__(self, key):
        return self._contents[key] if key in self._contents else self.__missing__(key)


class ListMethods:
    """What `list` does, but for operators."""

    def __init__(self, items=()):
        object.__setattr__(self, "_contents", list(items))

    def _begin(self):
        object.__setattr__(self, "_contents", [])

    def __getitem__(self, index):
        return self._contents[index]

    def __setitem__(self, index, value):
        self._contents[index] = value

    def __delitem__(self, index):
        del self._contents[index]

    def __eq__(self, other):
        return isinstance(other, list) and self._contents == list(other)

    def __len__(self):
        return len(self._contents)

    def __iter__(self):
        return iter(self._contents)

    def __reversed__(self):
        return reversed(self._contents)

    def __contains__(self, value):
        return value in self._contents

    def append(self, value):
        self._contents.append(value)

    def extend(self, values):
        self._contents.extend(values)

    def insert(self, index, value):
        self._contents.insert(index, value)

    def pop(self, *args):
        return self._contents.pop(*args)

    def clear(self):
        self._contents.clear()

    def reverse(self):
        self._contents.reverse()

    def sort(self, *, key=None, reverse=False):
        self._contents.sort(key=key, reverse=reverse)

    def index(self, value):
        return self._contents.index(value)

    def count(self, value):
        return self._contents.count(value)

    def copy(self):
        return self._contents.copy()


class TupleMethods:
    """What `tuple` does, but for operators: what reads is the list's."""

    def __init__(self, items=()):
        object.__setattr__(self, "_contents", tuple(items))

    def _begin(self):
        object.__setattr__(self, "_contents", ())

    def __eq__(self, other):
        return isinstance(other, tuple) and self._contents == tuple(other)

    __getitem__, __contains__ = ListMethods.__getitem__, ListMethods.__contains__
    __len__, __iter__, __reversed__ = ListMethods.__len__, ListMethods.__iter__, ListMethods.__reversed__
    index, count = ListMethods.index, ListMethods.count


_METHODS = {dict: DictMethods, list: ListMethods, tuple: TupleMethods}
_DESCRIPTORS = (python_types.WrapperDescriptorType, python_types.MethodDescriptorType)
_REFUSED = (
    "__new__",
    "__slots__",
    "__getattribute__",
    "__init_subclass__",
    "__set_name__",
    "__class_getitem__",
)


@functools.lru_cache(maxsize=512)
def is_container_class(cls: Any) -> bool:
    """Is it a class of the user's that inherits from `dict`, `list` or `tuple`?"""
    if not isinstance(cls, type) or type(cls) is not type or not issubclass(cls, tuple(_METHODS)):
        return False
    if issubclass(cls, tuple) and (hasattr(cls, "_fields") or cls.__init__ is not object.__init__):
        return False  # a named tuple; one that is filled before `__init__` is run
    own = [base for base in cls.__mro__ if base not in (*_METHODS, object)]
    return bool(own) and all(_is_followed(base) for base in own)


def _is_followed(base: type) -> bool:
    if not is_written(base) or base.__module__.partition(".")[0] in ("tangentx", "numpy", "scipy"):
        return False
    codes = (getattr(value, "__code__", None) for value in vars(base).values())
    named = any(code is not None and ATTRIBUTE in code.co_names for code in codes)
    return not named and not any(name in vars(base) for name in _REFUSED)


def counterpart(cls: type) -> type:
    """The class as a plain one; any other class is its own."""
    if cls in _METHODS:
        return _METHODS[cls]
    if not is_container_class(cls):
        return cls
    return _counterpart(cls, tuple((name, id(value)) for name, value in vars(cls).items()))


@functools.lru_cache(maxsize=512)
def _counterpart(cls: type, body: tuple) -> type:
    """Made again where something in the body of the class was exchanged."""
    bases = tuple(map(counterpart, cls.__bases__))
    if hasattr(cls, "__missing__"):
        bases = tuple(DefaultMethods if base is DictMethods else base for base in bases)
    own = {k: in_python(v) or v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}
    return type(cls.__name__, bases, {**own, "tangentx_original": cls})


def original(cls: Any) -> Any:
    """The user's class behind a counterpart; any other class is its own."""
    return vars(cls).get("tangentx_original", cls) if isinstance(cls, type) else cls


def in_python(callee: Any) -> python_types.FunctionType | None:
    """The method here for one of `dict` or `list`."""
    known = _METHODS.get(getattr(callee, "__objclass__", None)) if isinstance(callee, _DESCRIPTORS) else None
    return None if known is None else vars(known).get(callee.__name__)


def inherits(cls: type, method: str) -> bool:
    """Does the counterpart of a class have this method from `dict` or `list`?"""
    owner = next((base for base in cls.__mro__ if method in vars(base)), None)
    return owner in (DictMethods, DefaultMethods, ListMethods)


def followed(s, cls: Any) -> Any:
    """`counterpart`, and guards: a class whose methods are exchanged later gets another version."""
    made = counterpart(cls) if isinstance(cls, type) else cls
    for base in cls.__mro__ if made is not cls else ():
        for name in vars(base) if base not in (*_METHODS, object) else ():
            s.externals.asked(cls, name)
    return made


def begin(s, me, cls: type, init: Any, place, env) -> None:
    """What `dict.__new__` does: there is a container before `__init__` is run."""
    first = next((vars(base)["_begin"] for base in cls.__mro__ if base in _METHODS.values()), None)
    own = any(init is vars(base)["__init__"] for base in _METHODS.values())
    if first is not None and not own:
        s.python_call(s.fresh("_"), me, first, [me], {}, place, env)


def _classes(part: Any) -> Iterator[type]:
    """The classes of a container, or of its type, and of what is in it."""
    if isinstance(getattr(part, "cls", None), type):
        yield part.cls
    for item in (*getattr(part, "items", ()), getattr(part, "item", None)):
        if isinstance(item, Structure | Type):
            yield from _classes(some(item) if isinstance(item, Type) else item)


def _is_plainly_made(structure: Structure) -> bool:
    """Does the class, called with a dict or list, make this very object?"""
    cls = original(structure.cls)
    return (
        canonical(cls) is not None and inherits(structure.cls, "__init__") and structure.keys == (ATTRIBUTE,)
    )


def check_shown(s, structure: Structure, stored: bool = False) -> None:
    """Refuse an object that somebody else looks at, to whom it is a dict or list, and which is more than that, or which
    does not exist as a whole."""
    local = issubclass(structure.cls, BaseException) and structure.cls in s.hints.classes.values()
    if local or outlines(structure.cls):
        which = "whose class the function makes" if local else "that is of one class or another"
        way_out = "make its class outside of the function" if local else "write a handler for each class"
        raise UnsupportedSyntaxError(
            f"an exception {which} is used as a whole", code="TX239", place=s.walking,
            lines=s.lines(s.walking), help=(way_out,),
        )  # fmt: skip
    if not stored and original(structure.cls) is not structure.cls and not _is_plainly_made(structure):
        _refuse(s, structure.cls, "used as a whole")
    if hasattr(structure.cls, "_fields"):
        _check_name(s, structure.cls)
    for item in structure.items:
        if isinstance(item, Structure):
            check_shown(s, item, stored)


def check_returned(s, value: Structure | Type) -> None:
    """Refuse such an object as a result, or in one."""
    for cls in _classes(value):
        if original(cls) is not cls or "stands_for" in vars(cls):
            _refuse(s, cls, "returned")
        _check_name(s, cls)


def _check_name(s, cls: type) -> None:
    """Refuse a class that the function makes where the derivative would have to make its objects."""
    if canonical(original(cls)) is None and not outlines(cls):
        raise made_in_a_function(cls.__name__, s.walking, s.lines(s.walking))


def made_in_a_function(name: str, place: Place, lines: tuple[str, ...]) -> UnsupportedSyntaxError:
    """For a class without a home in a module, whose objects the derivative would have to make."""
    return UnsupportedSyntaxError(
        f"the class `{name}` is made in a function, and its objects are needed as they are",
        code="TX209", place=place, lines=lines, help=("move the class to the module",),
    )  # fmt: skip


def _refuse(s, cls: type, how: str) -> None:
    base = next((known.__name__ for known in _METHODS if issubclass(original(cls), known)), None)
    shown = f"a {cls.__name__}, which is a {base}," if base else f"a {vars(cls)['stands_for'].__name__}"
    raise UnsupportedSyntaxError(
        f"{shown} is {how} here", code="TX238", place=s.walking, lines=s.lines(s.walking),
        help=(f"use what is in it, or a plain {base or 'list'} as an attribute",),
    )  # fmt: skip
