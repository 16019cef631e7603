"""How much a seal proves (ETSI EN 319 142-1): read from the bytes of a file, never from what was meant to be in it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

DOCUMENT_STAMP = "/DocTimeStamp"


class Level(StrEnum):
    """The levels of PAdES, the lowest first; never more is claimed than was reached."""

    B_B = "PAdES B-B"
    B_T = "PAdES B-T"
    B_LT = "PAdES B-LT"
    B_LTA = "PAdES B-LTA"

    @property
    def rank(self) -> int:
        return tuple(Level).index(self)

    @property
    def stamped(self) -> bool:
        """Tell whether somebody else vouches for the moment."""
        return self is not Level.B_B


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time stamp of a file: whether it fits the bytes, whether we know its service, and until when it counts."""

    at: dt.datetime
    until: dt.datetime
    service: str
    intact: bool
    trusted: bool


@dataclass(frozen=True, slots=True)
class Trusted:
    """Certificates (asn1crypto) to judge with: roots, what stands between, and those of time-stamp services."""

    roots: list[Any]
    between: list[Any]
    services: list[Any]


class Store:
    """The validation information that a file carries: certificates, revocation lists and answers."""

    def __init__(self, reader: Any) -> None:
        from pyhanko.sign.validation.dss import DocumentSecurityStore
        from pyhanko.sign.validation.errors import NoDSSFoundError

        self.certificates: list[Any] = []
        self.lists: list[Any] = []
        self.answers: list[Any] = []
        try:
            store = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            return
        context = store.as_validation_context({"trust_roots": [], "allow_fetching": False})
        self.certificates = list(store.load_certs())
        self.lists, self.answers = list(context.crls), list(context.ocsps)

    @property
    def empty(self) -> bool:
        """Tell whether the file says nothing about revocation."""
        return not self.lists and not self.answers

    def context(self, roots: list[Any], between: Iterable[Any], moment: dt.datetime, *, strict: bool = False) -> Any:
        """Judge certificates at *moment*; *strict* wants proof, for each, that it was not revoked.

        Without it, what had run out by then is left aside: it tells nothing about that moment.
        """
        from pyhanko_certvalidator import ValidationContext

        return ValidationContext(
            trust_roots=roots,
            other_certs=[*between, *self.certificates],
            allow_fetching=False,
            crls=[one for one in self.lists if strict or _current(one["tbs_cert_list"], moment)],
            ocsps=[one for one in self.answers if strict or _answers(one, moment)],
            revocation_mode="require" if strict else "soft-fail",
            retroactive_revinfo=True,
            moment=moment,
        )


def _current(told: Any, moment: dt.datetime) -> bool:
    until = told["next_update"].native
    return until is not None and until >= moment


def _answers(answer: Any, moment: dt.datetime) -> bool:
    return all(_current(one, moment) for one in answer.response_data["responses"])


def stamps(signatures: list[Any], trusted: Trusted, store: Store, moment: dt.datetime) -> list[Stamp]:
    """Judge the archive time stamps of a file in their order: each at the moment of the next one, the last one now."""
    from pyhanko.sign.validation import validate_pdf_timestamp

    found: list[Stamp] = []
    for one in reversed(signatures):
        context = store.context(trusted.services, (), moment)
        status = validate_pdf_timestamp(one, context, skip_diff=True)
        made = _stamp(status, one.signer_cert)
        found.insert(0, made)
        if made.intact and made.trusted:
            moment = min(moment, made.at)
    return found


def stamp_of(status: Any) -> Stamp | None:
    """Tell of the time stamp inside a seal, None without."""
    within = status.timestamp_validity
    return _stamp(within, within.signing_cert) if within is not None else None


def _stamp(status: Any, certificate: Any) -> Stamp:
    subject = certificate.subject.native
    return Stamp(
        at=status.timestamp,
        until=certificate.not_valid_after,
        service=str(subject.get("common_name", subject.get("organization_name", "")))[:200],
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
    )


def proven(seal: Any, later: list[Any], found: list[Stamp], trusted: Trusted, store: Store) -> Level:
    """Say which level the bytes reach; *found* are all stamps in order: the one inside the seal first, if any.

    A stamp counts when it fits the bytes and, where services are known, comes from one of them. For long-term levels
    the file itself must prove, for the seal's certificate and for every service, that it was not revoked.
    """
    counted = [one for one in found if one.intact and (one.trusted or not trusted.services)]
    if not counted:
        return Level.B_B
    if store.empty or not trusted.services or len(counted) < len(found):
        return Level.B_T
    tokens = [*_within(seal), *(one.signed_data for one in later)]
    checks = [(seal.signed_data, trusted.roots, found[0].at)]
    checks += [(data, trusted.services, one.at) for data, one in zip(tokens, found, strict=True)]
    if not all(_not_revoked(data, roots, at, trusted, store) for data, roots, at in checks):
        return Level.B_T
    return Level.B_LTA if later and len(found) > 1 else Level.B_LT


def _within(seal: Any) -> Iterator[Any]:
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    yield from extract_tst_data_iter(seal.signer_info, signed=False)


def _not_revoked(data: Any, roots: list[Any], moment: dt.datetime, trusted: Trusted, store: Store) -> bool:
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation
    from pyhanko_certvalidator import CertificateValidator
    from pyhanko_certvalidator.errors import PathError, ValidationError

    held = extract_certs_for_validation(data)
    context = store.context(roots, trusted.between, moment, strict=True)
    validator = CertificateValidator(held.signer_cert, held.other_certs, context)
    try:
        asyncio.run(validator.async_validate_path())
    except (PathError, ValidationError):
        return False
    return True
