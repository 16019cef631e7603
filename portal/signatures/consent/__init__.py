"""What a signer agrees to by signing, as versioned data: three short sentences per role.

A text that was signed on is never changed; a new wording is a new file with the next number.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from portal.core.errors import Missing
from portal.signatures.rules.states import Meaning, Role


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent text; `key` names role and number, `digest` is the SHA-256 of key and sentences."""

    key: str
    sentences: tuple[str, ...]
    digest: str


CURRENT: dict[tuple[Role, Meaning], str] = {
    (Role.TENANT, Meaning.CONSENT): "tenant-1",
    (Role.CO_TENANT, Meaning.CONSENT): "tenant-1",
    (Role.TENANT, Meaning.SEEN): "seen-1",
    (Role.CO_TENANT, Meaning.SEEN): "seen-1",
    (Role.ADMINISTRATOR, Meaning.CONSENT): "administrator-1",
    (Role.GUARDIAN, Meaning.CONSENT): "guardian-1",
    (Role.MENTOR, Meaning.SECTIONS): "mentor-1",
    (Role.CORPORATION, Meaning.CONSENT): "corporation-1",
    (Role.EXPERT, Meaning.CONSENT): "expert-1",
}


def current(role: Role, meaning: Meaning) -> Consent:
    """Return the text that a signer with this role and meaning sees today."""
    return load(CURRENT[role, meaning])


@cache
def load(key: str) -> Consent:
    """Return the consent text *key*; raise `Missing` when there is none."""
    if key not in KEYS:
        raise Missing("signing.consent-unknown", key=key)
    body = json.loads(resources.files(__package__).joinpath(f"{key}.json").read_text("utf-8"))
    sentences = tuple(str(sentence) for sentence in body["sentences"])
    return Consent(key, sentences, digest(key, sentences))


def digest(key: str, sentences: tuple[str, ...]) -> str:
    """Return the SHA-256 of a consent text in its canonical form."""
    canonical = json.dumps({"key": key, "sentences": list(sentences)}, ensure_ascii=False, sort_keys=True,
                           separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


KEYS = frozenset(CURRENT.values())
