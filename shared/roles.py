"""Who may do what: the one table of roles and actions that the gateway checks and `docs/permissions.md` shows.

A cell says only that a role *can* do an action somewhere; for which unit, place or matter is a relation that
the service's decider and queries check.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a grant makes of an account or key."""

    CADRE = "cadre"  # 下基层干部
    SECTION_HEAD = "section-head"  # 科室负责人
    CLERK = "clerk"  # 信访专干
    HANDLER = "handler"  # 经办人
    LEADER = "leader"  # 分管领导 / 主要领导
    ACTIVITY_OFFICE = "activity-office"  # 活动办公室
    LEADING_GROUP = "leading-group"  # 领导小组
    DISTRICT_OFFICE = "district-office"  # 区活动办公室
    VILLAGE_CLERK = "village-clerk"  # 村（居）文书
    PETITION_OFFICE = "petition-office"  # 信访局
    REVIEW_OFFICE = "review-office"  # 复查复核机构
    AUDITOR = "auditor"  # 审计
    ADMINISTRATOR = "administrator"  # 管理员
    DEPARTMENT_KEY = "department-key"  # a department's key
    OPERATOR = "operator"  # 运维


_R = Role
EVERYONE = frozenset(Role) - {Role.OPERATOR}
_FIELD = frozenset({_R.CADRE})
_OFFICES = frozenset({_R.ACTIVITY_OFFICE, _R.PETITION_OFFICE})
_DEPARTMENT = frozenset({_R.CLERK, _R.HANDLER, _R.LEADER, _R.DEPARTMENT_KEY})
_SEES_MATTERS = EVERYONE - {_R.ADMINISTRATOR, _R.AUDITOR}
_SEES_STAYS = frozenset(
    {_R.CADRE, _R.SECTION_HEAD, _R.LEADER, _R.ACTIVITY_OFFICE, _R.LEADING_GROUP, _R.DISTRICT_OFFICE}
)
_READS_FIELD = frozenset({_R.CADRE, _R.SECTION_HEAD, _R.ACTIVITY_OFFICE})
_READS_FILINGS = _SEES_STAYS - {_R.LEADING_GROUP}  # their lines name matters, which a leading group sees none of
_OWN_KEYS = frozenset({_R.CLERK, _R.DISTRICT_OFFICE, _R.ACTIVITY_OFFICE, _R.PETITION_OFFICE, _R.ADMINISTRATOR})
_PULLS = _OWN_KEYS - {_R.ADMINISTRATOR} | {_R.DEPARTMENT_KEY}  # events tell of matters

MAY: dict[str, frozenset[Role]] = {
    # scheduling
    "campaign.plan": frozenset({_R.ACTIVITY_OFFICE}),
    "campaign.read": EVERYONE,
    "directory.read": EVERYONE,
    "stay.keep": frozenset({_R.CADRE, _R.SECTION_HEAD, _R.ACTIVITY_OFFICE}),
    "stay.read": _SEES_STAYS,
    # ledger
    "field.log": _FIELD,
    "field.correct": _FIELD,
    "field.read": _READS_FIELD,
    "visit.read": _READS_FIELD | {_R.DISTRICT_OFFICE},
    "book.read": _READS_FILINGS,
    "filing.draft": frozenset({_R.SECTION_HEAD}),
    "filing.submit": frozenset({_R.ACTIVITY_OFFICE}),
    "filing.receipt": frozenset({_R.DISTRICT_OFFICE}),
    "opening.read": frozenset({_R.AUDITOR}),
    "identity.open": frozenset({_R.HANDLER, _R.CLERK, _R.LEADER, _R.CADRE, _R.ACTIVITY_OFFICE, _R.PETITION_OFFICE}),
    # casework
    "matter.read": _SEES_MATTERS,
    "matter.hand-over": _OFFICES,
    "matter.accept": frozenset({_R.CLERK, _R.DEPARTMENT_KEY}),
    "matter.result": frozenset({_R.HANDLER, _R.DEPARTMENT_KEY}),
    "matter.sign": frozenset({_R.LEADER}),
    "matter.serve": frozenset({_R.HANDLER, _R.CLERK, _R.DEPARTMENT_KEY}),
    "matter.strike": _OFFICES,
    "matter.settled-number": frozenset({_R.DISTRICT_OFFICE, _R.AUDITOR}) | _SEES_MATTERS,
    "competence.set": frozenset({_R.ACTIVITY_OFFICE, _R.PETITION_OFFICE, _R.ADMINISTRATOR}),
    # notify
    "subscription.keep": _OWN_KEYS,
    "subscription.pull": _PULLS,
    "inbox.read": EVERYONE - {_R.DEPARTMENT_KEY},
    # gateway
    "import": frozenset({_R.ADMINISTRATOR}),
    "account.keep": frozenset({_R.ADMINISTRATOR}),
    "grant.keep": frozenset({_R.ADMINISTRATOR}),
    "key.keep": frozenset({_R.CLERK, _R.ADMINISTRATOR}),
    "sandbox.clock": frozenset({_R.ADMINISTRATOR}),
    "district.keep": frozenset({_R.OPERATOR}),
    "running.read": frozenset({_R.OPERATOR}),
    "running.decide": frozenset({_R.OPERATOR}),
    "subject.erase": frozenset({_R.OPERATOR}),
}
"""Action → the roles that may do it (`roles.md`); an action that is not here is nobody's."""


def may(role: Role, action: str) -> bool:
    """Whether a role can do an action at all."""
    return role in MAY.get(action, frozenset())
