"""Acts of the signing ceremony: by link and code from the outbox, clause by clause; in the portal; refusing, withdrawing."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from portal.core import clock
from portal.core.policy import Actor
from portal.signatures import consent, queries
from portal.signatures import services as signing
from portal.signatures.models import Signatory
from portal.signatures.queries import Letter
from portal.signatures.rules import strokes
from portal.signatures.rules.codes import Check, Sending
from portal.signatures.rules.facts import SignFacts, Trace
from portal.signatures.rules.reading import Answer, Item, Subject, Want
from portal.signatures.rules.states import Channel
from portal.stories import mailbox
from portal.stories.acts.base import Act
from portal.stories.faults import Refused
from portal.stories.people import Key
from portal.stories.signers import signatory_of

if TYPE_CHECKING:
    from portal.stories.scene import Reader, Scene

TRACE = Trace(address="192.0.2.0", agent="verhaal")
"""Where stories read from: a network that exists in examples only (RFC 5737)."""
_HAND = '{"width": 600, "height": 200, "strokes": [[[40,150],[70,60],[100,40],[120,90],[100,140],[130,150],[170,90],\
[200,60],[220,120],[240,150],[290,80],[320,60],[330,130],[380,140],[430,70],[470,110],[520,95],[560,60]]]}'


class Invite(Act):
    """Links are sent to everybody whose turn it is."""

    act: Literal["invite"]

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.invite(uow, scene.version_id())


class InviteAgain(Act):
    """A signatory gets a new link; the one before stops working."""

    act: Literal["invite_again"]
    signatory: Key

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.invite_again(uow, signatory_of(scene, self.signatory))


class ChangeContact(Act):
    """A signatory is reached at another telephone number or mail address."""

    act: Literal["change_contact"]
    signatory: Key
    phone: str = ""
    email: str = ""

    def play(self, scene: Scene) -> None:
        channel = Channel.PHONE if self.phone else Channel.MAIL
        with scene.write(self.who) as uow:
            signing.change_contact(uow, signatory_of(scene, self.signatory), self.phone, self.email, channel)


class OpenLink(Act):
    """A person opens the newest link in the own mail or SMS and has a code sent."""

    act: Literal["open_link"]

    def play(self, scene: Scene) -> None:
        reader = scene.reader(self.who)
        reader.link = mailbox.newest_link(scene, self.who)
        invitation_id, reader.actor = _behind(scene, reader)
        with scene.write(reader.actor) as uow:
            outcome = signing.send_code(uow, invitation_id)
        if outcome is not Sending.YES:
            raise Refused(f"no code was sent: {outcome.value}")


class EnterCode(Act):
    """The person types the code from the newest message; `typed` is something else that is typed instead."""

    act: Literal["enter_code"]
    typed: str = ""
    outcome: Literal["right", "wrong", "worn", "expired", "none", "locked"] = "right"

    def play(self, scene: Scene) -> None:
        reader = scene.reader(self.who)
        invitation_id, actor = _behind(scene, reader)
        typed = self.typed or mailbox.newest_code(scene, self.who)
        with scene.write(actor) as uow:
            outcome, secret = signing.check_code(uow, invitation_id, typed, TRACE)
        if outcome is not Check(self.outcome):
            raise Refused(f"the code was {outcome.value}, the story says {self.outcome}")
        reader.session = secret or reader.session


class ReadClause(Act):
    """The person answers clauses: understood, a question, or not agreed; with the teach-back answer right or wrong."""

    act: Literal["read_clause"]
    clauses: list[int] | Literal["all"] = "all"
    answer: Answer = Answer.UNDERSTOOD
    teach_back: Literal["right", "wrong", "none"] = "right"

    def play(self, scene: Scene) -> None:
        _, signatory, letter = _reading(scene, self.who)
        wanted = None if self.clauses == "all" else {str(number) for number in self.clauses}
        entries = [item for item in letter.entries if wanted is None or item.number in wanted]
        if not entries or (wanted is not None and len(entries) != len(wanted)):
            known = ", ".join(item.number for item in letter.entries)
            raise Refused(f"there are not such clauses; {self.who!r} reads {known}")
        for item in entries:
            with scene.write(_actor(scene, self.who)) as uow:
                signing.mark_clause(uow, signatory, item.number, self.answer, teach_back=self._chosen(item))

    def _chosen(self, item: Item) -> int | None:
        if item.teach_back is None or self.teach_back == "none":
            return None
        places = range(len(item.teach_back.choices))
        right = self.teach_back == "right"
        return next((place for place in places if (place in item.teach_back.right) is right), None)


class Ask(Act):
    """The person asks something before signing; signing pauses until it is answered."""

    act: Literal["ask"]
    text: str = ""
    clause: int | None = None
    subject: Subject = Subject.QUESTION
    wants: Want = Want.TEXT

    def play(self, scene: Scene) -> None:
        _, signatory, _ = _reading(scene, self.who)
        number = str(self.clause) if self.clause is not None else None
        with scene.write(_actor(scene, self.who)) as uow:
            row = signing.ask(
                uow, signatory, text=self.text, wants=self.wants, subject=self.subject, clause_number=number
            )
            scene.keep("question", self.who, row.id)


class AnswerQuestion(Act):
    """A user answers the newest question, or the one of `of`."""

    act: Literal["answer"]
    text: str
    of: Key = ""

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.answer(uow, scene.find("question", self.of), self.text)


class Sign(Act):
    """The person signs on the own phone: draws or types the name."""

    act: Literal["sign"]
    name: str = Field("", description="what is typed; the signatory's own name when left out")
    draw: bool = True

    def play(self, scene: Scene) -> None:
        entry_id, signatory_id, letter = _reading(scene, self.who)
        facts = SignFacts(
            name=self.name or letter.name,
            content_digest=letter.content_digest,
            consent_key=_consent(scene, signatory_id),
            strokes=strokes.read(_HAND) if self.draw else None,
            session_id=entry_id,
            trace=TRACE,
        )
        with scene.write(_actor(scene, self.who)) as uow:
            signing.sign(uow, signatory_id, facts)


class SignInPortal(Act):
    """A user of the corporation, or the expert, signs in the portal after giving the password again."""

    act: Literal["sign_in_portal"]

    def play(self, scene: Scene) -> None:
        signatory_id = signatory_of(scene, self.who)
        with scene.read() as session:
            row = session.get_one(Signatory, signatory_id)
            letter = queries.letter(session, scene.actor("system"), row)
        facts = SignFacts(
            name=scene.user(self.who).name,
            content_digest=letter.content_digest,
            consent_key=_consent(scene, signatory_id),
            trace=TRACE,
            confirmed_at=clock.now(),
        )
        with scene.write(self.who) as uow:
            signing.sign_in_portal(uow, signatory_id, facts)


class Refuse(Act):
    """Somebody decides not to sign; a reason may be told, is never asked."""

    act: Literal["refuse"]
    reason: str = ""

    def play(self, scene: Scene) -> None:
        if self.who in scene.story.people.users:
            actor, signatory_id = scene.actor(self.who), signatory_of(scene, self.who)
        else:
            _, signatory_id, _ = _reading(scene, self.who)
            actor = _actor(scene, self.who)
        with scene.write(actor) as uow:
            signing.refuse(uow, signatory_id)
        if self.reason:
            with scene.write(actor) as uow:
                signing.explain_refusal(uow, signatory_id, self.reason)


class Withdraw(Act):
    """A person takes the own signature back on the page, within the reflection period."""

    act: Literal["withdraw"]

    def play(self, scene: Scene) -> None:
        _, signatory_id, _ = _reading(scene, self.who)
        with scene.write(_actor(scene, self.who)) as uow:
            signing.withdraw(uow, signatory_id)


class RecordWithdrawal(Act):
    """A person tells a user, by telephone or at the door, that the signature is taken back."""

    act: Literal["record_withdrawal"]
    of: Key
    said: str = ""

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            signing.record_withdrawal(uow, signatory_of(scene, self.of), self.said)


class Delegate(Act):
    """A colleague of the same organisation signs instead, under a mandate that is named."""

    act: Literal["delegate"]
    signatory: Key = Field(description="the user who would sign")
    to: Key
    mandate: str

    def play(self, scene: Scene) -> None:
        signatory_id, colleague = signatory_of(scene, self.signatory), scene.user_id(self.to)
        with scene.write(self.who) as uow:
            signing.delegate(uow, signatory_id, colleague, self.mandate)


class StopReminder(Act):
    """A reminder is stopped before it leaves."""

    act: Literal["stop_reminder"]
    signatory: Key

    def play(self, scene: Scene) -> None:
        with scene.read() as session:
            waiting = queries.open_reminders(session, signatory_of(scene, self.signatory))
            if not waiting:
                raise Refused(f"no reminder is planned for {self.signatory!r}")
            reminder_id = waiting[0].id
        with scene.write(self.who) as uow:
            signing.stop_reminder(uow, reminder_id)


def _behind(scene: Scene, reader: Reader) -> tuple[uuid.UUID, Actor]:
    with scene.read() as session:
        found = queries.by_token(session, reader.link)
        if found is None:
            raise Refused("there is no link to open: somebody must send one first")
        invitation, owner = found
        actor = Actor(
            id=owner.id, kind="tenant", case_id=owner.case_id, person_id=owner.person_id, origin=TRACE.address
        )
        return invitation.id, actor


def _reading(scene: Scene, who: str) -> tuple[uuid.UUID, uuid.UUID, Letter]:
    """Return the session of the browser, the signatory and the letter, as the page would show it."""
    reader = scene.reader(who)
    with scene.read() as session:
        found = queries.by_secret(session, reader.session, clock.now())
        if found is None:
            raise Refused(f"{who!r} is not reading: open the link and enter the code first")
        entry_id, owner_id = found[0].id, found[1].id
    with scene.read(_actor(scene, who)) as session:
        owner = session.get_one(Signatory, owner_id)
        return entry_id, owner_id, queries.letter(session, _actor(scene, who), owner)


def _actor(scene: Scene, who: str) -> Actor:
    actor = scene.reader(who).actor
    if actor is None:
        raise Refused(f"{who!r} did not open a link")
    return actor


def _consent(scene: Scene, signatory_id: uuid.UUID) -> str:
    with scene.read() as session:
        row = session.get_one(Signatory, signatory_id)
        return consent.current(row.role, row.meaning).key
