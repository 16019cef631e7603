"""Where the sealing key is: in memory, in a file, in a token (PKCS#11) or at a signing service (CSC API v1)."""

from __future__ import annotations

import asyncio
import re
import urllib.parse
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key, pkcs12
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.documents.authority import DER, Authority
from portal.documents.errors import DocumentError

SERVICE_SECONDS = 20
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class KeyUnusable(DocumentError):
    """The sealing key cannot be used as it is configured."""


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the key is, as the settings say; an empty address is the key of our own authority."""

    address: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    credential: str = ""
    certificates: str = ""

    @property
    def kind(self) -> str:
        """Return own, token, service or file."""
        if not self.address:
            return "own"
        scheme = self.address.partition(":")[0].lower()
        return {"pkcs11": "token", "https": "service", "http": "service"}.get(scheme, "file")

    def above(self) -> list[x509.Certificate]:
        """Read the certificates above the sealing one from the file that the settings name."""
        return list(read_certificates(self.certificates)) if self.certificates else []


def read_certificates(path: str) -> list[x509.Certificate]:
    """Read every certificate of a PEM file; raises KeyUnusable."""
    try:
        return [x509.load_pem_x509_certificate(one) for one in _PEM.findall(Path(path).read_bytes())]
    except (OSError, ValueError) as error:
        raise KeyUnusable(f"the certificates in {path} cannot be read: {error}") from error


def read_file(path: str | Path, password: str, above: Sequence[x509.Certificate] = ()) -> Authority:
    """Read key and certificates from a PKCS#12 or PEM file; raises KeyUnusable with a reason for the operator."""
    secret = password.encode() or None
    try:
        data = Path(path).read_bytes()
        if b"-----BEGIN" in data:
            key: Any = serialization.load_pem_private_key(data, secret)
            held = [x509.load_pem_x509_certificate(one) for one in _PEM.findall(data)]
        else:
            key, one, more = pkcs12.load_key_and_certificates(data, secret)
            held = [certificate for certificate in (one, *more) if certificate is not None]
    except (OSError, ValueError, TypeError) as error:
        raise KeyUnusable(f"the sealing key in {path} cannot be read: {error}") from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyUnusable(f"the sealing key in {path} is neither RSA nor elliptic curve")
    public = _public(key)
    own = next((one for one in held if _public(one) == public), None)
    if own is None:
        raise KeyUnusable(f"{path} holds no certificate of its key")
    written = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return chained(own, [*held, *above], written)


