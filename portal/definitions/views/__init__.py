"""Pages of the form designer."""

from portal.definitions.views import designer, editing, index, preview, publishing  # noqa: F401 – they register themselves
from portal.definitions.views.blueprint import bp

__all__ = ["bp"]
