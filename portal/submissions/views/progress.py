"""Scores through time and what changed between two moments, as a page and as a PDF."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Denied, Missing
from portal.documents.charts import score_track
from portal.documents.pages import page as print_page
from portal.documents.render import render_pdf
from portal.submissions import messages, policies, queries
from portal.submissions.progress import Change, Comparison, Moment, course
from portal.submissions.views.blueprint import bp, disclose, page
from portal.web.auth import current_actor
from portal.web.guards import access
from portal.web.locale import current_language


@bp.get("/zaak/<uuid:case_id>/verloop")
@access("expert")
def progress(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show how the life domains of somebody went between two moments."""
    return page("submissions/progress.html", **_told(case_id))


@bp.get("/zaak/<uuid:case_id>/verloop.pdf")
@access("expert")
def progress_pdf(case_id: uuid.UUID) -> ResponseReturnValue:
    """Send the same as a PDF."""
    told = _told(case_id)
    if told["found"] is None:
        raise Missing("row.missing", table="submission")
    given = {name: told[name] for name in ("case", "found", "name", "sentences", "family_words")}
    made = render_pdf(
        print_page(
            "submissions/print/progress.html", title=_("Wat is er veranderd"), publisher="Driehoek",
            mark=told["case"].reference, digest=None, day=clock.today(), **given,
        ),
        created=clock.now(),
    )  # fmt: skip
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{told["case"].reference}-verloop.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(case_id: uuid.UUID) -> dict[str, Any]:
    actor = current_actor()
    case = queries.case_of(db.session, actor, case_id)
    if not policies.may_read_care(actor, case):
        raise Denied("submission.read")
    disclose(case, "progress")
    people = queries.people(db.session, actor, case_id)
    courses = {id_: course(db.session, actor, case_id, uuid.UUID(id_), current_language()) for id_, _name in people}
    asked = [(id_, name) for id_, name in people if courses[id_].moments]
    wanted = request.args.get("persoon", "")
    person = wanted if wanted in dict(asked) else (asked[0][0] if asked else "")
    chosen = courses.get(person)
    found = chosen.between(_id("van"), _id("tot")) if chosen else None
    return {
        "case": case, "people": asked, "person": person, "name": dict(people).get(person, ""), "found": found,
        "moments": chosen.moments if chosen else [], "sentences": sentences(found) if found else [],
        "score_track": score_track,
        "family_words": {key: str(words) for key, words in messages.FAMILIES.items()},
    }  # fmt: skip


def _id(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get(name, ""))
    except ValueError:
        return None


def sentences(found: Comparison) -> list[str]:
    """Tell in sentences what changed; every number in them is counted from the answers."""
    told = [_first(found)]
    best, worst = (found.up[0] if found.up else None), (found.down[0] if found.down else None)
    if best:
        told.append(_("Het meest ging omhoog: %(row)s.", row=_step(best)))
    if worst:
        told.append(_("Het meest ging omlaag: %(row)s.", row=_step(worst)))
    if found.reached:
        told.append(
            ngettext(
                "Bij %(num)d gebied is het doel bereikt.",
                "Bij %(num)d gebieden is het doel bereikt.",
                len(found.reached),
            )
        )
    left = len(found.rows) - found.compared
    if left:
        told.append(
            ngettext(
                "%(num)d gebied heeft niet op beide momenten een cijfer en telt niet mee.",
                "%(num)d gebieden hebben niet op beide momenten een cijfer en tellen niet mee.",
                left,
            )
        )
    return told


def _first(found: Comparison) -> str:
    between = {"start": _day(found.first), "end": _day(found.last)}
    if not found.compared:
        return str(_("Tussen %(start)s en %(end)s is geen gebied twee keer gescoord.", **between))
    if not found.up and not found.down:
        return str(_("Tussen %(start)s en %(end)s bleven alle cijfers gelijk.", **between))
    told: str = ngettext(
        "Tussen %(start)s en %(end)s ging %(num)d van de %(all)d gebieden omhoog en %(down)d omlaag. Gelijk gebleven: %(same)d.",
        "Tussen %(start)s en %(end)s gingen %(num)d van de %(all)d gebieden omhoog en %(down)d omlaag. Gelijk gebleven: %(same)d.",
        len(found.up), all=found.compared, down=len(found.down), same=len(found.equal), **between,
    )  # fmt: skip
    return told


def _day(moment: Moment) -> str:
    return str(format_date(moment.on, "d MMMM y"))


def _step(row: Change) -> str:
    return str(_("%(domain)s, van %(before)s naar %(after)s", domain=row.label, before=row.before, after=row.after))
