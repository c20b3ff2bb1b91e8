"""How an answer of the console is sent: its headers of safety, packed, and kept by nobody."""

import gzip

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from services.gateway.accounts.asking import gate_at

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "img-src 'self' data:",  # ticks and arrows of the style sheet
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_SAFETY = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a one-time link stands in its address
    "Cache-Control": "no-store",
    "Vary": "Accept-Encoding, Accept-Language, Cookie",
}
_ONE_YEAR = "max-age=31536000"
_WORTH_PACKING = 1024


def secured(request: Request, answer: Response) -> Response:
    """The answer with the headers that every page has."""
    answer.headers.update(_SAFETY)
    if request.scope["scheme"] == "https" or gate_at(request).cookies.all_by_https:
        answer.headers["Strict-Transport-Security"] = _ONE_YEAR
    return answer


def html(request: Request, text: str, status: int = 200) -> Response:
    """A page."""
    body = text.encode()
    if len(body) < _WORTH_PACKING or "gzip" not in request.headers.get("accept-encoding", ""):
        return secured(request, HTMLResponse(body, status))
    packed = HTMLResponse(gzip.compress(body, 6), status, {"Content-Encoding": "gzip"})
    return secured(request, packed)
