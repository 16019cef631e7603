"""Whom to tell about a hole in the portal, and the headers that every answer carries."""

from __future__ import annotations

import datetime as dt
import re

from flask.testing import FlaskClient

from portal.core import clock


def test_security_txt_names_a_contact_and_does_not_run_out_soon(client: FlaskClient) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert re.fullmatch(r"(mailto:|https://|tel:\+)\S+", fields["Contact"])
    left = dt.datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00")) - clock.now()
    assert dt.timedelta(days=90) < left < dt.timedelta(days=366)
    assert fields["Canonical"].endswith("/.well-known/security.txt")


def test_every_answer_carries_the_headers_that_scanners_ask_for(client: FlaskClient) -> None:
    for path in ("/inloggen", "/bestaat-niet", "/static/css/portal.css", "/.well-known/security.txt"):
        with client.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        for part in ("default-src 'self'", "frame-src 'self'", "frame-ancestors 'self'", "object-src 'none'"):
            assert part in policy, path
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "Content-Encoding" not in headers
