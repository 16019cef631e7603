"""Pages of the ceremony: behind a personal link (`tenant_bp`), and for people who sign in (`bp`)."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from portal.signatures import links

bp = Blueprint("signatures", __name__)
tenant_bp = Blueprint("tenant", __name__, url_prefix="/t")


@bp.record
def _configure(state: BlueprintSetupState) -> None:
    settings = state.app.config["SETTINGS"]
    links.configure(settings.address, settings.help_phone)


from portal.signatures.views import (  # noqa: E402  # they add their pages
    deciding,  # noqa: F401
    entry,  # noqa: F401
    panel,  # noqa: F401
    paper,  # noqa: F401
    permissions,  # noqa: F401
    portal,  # noqa: F401
    read_by,  # noqa: F401
    reading,  # noqa: F401
    sounds,  # noqa: F401
    table,  # noqa: F401
    voices,  # noqa: F401
)
