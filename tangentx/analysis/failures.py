"""What specialising a guarded statement failed with, as the exception that the program raises there."""

from __future__ import annotations

from tangentx.errors import TangentxError
from tangentx.records import Place

_ERRORS = {"TX224": UnboundLocalError, "TX225": NameError, "TX226": AttributeError}


def raised_by(error: Exception) -> BaseException | None:
    """The exception that the program raises where specialising it failed."""
    if isinstance(error, ImportError):
        return type(error)(str(error))
    known = getattr(error, "raises", None)
    kind = _ERRORS.get(getattr(error, "code", ""))
    return known if known is not None or kind is None else kind(getattr(error, "message", ""))


def is_in_callee(error: Exception, place: Place) -> bool:
    """Does it fail in a function that is called there?  What that did before has been done."""
    where = error.place if isinstance(error, TangentxError) else None
    return where is not None and len(where.via) > len(place.via)
