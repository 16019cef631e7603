"""Services of others on this machine: a certificate authority with revocation lists, and a time-stamp service.

Everything answers over HTTP on a local port; `silent` makes the time-stamp service fail, `lists_silent` the lists.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from portal.documents.authority import DER, Authority

PASSWORD = "geheim van de kluis"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def _rsa(_name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass
class Outside:
    """A certificate for us, the service that stamps, and what is published about both."""

    address: str = ""
    silent: bool = False
    lists_silent: bool = False
    stamped_at: dt.datetime | None = None
    asked: int = 0
    revoked: set[int] = field(default_factory=set)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC).replace(microsecond=0))
    service_days: int = 900
    name: str = "Tijdstempeldienst"

    def __post_init__(self) -> None:
        self.root_key, self.between_key, self.seal_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        self.service_root_key, self.service_key = _rsa(f"{self.name} root"), _rsa(self.name)

    def issue(self) -> None:
        """Make all certificates, once the address is known."""
        self.root = self._certificate("Wortel", self.root_key, None, self.root_key, ca=True)
        self.between = self._certificate("Tussen", self.between_key, self.root, self.root_key, ca=True, lists="root")
        self.seal = self._certificate("Bureau Ergens", self.seal_key, self.between, self.between_key, lists="between")
        self.service_root = self._certificate("Tijdwortel", self.service_root_key, None, self.service_root_key, ca=True)
        self.renew_service(self.service_days)

    def renew_service(self, days: int) -> None:
        """Give the time-stamp service a new certificate that lives *days*."""
        self.service = self._certificate(
            self.name, self.service_key, self.service_root, self.service_root_key,
            lists="service", stamping=True, days=days,
        )  # fmt: skip

    @property
    def authority(self) -> Authority:
        parts = [one.public_bytes(DER) for one in (self.root, self.seal, self.between)]
        key = self.seal_key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return Authority(parts[0], parts[1], key, between=(parts[2],), outside=True)

    @property
    def roots(self) -> tuple[bytes, ...]:
        return (self.service_root.public_bytes(DER),)

    @property
    def stamping_url(self) -> str:
        return f"{self.address}/stempel"

    def write_p12(self, path: Path) -> Path:
        """Write key and certificates as a PKCS#12 file."""
        secret = serialization.BestAvailableEncryption(PASSWORD.encode())
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(b"zegel", self.seal_key, self.seal, [self.between, self.root], secret)
        )
        return path

    def write_pem(self, path: Path, *certificates: x509.Certificate) -> Path:
        """Write certificates as PEM."""
        path.write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates))
        return path

    def stamp(self, request: bytes) -> bytes:
        """Answer a request for a time stamp."""
        self.asked += 1
        key = self.service_key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        stamper = DummyTimeStamper(
            asn1.Certificate.load(self.service.public_bytes(DER)), asn1_keys.PrivateKeyInfo.load(key),
            fixed_dt=self.stamped_at or dt.datetime.now(dt.UTC).replace(microsecond=0),
        )  # fmt: skip
        answer: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()
        return answer

    def published(self, name: str) -> bytes:
        """Return the list of revoked certificates that *name* publishes."""
        issuers: dict[str, tuple[x509.Certificate, Key]] = {
            "root": (self.root, self.root_key),
            "between": (self.between, self.between_key),
            "service": (self.service_root, self.service_root_key),
        }
        issuer, key = issuers[name]
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.subject)
            .last_update(now - dt.timedelta(hours=1))
            .next_update(now + dt.timedelta(days=2))
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        )
        for number in self.revoked:
            gone = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(now - dt.timedelta(days=1))
            made = made.add_revoked_certificate(gone.build())
        return made.sign(key, hashes.SHA256()).public_bytes(DER)

    def _certificate(
        self, name: str, key: Key, issuer: x509.Certificate | None, issuer_key: Key, *,
        ca: bool = False, lists: str = "", stamping: bool = False, days: int = 700,
    ) -> x509.Certificate:  # fmt: skip
        subject = x509.Name(
            [x509.NameAttribute(NameOID.ORGANIZATION_NAME, name), x509.NameAttribute(NameOID.COMMON_NAME, name)]
        )
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
        )  # fmt: skip
        usage |= {"key_cert_sign": True, "crl_sign": True} if ca else {"digital_signature": True}
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - dt.timedelta(days=1100))
            .not_valid_after(self.now + dt.timedelta(days=3650 if ca else days))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        )
        if lists:
            place = x509.UniformResourceIdentifier(f"{self.address}/{lists}.crl")
            made = made.add_extension(
                x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)]), critical=False
            )
        if stamping:
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return made.sign(issuer_key, hashes.SHA256())


@contextmanager
def services(**changes: Any) -> Iterator[Outside]:
    """Let the services of others run on a free port."""
    made = Outside(**changes)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/").removesuffix(".crl")
            if made.lists_silent or name not in ("root", "between", "service"):
                self.send_error(503)
                return
            self._give("application/pkix-crl", made.published(name))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if made.silent or self.path != "/stempel":
                self.send_error(503)
                return
            self._give("application/timestamp-reply", made.stamp(body))

        def _give(self, kind: str, data: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.address = f"http://127.0.0.1:{server.server_address[1]}"
        made.issue()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield made
        finally:
            server.shutdown()
