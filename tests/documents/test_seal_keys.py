"""Where the sealing key may be: a file, a token, a signing service; each says in a sentence what is wrong with it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from portal.documents import verify
from portal.documents.authority import DER, Authority
from portal.documents.keys import KeySource, KeyUnusable, TokenPlace, chained, identify, read_file
from portal.documents.seal import Level, SealFailed, seal_pdf
from portal.documents.verify import Finding, Trust
from tests.outside import PASSWORD, Outside, services

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
PIN, TOKEN = "4711", "kaartje"
MODULES = [path for path in ("/usr/lib/softhsm/libsofthsm2.so", os.environ.get("DRIEHOEK_TEST_PKCS11", "")) if path]


@pytest.fixture
def outside() -> Iterator[Outside]:
    with services() as made:
        yield made


def judged(pdf: bytes, outside: Outside) -> verify.SealReport:
    return verify.examine(pdf, Trust((), (outside.authority.certificate,), outside.authority.chain), NOW)


def test_a_pkcs12_file_gives_key_and_chain(outside: Outside, tmp_path: Path) -> None:
    assert read_file(outside.write_p12(tmp_path / "zegel.p12"), PASSWORD) == outside.authority


def test_a_pem_file_takes_what_stands_above_it_from_another_file(outside: Outside, tmp_path: Path) -> None:
    key = outside.seal_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSWORD.encode()),
    )  # fmt: skip
    file = tmp_path / "zegel.pem"
    file.write_bytes(key + outside.seal.public_bytes(serialization.Encoding.PEM))
    above = outside.write_pem(tmp_path / "boven.pem", outside.root, outside.between)
    assert identify(KeySource(str(file), PASSWORD, certificates=str(above))) == outside.authority
    with pytest.raises(KeyUnusable, match="DRIEHOEK_SEAL_CERTIFICATES"):
        identify(KeySource(str(file), PASSWORD))


@pytest.mark.parametrize(
    ("content", "password", "words"),
    [(b"", "", "cannot be read"), (b"geen sleutel", "", "cannot be read"), (None, "fout", "cannot be read"),
     (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "", "cannot be read")],
)  # fmt: skip
def test_a_file_that_does_not_open_says_so(
    content: bytes | None, password: str, words: str, outside: Outside, tmp_path: Path
) -> None:
    file = tmp_path / "zegel.p12"
    if content is None:
        outside.write_p12(file)
    else:
        file.write_bytes(content)
    with pytest.raises(KeyUnusable, match=words) as refused:
        read_file(file, password)
    assert PASSWORD not in str(refused.value)
    with pytest.raises(KeyUnusable, match="cannot be read"):
        read_file(tmp_path / "nergens.p12", password)


def test_a_certificate_that_signed_itself_is_no_certificate_of_somebody_else(outside: Outside) -> None:
    with pytest.raises(KeyUnusable, match="signed itself"):
        chained(outside.root, [])


def test_an_authority_of_somebody_else_survives_the_store_and_the_register(outside: Outside) -> None:
    assert Authority.load(outside.authority.dump()) == outside.authority
    known = Authority.known(outside.authority.chain_pem)
    assert (known.certificate, known.chain, known.key) == (outside.authority.certificate, outside.authority.chain, b"")
    assert known.fingerprint == hashlib.sha256(known.certificate).hexdigest()


def test_a_place_in_a_token_is_read_or_refused() -> None:
    place = TokenPlace.read("pkcs11:token=Zegel%20A;object=zegel?module-path=/usr/lib/p11.so")
    assert place == TokenPlace("/usr/lib/p11.so", "Zegel A", "zegel")
    for address in ("pkcs11:", "pkcs11:object=x", "pkcs11:token=x?module-path=/a.so", "pkcs11:;;=&?&="):
        with pytest.raises(KeyUnusable):
            TokenPlace.read(address)


class Service:
    """A signing service that speaks the CSC API, version 1: one credential, one PIN, one token to knock with."""

    def __init__(self, outside: Outside) -> None:
        self.outside, self.key, self.address = outside, outside.seal_key, ""
        self.sads, self.calls, self.wrong = set[str](), list[str](), False

    def answer(self, path: str, body: dict[str, Any], bearer: str) -> tuple[int, dict[str, Any]]:
        self.calls.append(path)
        if bearer != f"Bearer {TOKEN}" or body.get("credentialID") != "zegel-1":
            return 401, {"error": "access_denied"}
        if path.endswith("/credentials/info"):
            chain = [self.outside.seal, self.outside.between, self.outside.root]
            held = [base64.b64encode(one.public_bytes(DER)).decode() for one in chain]
            return 200, {
                "cert": {"certificates": held}, "multisign": 1, "SCAL": "2",
                "key": {"algo": ["1.2.840.10045.4.3.2"], "status": "enabled"},
            }  # fmt: skip
        if path.endswith("/credentials/authorize"):
            if body.get("PIN") != PIN or body.get("numSignatures") != 1:
                return 400, {"error": "invalid_pin"}
            self.sads.add(f"sad-{body['hash'][0]}")
            return 200, {"SAD": f"sad-{body['hash'][0]}", "expiresIn": 60}
        (digest,) = body["hash"]
        if body["SAD"] not in self.sads or body["SAD"] != f"sad-{digest}":
            return 400, {"error": "invalid_sad"}
        content = hashlib.sha256(b"iets anders").digest() if self.wrong else base64.b64decode(digest)
        signed = self.key.sign(content, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
        return 200, {"signatures": [base64.b64encode(signed).decode()]}


@pytest.fixture
def service(outside: Outside) -> Iterator[Service]:
    made = Service(outside)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code, answer = made.answer(self.path, body, self.headers.get("Authorization", ""))
            data = json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield made
        server.shutdown()


def source(service: Service, **changes: str) -> KeySource:
    return KeySource(**{"address": service.address, "password": PIN, "token": TOKEN, "credential": "zegel-1"} | changes)


def test_a_signing_service_seals_with_a_key_that_never_comes_here(
    service: Service, outside: Outside, plain_pdf: bytes
) -> None:
    authority = identify(source(service))
    assert authority.key == b""
    assert authority.fingerprint == outside.authority.fingerprint
    made = seal_pdf(plain_pdf, authority, reason="x", at=NOW, source=source(service))
    assert (made.level, judged(made.data, outside).finding) == (Level.B_B, Finding.SEALED)
    assert [call.rpartition("/")[2] for call in service.calls[-3:]] == ["info", "authorize", "signHash"]


@pytest.mark.parametrize("change", [{"password": "0000"}, {"token": "vals"}, {"credential": "een ander"}])
def test_a_service_that_refuses_gives_no_seal(
    change: dict[str, str], service: Service, outside: Outside, plain_pdf: bytes
) -> None:
    authority = Authority.known(outside.authority.chain_pem)
    with pytest.raises(SealFailed) as failed:
        seal_pdf(plain_pdf, authority, reason="x", at=NOW, source=source(service, **change))
    assert failed.value.lower is None, "a key that does not answer is no reason for a weaker seal"
    assert PIN not in str(failed.value)


def test_a_service_that_signs_something_else_is_found_out(service: Service, outside: Outside, plain_pdf: bytes) -> None:
    service.wrong = True
    with pytest.raises(SealFailed):
        seal_pdf(plain_pdf, Authority.known(outside.authority.chain_pem), reason="x", at=NOW, source=source(service))


def test_another_certificate_at_the_service_is_not_taken_for_ours(service: Service, plain_pdf: bytes) -> None:
    with services(name="Een ander") as other, pytest.raises(SealFailed, match="another certificate"):
        known = Authority.known(other.authority.chain_pem)
        seal_pdf(plain_pdf, known, reason="x", at=NOW, source=source(service))


@pytest.mark.skipif(
    find_spec("pkcs11") is None or not any(Path(one).exists() for one in MODULES), reason="no software token here"
)
def test_a_token_seals_with_a_key_that_never_leaves_it(
    outside: Outside, plain_pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = next(one for one in MODULES if Path(one).exists())
    store, settings = tmp_path / "tokens", tmp_path / "softhsm2.conf"
    store.mkdir()
    settings.write_text(f"directories.tokendir = {store}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    put_into_token(module, outside)
    place = KeySource(f"pkcs11:token=Zegel;object=zegel?module-path={module}", PIN,
                      certificates=str(outside.write_pem(tmp_path / "boven.pem", outside.between, outside.root)))  # fmt: skip
    authority = identify(place)
    assert (authority.key, authority.fingerprint) == (b"", outside.authority.fingerprint)
    made = seal_pdf(plain_pdf, authority, reason="x", at=NOW, source=place)
    assert judged(made.data, outside).finding is Finding.SEALED
    with pytest.raises(SealFailed):
        seal_pdf(plain_pdf, authority, reason="x", at=NOW, source=KeySource(place.address, "0000"))


def put_into_token(module: str, outside: Outside) -> None:
    """Make a token with the sealing key and its certificate."""
    import pkcs11
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    tool = os.environ.get("DRIEHOEK_TEST_SOFTHSM", "softhsm2-util")
    subprocess.run([tool, "--module", module, "--init-token", "--free", "--label", "Zegel", "--so-pin", "1234", "--pin", PIN],
                   check=True, capture_output=True)  # fmt: skip
    key = outside.seal_key.private_bytes(DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    library = pkcs11.lib(module)
    library.reinitialize()
    with library.get_token(token_label="Zegel").open(user_pin=PIN, rw=True) as session:
        for attributes in (
            decode_ec_private_key(key), decode_x509_certificate(outside.seal.public_bytes(DER)),
        ):  # fmt: skip
            session.create_object({**attributes, pkcs11.Attribute.LABEL: "zegel", pkcs11.Attribute.TOKEN: True})
    assert isinstance(outside.seal, x509.Certificate)
