"""Own line drawings of what a clause is about: decoration beside words, on a page and in print."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

FRAME = 'viewBox="0 0 24 24" fill="none" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'
SCHEME = "drawing:"
"""How a print template names a drawing as a background: `url("drawing:bed")`."""

LINES: Mapping[str, str] = {
    "bed": '<path d="M3 18v-4.5A1.5 1.5 0 0 1 4.5 12h15a1.5 1.5 0 0 1 1.5 1.5V18M3 16h18M5 12V7.5A1.5 1.5 0 0 1 6.5 6h11A1.5 1.5 0 0 1 19 7.5V12M8 12v-1.5h3.5V12M12.5 12v-1.5H16V12"/>',
    "bin": '<path d="M5 7h14M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 10.5v6M14 10.5v6"/>',
    "birds": '<path d="M3 9.5c2.5-2 4.5-1.5 5.5 1 1-2.5 3-3 5.5-1M11 16.5c2.2-1.8 4-1.3 5 1 1-2.3 2.8-2.8 5-1"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="1.5"/><path d="M4 10h16M8 3.5v4M16 3.5v4M8 14h2M14 14h2M8 17h2"/>',
    "children": '<circle cx="8" cy="7" r="2.5"/><circle cx="16.5" cy="10" r="2"/><path d="M4.5 20v-4a3.5 3.5 0 0 1 7 0v4M13.8 20v-3a2.7 2.7 0 0 1 5.4 0v3"/>',
    "clear-path": '<path d="M9 20 10.5 4M15 20 13.5 4M12 18v-2.5M12 12.5v-2M12 8V6.5"/><path d="m3 12 1.5 1.5L7 11M17 12l1.5 1.5L21 11"/>',
    "dog": '<path d="M4.5 20v-7.5L3 10l2-4 2.5 2H11l1 3.5h5.5l2-3M4.5 14h15V20M8 20v-3.5h7.5V20M7 10.5h.1"/>',
    "door-closed": '<path d="M6.5 20V4.5h11V20M3.5 20h17M14.5 12v1.5"/>',
    "drill": '<path d="M4 6.5h10v5H4zM14 8l3 .5v1L14 10M17 9h4.5M6 11.5 5 19h4.5l1-7.5"/>',
    "euro": '<path d="M18 6.5A7 7 0 1 0 18 17.5M4 10.5h9.5M4 13.5h8.5"/>',
    "floor": '<path d="M3 6h18M3 11h18M3 16h18M8 6v5M16 6v5M12 11v5M6 16v4M18 16v4"/>',
    "garden": '<path d="M12 20V10M12 14c-3.5 0-6-2-6-5.5 3.5 0 6 2 6 5.5M12 11c3.5 0 6-2 6-5.5-3.5 0-6 2-6 5.5M4 20h16"/>',
    "house-check": '<path d="M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M9 14.5l2.2 2.2L15.2 12.7"/>',
    "leash": '<circle cx="7" cy="7" r="3"/><path d="M9.2 9.2c3 3 .5 6 3.5 8.3 2 1.5 4.3.5 5.3-1.5M18 16v4M16 18h4"/>',
    "mediation": '<circle cx="5.5" cy="7" r="2.2"/><circle cx="18.5" cy="7" r="2.2"/><path d="M2.5 19v-3.5a3 3 0 0 1 6 0V19M15.5 19v-3.5a3 3 0 0 1 6 0V19M9.5 10.5h5M12 10.5V19"/>',
    "music": '<path d="M9 17V5.5L19 4v11.5"/><circle cx="6.8" cy="17.5" r="2.3"/><circle cx="16.8" cy="16" r="2.3"/>',
    "no-alcohol": '<path d="M7 4h10l-1 6.5a4 4 0 0 1-8 0zM12 14.5V20M8.5 20h7M3.5 3.5l17 17"/>',
    "no-camera": '<path d="M3.5 8h4L9 5.5h6L16.5 8h4v11h-17z"/><circle cx="12" cy="13" r="3.2"/><path d="M3 3.5l18 17"/>',
    "no-contact": '<circle cx="6" cy="8" r="2.3"/><circle cx="18" cy="8" r="2.3"/><path d="M2.8 19v-3.5a3.2 3.2 0 0 1 6.4 0V19M14.8 19v-3.5a3.2 3.2 0 0 1 6.4 0V19M12 4v16"/>',
    "no-drugs": '<rect x="2.5" y="9" width="19" height="6" rx="3" transform="rotate(-35 12 12)"/><path d="M10.2 9.3l3.6 5.3M4 4l16 16"/>',
    "no-fire": '<path d="M12 20a5 5 0 0 1-5-5c0-3 2.5-4.5 3-8 2.5 1.5 3.5 3.5 3.5 5.5.8-.5 1.2-1.3 1.3-2C16.3 12 17 13.5 17 15a5 5 0 0 1-5 5M4 4l16 16"/>',
    "no-storage": '<path d="M4 8.5 12 5l8 3.5V17l-8 3.5L4 17zM4 8.5l8 3.5 8-3.5M12 12v8.5M3.5 3.5l17 17"/>',
    "no-throw": '<path d="M5 10c3-5.5 9-6.5 14-3M19 7l-.5-3.5M19 7l-3.5.5"/><rect x="4" y="12.5" width="5" height="5" rx="1"/><path d="M12 20.5l8-8M12 12.5l8 8"/>',
    "repair": '<path d="M14.5 9.5a4.5 4.5 0 0 1 5.5-5.8l-2.8 2.8.3 2 2 .3L20.3 7a4.5 4.5 0 0 1-5.8 5.5L8 19a2.1 2.1 0 0 1-3-3z"/>',
    "shout": '<path d="M4 10v4h3l8 4V6l-8 4zM7 14v4.5h2.5V15M18 9.5a3.5 3.5 0 0 1 0 5M20.3 7.3a7 7 0 0 1 0 9.4"/>',
    "speech": '<path d="M4 5h16v11h-8l-4.5 4V16H4zM8 9.5h8M8 12.5h5"/>',
    "support": '<path d="M12 12.5c-2-2-4-3.3-4-5.3a2.1 2.1 0 0 1 4-1 2.1 2.1 0 0 1 4 1c0 2-2 3.3-4 5.3M3 14.5h3.5l3 1.5h3.5a1.3 1.3 0 0 1 0 2.6H9.5M14 17.8l4.8-2.5a1.4 1.4 0 0 1 1.4 2.4L14 21H8l-2-1.5H3"/>',
    "talk": '<path d="M3 4.5h11v8H8l-3 3v-3H3zM16 9h5v8h-2v3l-3-3h-5v-2"/>',
    "training": '<path d="M2.5 9 12 5l9.5 4L12 13zM6.5 11v4.5c3 2.5 8 2.5 11 0V11M21.5 9v6"/>',
    "visitors": '<circle cx="9" cy="8" r="3"/><path d="M3.5 20v-2.5a5.5 5.5 0 0 1 11 0V20M15.5 5.3a3 3 0 0 1 0 5.4M17 13.5a5.5 5.5 0 0 1 3.5 4V20"/>',
}
"""What is drawn, on a field of 24 by 24."""


def drawing(name: str) -> Markup:
    """Return a drawing for a page, in the colour of the text and never read aloud; nothing for an unknown name.

    >>> drawing("unheard-of")
    Markup('')
    """
    if name not in LINES:
        return Markup("")
    return Markup(  # noqa: S704 - made of the constants above
        f'<svg class="plaatje" aria-hidden="true" focusable="false" {FRAME} stroke="currentColor">{LINES[name]}</svg>'
    )


def printed(name: str) -> bytes | None:
    """Return a drawing as a picture for print; None for an unknown name."""
    if name not in LINES:
        return None
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" {FRAME} stroke="#45565b">'
    return f"{frame}{LINES[name]}</svg>".encode()
