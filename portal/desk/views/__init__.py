"""Pages of the desk."""

from portal.desk.views import case_page, cases, today
from portal.desk.views.blueprint import bp

__all__ = ["bp", "case_page", "cases", "today"]
