"""Acts of signing together: a QR code, the tablet, paper, an interpreter, a refusal in person; and permissions apart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from portal.agreements.models import AgreementVersion
from portal.core import blobs, clock
from portal.core.blobs import StoredFile
from portal.core.policy import Actor
from portal.signatures import paperwork, queries
from portal.signatures import services as signing
from portal.signatures.models import Signatory
from portal.signatures.rules import content
from portal.signatures.rules.codes import Check
from portal.signatures.rules.permissions import Subject
from portal.signatures.rules.presence import IdKind, InterpreterFacts, Mode, WitnessFacts, page_code
from portal.stories.acts.base import Act
from portal.stories.acts.signatures import TRACE
from portal.stories.faults import Refused
from portal.stories.people import Key
from portal.stories.signers import signatory_of

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class ShowQr(Act):
    """A user shows a QR code; the person opens it on the own phone and types the code that is said."""

    act: Literal["show_qr"]
    of: Key
    place: str

    def play(self, scene: Scene) -> None:
        signatory_id = signatory_of(scene, self.of)
        with scene.write(self.who) as uow:
            shown = signing.show_qr(uow, signatory_id, self.place)
        with scene.read() as session:
            found = queries.by_token(session, shown.token)
            if found is None:
                raise Refused("the QR code leads nowhere")
            invitation_id, actor = found[0].id, _reader(found[1])
        reader = scene.reader(self.of)
        reader.link, reader.actor = shown.token, actor
        with scene.write(actor) as uow:
            outcome, reader.session = signing.check_code(uow, invitation_id, shown.code, TRACE)
        if outcome is not Check.RIGHT:
            raise Refused(f"the code was {outcome.value}")


class Witnessed(Act):
    """Base of acts that somebody witnesses; the witness is the user who acts."""

    of: Key
    place: str
    id_kind: IdKind = IdKind.KNOWN
    id_end: str = Field("", description="the last three signs of the document")
    read_aloud: bool = False

    def witness(self, scene: Scene) -> WitnessFacts:
        """Return what the acting user declares."""
        return WitnessFacts(scene.user(self.who).name, self.place, self.id_kind, self.id_end, self.read_aloud)


class GiveTablet(Witnessed):
    """A user hands over the tablet as witness; the person reads and signs on it (`read_clause`, `sign`)."""

    act: Literal["give_tablet"]

    def play(self, scene: Scene) -> None:
        signatory_id = signatory_of(scene, self.of)
        reader = scene.reader(self.of)
        with scene.write(self.who) as uow:
            reader.session = signing.give_tablet(uow, signatory_id, self.witness(scene), TRACE)
        with scene.read() as session:
            reader.actor = _reader(session.get_one(Signatory, signatory_id))


class SignOnPaper(Witnessed):
    """A person signs the printed copy; the user who acts scans it and types the code of every page."""

    act: Literal["sign_on_paper"]
    location: str = Field(description="where the original lies")
    signed_on: dt.date | None = Field(None, description="today when left out")

    def play(self, scene: Scene) -> None:
        signatory_id = signatory_of(scene, self.of)
        with scene.read() as session:
            row = session.get_one(Signatory, signatory_id)
            version = session.get_one(AgreementVersion, row.version_id)
            approved = blobs.fetch(session, session.get_one(StoredFile, version.p0_file_id))
            reference, number, version_id = content.heading(version.content)[1], version.number, version.id
            scan = paperwork.print_copy(row, approved, reference, number)
        pages = paperwork.pages_of(scan)
        facts = signing.PaperFacts(
            scan=scan, scan_pages=pages, printed_pages=pages, signed_on=self.signed_on or clock.today(),
            codes=[page_code(version_id, signatory_id, page) for page in range(1, pages + 1)],
            location=self.location, witness=self.witness(scene),
        )  # fmt: skip
        with scene.write(self.who) as uow:
            scene.keep("paper", self.of, signing.receive_paper(uow, signatory_id, facts).id)


class ConfirmPaper(Act):
    """Another user looks through the scan and lets the signature count."""

    act: Literal["confirm_paper"]
    of: Key

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.confirm_paper(uow, scene.find("paper", self.of))


class RejectPaper(Act):
    """Another user looks through the scan and does not let it count."""

    act: Literal["reject_paper"]
    of: Key

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.reject_paper(uow, scene.find("paper", self.of))


class Interpret(Act):
    """An interpreter helps a person; never a child, a relative or a neighbour."""

    act: Literal["interpret"]
    of: Key
    name: str
    language: str
    mode: Mode = Mode.LIVE
    number: str = ""

    def play(self, scene: Scene) -> None:
        facts = InterpreterFacts(self.name, self.language, self.mode, self.number, independent=True)
        with scene.write(self.who) as uow:
            signing.note_interpreter(uow, signatory_of(scene, self.of), facts)


class RecordRefusal(Witnessed):
    """A person refuses in person; the user writes it down as witness."""

    act: Literal["record_refusal"]
    only_seen: bool = False
    said: str = ""

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.record_refusal(
                uow, signatory_of(scene, self.of), self.witness(scene), only_seen=self.only_seen, said=self.said
            )


class DecideUnderstanding(Act):
    """A user decides why the agreement may be completed although few answers were right."""

    act: Literal["decide_understanding"]
    of: Key
    reason: str

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.decide_understanding(uow, signatory_of(scene, self.of), self.reason)


class GivePermission(Act):
    """A person allows the helpers something, apart from any signature; the user writes it down."""

    act: Literal["give_permission"]
    of: Key
    subject: Subject

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            row = signing.give_permission(uow, scene.case_id, scene.person_id(self.of), self.subject)
            scene.keep("permission", f"{self.of}-{self.subject.value}", row.id)


class WithdrawPermission(Act):
    """A person takes a permission back; the agreement stays as it is."""

    act: Literal["withdraw_permission"]
    of: Key
    subject: Subject

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.withdraw_permission(uow, scene.find("permission", f"{self.of}-{self.subject.value}"))


def _reader(owner: Signatory) -> Actor:
    return Actor(id=owner.id, kind="tenant", case_id=owner.case_id, person_id=owner.person_id, origin=TRACE.address)
