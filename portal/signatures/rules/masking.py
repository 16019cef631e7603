"""What is kept of phone numbers, mail and network addresses: enough to recognise, too little to use."""

from __future__ import annotations

import ipaddress

KEPT_AGENT = 300


def mask_phone(number: str) -> str:
    """Keep the last two digits of a phone number.

    >>> mask_phone("+31 6 12 34 56 78")
    '••••••••78'
    """
    digits = "".join(sign for sign in number if sign.isdigit())
    return "••••••••" + digits[-2:] if len(digits) >= 6 else "••••••••"


def mask_mail(address: str) -> str:
    """Keep the first letter and the domain of a mail address.

    >>> mask_mail("c.vandijk@balanszorg.example")
    'c•••@balanszorg.example'
    """
    name, at, domain = address.partition("@")
    return f"{name[:1]}•••{at}{domain}" if at else "•••"


def truncate_address(address: str | None) -> str:
    """Keep the network part of an internet address: 24 bits of IPv4, 48 of IPv6; empty when it is none.

    >>> truncate_address("192.0.2.77"), truncate_address("2001:db8:1:2::3")
    ('192.0.2.0/24', '2001:db8:1::/48')
    """
    try:
        parsed = ipaddress.ip_address((address or "").strip())
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    length = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, length), strict=False))


def short_agent(agent: str | None) -> str:
    """Keep the printable start of what a browser calls itself."""
    return "".join(sign for sign in (agent or "") if sign.isprintable())[:KEPT_AGENT]
