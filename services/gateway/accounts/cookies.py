"""How cookies are sent: by https alone, but to who is before this machine itself, or where a network has no TLS."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request, Response

_SECURE = "__Host-minqing"  # a browser keeps a cookie of this name only if it came by https, for this host alone
_PLAIN = "minqing"


@dataclass(frozen=True)
class Cookies:
    """What the settings say of it. `plain_http`: by plain http from other machines, too; `public_url`: the way in."""

    plain_http: bool
    public_url: str

    def are_secure(self, request: Request) -> bool:
        """Whether a browser is to keep and to send them by https alone."""
        if self.all_by_https or _by_https(request):
            return True
        return not (self.plain_http or _to_this_machine(request))

    def are_lost(self, request: Request) -> bool:
        """Whether the browser that asks will not keep them: it came by plain http, which is not wanted.

        Where all come by https, a proxy that does not say so is no reason to send anybody away.
        """
        return self.are_secure(request) and not self.all_by_https and not _by_https(request)

    def session(self, request: Request) -> str:
        """The token of the session whose cookie is shown; "" without one."""
        return request.cookies.get(self.name(request), "")

    def name(self, request: Request) -> str:
        """What the session's cookie is called."""
        return _SECURE if self.are_secure(request) else _PLAIN

    def keep_session(self, request: Request, answer: Response, token: str) -> None:
        """Let the browser show this session until it is closed; "" takes the session's cookie away."""
        self.keep(request, answer, self.name(request), token)

    def keep(self, request: Request, answer: Response, name: str, value: str) -> None:
        """A cookie until the browser is closed, out of a script's reach and another site's; "" takes it away."""
        lives = None if value else 0
        secure = self.are_secure(request)
        answer.set_cookie(name, value, lives, path="/", secure=secure, httponly=True, samesite="lax")

    @property
    def all_by_https(self) -> bool:
        """Whether the way in is by https, whatever a proxy says or leaves out."""
        return self.public_url.lower().startswith("https://")


def _by_https(request: Request) -> bool:
    """As the server knows it: itself, or from a proxy that it believes."""
    return str(request.scope["scheme"]) == "https"


def _to_this_machine(request: Request) -> bool:
    try:
        name = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
