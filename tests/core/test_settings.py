"""The server refuses to serve real people with an unsafe configuration, and says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from portal.settings import Settings, UnsafeConfiguration, make_key, prepare_data_folder

OWNER = SecretStr("postgresql+psycopg://owner@localhost/driehoek")


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, Any]:
    for name in ("case", "care"):
        make_key(tmp_path / f"{name}.key")
    return {
        "mode": "production", "var": tmp_path, "secret_key": SecretStr("9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928"),
        "base_url": "https://portaal.example.org", "key_file": tmp_path / "case.key", "care_key_file": tmp_path / "care.key",
    }  # fmt: skip


def test_a_safe_production_configuration_starts(safe: dict[str, Any]) -> None:
    assert Settings(**safe).reasons_not_to_start() == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"secret_key": SecretStr("")}, "DRIEHOEK_SECRET_KEY"),
        ({"secret_key": SecretStr("short")}, "shorter than 32"),
        ({"secret_key": SecretStr("a" * 64)}, "repeated"),
        ({"debug": True}, "DRIEHOEK_DEBUG"),
        ({"base_url": "http://portaal.example.org"}, "https://"),
        ({"base_url": ""}, "https://"),
        ({"workers": 2}, "SQLite"),
        ({"database_url": OWNER, "owner_database_url": OWNER}, "row security"),
        ({"second_factor": "off"}, "SECOND_FACTOR"),
        ({"key_file": Path("/nowhere/case.key")}, "case data is missing"),
        ({"care_key_file": Path("/nowhere/care.key")}, "care data is missing"),
    ],
)
def test_an_unsafe_production_configuration_is_refused_with_the_reason(
    safe: dict[str, Any], change: dict[str, Any], word: str
) -> None:
    with pytest.raises(UnsafeConfiguration) as refused:
        Settings(**{**safe, **change}).check()
    assert any(word in reason for reason in refused.value.reasons)


def test_one_master_key_for_everything_is_refused(safe: dict[str, Any]) -> None:
    both = Settings(**{**safe, "care_key_file": safe["key_file"]})
    assert any("same master key" in reason for reason in both.reasons_not_to_start())


def test_the_demo_makes_its_own_keys_once(tmp_path: Path) -> None:
    first = prepare_data_folder(Settings(var=tmp_path))
    again = prepare_data_folder(Settings(var=tmp_path))
    assert first.secret_key == again.secret_key
    assert len(first.secret_key.get_secret_value()) == 64


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    make_key(tmp_path / "a.key")
    with pytest.raises(FileExistsError):
        make_key(tmp_path / "a.key")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"seal_key": "/nowhere/zegel.p12"}, "/nowhere/zegel.p12"),
        ({"timestamp_roots": Path("/nowhere/roots.pem")}, "/nowhere/roots.pem"),
        ({"seal_key": "pkcs11:object=x?module-path=/x.so"}, "python-pkcs11"),
        ({"seal_key": "http://ondertekenen.example", "seal_credential": "x"}, "https://"),
        ({"seal_key": "https://ondertekenen.example"}, "DRIEHOEK_SEAL_CREDENTIAL"),
    ],
)
def test_a_seal_that_cannot_be_used_is_said_before_anything_starts(
    safe: dict[str, Any], change: dict[str, Any], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for settings in (Settings(**{**safe, **change}), Settings(var=safe["var"], **change)):
        with pytest.raises(UnsafeConfiguration) as refused:
            settings.check()
        assert any(word in reason for reason in refused.value.reasons)
