"""The registry: from the object called to the rule that serves it.

Rule files are read on first use; a rule for a library that nobody imported waits until somebody does.  A rule with
the primitive's parameters restricted (`Rank[2]`, `Constant[0]`) stands beside the general one and is preferred where
it fits.

>>> import numpy
>>> find(numpy.exp).name
'exp'
"""

from __future__ import annotations

import ast
import hashlib
import math
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import EllipsisType
from typing import Any

import gast
import numpy

from tangentx.errors import TemplateError
from tangentx.records import Place, Rule, RuleParameter
from tangentx.templating import callees
from tangentx.templating.operations import taken_apart
from tangentx.templating.reader import Listed, Template, read

Constants = Mapping[str, Any]
ANY: Constants = {}  # every literal value will do


class Registry:
    """Templates by callee.  Replaced as a whole when rules are added, so that readers need no lock."""

    def __init__(self):
        self._lock = threading.RLock()
        self._files: dict[str, tuple[Template, ...]] = {}
        self._index: dict[Any, tuple[Template, ...]] = {}
        self._waiting: frozenset[str] = frozenset()  # libraries with rules, not imported when last looked at
        self._loaded = False
        self._composites: list[Template] = []
        self._ending: dict[int, tuple[Rule, tuple[Rule, ...]]] = {}
        self._digest = ""

    def load(self) -> None:
        """Read the rule files that come with tangentx, once."""
        with self._lock:
            if not self._loaded:
                for path in sorted(folder().glob("*.py")):
                    self._files[str(path)] = read(path.read_text("utf-8"), str(path))
                self._build()
                self._loaded = True

    def find(
        self, callee: Any, ranks: tuple | None = None, constants: Constants | None = None, real: bool = True
    ) -> Rule | None:
        """The rule for a callee (an object, or "method:sum", "attribute:T", "builtin:abs"), or None.

        Parameters
        ----------
        ranks : number of dimensions of each positional operand, None where unknown.
        constants : parameter name -> literal value, `...` for an argument that is no literal; an argument that is
            absent has its default.  Without it, the general rule is found, or, where every rule is for literal
            values, one of them: ask again with the literals before using it.
        """
        if not self._loaded:
            self.load()
        if self._waiting and any(name in sys.modules for name in self._waiting):
            with self._lock:
                self._build()
        candidates = self._index.get(_key(callee), ())
        if not real:
            candidates = tuple(t for t in candidates if not t.real_only) or candidates
        if len(candidates) == 1 and not candidates[0].variant:
            return candidates[0].rule
        for template in candidates:
            if _fits(template.variant, ranks or (), constants):
                return template.rule
        if constants is None:
            for template in candidates:
                if _fits(template.variant, ranks or (), ANY):
                    return template.rule
        return None

    def serving(self, callee: Any) -> tuple[Rule, ...]:
        """Every rule for a callee: the special ones, then the general one."""
        self.load()
        return tuple(template.rule for template in self._index.get(_key(callee), ()))

    def serves(self, rule: Rule, callee: Any) -> bool:
        """Is it one of the rules for the callee?"""
        templates = self._index.get(
            _key(callee), ()
        )  # one whose rule is not built yet has not given this one
        return any(vars(template).get("rule") is rule for template in templates)

    def composites(self) -> tuple[Rule, ...]:
        """The rules that serve an expression of several operations."""
        self.load()
        return tuple(template.rule for template in self._composites)

    def ending_in(self, rule: Rule | None) -> tuple[Rule, ...]:
        """The composites whose last operation the rule serves."""
        if id(rule) not in self._ending:
            outermost = [(c, taken_apart(c.primal)[0]) for c in self.composites()]
            found = () if rule is None else tuple(c for c, callee in outermost if self.serves(rule, callee))
            self._ending[id(rule)] = rule, found  # the rule is kept, and so is its id
        return self._ending[id(rule)][1]

    def rules(self) -> tuple[Rule, ...]:
        """Every rule whose library is imported, in the order of files and lines."""
        self.load()
        return tuple(t.rule for path in sorted(self._files) for t in self._files[path] if t.objects())

    def register(self, source: str | Path) -> tuple[Rule, ...]:
        """Add a rule file (a path, or its text).  Registering the same file again replaces its rules."""
        self.load()
        text, path = _text_of(source)
        added = read(text, path)
        for template in added:
            template.rule  # noqa: B018 - builds it, and so checks it
        with self._lock:
            before = self._files
            self._files = {**before, path: added}
            try:
                self._build()
            except TemplateError:
                self._files = before
                raise
        return tuple(t.rule for t in added)

    def registered(self) -> tuple[str, ...]:
        """The texts of rule files that did not come with tangentx; reads no file."""
        return tuple(sorted(
            {t.file.text for path, ts in self._files.items() if Path(path).parent != folder() for t in ts}
        ))  # fmt: skip

    def digest(self) -> str:
        """A hash of every rule text in force, for keys of caches."""
        self.load()
        return self._digest

    def _build(self) -> None:
        index: dict[Any, list[Template]] = {}
        waiting: set[str] = set()
        for templates in self._files.values():
            for template in templates:
                for name in template.callees:
                    try:
                        entry = index.setdefault(_key(callees.resolve(name)), [])
                    except callees.Missing:
                        continue
                    except callees.NotLoaded:
                        waiting.update(_owners(name))
                        continue
                    if template not in entry:
                        entry.append(template)
        self._index = {key: _ordered(entry) for key, entry in index.items()}
        self._composites = [ts[0] for key, ts in self._index.items() if str(key).startswith("composite:")]
        self._ending = {}
        self._waiting = frozenset(name for name in waiting if name not in sys.modules)
        texts = sorted({t.file.text for templates in self._files.values() for t in templates})
        self._digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()


