"""Which addresses may be asked: http and https on the public internet, and what the user allows beside it."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from recoupe.errors import InputError
from recoupe.inputs.refusals import Refused

PORTS = {"http": 80, "https": 443}
MAX_URL = 2_000  # characters; browsers and servers take about as many
FIRST_FREE_PORT = 1024  # below it only the ports of the web are asked: a feed must not speak to a mail server
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE = ipaddress.ip_network("::/96")  # « ::127.0.0.1 », given up in 2006 and still understood

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# (host, port) -> addresses as text, as `socket.getaddrinfo` orders them
Lookup = Callable[[str, int], Sequence[str]]


class Target(msgspec.Struct, frozen=True):
    """A URL taken apart: what is asked, of whom.

    Attributes:
        host: Lower case, ASCII; of an IPv6 address without its brackets.
        path: Path and query, encoded; a fragment is never sent.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole URL."""
        return self.origin + self.path


class Allowed(msgspec.Struct, frozen=True):
    """Hosts of private networks that the user allows by name, network or address; none by default.

    Attributes:
        hosts: (name or address, port); port None is every port.
        networks: Whole networks.
    """

    hosts: frozenset[tuple[str, int | None]] = frozenset()
    networks: tuple[Network, ...] = ()

    def permits(self, host: str, port: int, address: Address) -> bool:
        """Tell whether a private address may be asked under this name."""
        named = {(host, None), (host, port), (str(address), None), (str(address), port)}
        return bool(named & self.hosts) or any(address in network for network in self.networks)

    def permits_port(self, host: str, port: int) -> bool:
        """Tell whether the user named this port of a host."""
        return (host, port) in self.hosts


def read_allowed(words: Sequence[str]) -> Allowed:
    """Read what the user allows: « intranet.example », « intranet.example:8080 », « 10.2.0.0/16 », « ::1 ».

    Raises:
        InputError: If a word is none of these.
    """
    hosts: set[tuple[str, int | None]] = set()
    networks: list[Network] = []
    for word in words:
        try:
            if "/" in word:
                networks.append(ipaddress.ip_network(word))
            else:
                hosts.add(_host_and_port(word))
        except ValueError as wrong:
            raise InputError(f"{word!r} is no host, host:port, address or network") from wrong
    return Allowed(frozenset(hosts), tuple(networks))


def _host_and_port(word: str) -> tuple[str, int | None]:
    try:
        return str(ipaddress.ip_address(word.strip("[]"))), None
    except ValueError:
        split = urlsplit(f"//{word}")
        if not HOST.fullmatch(split.hostname or "") or split.netloc != word or split.username is not None:
            raise
        return str(split.hostname), split.port


def read_url(url: str, base: str | None = None) -> Target:
    """Take a URL apart.

    Args:
        url: As somebody wrote it.
        base: URL that a relative one is relative to.

    Raises:
        Refused: `bad_url` if it is not http or https, names no host, carries a password or is too long.

    Example:
        >>> read_url("HTTPS://Phare.example/été?q=1#haut").url
        'https://phare.example/%C3%A9t%C3%A9?q=1'
    """
    if len(url) > MAX_URL:
        raise Refused("bad_url", f"{len(url)} characters, at most {MAX_URL} are asked for")
    try:
        split = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host, port = split.hostname, split.port
    except ValueError as wrong:
        raise Refused("bad_url", f"{url[:80]!r}: {wrong}") from wrong
    scheme = split.scheme.lower()
    if scheme not in PORTS:
        raise Refused("bad_url", f"{scheme or 'no'} scheme: only http and https are asked for")
    if not host:
        raise Refused("bad_url", f"{url[:80]!r} names no host")
    if split.username is not None or split.password is not None:
        raise Refused("bad_url", f"{host}: a name or password in the address is never sent")
    path = quote(split.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(split.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return Target(scheme, _ascii(host), port or PORTS[scheme], f"{path}?{query}" if query else path)


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError as wrong:
        raise Refused("bad_url", f"{host[:80]!r} is no host name") from wrong


def look_up(host: str, port: int) -> Sequence[str]:
    """Addresses of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in found]


def resolve(host: str, port: int, *, allowed: Allowed, lookup: Lookup) -> tuple[str, ...]:
    """Addresses to which a connection may be made: they, and not the name, are then connected to.

    Raises:
        Refused: `private_address` if one of them is not of the public internet and not allowed, or the port
            is a system's; `unreachable` if the name has none.
    """
    if port < FIRST_FREE_PORT and port not in PORTS.values() and not allowed.permits_port(host, port):
        raise Refused("private_address", f"port {port} of {host} is not one of the web")
    try:
        texts = [host] if ":" in host else lookup(host, port)  # IPv6 is known where the machine has none too
        found = [ipaddress.ip_address(text.partition("%")[0]) for text in texts]
    except (OSError, UnicodeError, ValueError) as failed:
        raise Refused("unreachable", f"{host}: {failed}", may_pass=True) from failed
    if not found:
        raise Refused("unreachable", f"{host} has no address", may_pass=True)
    for address in found:
        if not is_public(address) and not allowed.permits(host, port, address):
            raise Refused("private_address", f"{host} is {address}, which is not of the public internet")
    return tuple(str(address) for address in found)


def is_public(address: Address) -> bool:
    """Tell whether an address, and any that it carries inside, is of the public internet.

    Example:
        >>> [is_public(ipaddress.ip_address(a)) for a in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1")]
        [True, False, False]
    """
    plain = address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    )
    if isinstance(address, ipaddress.IPv4Address):
        return plain
    inside = _carried(address)
    if inside is not None:
        return is_public(inside)
    return plain and not address.is_site_local


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4, Teredo, NAT64 or compatible one."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return None
