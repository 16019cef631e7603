"""Pages of the form designer."""

from portal.definitions.views import (  # noqa: F401 – they register themselves
    blocks,
    designer,
    editing,
    exchange,
    index,
    instruments,
    preview,
    proving,
    publishing,
    scores,
    together,
    translating,
)
from portal.definitions.views.blueprint import bp
from portal.definitions.views.records import records_bp

__all__ = ["bp", "records_bp"]
