"""What can go wrong while a document is made: a reason for engineers, and a code whose sentence tells a person what to do."""

from __future__ import annotations

from portal.core.errors import Invalid, Unavailable

PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1"


class DocumentError(Unavailable):
    """A document could not be made."""

    CODE = "document.failed"
    SECONDS = 60

    def __init__(self, reason: str) -> None:
        super().__init__(self.CODE, seconds=self.SECONDS)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class PdfUnavailable(DocumentError):
    """This machine lacks the libraries that PDF needs."""

    CODE = "document.unavailable"
    SECONDS = 3600

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"PDF cannot be made here: {missing}. Install the libraries with: "
            f"apt-get install --no-install-recommends {PANGO_PACKAGES}"
        )


class Busy(DocumentError):
    """So many documents are being made that one more would keep other pages waiting."""

    CODE = "document.busy"
    SECONDS = 3


class RenderRefused(DocumentError):
    """The page asks for something outside itself, or lacks something that an accessible document needs."""


class RenderTimeout(DocumentError):
    """The work took longer than its limit; the child that did it was ended."""

    CODE = "document.timeout"


class ChildFailed(DocumentError):
    """The child could not do the work; `died`: it stopped without an answer, perhaps by no fault of the document."""

    def __init__(self, reason: str, *, died: bool = False) -> None:
        super().__init__(reason)
        self.died = died


class Unreadable(DocumentError, Invalid):
    """The given file is not what it claims to be, or is larger than we open."""

    CODE = "document.unreadable"
