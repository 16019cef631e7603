"""What follows from what: the only file where an earlier stage meets a later one."""

from __future__ import annotations

from portal.agreements.events import (
    AgreementDrafted,
    AgreementEnded,
    AgreementExtended,
    AgreementFrozen,
    AgreementMoved,
    AgreementOffered,
    AgreementSuperseded,
    AgreementTookEffect,
    DraftDiscarded,
)
from portal.cases.events import CaseMoved, ExpertAssigned
from portal.core.events import after
from portal.definitions import trying
from portal.guidance import beginning, knowing
from portal.parties.events import DwellingChanged, PersonChanged
from portal.signatures.events import (
    AgreementSigned,
    LinkExpired,
    QuestionAnswered,
    QuestionAsked,
    SignatureGiven,
    SignatureWithdrawn,
    SignerInvited,
    SigningRefused,
)
from portal.submissions import lists, surroundings
from portal.submissions.events import (
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionStarted,
    SubmissionSubmitted,
)

trying.tell(surroundings.of_reference, surroundings.newest_references)
surroundings.tell(knowing.agreement_values)
lists.tell("agreements", knowing.agreement_versions)
lists.tell("clauses", knowing.clauses_of_library)
surroundings.prepare("evaluation", knowing.evaluation)
surroundings.prepare("stabilisation", beginning.stabilisation)
surroundings.prepare("survey", beginning.survey)
surroundings.prepare("handover", beginning.handover)
surroundings.prepare("handover_sheet", beginning.handover_sheet)

after(PersonChanged, "cases.rename_person")
after(DwellingChanged, "cases.rename_dwelling")

after(AgreementFrozen, "signatures.void_earlier")
after(AgreementOffered, "signatures.prepare")
after(AgreementSuperseded, "signatures.void")
after(AgreementSigned, "sealing.seal", "signatures.tell_signing")
for outcome in (SigningRefused, SignatureWithdrawn, LinkExpired):
    after(outcome, "signatures.tell_outcome")

for event in (
    CaseMoved, ExpertAssigned, SubmissionStarted, SubmissionSubmitted, SubmissionReturned, SubmissionAccepted,
    AgreementDrafted, DraftDiscarded, AgreementFrozen, AgreementOffered, AgreementSuperseded, AgreementMoved,
    AgreementTookEffect, AgreementExtended, AgreementEnded, SignerInvited, SignatureGiven, SigningRefused,
    SignatureWithdrawn, QuestionAsked, QuestionAnswered, AgreementSigned,
):  # fmt: skip
    after(event, "desk.next_step")  # whose turn it is
