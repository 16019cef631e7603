"""Response headers: a strict policy without nonce, no caching of pages, no referrer."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
)
PERMISSIONS = "camera=(), geolocation=(), microphone=()"


def with_microphone(response: Response) -> Response:
    """Let one page record the voice of who reads it, and play it before it is sent."""
    response.headers["Permissions-Policy"] = PERMISSIONS.replace("microphone=()", "microphone=(self)")
    response.headers["Content-Security-Policy"] = f"{POLICY}; media-src 'self' blob:"
    return response


def is_own_path(address: str) -> bool:
    """Tell whether *address* is a path of this portal, safe to redirect to."""
    path = address.split("?")[0]
    return path.startswith("/") and not path.startswith("//") and not set(path) & set("\\:\r\n\t")


def init_app(app: Flask, *, secure: bool) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "SAMEORIGIN"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        return response
