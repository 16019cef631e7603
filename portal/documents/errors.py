"""What can go wrong while a document is made; each error says what a person can do about it."""

from __future__ import annotations

PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1"


class DocumentError(RuntimeError):
    """A document could not be made."""


class PdfUnavailable(DocumentError):
    """This machine lacks the libraries that PDF needs."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"PDF cannot be made here: {missing}. Install the libraries with: "
            f"apt-get install --no-install-recommends {PANGO_PACKAGES}"
        )


class RenderRefused(DocumentError):
    """The page asks for something outside itself, or lacks something that an accessible document needs."""


class RenderTimeout(DocumentError):
    """The work took longer than its limit; the child that did it was ended."""


class ChildFailed(DocumentError):
    """The child could not do the work; `died`: it stopped without an answer, perhaps by no fault of the document."""

    def __init__(self, message: str, *, died: bool = False) -> None:
        super().__init__(message)
        self.died = died


class Unreadable(DocumentError):
    """The given file is not what it claims to be, or is larger than we open."""
