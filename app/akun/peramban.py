"""What a browser tells of itself, in a few words a person recognises, and the network it came from. No request here."""

import ipaddress

# The first that fits counts: every browser also claims to be those below it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
SHORT_V4, SHORT_V6 = 24, 48


def describe(user_agent: str) -> str:
    """`Chrome · Windows`; empty when nothing is known. Never the text itself: it may hold anything."""
    found = [
        next((name for sign, name in known if sign in user_agent), None) for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in found if name)


def network(address: str | None) -> str:
    """An address without its end: `203.0.113.0/24`, `2001:db8:1::/48`. Empty when it is none."""
    try:
        host = ipaddress.ip_address((address or "").split("%")[0])
    except ValueError:
        return ""
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped:
        host = host.ipv4_mapped
    length = SHORT_V4 if host.version == 4 else SHORT_V6
    return str(ipaddress.ip_network(f"{host}/{length}", strict=False))
