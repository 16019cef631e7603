"""What sealing needs from the settings: who seals with which key, where people check, who stamps the time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from portal.documents.authority import DER
from portal.documents.keys import KeySource, read_certificates
from portal.documents.seal import Stamping
from portal.settings import Settings


@dataclass(slots=True)
class Place:
    """Set once per process."""

    bureau: str = "Bureau Driehoek"
    address: str = "http://127.0.0.1:8000"
    stamping: Stamping = field(default_factory=Stamping)
    key: KeySource = field(default_factory=KeySource)
    renew_before: dt.timedelta = dt.timedelta(days=90)
    backdated: dt.timedelta = dt.timedelta(0)

    @property
    def verification(self) -> str:
        """The address of the page where anybody checks a file."""
        return f"{self.address}/verificatie"


place = Place()


def configure(settings: Settings) -> None:
    """Set the place of this process; a demo plays stories of the past, so its certificate reaches back."""
    place.bureau, place.address = settings.bureau_name, settings.address
    roots = read_certificates(str(settings.timestamp_roots)) if settings.timestamp_roots else []
    place.stamping = Stamping(settings.timestamp_url, tuple(one.public_bytes(DER) for one in roots))
    place.key = KeySource(
        address=settings.seal_key,
        password=settings.seal_password.get_secret_value(),
        token=settings.seal_token.get_secret_value(),
        credential=settings.seal_credential,
        certificates=str(settings.seal_certificates or ""),
    )
    place.renew_before = dt.timedelta(days=settings.seal_renew_days)
    place.backdated = dt.timedelta(days=1100) if settings.demo else dt.timedelta(0)
