"""Pages of the clause library: reading it, and writing in it."""

from portal.clauses.views import library, writing  # noqa: F401 - their routes
from portal.clauses.views.blueprint import bp

__all__ = ["bp"]
