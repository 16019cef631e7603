"""A browser that never gives up: it posts the same form, with the same one-time key, until it has an answer."""

from __future__ import annotations

import http.client
import time
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup

PATIENCE = 120.0


class Browser:
    """One client with its own cookies."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None) -> None:
        self.where, self.cookies = urlsplit(url), dict(cookies or {})
        self.retries = 0

    def get(self, path: str) -> BeautifulSoup:
        """Return the page at *path*, following redirects."""
        for _ in range(5):
            status, headers, body = self._insist("GET", path, None)
            if status in {302, 303}:
                path = headers["location"].removeprefix(f"{self.where.scheme}://{self.where.netloc}")
                continue
            assert status == 200, f"GET {path}: {status} {body[:500]}"
            return BeautifulSoup(body, "html.parser")
        raise AssertionError(f"{path} redirects for ever")

    def post(self, path: str, fields: dict[str, str]) -> int:
        """Post *fields* until an answer comes that is not an error of the server; return its status."""
        return self._insist("POST", path, fields)[0]

    def fill(self, page: BeautifulSoup, action: str, **changes: str) -> dict[str, str]:
        """Return the fields of the form on *page* that posts to *action*, or to its own page, with *changes*."""
        for form in page.find_all("form", method="post"):
            fields = {str(i["name"]): str(i.get("value") or "") for i in form.find_all("input") if i.get("name")}
            to = str(form.get("action") or "")
            if to.endswith(action) if to else changes.keys() <= fields.keys():
                return fields | changes
        raise AssertionError(f"no form for {action!r} in {page.get_text()[:800]}")

    def _insist(self, verb: str, path: str, fields: dict[str, str] | None) -> tuple[int, dict[str, str], str]:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                status, headers, body = self._once(verb, path, fields)
                if status < 500:
                    return status, headers, body
            except (OSError, http.client.HTTPException):
                pass
            self.retries += 1
            time.sleep(0.1)
        raise AssertionError(f"no answer to {verb} {path} within {PATIENCE} s")

    def _once(self, verb: str, path: str, fields: dict[str, str] | None) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection(self.where.netloc, timeout=15)
        try:
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            if fields is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(verb, path, urlencode(fields) if fields is not None else None, headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, body
        finally:
            connection.close()
