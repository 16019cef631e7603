"""The pages of forms: beginning, filling in, checking, deciding, reading."""

from portal.submissions import usage  # noqa: F401 – it says how many forms are open
from portal.submissions.views import correcting, deciding, exporting, filling, printing, progress, reading, starting
from portal.submissions.views.blueprint import bp

__all__ = ["bp", "correcting", "deciding", "exporting", "filling", "printing", "progress", "reading", "starting"]
