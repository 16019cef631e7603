"""`portal verify`: judge a PDF as the public page does."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from portal.commands.context import answer, as_json, system_session

UNCHANGED, CHANGED, UNSEEN = 0, 1, 2
SENTENCES = {
    "final": "Unchanged: the signed agreement, exactly as it was sealed.",
    "approved": "Unchanged: the document as it was offered for signing.",
    "filing": "Unchanged: a court dossier, exactly as it was filed.",
    "not_registered": "The seal holds, but these bytes are not in the register: do not trust them.",
    "changed": "Changed after sealing.",
    "foreign": "Not sealed by this installation.",
    "unknown": "Unknown: no seal inside and not in the register.",
    "unreadable": "Not a readable PDF.",
    "too_large": "Larger than 50 MB.",
    "locked": "Locked with a password, so not one of ours.",
    "busy": "Not judged: another file is being judged. Try again.",
}


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def verify(file: Path, as_json: bool) -> None:
    """Tell whether FILE is unchanged, by register and by seal. Exit code 0: unchanged, 1: not, 2: cannot be judged."""
    from portal.sealing import queries

    with system_session() as session:
        found = queries.verdict(session, file.read_bytes())
    known = found.known
    result = {
        "outcome": found.outcome.value,
        "unchanged": found.unchanged,
        "sha256": found.sha256,
        "seal": found.seal,
        "reference": known.reference if known else None,
        "number": known.number if known else None,
        "standing": known.standing.value if known and known.standing else None,
        "recorded_at": known.recorded_at.isoformat() if known else None,
        "level": known.level if known else None,
        "edition": known.edition if known and known.edition else None,
        "newest_edition": known.editions if known and known.editions else None,
    }
    text = SENTENCES[found.outcome.value]
    if known:
        standing = f", {known.standing.value}" if known.standing else ""
        text += f" {known.reference}, number {known.number}{standing}."
        if not known.newest:
            text += f" Edition {known.edition}; the register holds a newer one: {known.editions}."
    answer(result, text, as_json)
    unseen = found.outcome.value in ("unreadable", "too_large", "locked", "busy")
    sys.exit(UNCHANGED if found.unchanged else UNSEEN if unseen else CHANGED)


COMMANDS = [verify]
