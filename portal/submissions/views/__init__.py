"""The pages of forms: beginning, filling in, checking, deciding, reading."""

from portal.submissions.views import deciding, filling, reading, starting
from portal.submissions.views.blueprint import bp

__all__ = ["bp", "deciding", "filling", "reading", "starting"]
