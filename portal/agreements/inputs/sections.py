"""Which section of a draft has which form."""

from __future__ import annotations

from portal.agreements.inputs.base import SectionForm
from portal.agreements.inputs.promises import (
    CorporationForm,
    EndingForm,
    EvaluationsForm,
    ExchangeForm,
    ExpertForm,
    LadderForm,
    RightsForm,
    UnderstandingForm,
)
from portal.agreements.inputs.reasons import HelpForm, OccasionForm, ResponsesForm, TermForm

SECTIONS: dict[int, type[SectionForm]] = {
    3: OccasionForm, 4: ResponsesForm, 5: TermForm, 7: HelpForm, 8: CorporationForm, 9: ExpertForm, 10: ExchangeForm,
    11: EvaluationsForm, 12: LadderForm, 13: EndingForm, 14: RightsForm, 15: UnderstandingForm,
}  # fmt: skip
