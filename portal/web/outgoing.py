"""The page of outgoing messages: in the demo it is where mail and SMS land."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from portal.core import crypto
from portal.core.db import db
from portal.core.outbox import Message
from portal.core.policy import permits
from portal.web.auth import current_actor
from portal.web.guards import access
from portal.web.paging import Keyset

bp = Blueprint("outgoing", __name__, url_prefix="/berichten")
PAGES = Keyset(sa.select(Message), [(Message.created_at, "desc"), (Message.id, "desc")], size=25)
_LINK = re.compile(r"https?://[^\s<>\"]+")


def linked(text: str) -> Markup:
    """Return *text* escaped, its addresses as links and its lines as lines."""
    out, at = Markup(), 0
    for hit in _LINK.finditer(text):
        out += escape(text[at : hit.start()]) + Markup('<a href="{0}">{0}</a>').format(hit.group())
        at = hit.end()
    return Markup("<br>").join((out + escape(text[at:])).split("\n"))


@bp.get("/")
@access(public=True)
def index() -> ResponseReturnValue:
    """List outgoing messages, newest first. Their text is shown in the demo only."""
    demo = current_app.config["SETTINGS"].demo
    if not demo and not permits(current_actor(), "message.read"):
        abort(404)
    page = PAGES.page(db.session, request.args.get("na"))
    texts = {m.id: linked(crypto.reveal(db.session, m, "body")) for m in page.rows} if demo else {}
    return render_template("outgoing/index.html", page=page, texts=texts)
