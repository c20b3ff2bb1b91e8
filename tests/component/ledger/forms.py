"""The forms that cadres send in these tests."""

from typing import Any  # bodies are JSON
from uuid import UUID

from shared.ids import PersonId, UnitId
from tests.component.ledger.district import STAY
from tests.component.ledger.stage import Stage, unit

DISPUTE = {
    "kind": "dispute",
    "field": "land-requisition",
    "subject": "征地补偿问题",
    "words": "补偿款拖了两年没有发",
    "caller": 0,
}
REQUEST = {
    "kind": "livelihood",
    "subject": "冬季取暖补助",
    "words": "盼望落实取暖补助",
    "caller": 0,
    "answer": "本月二十五日前发放",
}
ACCUSATION = {
    "kind": "accusation",
    "words": "反映村干部私分救灾款",
    "concerns": [{"type": "unit", "id": str(unit("柳塘村委会"))}],
    "caller": 0,
}


def a_visit(stage: Stage, *matters: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The form of a household visit by 李建国."""
    body: dict[str, Any] = {
        "stay": str(STAY),
        "mode": "household",
        "callers": [{"household": str(stage.household("C01-H1"))}],
        "diary": "走访第一户，了解冷暖",
        "matters": list(matters),
    }
    return body | changed


def against(kind: str, id: UUID | PersonId | UnitId) -> dict[str, Any]:
    """An accusation against somebody."""
    return {**ACCUSATION, "concerns": [{"type": kind, "id": str(id)}]}
