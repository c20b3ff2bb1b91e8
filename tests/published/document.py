"""The public API's document as the code has it now, and as it was published: `docs/openapi.json`."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any  # documents are JSON

from deploy.minqing.services import WITH_A_LOG
from services.gateway.api.document import merged
from services.gateway.main import create_app
from shared.service import create_api

KEPT = Path(__file__).parents[2] / "docs" / "openapi.json"


def as_it_is() -> dict[str, Any]:
    """The merged document of all services, as the gateway serves it; nothing is started for it."""
    documents = {name: create_api(import_module(f"services.{name}.main").SERVICE).openapi() for name in WITH_A_LOG}
    return merged(create_app().openapi(), documents)


def as_it_was() -> dict[str, Any]:
    """The document that was published last."""
    document: dict[str, Any] = json.loads(KEPT.read_text("utf-8"))
    return document


def as_text(document: dict[str, Any]) -> str:
    """The form in which the document is kept: a line a member, so that a change reads as one."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
