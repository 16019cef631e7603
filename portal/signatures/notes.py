"""The words of mail and SMS to signers: a link or a code, and nothing about who, where or why.

They are read on shared telephones; each is one or two short sentences and names a number to call. Nothing stands
directly behind a link, since some telephones would take a full stop for a part of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.signatures import links


@dataclass(frozen=True, slots=True)
class Note:
    """A message: the subject is for mail only; the text may have places for {link} and {code}."""

    subject: str
    text: str

    def body(self, *, link: str = "", code: str = "") -> str:
        """Return the text, filled in."""
        return self.text.format(link=link, code=code, phone=links.help_phone())


INVITED = Note("Er staat een brief voor u klaar", "Er staat een brief voor u klaar: {link}\nVragen? Bel {phone}.")
REMINDED = Note(
    "Er staat nog een brief voor u klaar", "Er staat nog een brief voor u klaar: {link}\nVragen? Bel {phone}."
)
CODE = Note("Uw code", "Uw code is {code}. Geef deze code aan niemand.")
ANSWERED = Note("Er is antwoord op uw vraag", "Er is antwoord op uw vraag: {link}\nVragen? Bel {phone}.")
SIGNED = Note("Uw getekende brief staat klaar", "Uw getekende brief staat klaar: {link}\nVragen? Bel {phone}.")
REPLACED = Note(
    "Er komt een nieuwe brief voor u",
    "Er komt een nieuwe brief voor u. De oude link werkt niet meer. Vragen? Bel {phone}.",
)
DESK_INVITED = Note(
    "Er staat een stuk voor u klaar", "Er staat een stuk voor u klaar om te tekenen: {link}\n\nVragen? Bel {phone}."
)
DESK_SIGNED = Note("Een getekend stuk staat klaar", "Een getekend stuk staat voor u klaar: {link}")
