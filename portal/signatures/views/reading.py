"""Reading a letter: clause by clause, the whole text, questions, and the page that repeats what was said."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import Response, abort, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.agreements import languages, printing
from portal.agreements import queries as agreements
from portal.core import blobs, crypto
from portal.core.blobs import StoredFile
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.policy import scoped
from portal.documents import bidi
from portal.signatures import queries, services
from portal.signatures.inputs import ANSWERS, ClauseForm, QuestionForm, WishForm, put
from portal.signatures.models import Question
from portal.signatures.rules import reading, voice
from portal.signatures.rules.reading import Answer, Item, Obstacle, Subject, Want
from portal.signatures.rules.states import OPEN
from portal.signatures.views import tenant_bp
from portal.signatures.views.reader import current, letter, next_url, reader_writes, show, shown_at, tenant_actor
from portal.web import limits
from portal.web.guards import access
from portal.web.headers import with_microphone

VOICES = limits.Limit("signing-voice", 20, dt.timedelta(hours=24))
"""So many recordings a day one reader may send."""
COPIES = limits.Limit("reading-copy", 20, dt.timedelta(hours=1))
"""So many reading copies an hour may be made for one reader."""


class Asked(NamedTuple):
    """A question of the reader with its answer, opened for him."""

    clause_number: str | None
    text: str
    sound_url: str
    answer: str
    answered_at: object


class Blocked(NamedTuple):
    """One sentence about what still has to happen before signing."""

    text: str
    url: str
    label: str


@tenant_bp.get("/")
@access(tenant=True)
def home() -> ResponseReturnValue:
    """Welcome the reader, or bring him to the page of what he decided."""
    if current().signatory.state not in OPEN:
        return redirect(next_url(), 303)
    if _is_over():
        return show("over")
    return show("welcome", next_url=next_url())


@tenant_bp.get("/afspraak/<number>")
@access(tenant=True)
def clause(number: str) -> ResponseReturnValue:
    """Show one clause: plain words first, then the legal text."""
    entry = _entry(number)
    return _clause_page(entry, ClauseForm.of(entry, None, letter().answers.get(entry.number)))


@tenant_bp.post("/afspraak/<number>")
@access(tenant=True)
def mark(number: str) -> ResponseReturnValue:
    """Keep what the reader says about a clause."""
    entry, signatory_id, at = _entry(number), current().signatory.id, shown_at()
    form = ClauseForm.of(entry, request.form, None)
    if not form.validate():
        return _clause_page(entry, form, 422)
    answer = Answer(form.answer.data)
    try:
        chosen = form.chosen()
        on = _after(entry, answer, reading.judge(entry.teach_back, chosen))
        with reader_writes() as uow:
            services.mark_clause(uow, signatory_id, entry.number, answer, teach_back=chosen, shown_at=at)
            uow.answer = on
    except Invalid as error:
        put(form, error, "answer")
        return _clause_page(entry, form, 422)
    return redirect(on, 303)


@tenant_bp.get("/niet-eens/<number>")
@access(tenant=True)
def disagree(number: str) -> ResponseReturnValue:
    """Offer to talk, to ask for another text, or to refuse; signing is not on this page."""
    entry = _entry(number)
    return show("disagree", entry=entry, form=WishForm(), next_url=_next_after(entry))


@tenant_bp.post("/niet-eens/<number>")
@access(tenant=True)
def object_to(number: str) -> ResponseReturnValue:
    """Ask for a talk or for another text."""
    entry, signatory_id = _entry(number), current().signatory.id
    form = WishForm(request.form)
    subject = Subject.CHANGE if request.form.get("what") == "change" else Subject.TALK
    on = url_for("tenant.asked", wants="call")
    try:
        with reader_writes() as uow:
            services.ask(uow, signatory_id, text=form.text.data or "", wants=Want.CALL, subject=subject,
                         clause_number=entry.number)
            uow.answer = on
    except Invalid as error:
        put(form, error, "text")
        return show("disagree", 422, entry=entry, form=form, next_url=_next_after(entry))
    return redirect(on, 303)


@tenant_bp.get("/vraag")
@access(tenant=True)
def ask() -> ResponseReturnValue:
    """Let the reader ask something, about a clause or about the whole."""
    if current().signatory.state not in OPEN:
        return redirect(next_url(), 303)
    return _ask_page(QuestionForm())


@tenant_bp.post("/vraag")
@access(tenant=True)
def send_question() -> ResponseReturnValue:
    """Send a question to the staff, or ask to be called."""
    form, signatory_id, entry = QuestionForm(request.form), current().signatory.id, _asked_about()
    wants = Want.CALL if request.form.get("wants") == "call" else Want.TEXT
    on, spoken = url_for("tenant.asked", wants=wants.value), _spoken()
    if spoken:
        limits.spend(VOICES, str(signatory_id))
    try:
        with reader_writes() as uow:
            services.ask(uow, signatory_id, text=form.text.data or "", wants=wants, spoken=spoken,
                         clause_number=entry.number if entry else None)
            uow.answer = on
    except Invalid as error:
        put(form, error, "text")
        return _ask_page(form, 422)
    return redirect(on, 303)


@tenant_bp.get("/vraag/verstuurd")
@access(tenant=True)
def asked() -> ResponseReturnValue:
    """Say what happens with the question."""
    return show("asked", wants=request.args.get("wants"), next_url=next_url())


@tenant_bp.get("/overeenkomst")
@access(tenant=True)
def whole() -> ResponseReturnValue:
    """Show the whole agreement as it stands in the frozen content."""
    return show("whole", back_url=url_for("tenant.home"))


@tenant_bp.get("/overeenkomst.pdf")
@access(tenant=True)
def paper() -> ResponseReturnValue:
    """Give the PDF that belongs to this content, byte for byte."""
    return send_pdf(letter().p0_file_id, "overeenkomst.pdf")


@tenant_bp.get("/leesexemplaar/<code>")
@access(tenant=True)
def reading_copy(code: str) -> ResponseReturnValue:
    """Give the agreement in another language, for information: made anew, so not endlessly often."""
    reader, language = current().signatory, languages.load(code)
    limits.spend(COPIES, str(reader.id))
    row = agreements.version(db.session, tenant_actor(reader), reader.version_id)
    phone = current_app.config["SETTINGS"].help_phone
    made = printing.reading_copy_pdf(agreements.content_of(row), language, phone, row.state)
    return pdf_answer(made, f"leesexemplaar-{language.code}.pdf")


@tenant_bp.get("/nakijken")
@access(tenant=True)
def review() -> ResponseReturnValue:
    """Repeat what the reader said, and what still has to happen before signing."""
    if current().signatory.state not in OPEN:
        return redirect(next_url(), 303)
    if _is_over():
        return show("over")
    found, words = letter(), {key: str(text) for key, text in ANSWERS}
    open_ones = queries.open_questions(db.session, found.signatory_id)
    waiting = {row.clause_number: row.answered_at for row in queries.questions(db.session, found.signatory_id)}
    rows = []
    for entry in found.entries:
        given = found.answers.get(entry.number)
        text = words[given.value] if given else None
        if text and entry.number in waiting:
            text += " – " + (_("vraag beantwoord") if entry.number not in open_ones else _("wacht op antwoord"))
        rows.append((f"{entry.shown or entry.number}. {entry.title}", text, url_for("tenant.clause", number=entry.number)))
    last = found.entries[-1].number if found.entries else None
    back = url_for("tenant.clause", number=last) if last else url_for("tenant.home")
    return show("check", rows=rows, hurdles=_blocked(open_ones), questions=asked_by_reader(), back_url=back)


@tenant_bp.get("/hulp")
@access(tenant=True)
def help_page() -> ResponseReturnValue:
    """Say who helps and who sees what."""
    return show("help")


def asked_by_reader(number: str | None = None) -> list[Asked]:
    """Return the reader's questions with their answers, of one clause when *number* is given."""
    rows = queries.questions(db.session, current().signatory.id)
    return [_open(row) for row in rows if number is None or row.clause_number == number]