def chained(own: x509.Certificate, others: Sequence[x509.Certificate], key: bytes = b"") -> Authority:
    """Order the certificates above *own* up to a root that signed itself; raises KeyUnusable when a link is missing."""
    chain, current = list[x509.Certificate](), own
    while current.issuer != current.subject:
        issuer = next((one for one in others if _issued(current, one)), None)
        if issuer is None or len(chain) > 8:
            raise KeyUnusable(
                f"the certificate of {current.issuer.rfc4514_string()} is missing: name a PEM file with the issuing "
                "certificates up to the root in DRIEHOEK_SEAL_CERTIFICATES"
            )
        chain.append(issuer)
        current = issuer
    if not chain:
        raise KeyUnusable("the sealing certificate signed itself: leave DRIEHOEK_SEAL_KEY empty for an own authority")
    *between, root = (one.public_bytes(DER) for one in chain)
    return Authority(root, own.public_bytes(DER), key, between=tuple(between), outside=True)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _public(holder: Any) -> bytes:
    written: bytes = holder.public_key().public_bytes(DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return written


def identify(source: KeySource) -> Authority:
    """Tell which certificate the configured key has, asking token or service; raises KeyUnusable."""
    if source.kind == "file":
        return read_file(source.address, source.password, source.above())
    try:
        own, others = asyncio.run(_asked(source))
    except KeyUnusable:
        raise
    except Exception as error:
        raise KeyUnusable(f"the sealing key does not answer: {type(error).__name__}: {error}") from error
    return chained(own, [*others, *source.above()])


async def _asked(source: KeySource) -> tuple[x509.Certificate, list[x509.Certificate]]:
    async with _opened(source) as signer:
        held = [one.dump() for one in signer.cert_registry]
        own = signer.signing_cert.dump()
    return x509.load_der_x509_certificate(own), [x509.load_der_x509_certificate(one) for one in held]


@asynccontextmanager
async def opened(authority: Authority, source: KeySource) -> AsyncIterator[Signer]:
    """Open the key of *authority* for signing; raises KeyUnusable when another key answers than the one known."""
    if authority.key:
        yield preloaded(authority)
        return
    async with _opened(source) as signer:
        if signer.signing_cert.dump() != authority.certificate:
            raise KeyUnusable("the sealing key has another certificate now")
        signer._cert_registry = _above(authority)  # whatever else token or service hold stays out of the seal
        yield signer


@asynccontextmanager
async def _opened(source: KeySource) -> AsyncIterator[Any]:
    if source.kind == "token":
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # only where python-pkcs11 is installed

        place = TokenPlace.read(source.address)
        criteria = TokenCriteria(label=place.token) if place.token else None
        session = open_pkcs11_session(place.module, token_criteria=criteria, user_pin=source.password or None)
        with session:
            signer: Any = PKCS11Signer(
                session, cert_label=place.object, key_label=place.object, other_certs_to_pull=None
            )
            await signer.ensure_objects_loaded()
            # Many tokens sign a digest on a curve, but do not make the digest themselves.
            signer.use_raw_mechanism = signer.signing_cert.public_key.algorithm == "ec"
            yield signer
        return
    import aiohttp
    from pyhanko.sign.signers import csc_signer

    async with aiohttp.ClientSession() as session:
        address = csc_signer.CSCServiceSessionInfo(source.address.rstrip("/"), source.credential, source.token or None)
        known = await csc_signer.fetch_certs_in_csc_credential(session, address, timeout=SERVICE_SECONDS)
        yield csc_signer.CSCSigner(session, _authorization(address, known, session, source.password), SERVICE_SECONDS)


def _authorization(address: Any, known: Any, session: Any, pin: str) -> Any:
    from pyhanko.sign.signers import csc_signer

    class Authorization(csc_signer.CSCAuthorizationManager):
        """Asks the service for each single signature, with the PIN of the settings."""

        async def authorize_signature(self, hash_b64s: list[str]) -> Any:
            asked = self.format_csc_auth_request(pin=pin or None, hash_b64s=hash_b64s)
            url = address.endpoint_url("credentials/authorize")
            async with session.post(
                url, headers=self.auth_headers, json=asked, raise_for_status=True, timeout=SERVICE_SECONDS
            ) as answer:
                return self.parse_csc_auth_response(await answer.json())

    return Authorization(address, known)


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """A key in a token, written as in RFC 7512: pkcs11:token=NAME;object=LABEL?module-path=/usr/lib/….so."""

    module: str
    token: str
    object: str

    @classmethod
    def read(cls, address: str) -> TokenPlace:
        """Read *address*; raises KeyUnusable without a module or a label.

        >>> TokenPlace.read("pkcs11:token=Zegel%201;object=seal?module-path=/usr/lib/p11.so").token
        'Zegel 1'
        """
        path, _, query = address.partition(":")[2].partition("?")
        parts = dict(one.partition("=")[::2] for one in [*path.split(";"), *query.split("&")] if "=" in one)
        read = {name: urllib.parse.unquote(value) for name, value in parts.items()}
        if not read.get("module-path") or not read.get("object"):
            raise KeyUnusable("DRIEHOEK_SEAL_KEY needs pkcs11:token=NAME;object=LABEL?module-path=/path/to/module.so")
        return cls(read["module-path"], read.get("token", ""), read["object"])


class PreloadedSigner(Signer):
    """Signs with a key that is already in memory."""

    def __init__(self, certificate: Any, key: Any, registry: Any) -> None:
        super().__init__(signing_cert=certificate, cert_registry=registry)
        self._key = key
        self._attributes: dict[str, tuple[bytes, bytes]] = {}

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign *data*; a dry run only tells how large the answer can be."""
        if dry_run:
            size: int = self._key.key_size
            return bytes(size // 8 if isinstance(self._key, rsa.RSAPrivateKey) else size // 4 + 16)
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        assert isinstance(self._key, ec.EllipticCurvePrivateKey)
        return self._key.sign(data, ec.ECDSA(digest))

    async def signed_attrs(self, data_digest: bytes, digest_algorithm: str, *rest: Any, **named: Any) -> Any:
        """Return the signed attributes: built once per key, since in a seal they differ in the file's digest only."""
        known = self._attributes.get(digest_algorithm)
        if known is None:
            built: bytes = (await super().signed_attrs(data_digest, digest_algorithm, *rest, **named)).dump()
            before, after = built.split(data_digest)
            known = self._attributes[digest_algorithm] = (before, after)
        return cms.CMSAttributes.load(data_digest.join(known))


_loaded: dict[bytes, PreloadedSigner] = {}


def preloaded(authority: Authority) -> PreloadedSigner:
    """Load a key once per process: checking an RSA key again costs more than the signature."""
    known = _loaded.get(authority.certificate)
    if known is None:
        known = _loaded[authority.certificate] = PreloadedSigner(
            asn1.Certificate.load(authority.certificate), load_der_private_key(authority.key, None), _above(authority)
        )
    return known


def _above(authority: Authority) -> SimpleCertificateStore:
    """What goes along in a seal; pyHanko adds the sealing certificate itself, also when it stands here already."""
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple([asn1.Certificate.load(one) for one in authority.chain])
    return registry
