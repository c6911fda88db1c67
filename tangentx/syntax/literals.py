"""Constants and f-strings as text: the same on every Python, quotes as `ruff format` wants them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


def literal(value: Any) -> str:
    """The text of a constant; parsing and evaluating it gives the same value, to the last bit.

    >>> literal(-0.0), literal(1e16), literal(float("nan")), literal("it's")
    ('-0.0', '1e16', 'float("nan")', '"it\\'s"')
    """
    writer = _LITERALS.get(value.__class__)
    if writer is None:
        writer = next((written for kind, written in _LITERALS.items() if isinstance(value, kind)), repr)
    return writer(value)


def _float(value: float) -> str:
    if math.isfinite(value):
        return float.__repr__(value).replace("e+", "e")
    if math.isnan(value):
        return 'float("nan")'
    return 'float("inf")' if value > 0 else '-float("inf")'


def _complex(value: complex) -> str:
    real, imag = value.real, value.imag
    imaginary = (
        real == 0 and math.copysign(1, real) > 0 and math.isfinite(imag) and math.copysign(1, imag) > 0
    )
    if not imaginary:  # no arithmetic on literals: it would lose the sign of a zero
        return f"complex({_float(real)}, {_float(imag)})"
    return complex.__repr__(complex(0, imag)).replace("e+", "e")


def _string(value: str) -> str:
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote + string_body(value, quote) + quote


def string_body(value: str, quote: str) -> str:
    """The inside of a string literal between `quote`s.

    repr puts a string that holds a double quote into single quotes, and escapes nothing but single quotes.
    """
    body = str.__repr__('"' + value)[2:-1].replace("\\'", "'")
    return body.replace(quote, "\\" + quote)


def _bytes(value: bytes) -> str:
    quote = "'" if value.count(b'"') > value.count(b"'") else '"'
    body = bytes.__repr__(b'"' + value)[3:-1].replace("\\'", "'")
    return f"b{quote}{body.replace(quote, chr(92) + quote)}{quote}"


_LITERALS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "True" if value else "False",
    int: int.__repr__,
    float: _float,
    complex: _complex,
    str: _string,
    bytes: _bytes,
    type(None): repr,
    type(...): lambda value: "...",
}


# -- f-strings --------------------------------------------------------------------------------

_QUOTES = ('"', "'", '"""', "'''")


def fstring(node: Any, text: Callable[[Any], str]) -> str:
    """An f-string whose expressions use neither its quotes nor a backslash, so that Python 3.11 reads it too.

    Where that cannot be (an expression with every kind of quote, or with a backslash) `str.format` says the same.
    """
    fields = [(part, part.__class__.__name__ == "Constant") for part in node.values]
    inside = [_field(part, text) for part, is_text in fields if not is_text]
    usable = [quote for quote in _QUOTES if not any(quote[0] in field or "\\" in field for field in inside)]
    written = "".join(part.value for part, is_text in fields if is_text)
    if not usable:
        return _formatted(node, text)
    quote = "'" if "'" in usable and written.count('"') > written.count("'") else usable[0]
    body = [_escaped(part.value, quote) if is_text else _field(part, text) for part, is_text in fields]
    return f"f{quote}{''.join(body)}{quote}"


def _escaped(value: str, quote: str) -> str:
    return string_body(value, quote).replace("{", "{{").replace("}", "}}")


def _field(node: Any, text: Callable[[Any], str]) -> str:
    """`{value!r:spec}`; a value that begins with a brace is kept away from the opening one.

    Strings in the value get single quotes.  Where it has no single quote and no backslash, every double quote opens
    or closes a string, and they can simply be exchanged.
    """
    value = text(node.value)
    if "'" not in value and "\\" not in value:
        value = value.replace('"', "'")
    if node.value.__class__.__name__ == "Lambda":
        value = f"({value})"
    start = "{ " if value.startswith("{") else "{"
    return start + value + _conversion(node) + _spec(node, text) + "}"


def _conversion(node: Any) -> str:
    return "" if node.conversion in (-1, None) else f"!{chr(node.conversion)}"


def _spec(node: Any, text: Callable[[Any], str]) -> str:
    if node.format_spec is None:
        return ""
    parts = node.format_spec.values
    return ":" + "".join(p.value if p.__class__.__name__ == "Constant" else _field(p, text) for p in parts)


def _formatted(node: Any, text: Callable[[Any], str]) -> str:
    """`"...{}...".format(...)`, for f-strings that Python 3.11 could not read."""
    pattern, values = "", []
    for part in node.values:
        if part.__class__.__name__ == "Constant":
            pattern += part.value.replace("{", "{{").replace("}", "}}")
            continue
        values.append(text(part.value))
        spec = ""
        if part.format_spec is not None:
            spec = ":"
            for inner in part.format_spec.values:
                nested = inner.__class__.__name__ != "Constant"
                spec += "{}" if nested else inner.value
                values += [text(inner.value)] if nested else []
        pattern += f"{{{_conversion(part)}{spec}}}"
    return f"{_string(pattern)}.format({', '.join(values)})"
