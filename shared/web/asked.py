"""What a request says of itself, found once: who asks, in which district, when, under which command."""

from datetime import datetime
from functools import cached_property
from uuid import UUID

from fastapi import Request

from shared import clock
from shared.ids import Tenant, request_command
from shared.web.ports import Ports
from shared.web.problems import Unauthenticated, WebError
from shared.web.tokens import Claims

_LONGEST_KEY = 200
_FOUND = "minqing.asked"


class Asked:
    """Each part is found when it is first asked for.

    Dependencies take their parts from here and not from each other: FastAPI goes through all that is below a parameter
    again wherever it stands, also when it knows the value, and that cost a command more than all the rest.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        self.ports: Ports = request.app.state.ports

    @cached_property
    def claims(self) -> Claims:
        """What the internal token says. Raises Unauthenticated without a valid one."""
        scheme, _, token = self.request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated()
        return self.ports.verifier.verify(token)

    @cached_property
    def district(self) -> Tenant:
        """The district that the token names. Raises Unauthenticated when it names none."""
        if not self.claims.tenant:
            raise Unauthenticated()
        return self.claims.tenant

    @cached_property
    def account(self) -> UUID:
        """The account or key that asks. Raises Unauthenticated when it is nobody's."""
        if self.claims.account is None:
            raise Unauthenticated()
        return self.claims.account

    @cached_property
    def now(self) -> datetime:
        """The district's clock: what the gateway signed for a sandbox, else the wall."""
        return self.claims.now or clock.now()

    @cached_property
    def command_id(self) -> UUID:
        """The id of this request's command (formats 1a). Raises WebError without an Idempotency-Key."""
        key = self.request.headers.get("idempotency-key", "")
        if not 0 < len(key) <= _LONGEST_KEY:
            raise WebError("idempotency-key-missing")
        return request_command(self.district, self.account, self.request.method, self.request.scope["path"], key)

    @property
    def expected(self) -> int | None:
        """The version of the stream under If-Match; None: whichever. Raises WebError for something else."""
        tag = self.request.headers.get("if-match", "").strip().strip('"')
        if not tag or tag == "*":
            return None
        if not tag.isdecimal():
            raise WebError("if-match-malformed")
        return int(tag)


def asked_of(request: Request) -> Asked:
    """What this request says, the same object whoever looks."""
    found: Asked | None = request.scope.get(_FOUND)
    if found is None:
        found = request.scope[_FOUND] = Asked(request)
    return found
