"""The seal: ours beside pyHanko as its manual shows, on the same file, for two kinds of key."""

from __future__ import annotations

import datetime as dt
import io
import statistics
import time
from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from portal.agreements.printing import agreement_pdf
from portal.documents.seal import Authority, seal_pdf
from tests.builders.agreements import make_content

NOW = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
GOALS = {"P-256": 0.5, "RSA-3072": 0.1}


def authority(key: Any) -> Authority:
    """Make a self-signed certificate on *key*."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Meting")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(NOW - dt.timedelta(days=9))
        .not_valid_after(NOW + dt.timedelta(days=99)).add_extension(usage, critical=True).sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )  # fmt: skip
    kept = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Authority(made, made, kept)


def stock(pdf: bytes, keys: Authority) -> bytes:
    """Seal as pyHanko's manual shows."""
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate = asn1.Certificate.load(keys.certificate)
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register(certificate)
    signer = signers.SimpleSigner(
        signing_cert=certificate, signing_key=asn1_keys.PrivateKeyInfo.load(keys.key), cert_registry=registry
    )
    meta = signers.PdfSignatureMetadata(
        field_name="Zegel", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES, reason="Verzegeld",
    )  # fmt: skip
    out = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=signer, output=out)
    return out.getvalue()


def run(rounds: int) -> list[dict[str, Any]]:
    """Measure processor seconds per seal; print and return medians and ratios."""
    pdf = agreement_pdf(make_content())
    rows = []
    print("\nOne seal, PAdES B-B, processor time\n")
    made = {"P-256": ec.generate_private_key(ec.SECP256R1()), "RSA-3072": rsa.generate_private_key(65537, 3072)}
    for kind, key in made.items():
        keys = authority(key)
        ways: dict[str, Callable[[], object]] = {
            "stock": lambda keys=keys: stock(pdf, keys),  # type: ignore[misc]
            "ours": lambda keys=keys: seal_pdf(pdf, keys, reason="Verzegeld", at=NOW),  # type: ignore[misc]
        }
        spent: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(max(rounds, 5)):
            for name, way in ways.items():
                begin = time.process_time()
                way()
                spent[name].append(time.process_time() - begin)
        medians = {name: statistics.median(measured[1:]) for name, measured in spent.items()}
        ratio = medians["ours"] / medians["stock"]
        rows.append({"key": kind, "ms": round(medians["ours"] * 1000, 1), "ratio": round(ratio, 2)})
        print(f"{kind:10}{medians['ours'] * 1000:>8.1f} ms, {ratio:.2f}x of pyHanko's manual (goal: {GOALS[kind]}x)")
    return rows
