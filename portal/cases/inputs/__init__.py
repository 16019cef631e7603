"""The forms of a case, written by hand; what they mean is decided by the rules and commands."""

from portal.cases.inputs.log import (
    AnswerHelpForm,
    AssignForm,
    ContactForm,
    CorrectionForm,
    HearingForm,
    HelpForm,
    IncidentForm,
    IncidentPart,
    OfferForm,
    StopForm,
)
from portal.cases.inputs.people import HouseholdForm, ParticipantForm, band_field
from portal.cases.inputs.referral import CheckForm, MatterForm, UploadForm, WhoForm
from portal.parties.inputs.fields import PageForm, id_of

__all__ = [
    "AnswerHelpForm",
    "AssignForm",
    "CheckForm",
    "ContactForm",
    "CorrectionForm",
    "HearingForm",
    "HelpForm",
    "HouseholdForm",
    "IncidentForm",
    "IncidentPart",
    "MatterForm",
    "OfferForm",
    "PageForm",
    "ParticipantForm",
    "StopForm",
    "UploadForm",
    "WhoForm",
    "band_field",
    "id_of",
]
