"""Settings, read from the environment as DRIEHOEK_…; the table in docs/settings.md is compared with this class."""

from __future__ import annotations

import importlib.util
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

KNOWN_WEAK_KEYS = {"secret", "changeme", "dev", "driehoek", "password", "test"}


class UnsafeConfiguration(RuntimeError):
    """The configuration may not serve real people; `reasons` says why, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class Settings(BaseSettings):
    """Everything an operator can set. Names are upper-cased and prefixed with DRIEHOEK_ in the environment."""

    model_config = SettingsConfigDict(env_prefix="DRIEHOEK_", env_file=None, extra="ignore")

    mode: Literal["demo", "production"] = Field("demo", description="demo shows everything on this machine")
    var: Path = Field(Path("var"), description="folder for the database, files and keys")
    port: int = Field(8000, ge=1, le=65535, description="port the server listens on")
    host: str = Field("127.0.0.1", description="address the server listens on; put a proxy with TLS in front")
    workers: int = Field(1, ge=1, le=32, description="web processes; more than one needs PostgreSQL")
    threads: int = Field(4, ge=1, le=64, description="threads per web process")
    embedded_worker: bool = Field(True, description="run background jobs in a thread of the server")
    base_url: str = Field(
        "", description="address people type, used in links and QR codes; empty: derived from host and port"
    )
    database_url: SecretStr = Field(
        SecretStr(""), description="application role's database; empty: SQLite in the data folder"
    )
    owner_database_url: SecretStr = Field(SecretStr(""), description="owner role's database, used by migrations only")
    secret_key: SecretStr = Field(
        SecretStr(""), description="signs sessions; empty in demo: made once in the data folder"
    )
    key_file: Path | None = Field(
        None, description="master key of case data, 32 bytes hex; empty: keys/case.key in the data folder"
    )
    care_key_file: Path | None = Field(None, description="master key of care data, 32 bytes hex; empty: keys/care.key")
    second_factor: Literal["required", "off"] = Field(
        "required", description="second factor at sign-in; demo sets it off"
    )
    session_hours: int = Field(10, ge=1, le=72, description="a staff session ends after so many hours")
    idle_minutes: int = Field(
        60, ge=5, le=720, description="a staff session ends after so many minutes without a request"
    )
    debug: bool = Field(False, description="never in production")
    smtp_url: SecretStr = Field(
        SecretStr(""), description="smtp[s]://user:password@host:port; empty: messages stay in the outbox"
    )
    mail_from: str = Field("Driehoek <noreply@driehoek.invalid>", description="sender of mail")
    sms_url: SecretStr = Field(
        SecretStr(""), description="HTTP gateway that takes a JSON POST {to, body}; empty: stays in the outbox"
    )
    sms_token: SecretStr = Field(SecretStr(""), description="bearer token of the SMS gateway")
    timestamp_url: str = Field("", description="RFC 3161 time-stamp server; empty: seals are PAdES B-B and say so")
    timestamp_roots: Path | None = Field(
        None, description="PEM file with the roots of time-stamp services, past ones too; needed above B-T"
    )
    seal_key: str = Field(
        "", description="sealing key of an outside CA: a PKCS#12 or PEM file, pkcs11:…, https://… of a CSC service; empty: own CA"
    )
    seal_password: SecretStr = Field(SecretStr(""), description="password of that file, or PIN of that token or service")
    seal_certificates: Path | None = Field(
        None, description="PEM file with the certificates above the sealing one, as far as the key brings them not along"
    )
    seal_credential: str = Field("", description="name of the credential at the CSC service")
    seal_token: SecretStr = Field(SecretStr(""), description="bearer token of the CSC service")
    seal_renew_days: int = Field(
        90, ge=14, le=1000, description="a new time stamp is added so many days before the proof of a seal ends"
    )
    bureau_name: str = Field("Bureau Driehoek", description="name on seals and pages")
    help_phone: str = Field("088 000 11 22", description="number that people can call for help")
    security_contact: str = Field(
        "", description="mailto: or https: address for whoever finds a hole, in security.txt; empty: help_phone"
    )
    max_upload_mb: int = Field(10, ge=1, le=200, description="largest file somebody may add to a case")
    log_format: Literal["text", "json"] = Field("text", description="format of the log on standard error")
    seed: bool = Field(True, description="demo: fill an empty database with the demo stories")

    @property
    def demo(self) -> bool:
        return self.mode == "demo"

    @property
    def production(self) -> bool:
        return self.mode == "production"

    @property
    def second_factor_required(self) -> bool:
        return self.production or (self.second_factor == "required" and "second_factor" in self.model_fields_set)

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url.get_secret_value() or f"sqlite:///{(self.var / 'driehoek.sqlite3').resolve()}"

    @property
    def sqlite(self) -> bool:
        return self.database.startswith("sqlite")

    @property
    def address(self) -> str:
        """The address people type, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def case_key_path(self) -> Path:
        return self.key_file or self.var / "keys" / "case.key"

    @property
    def care_key_path(self) -> Path:
        return self.care_key_file or self.var / "keys" / "care.key"

    def reasons_not_to_start(self) -> list[str]:
        """Say, one sentence each, why this configuration may not serve real people; empty when it may."""
        reasons = self.reasons_about_the_seal()
        if not self.production:
            return reasons
        key = self.secret_key.get_secret_value()
        case_key, care_key = self.case_key_path, self.care_key_path
        make = "Make it with: portal keys make"
        checks = (
            (
                len(key) < 32,
                "DRIEHOEK_SECRET_KEY is missing or shorter than 32 characters. "
                "Make one: python3 -c 'import secrets; print(secrets.token_hex(32))'",
            ),
            (
                bool(key) and (key.lower() in KNOWN_WEAK_KEYS or len(set(key)) < 8),
                "DRIEHOEK_SECRET_KEY is a known or repeated value. Make a random one.",
            ),
            (self.debug, "DRIEHOEK_DEBUG is on. Set it off."),
            (
                not self.base_url.startswith("https://"),
                "DRIEHOEK_BASE_URL must start with https://: codes and agreements may not travel in the clear.",
            ),
            (
                self.sqlite and self.workers > 1,
                "SQLite serves one web process only. Set DRIEHOEK_WORKERS=1 or give DRIEHOEK_DATABASE_URL.",
            ),
            (
                not self.sqlite and self.database_url.get_secret_value() == self.owner_database_url.get_secret_value(),
                "DRIEHOEK_DATABASE_URL and DRIEHOEK_OWNER_DATABASE_URL are the same, so row security binds nobody. "
                "Make a role that owns nothing: docs/operations.md, section 2.",
            ),
            (self.second_factor == "off", "DRIEHOEK_SECOND_FACTOR is off. It is compulsory for every role."),
            (not usable_key(case_key), f"The master key of case data is missing: {case_key}. {make}"),
            (not usable_key(care_key), f"The master key of care data is missing: {care_key}. {make}"),
            (
                usable_key(care_key) and usable_key(case_key) and care_key.read_text() == case_key.read_text(),
                "Case data and care data have the same master key. Care data needs its own.",
            ),
        )
        return [reason for unsafe, reason in checks if unsafe] + reasons

    def reasons_about_the_seal(self) -> list[str]:
        """Say what is wrong with the settings of the seal, as far as can be seen without opening the key."""
        kind = self.seal_key.partition(":")[0].lower()
        files = [path for path in (self.timestamp_roots, self.seal_certificates) if path is not None]
        if self.seal_key and kind not in ("pkcs11", "http", "https"):
            files.append(Path(self.seal_key))
        local = ("http://127.0.0.1:", "http://localhost:")
        checks = (
            *((not path.is_file(), f"There is no file {path}, which the settings of the seal name.") for path in files),
            (
                kind == "pkcs11" and importlib.util.find_spec("pkcs11") is None,
                "DRIEHOEK_SEAL_KEY names a token, but python-pkcs11 is not installed. Install it beside the portal: "
                ".venv/bin/pip install python-pkcs11",
            ),
            (
                kind == "http" and not self.seal_key.startswith(local),
                "DRIEHOEK_SEAL_KEY must start with https://: the PIN of the seal may not travel in the clear.",
            ),
            (
                kind in ("http", "https") and not self.seal_credential,
                "DRIEHOEK_SEAL_KEY names a signing service. Name the credential too: DRIEHOEK_SEAL_CREDENTIAL.",
            ),
        )
        return [reason for wrong, reason in checks if wrong]

    def check(self) -> None:
        """Raise `UnsafeConfiguration` when this configuration may not serve real people."""
        reasons = self.reasons_not_to_start()
        if reasons:
            raise UnsafeConfiguration(reasons)


def usable_key(path: Path) -> bool:
    """Tell whether *path* holds a master key: 64 hexadecimal digits, not all alike."""
    try:
        text = path.read_text().strip()
        return len(bytes.fromhex(text)) == 32 and len(set(text)) > 4
    except (OSError, ValueError):
        return False


def make_key(path: Path) -> None:
    """Write a new master key to *path*, readable by its owner only; never over an existing one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("x") as file:
        path.chmod(0o600)
        file.write(secrets.token_hex(32) + "\n")


def prepare_data_folder(settings: Settings) -> Settings:
    """Make the folders, and in a demo also the keys, that a start needs; return the settings completed with them."""
    for folder in (settings.var, settings.var / "files", settings.var / "keys"):
        folder.mkdir(parents=True, exist_ok=True)
    if settings.production:
        return settings
    for path in (settings.case_key_path, settings.care_key_path):
        if not path.exists():
            make_key(path)
    if not settings.secret_key.get_secret_value():
        path = settings.var / "keys" / "session.key"
        if not path.exists():
            make_key(path)
        return settings.model_copy(update={"secret_key": SecretStr(path.read_text().strip())})
    return settings