def folder() -> Path:
    """Where the rule files lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _key(callee: Any) -> Any:
    """Objects by themselves, "builtin:abs" by its object, methods of ndarray by "method:...", unhashable by nothing."""
    if isinstance(callee, str):
        return callees.resolve(callee) if callee.startswith("builtin:") else callee
    if getattr(callee, "__objclass__", None) is numpy.ndarray:
        return f"method:{callee.__name__}"
    return callee if type(callee).__hash__ is not None else None


def _text_of(source: str | Path) -> tuple[str, str]:
    text = str(source)
    if isinstance(source, Path) or "\n" not in text:
        path = Path(source).resolve()
        return path.read_text("utf-8"), str(path)
    return text, f"<rules {hashlib.sha256(text.encode()).hexdigest()[:8]}>"


def _owners(name: str) -> list[str]:
    """What must be there for the name to be found: "scipy", "scipy.stats", "scipy.stats.norm"."""
    parts = name.split(".")
    return [".".join(parts[:n]) for n in range(1, len(parts))]


def _ordered(templates: list[Template]) -> tuple[Template, ...]:
    """Special before general; two of the same kind are a mistake."""
    if all(isinstance(t, Listed) for t in templates):  # two names of one function
        return tuple(templates[:1])
    kinds: dict[tuple, Template] = {}
    for template in templates:
        kind = (template.real_only, *((p.rank, repr(p.allowed), _bounds(p)) for p in template.variant))
        other = kinds.setdefault(kind, template)
        names = [p.name for p in template.variant]
        if (
            other is template
            and names == [p.name for p in templates[0].variant]
            and not isinstance(template, Listed)
        ):
            continue
        first = other if other is not template else templates[0]
        place = Place(template.file.path, template.line)
        raise TemplateError(
            f"a second rule for {template.callees[0]}", place=place, lines=template.file.lines,
            why=(f"the first is `{first.name}`, {first.file.path}:{first.line}",),
            help=("variants of a rule have the same parameters, and differ in Rank, Constant or @real_only",),
        )  # fmt: skip
    return tuple(sorted(templates, key=lambda t: (-_specific(t.variant), not t.real_only)))


def _specific(parameters: tuple[RuleParameter, ...]) -> int:
    ranks = sum(1 if p.rank == -1 else 2 for p in parameters if p.rank is not None)
    return ranks + sum(3 if p.allowed == (...,) and not _bounds(p) else 4 for p in parameters if p.allowed)


def _bounds(parameter: RuleParameter) -> tuple:
    """Between which numbers a literal operand lies."""
    return getattr(parameter.sample, "values", ()) if parameter.allowed == (...,) else ()


def _fits(parameters: tuple[RuleParameter, ...], ranks: tuple, constants: Constants | None) -> bool:
    for i, parameter in enumerate(parameters):
        rank = ranks[i] if i < len(ranks) and not parameter.keyword_only else None
        if parameter.rank is not None and (rank is None or parameter.rank not in (-1, rank)):
            return False
        if parameter.allowed and not _allows(parameter, constants):
            return False
    return True


def _allows(parameter: RuleParameter, constants: Constants | None) -> bool:
    if constants is None or constants is ANY:
        return constants is ANY
    value = constants.get(parameter.name, None if parameter.default is None else _literal(parameter.default))
    if isinstance(value, EllipsisType):
        return False
    if parameter.allowed == (...,):
        low, high = _bounds(parameter) or (-math.inf, math.inf)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and value != 0 and low < value < high
    return any(type(value) is type(other) and value == other for other in parameter.allowed)


def _literal(tree: Any) -> Any:
    """A default as a value, `...` where it is no literal."""
    try:
        return ast.literal_eval(gast.gast_to_ast(tree))
    except ValueError:
        return ...


_shared = Registry()
load, find, rules = _shared.load, _shared.find, _shared.rules
serving, serves = _shared.serving, _shared.serves
composites, ending_in, resolve = _shared.composites, _shared.ending_in, callees.resolve
register, registered, digest = _shared.register, _shared.registered, _shared.digest