def _open(row: Question) -> Asked:
    text, answer = crypto.reveal(db.session, row, "text"), crypto.reveal(db.session, row, "answer")
    sound = url_for("tenant.own_sound", question_id=row.id) if row.voice_file_id else ""
    return Asked(row.clause_number, text, sound, answer, row.answered_at)


def send_pdf(file_id: object, name: str) -> Response:
    """Answer with a stored PDF of the reader's case."""
    signatory = current().signatory
    wanted = scoped(StoredFile, tenant_actor(signatory)).where(StoredFile.id == file_id)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        abort(404)
    return pdf_answer(blobs.fetch(db.session, row), name)


def pdf_answer(data: bytes, name: str) -> Response:
    """Answer with a PDF to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype="application/pdf", headers=headers)


def _is_over() -> bool:
    return not queries.may_still_sign(db.session, current().signatory)


def _entry(number: str) -> Item:
    found = next((entry for entry in letter().entries if entry.number == number), None)
    if found is None:
        abort(404)
    return found


def _asked_about() -> Item | None:
    number = request.args.get("afspraak", "")
    return next((entry for entry in letter().entries if entry.number == number), None)


def _neighbour(entry: Item, step: int) -> str | None:
    entries = letter().entries
    at = entries.index(entry) + step
    return entries[at].number if 0 <= at < len(entries) else None


def _next_after(entry: Item) -> str:
    number = _neighbour(entry, 1)
    return url_for("tenant.clause", number=number) if number else url_for("tenant.review")


def _after(entry: Item, answer: Answer, right: bool | None) -> str:
    """Return where an answer leads; "not agreed" and a question never lead straight on."""
    if answer is Answer.NOT_AGREED:
        return url_for("tenant.disagree", number=entry.number)
    if answer is Answer.QUESTION:
        return url_for("tenant.ask", afspraak=entry.number)
    if right is False:
        return url_for("tenant.clause", number=entry.number, uitleg=1)
    return _next_after(entry)


def _clause_page(entry: Item, form: ClauseForm, status: int = 200) -> ResponseReturnValue:
    if current().signatory.state not in OPEN:
        return redirect(next_url(), 303)
    if _is_over():
        return show("over")
    before = _neighbour(entry, -1)
    asked_back = entry.teach_back
    wrong = request.method == "GET" and bool(request.args.get("uitleg")) and asked_back is not None
    right = ", ".join(text for at, text in enumerate(asked_back.choices) if at in asked_back.right) if asked_back else ""
    return show(
        "clause", status, entry=entry, form=form, place=letter().entries.index(entry) + 1, total=len(letter().entries),
        back_url=url_for("tenant.clause", number=before) if before else url_for("tenant.home"), wrong=wrong, right=right,
        next_url=_next_after(entry), questions=asked_by_reader(entry.number), runs=bidi.runs,
    )


def _ask_page(form: QuestionForm, status: int = 200) -> ResponseReturnValue:
    entry = _asked_about()
    back = url_for("tenant.clause", number=entry.number) if entry else url_for("tenant.home")
    page = show("ask", status, form=form, entry=entry, back_url=back, voice_seconds=voice.MOST_SECONDS)
    return with_microphone(make_response(page))


def _spoken() -> bytes:
    """Return the recording that was sent along; what is larger than we take is cut just above the limit."""
    given = request.files.get("voice")
    return given.stream.read(voice.MOST_BYTES + 1) if given is not None else b""


def _blocked(open_ones: list[str | None]) -> list[Blocked]:
    """Say what stands between the reader and signing, each with a way to do something about it."""
    found, told = letter(), []
    for hurdle in reading.hurdles(found.entries, found.answers, open_ones):
        if hurdle.number is None or hurdle.kind is Obstacle.QUESTION_OPEN:
            words = _("Uw vraag is nog niet beantwoord.") if hurdle.number is None else _(
                "Uw vraag over afspraak %(number)s is nog niet beantwoord.", number=hurdle.number
            )
            told.append(Blocked(words, "", ""))
            continue
        known = hurdle.kind is Obstacle.NOT_AGREED
        words = _("U bent het niet eens met afspraak %(number)s.", number=hurdle.number) if known else _(
            "Afspraak %(number)s heeft u nog niet gelezen.", number=hurdle.number
        )
        endpoint = "tenant.disagree" if known else "tenant.clause"
        told.append(Blocked(words, url_for(endpoint, number=hurdle.number), _("Wat kan ik doen?") if known else _("Lees nu")))
    return told
