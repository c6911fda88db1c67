"""Objects of ordinary classes as containers of their attributes.

Taken apart are objects of classes written in Python whose attributes are stored in the ordinary way: dataclasses,
`SimpleNamespace`, plain classes, with or without `__slots__`.  Everything else (a random generator, a file, an object
of a compiled class, one that refers to itself) is opaque.

>>> from types import SimpleNamespace
>>> attributes_of(SimpleNamespace(a=1.0, b=2))
{'a': 1.0, 'b': 2}
>>> attributes_of(3.0) is None
True
"""

from __future__ import annotations

import abc
import functools
import os
import sys
import types
from importlib import machinery
from typing import Any

MAX_ATTRIBUTES = 400
MAX_PARTS = 4000
_LIVE = (type(os.environ),)  # what they hold is the system's
_HEAP_TYPE = 1 << 9  # a class made by a `class` statement


@functools.lru_cache(maxsize=1024)
def is_plain_class(cls: Any) -> bool:
    """Is it a class whose objects are nothing but their attributes?"""
    if cls is types.SimpleNamespace:
        return True
    if not isinstance(cls, type) or type(cls) not in (type, abc.ABCMeta) or cls in _LIVE:
        return False
    package = cls.__module__.partition(".")[0]
    if package in ("tangentx", "numpy", "scipy") and "stands_for" not in vars(cls):
        return False  # `np.ndindex`, `np.poly1d`, a sparse matrix
    if cls.__getattribute__ is not object.__getattribute__ or not _is_made_simply(cls):
        return False
    return cls is not object and all(is_written(base) for base in cls.__mro__[:-1])


def _is_made_simply(cls: type) -> bool:
    """By `object.__new__`, or by a `__new__` of its own, which can be read as `__init__` is."""
    if cls.__new__ is object.__new__:
        return True
    home = next(base for base in cls.__mro__ if "__new__" in vars(base))
    outside = home.__module__.partition(".")[0] not in sys.stdlib_module_names  # `Fraction`, `Path`
    return outside and isinstance(cls.__new__, types.FunctionType)


_WITH_MORE = (
    StopIteration, StopAsyncIteration, SystemExit, OSError, SyntaxError, UnicodeError, ImportError, BaseExceptionGroup,
) if sys.version_info >= (3, 11) else (
    StopIteration, StopAsyncIteration, SystemExit, OSError, SyntaxError, UnicodeError, ImportError,
)  # fmt: skip


@functools.lru_cache(maxsize=1024)
def is_exception_class(cls: Any) -> bool:
    """Is it a class of exceptions that are nothing but their `args` and their attributes?

    >>> is_exception_class(ValueError), is_exception_class(OSError), is_exception_class(float)
    (True, False, False)
    """
    if not isinstance(cls, type) or type(cls) is not type or not issubclass(cls, BaseException):
        return False
    own = [base for base in cls.__mro__ if base.__module__ != "builtins"]
    plain = not issubclass(cls, _WITH_MORE) and cls.__getattribute__ is BaseException.__getattribute__
    return plain and all(is_written(base) and "__new__" not in vars(base) for base in own)


def is_written(base: type) -> bool:
    """Was the class made by a `class` statement in a Python file?"""
    loader = getattr(getattr(sys.modules.get(base.__module__), "__spec__", None), "loader", None)
    is_compiled = loader is machinery.BuiltinImporter or isinstance(loader, machinery.ExtensionFileLoader)
    return bool(base.__flags__ & _HEAP_TYPE) and not is_compiled


@functools.lru_cache(maxsize=1024)
def slots_of(cls: type) -> tuple[str, ...]:
    """The names of all slots, of base classes first."""
    names: list[str] = []
    for base in reversed(cls.__mro__):
        slots = vars(base).get("__slots__", ())
        names += (
            [slots] if isinstance(slots, str) else [n for n in slots if n not in ("__dict__", "__weakref__")]
        )
    return tuple(dict.fromkeys(names))


def attributes_of(value: Any) -> dict[str, Any] | None:
    """The attributes of an object that can be taken apart, in order; None for anything else."""
    cls = type(value)
    if is_exception_class(cls):
        return {"args": value.args, **value.__dict__}
    if not is_plain_class(cls):
        return None
    slots = slots_of(cls)
    if slots:
        found = {name: getattr(value, name) for name in slots if hasattr(value, name)}
        found |= getattr(value, "__dict__", {})
    elif hasattr(value, "__dict__"):
        found = dict(value.__dict__)
    else:  # of a compiled class, if it does not say so
        return {} if "__slots__" in vars(cls) else None
    return found if len(found) <= MAX_ATTRIBUTES else None


def is_tree(value: Any) -> bool:
    """Is the object small, and no part of itself?  Only such a one is taken apart.

    >>> a = types.SimpleNamespace(x=1.0)
    >>> is_tree(a), is_tree(types.SimpleNamespace(me=a, you=a))
    (True, True)
    >>> a.me = a
    >>> is_tree(a)
    False
    """
    todo: list[tuple[Any, tuple]] = [(value, ())]
    for _ in range(MAX_PARTS):
        if not todo:
            return True
        part, above = todo.pop()
        if any(part is other for other in above):
            return False
        todo += [(inner, (*above, part)) for inner in contents(part) or ()]
    return False


def contents(value: Any) -> list | None:
    """What a list, tuple, dict or object holds; None for anything else.

    >>> contents({"a": 1.0}), contents(2.0)
    ([1.0], None)
    """
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple):
        return list(value)
    attributes = attributes_of(value)
    return None if attributes is None else list(attributes.values())


def instance(cls: type, **attributes: Any) -> Any:
    """An object with these attributes, made without running `__new__` and `__init__`.

    >>> class Spring:
    ...     def __init__(self, k):
    ...         self.k = float(k)
    >>> instance(Spring, k=None).k is None
    True
    """
    made = object.__new__(cls) if isinstance(cls.__new__, types.FunctionType) else cls.__new__(cls)
    for name, value in attributes.items():
        object.__setattr__(made, name, value)  # a frozen dataclass as well
    return made
