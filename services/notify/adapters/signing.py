"""Secrets and signatures of webhooks as Standard Webhooks has them: receivers check them with a library of theirs."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

SECRET_BYTES = 32
_PREFIX = "whsec_"


def new_secret() -> str:
    """A random secret; it is shown once, and then only ever sealed."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed(webhook_id: str, at: datetime, body: str, by: Sequence[str]) -> Mapping[str, str]:
    """The three headers; with several secrets, as while one is changed, the body is signed by each."""
    at = at.astimezone(UTC)
    signatures = (Webhook(secret).sign(webhook_id, at, body) for secret in by)
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
