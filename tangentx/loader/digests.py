"""Digests of content: fields cannot run into each other, and nothing but content counts."""

from __future__ import annotations

import hashlib


def digest(*fields: str | bytes) -> str:
    """SHA-256 of the fields, each preceded by its length and its type.

    >>> digest("ab", "c") == digest("a", "bc"), digest("a") == digest(b"a")
    (False, False)
    """
    total = hashlib.sha256()
    for field in fields:
        data = field.encode("utf-8", "surrogatepass") if isinstance(field, str) else bytes(field)
        total.update(f"{'s' if isinstance(field, str) else 'b'}{len(data)}:".encode())
        total.update(data)
    return total.hexdigest()
