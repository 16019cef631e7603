"""Pages of signing in and of one's own account."""

from portal.accounts.views import entering, own, password, second_step
from portal.accounts.views.blueprint import bp

__all__ = ["bp", "entering", "own", "password", "second_step"]
