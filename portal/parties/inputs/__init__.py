"""The forms about people, and the fields that other stages' forms share."""

from portal.parties.inputs.fields import PageForm, id_of
from portal.parties.inputs.people import LANGUAGES, CheckForm, PersonForm, RepresentationForm

__all__ = ["LANGUAGES", "CheckForm", "PageForm", "PersonForm", "RepresentationForm", "id_of"]
