"""Who seals: certificates and, where it is ours to hold, the key. Our own authority is a root that signs one certificate."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HONEST = "(zelfgemaakt certificaat, niet gekwalificeerd)"
ROOT_YEARS, SEAL_YEARS = 20, 5
DER = serialization.Encoding.DER


@dataclass(frozen=True, slots=True)
class Authority:
    """A root certificate, the sealing certificate below it, and the key of the latter (all DER).

    Under a certificate of somebody else (`outside`) there may be certificates in `between`; the key is empty when a token
    or a signing service keeps it.
    """

    root: bytes
    certificate: bytes
    key: bytes
    between: tuple[bytes, ...] = ()
    outside: bool = False

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Every certificate above the sealing one, the root last."""
        return (*self.between, self.root)

    @property
    def issuer(self) -> str:
        """Who issued the sealing certificate, in the words of that certificate."""
        return x509.load_der_x509_certificate(self.certificate).issuer.rfc4514_string()[:200]

    @property
    def chain_pem(self) -> str:
        """The sealing certificate and everything above it, for the register."""
        made = [x509.load_der_x509_certificate(one) for one in (self.certificate, *self.chain)]
        return "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in made)

    @classmethod
    def known(cls, chain_pem: str) -> Authority:
        """Read what `chain_pem` wrote: an authority of somebody else, without its key."""
        certificate, *between, root = (
            one.public_bytes(DER) for one in x509.load_pem_x509_certificates(chain_pem.encode())
        )
        return cls(root, certificate, b"", between=tuple(between), outside=True)

    @property
    def root_pem(self) -> bytes:
        """The root certificate for the public."""
        return x509.load_der_x509_certificate(self.root).public_bytes(serialization.Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """SHA-256, hexadecimal, of what makes a seal ours: our root or, from somebody else, the sealing certificate."""
        return hashlib.sha256(self.certificate if self.outside else self.root).hexdigest()

    @property
    def valid_from(self) -> dt.datetime:
        return x509.load_der_x509_certificate(self.certificate).not_valid_before_utc

    @property
    def valid_until(self) -> dt.datetime:
        return x509.load_der_x509_certificate(self.certificate).not_valid_after_utc

    def dump(self) -> bytes:
        """Write everything, the key included, for the encrypted store."""
        parts = {"root": self.root, "certificate": self.certificate, "key": self.key}
        parts |= {f"between{at}": part for at, part in enumerate(self.between)}
        written: dict[str, str | bool] = {name: base64.b64encode(part).decode() for name, part in parts.items()}
        return json.dumps(written | {"outside": self.outside}).encode()

    @classmethod
    def load(cls, dumped: bytes) -> Authority:
        """Read what `dump` wrote."""
        read = json.loads(dumped)
        outside = bool(read.pop("outside", False))
        parts = {name: base64.b64decode(part) for name, part in read.items()}
        between = tuple(parts.pop(name) for name in sorted(parts, key=len) if name.startswith("between"))
        return cls(**parts, between=between, outside=outside)


def make_authority(name: str, *, now: dt.datetime, not_before: dt.datetime | None = None) -> Authority:
    """Make a root (P-384) and a sealing certificate (P-256) for the organisation *name*.

    The key of the root is forgotten at once: nobody can ever issue a second certificate under it. *not_before* may
    lie in the past, for a demo whose agreements were sealed before it was installed.
    """
    begin = min(not_before or now, now) - dt.timedelta(days=1)
    root_key = ec.generate_private_key(ec.SECP384R1())
    root_name = _name(name, f"{name[:40]} – basiscertificaat")
    root = (
        _builder(root_name, root_name, root_key.public_key(), begin, ROOT_YEARS, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(root_key, hashes.SHA384())
    )
    key = ec.generate_private_key(ec.SECP256R1())
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    certificate = (
        _builder(_name(name, f"{name[:40]} – zegel"), root_name, key.public_key(), begin, SEAL_YEARS, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(identifier, critical=False)
        .sign(root_key, hashes.SHA384())
    )
    return Authority(
        root.public_bytes(DER),
        certificate.public_bytes(DER),
        key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            # X.520 allows 64 characters: the honest words stay whole, a long name gives way.
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"{organisation[: 63 - len(HONEST)]} {HONEST}"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    begin: dt.datetime,
    years: int,
    now: dt.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(now + dt.timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(**wanted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})
