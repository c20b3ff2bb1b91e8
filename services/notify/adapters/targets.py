"""Where may be posted to: never inside (server-side request forgery), unless the operator allows a network.

A host is looked up at registration, and again for each connection, which then goes to the very address that was
checked: a name that points elsewhere in between gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence

import httpx

from services.notify.commands.subscription import Fault

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""From a host's name to all its addresses. Raises OSError when there are none."""

_SCHEMES = ("http", "https")
_LONGEST = 2000
# Addresses that wrap another one, which a relay on the way would unwrap (6to4, Teredo, NAT64), and those of protocols.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "192.88.99.0/24", "192.0.0.0/24")
)


class Barred(Exception):
    """A target is not posted to; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


async def by_dns(host: str) -> Sequence[str]:
    """The addresses that the system's resolver knows."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class Targets:
    """Knows what is outside; `allowed` are networks inside that the operator allows, there without TLS too."""

    def __init__(self, allowed: Sequence[Network] = (), resolve: Resolve = by_dns) -> None:
        self._allowed = tuple(allowed)
        self._resolve = resolve

    async def fault(self, url: str) -> Fault | None:
        """Why an address is not posted to, None for a good one."""
        try:
            await self.address(_parsed(url))
        except Barred as barred:
            return barred.fault
        return None

    async def address(self, url: httpx.URL) -> str:
        """The checked address to connect to. Raises Barred when any address of the host is inside."""
        found = [ipaddress.ip_address(one.partition("%")[0]) for one in await self._resolved(url)]
        if not all(self._is_allowed(one) or is_outside(one) for one in found):
            raise Barred("private")
        if url.scheme != "https" and not all(map(self._is_allowed, found)):
            raise Barred("plain-http")
        return str(found[0])

    async def _resolved(self, url: httpx.URL) -> Sequence[str]:
        try:
            found = await self._resolve(url.raw_host.decode("ascii").strip("[]"))
        except (OSError, UnicodeError) as error:
            raise Barred("unresolvable") from error
        if not found:
            raise Barred("unresolvable")
        return found

    def _is_allowed(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self._allowed)


def is_outside(address: Address) -> bool:
    """Whether an address is of the public internet, and of one host there."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_outside(address.ipv4_mapped)
        if address.is_site_local:
            return False
    if any(address.version == network.version and address in network for network in _SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _parsed(url: str) -> httpx.URL:
    """Raises Barred for what is no plain web address."""
    if len(url) > _LONGEST or url != url.strip():
        raise Barred("malformed")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Barred("malformed") from error
    if parsed.userinfo:
        raise Barred("credentials")
    if parsed.scheme not in _SCHEMES or not parsed.host or parsed.fragment or not 0 < (parsed.port or 443) < 2**16:
        raise Barred("malformed")
    return parsed
