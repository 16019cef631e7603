"""Commands on submissions: begin, save, send, accept, give back, and the files that go with answers."""

from portal.submissions.services.deciding import accept, return_
from portal.submissions.services.files import attach, detach
from portal.submissions.services.filling import save, save_page, start, submit

__all__ = ["accept", "attach", "detach", "return_", "save", "save_page", "start", "submit"]
