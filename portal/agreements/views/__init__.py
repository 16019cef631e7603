"""Pages of agreements: those of a case, the composer, and the frozen versions."""

from portal.agreements.views import clauses, composer, letters, sections, structure, templates, versions
from portal.agreements.views.blueprint import bp

__all__ = ["bp", "clauses", "composer", "letters", "sections", "structure", "templates", "versions"]
