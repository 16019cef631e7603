"""What later stages know about a case, gathered for the case page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.agreements import queries as agreements
from portal.agreements.models import Agreement, AgreementVersion
from portal.cases.models import Case, Participant
from portal.cases.scope import readable
from portal.core.db import Compartment
from portal.core.policy import Actor, scoped
from portal.dossiers.models import Dossier, DossierFiling
from portal.guidance import queries as guidance
from portal.guidance.models import HandoverAnswer
from portal.parties.rules import full_name
from portal.sealing import queries as sealing
from portal.submissions import policies
from portal.submissions import queries as submissions
from portal.submissions.models import ReleasedItem, Submission
from portal.web.disclosure import log_care_read


@dataclass(frozen=True, slots=True)
class Row:
    """One life domain: what it was at first, what it is now when it was asked again, what it should become."""

    label: str
    first: int | None
    now: int | None
    target: int | None


@dataclass(frozen=True, slots=True)
class Domains:
    """The life domains of one person, with the number that went up and down."""

    person_id: uuid.UUID
    person: str
    rows: tuple[Row, ...]

    @property
    def compared(self) -> bool:
        """Tell whether anything was asked more than once."""
        return any(row.now for row in self.rows)

    @property
    def up(self) -> int:
        """How many went up."""
        return sum(1 for row in self.rows if row.first and row.now and row.now > row.first)

    @property
    def down(self) -> int:
        """How many went down."""
        return sum(1 for row in self.rows if row.first and row.now and row.now < row.first)


@dataclass(frozen=True, slots=True)
class Terms:
    """One agreement as the case page shows it: its versions, the newest first, and whether a draft is open."""

    agreement: Agreement
    versions: tuple[AgreementVersion, ...]
    drafting: bool


@dataclass(frozen=True, slots=True)
class Panels:
    """Everything that later stages know about a case and that this reader may know; forms with whether they open, answers with why."""

    domains: tuple[Domains, ...]
    forms: tuple[tuple[Submission, bool], ...]
    released: tuple[ReleasedItem, ...]
    agreements: tuple[Terms, ...]
    dossiers: tuple[tuple[Dossier, int], ...]
    until: AgreementVersion | None
    sealed: frozenset[uuid.UUID] = frozenset()
    care: bool = False
    handover: tuple[tuple[HandoverAnswer, str], ...] = ()

    @property
    def newest_released(self) -> list[ReleasedItem]:
        """What the last form released."""
        return [one for one in self.released if one.submission_id == self.released[-1].submission_id]

    @property
    def older_released(self) -> list[ReleasedItem]:
        """What earlier forms released, the last first."""
        return [one for one in reversed(self.released) if one.submission_id != self.released[-1].submission_id]


def of_case(session: Session, actor: Actor, case: Case, people: Sequence[Participant]) -> Panels:
    """Gather the panels of a case."""
    own = readable(actor, case)
    if Compartment.SHARED not in own:
        return Panels((), (), (), (), (), None)
    versions = agreements.versions_of_case(session, actor, case.id)
    drafts = {draft.agreement_id for draft in agreements.open_drafts(session, actor, case.id)}
    return Panels(
        domains=_domains(session, actor, case, people) if Compartment.CARE in own else (),
        forms=tuple((one, _opens(actor, case, one)) for one in submissions.of_case(session, actor, case.id)),
        released=tuple(submissions.released(session, actor, case.id)),
        agreements=tuple(
            Terms(one, tuple(v for v in reversed(versions) if v.agreement_id == one.id), one.id in drafts)
            for one in agreements.agreements_of(session, actor, case.id)
        ),
        dossiers=_dossiers(session, actor, case) if Compartment.CORPORATION in own else (),
        until=agreements.standing(session, actor, case.id),
        care=Compartment.CARE in own,
        handover=tuple(
            (one, guidance.reason_of(session, actor, case, one)) for one in guidance.handover_answers(session, actor, case.id)
        ),
        sealed=frozenset(one.version_id for one in sealing.sealed_files(session, actor, case.id)),
    )


def _opens(actor: Actor, case: Case, form: Submission) -> bool:
    """Tell whether the reader may open a form: to go on with it or to read it."""
    return policies.may_read(actor, case, form) or policies.may_change(actor, case, form)


def _domains(session: Session, actor: Actor, case: Case, people: Sequence[Participant]) -> tuple[Domains, ...]:
    """Return the life domains by person; the reading is logged before anything is opened."""
    if not submissions.of_case(session, actor, case.id):
        return ()
    log_care_read(session, actor, case.id, "domains", "case_page")
    rows = submissions.domain_rows(session, actor, case.id)
    names = {one.person_id: full_name(one.person) for one in people}
    made: dict[uuid.UUID, list[Row]] = {}
    for row in rows:
        scores = [score for _, score in row.points]
        line = Row(row.label, scores[0] if scores else None, scores[-1] if scores[1:] else None, row.target)
        made.setdefault(row.person_id, []).append(line)
    return tuple(Domains(person_id, names.get(person_id, ""), tuple(lines)) for person_id, lines in made.items())


def _dossiers(session: Session, actor: Actor, case: Case) -> tuple[tuple[Dossier, int], ...]:
    rows = list(session.scalars(scoped(Dossier, actor).where(Dossier.case_id == case.id).order_by(Dossier.number)))
    filed = list(session.scalars(scoped(DossierFiling, actor).where(DossierFiling.case_id == case.id)))
    return tuple((row, sum(1 for one in filed if one.dossier_id == row.id)) for row in rows)
