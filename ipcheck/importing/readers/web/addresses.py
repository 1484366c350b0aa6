"""Addresses on the web: which are fetched, how they are written, and where a redirect may lead."""

import re
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile("[0-9a-zA-Z._-]+|[0-9a-fA-F:.]+(?:%[0-9a-zA-Z]+)?")
_LONGEST, _SHOWN = 2_000, 100  # characters
_WRITTEN = "/%:=&?~+!$,;'@()*[]|"  # kept in paths and queries besides letters and digits
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address in its last four bytes (RFC 6052)


class Address(NamedTuple):
    """An address that can be fetched. `text` is the whole address in ASCII, without a fragment; `target` is its path
    and query."""

    text: str
    scheme: str
    host: str
    port: int
    target: str


def read_address(text: str, _: Translator) -> Address:
    """Read an address. Raises UsageError for one that is not valid, of a scheme other than http and https, or with a
    user name or password."""
    try:
        parts = urlsplit(text[: _LONGEST + 1])
        scheme, port, host = parts.scheme, parts.port, _ascii(parts.hostname or "")
    except (ValueError, UnicodeError):
        scheme, port, host = "", None, ""
    if not _HOST.fullmatch(host) or port == 0 or len(text) > _LONGEST:
        raise UsageError(_("{path}: it is not a valid address").format(path=text.rpartition("@")[2][:_SHOWN]))
    if scheme not in _PORTS:
        message = _("{path}: only addresses with http:// or https:// are fetched; save the file, and import that")
        raise UsageError(message.format(path=f"{scheme}://{host}"))
    if "@" in parts.netloc:
        message = _("{path}: the address contains a user name or password; download the file yourself, and import that")
        raise UsageError(message.format(path=f"{scheme}://{host}"))
    path, query = quote(parts.path or "/", safe=_WRITTEN), quote(parts.query, safe=_WRITTEN)
    name = f"[{host}]" if ":" in host else host
    netloc = name if port in (None, _PORTS[scheme]) else f"{name}:{port}"
    target = f"{path}?{query}" if query else path
    return Address(urlunsplit((scheme, netloc, path, query, "")), scheme, host, port or _PORTS[scheme], target)


def _ascii(host: str) -> str:
    """A host's name in ASCII. Raises UnicodeError where there is none."""
    return host if ":" in host else host.encode("idna").decode()


def resolve(address: Address) -> Sequence[str]:
    """The IP addresses of a host. Raises OSError where there is none, or no network."""
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_kind, place in found))


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the public internet, and not of this machine or of a network around it."""
    address = _carried(ip_address(ip.partition("%")[0]))
    if isinstance(address, IPv6Address):
        return address in _GLOBAL_UNICAST and address.is_global and not (address.sixtofour or address.teredo)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for; other addresses as they are."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
