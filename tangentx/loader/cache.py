"""The cache on disk: a file is used again only if nobody but tangentx can have written what is in it.

Beside `gen/pkg/mod/loss__grad_w.py` stands `meta/pkg/mod/loss__grad_w.json` with the full key and the digest of the
whole file.  A file whose key or digest differs is not run: it is made again, and if it holds a user's edit, that is
set aside first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tangentx.loader.digests import digest
from tangentx.loader.edits import is_edited, seal, sealed_with, set_aside, write_over
from tangentx.loader.files import read_text, write_text
from tangentx.loader.places import Location

__all__ = ["digest", "lookup", "meta", "seal", "store"]


def lookup(location: Location, key: str) -> str | None:
    """The text that was stored for `key`; None if there is none, or none that may be trusted.

    An edited file is moved out of the way, with a TangentxWarning (TX604).
    """
    text = None if location.path is None else read_text(location.path)
    if not text:
        return None
    known = meta(location)
    if known.get("content") != digest(text):
        if is_edited(text):
            set_aside(location.path)
        return None
    sealed = sealed_with(text)
    return text if known.get("key") == key and sealed is not None and key.startswith(sealed[0]) else None


def store(location: Location, text: str, key: str, ingredients: Mapping[str, Any] | None = None) -> bool:
    """Put a sealed text and its record on disk; False where nothing can be written.

    `ingredients` (JSON) say what went into the key, so that a stale file can say what changed.
    """
    if location.path is None or not location.prepare() or not write_over(location.path, text):
        return False
    record = {"key": key, "content": digest(text), "ingredients": dict(ingredients or {})}
    return write_text(location.meta, json.dumps(record, indent=1, sort_keys=True) + "\n")


def meta(location: Location) -> dict[str, Any]:
    """What was recorded beside a file: `key`, `content`, `ingredients`; empty if there is nothing to be read."""
    text = None if location.meta is None else read_text(location.meta)
    try:
        record = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}
