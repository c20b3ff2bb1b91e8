"""Where is never posted to (server-side request forgery)."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import httpx
import pytest

from services.notify.adapters.targets import Barred, Resolve, Targets, is_outside
from services.notify.commands.subscription import Fault

PUBLIC, PUBLIC_6 = "93.184.216.34", "2606:2800:220:1::1"


def names(**addresses: Sequence[str]) -> Resolve:
    """A resolver that knows these names; addresses resolve to themselves."""

    async def resolve(host: str) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            if host not in addresses:
                raise OSError(host) from None
            return addresses[host]

    return resolve


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
        "::1",
        "::",
        "fe80::1",
        "fec0::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2001:0:7f00:1::",
        "2001:db8::1",
    ],
)
async def test_an_address_inside_is_not_posted_to(address: str) -> None:
    assert not is_outside(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    assert await Targets().fault(f"https://{host}/hooks") == "private"


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_6, "::ffff:93.184.216.34"])
async def test_an_address_outside_is_posted_to(address: str) -> None:
    assert is_outside(ip_address(address))
    assert await Targets((), names(land=[address])).fault("https://land/hooks") is None


@pytest.mark.parametrize("inside", ["127.0.0.1", "::1", "10.1.2.3", "fe80::1%eth0"])
async def test_a_name_that_leads_inside_is_not_posted_to(inside: str) -> None:
    assert await Targets((), names(land=[inside])).fault("https://land/hooks") == "private"


async def test_a_name_with_one_address_inside_among_others_is_not_posted_to() -> None:
    assert await Targets((), names(land=[PUBLIC, "127.0.0.1"])).fault("https://land/hooks") == "private"


async def test_a_name_of_the_own_host_is_found_out_by_the_systems_resolver() -> None:
    assert await Targets().fault("https://localhost:8443/hooks") == "private"


@pytest.mark.parametrize("written", ["2130706433", "0x7f000001", "127.1", "017700000001"])
async def test_other_ways_to_write_an_address_inside_lead_nowhere_either(written: str) -> None:
    assert await Targets().fault(f"https://{written}/") in ("private", "unresolvable", "malformed")


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://user:secret@land/hooks", "credentials"),
        ("https://user@land/hooks", "credentials"),
        ("https://land@other/hooks", "credentials"),
        ("ftp://land/hooks", "malformed"),
        ("file:///etc/passwd", "malformed"),
        ("gopher://land/", "malformed"),
        ("//land/hooks", "malformed"),
        ("land/hooks", "malformed"),
        ("https://", "malformed"),
        ("https://land/hooks#part", "malformed"),
        (" https://land/hooks", "malformed"),
        ("https://la\nnd/hooks", "malformed"),
        ("https://land:99999/", "malformed"),
        ("https://land/" + "x" * 2000, "malformed"),
        ("https://nobody/hooks", "unresolvable"),
        ("http://land/hooks", "plain-http"),
    ],
)
async def test_what_is_no_plain_web_address_outside_is_refused(url: str, fault: Fault) -> None:
    assert await Targets((), names(land=[PUBLIC], other=[PUBLIC])).fault(url) == fault


async def test_a_network_that_the_operator_allows_is_posted_to_also_without_tls() -> None:
    targets = Targets([ip_network("127.0.0.0/8")], names(demo=["127.0.0.1"], land=[PUBLIC], bureau=["10.0.0.1"]))
    assert await targets.fault("http://demo:9000/hooks") is None
    assert await targets.fault("http://land/hooks") == "plain-http"
    assert await targets.fault("http://bureau/hooks") == "private"


async def test_the_address_that_was_checked_is_the_one_to_connect_to() -> None:
    assert await Targets((), names(land=[PUBLIC])).address(httpx.URL("https://land/hooks")) == PUBLIC
    with pytest.raises(Barred):
        await Targets((), names(land=["127.0.0.1"])).address(httpx.URL("https://land/hooks"))
