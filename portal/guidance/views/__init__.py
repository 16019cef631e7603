"""Pages of guidance: a form behind a personal link (`own_bp`), what the expert sees of it, and handovers (`bp`)."""

from __future__ import annotations

from flask import Blueprint

from portal.web.locale import always_dutch

bp = Blueprint("guidance", __name__)
own_bp = Blueprint("own", __name__, url_prefix="/f")
always_dutch(own_bp)

from portal.guidance.views import asking, entry, filling, handover, panel, translations  # noqa: E402, F401  # they add their pages
