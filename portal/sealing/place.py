"""What sealing needs from the settings: who seals, where people check, which time-stamp server."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(slots=True)
class Place:
    """Set once per process."""

    bureau: str = "Bureau Driehoek"
    address: str = "http://127.0.0.1:8000"
    timestamp_url: str = ""
    backdated: dt.timedelta = dt.timedelta(0)

    @property
    def verification(self) -> str:
        """The address of the page where anybody checks a file."""
        return f"{self.address}/verificatie"


place = Place()


def configure(*, bureau: str, address: str, timestamp_url: str, demo: bool) -> None:
    """Set the place of this process; a demo plays stories of the past, so its certificate reaches back."""
    place.bureau, place.address, place.timestamp_url = bureau, address.rstrip("/"), timestamp_url
    place.backdated = dt.timedelta(days=1100) if demo else dt.timedelta(0)
