"""Pages of a case: referring, the incident log, contacts, help, documents, and its course."""

from portal.cases import records  # noqa: F401 – it says how a case is opened for its custom fields
from portal.cases.views import contacts, course, documents, handing_over, incidents, people, referral
from portal.cases.views.blueprint import bp

__all__ = ["bp", "contacts", "course", "documents", "handing_over", "incidents", "people", "referral"]
