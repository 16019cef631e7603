"""Pages of the form designer."""

from portal.definitions.views import (  # noqa: F401 – they register themselves
    blocks,
    designer,
    editing,
    exchange,
    index,
    preview,
    proving,
    publishing,
    scores,
    translating,
)
from portal.definitions.views.blueprint import bp

__all__ = ["bp"]
