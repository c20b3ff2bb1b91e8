"""Words that stay for ever in events and facts (formats 4)."""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.event import Frozen
from shared.ids import PersonId, UnitId

MatterKind = Literal["livelihood", "dispute", "suggestion", "enquiry", "accusation"]
KIND_NAMES: Mapping[str, str] = {
    "livelihood": "民生诉求",
    "dispute": "矛盾纠纷",
    "suggestion": "意见建议",
    "enquiry": "咨询",
    "accusation": "检举控告",
}
"""What letters and books call the kinds of matters."""

Field = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
"""The field of a dispute; a district may add its own to the seven of R29–R35."""

FIELD_NAMES: Mapping[str, str] = {
    "land-requisition": "土地征用",
    "house-demolition": "房屋拆迁",
    "enterprise-restructuring": "企业改制",
    "employment": "劳动就业",
    "social-security": "社会保障",
    "litigation": "涉法涉诉",
    "work-safety": "安全生产",
}
"""What letters and books call the seven; a district's own fields bring their names (R36)."""

FIELDS = tuple(FIELD_NAMES)

Confidentiality = Literal["ordinary", "restricted", "accusation"]

Subject = Annotated[str, StringConstraints(min_length=1, max_length=30, pattern=r"^[^0-9０-９]*$")]
"""What a matter is about, in plain words: at most 30 characters, no name, no number."""

VisitMode = Literal["reception", "appointment", "evening", "household"]
"""挂牌接访, 重点约访, 入户夜访, 逐户走访 (R19–R22)."""

Book = Literal["sentiment", "assistance", "organisation", "stability"]
"""民情账, 帮扶账, 组织账, 稳定账 (R109–R113)."""

Outcome = Literal["supported", "explained", "not-supported", "partly-supported"]
"""What became of the request (Art. 32 of 2022): supported, explained, not supported."""

Post = Literal["head", "leader-in-charge", "deputy", "clerk", "handler", "member", "village-clerk"]
"""主要领导/负责人, 分管领导, 副职, 信访专干, 经办人, 干部, 文书."""

UnitKind = Literal[
    "department",
    "section",
    "activity-office",
    "leading-group",
    "district-office",
    "petition-office",
    "review-office",
    "discipline-office",
    "town",
    "committee",
]
PlaceLevel = Literal["district", "town", "village", "community", "group"]


class ConcernedPerson(Frozen):
    """A person the matter is about (for an accusation: against)."""

    type: Literal["person"] = "person"
    id: PersonId


class ConcernedUnit(Frozen):
    """A unit the matter is about (for an accusation: against)."""

    type: Literal["unit"] = "unit"
    id: UnitId


Concerned = ConcernedPerson | ConcernedUnit


class Addressee(Frozen):
    """To whom a message goes: a person, the holder of a post in a unit, or an office. Timers name posts."""

    kind: Literal["person", "post", "office"]
    person: PersonId | None = None
    post: Post | None = None
    unit: UnitId | None = None


ThingId = UUID
