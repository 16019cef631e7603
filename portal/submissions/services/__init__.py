"""Commands on submissions: begin, save, send, accept, give back, correct, and the files that go with answers."""

from portal.submissions.services.correcting import correct, correct_posted
from portal.submissions.services.deciding import accept, return_
from portal.submissions.services.files import attach, detach, receive
from portal.submissions.services.filling import save, save_page, start, submit
from portal.submissions.services.renewing import renew

__all__ = [
    "accept",
    "attach",
    "correct",
    "correct_posted",
    "detach",
    "receive",
    "renew",
    "return_",
    "save",
    "save_page",
    "start",
    "submit",
]
