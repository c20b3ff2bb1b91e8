"""Who may do what, as people read it: the table of `docs/permissions.md`, made from the one that the gateway checks."""

from shared.roles import MAY, Role

CALLED = {
    Role.CADRE: "cadre 下基层干部",
    Role.SECTION_HEAD: "section head 科室负责人",
    Role.CLERK: "clerk 信访专干",
    Role.HANDLER: "handler 经办人",
    Role.LEADER: "leader 分管领导、主要领导",
    Role.ACTIVITY_OFFICE: "activity office 活动办公室",
    Role.LEADING_GROUP: "leading group 领导小组",
    Role.DISTRICT_OFFICE: "district office 区活动办公室",
    Role.VILLAGE_CLERK: "village clerk 村（居）文书",
    Role.PETITION_OFFICE: "petition office 信访局",
    Role.REVIEW_OFFICE: "review office 复查复核机构",
    Role.AUDITOR: "auditor 审计",
    Role.ADMINISTRATOR: "administrator 管理员",
    Role.DEPARTMENT_KEY: "department's key 部门接口密钥",
    Role.OPERATOR: "operator 运维",
}

WHAT = {
    "campaign.plan": "plan a campaign: batches, exemptions, roster, publishing it",
    "campaign.read": "read campaigns and rosters",
    "directory.read": "read units, places, people, competences",
    "stay.keep": "start, interrupt, resume, end a stay",
    "stay.read": "read stays and their figures",
    "field.log": "log visits, pairings, screenings, deeds, notes, meetings",
    "field.correct": "correct a diary line or a screening; the old wording stays visible",
    "field.read": "read households and what was written in the field",
    "visit.read": "read visits",
    "book.read": "read the four books, filings, coverages",
    "filing.draft": "draft a filing",
    "filing.submit": "file it",
    "filing.receipt": "receipt or return a filing",
    "opening.read": "read who opened whose identity",
    "identity.open": "open an identity, for a purpose, recorded",
    "matter.read": "read matters, as far as they are theirs",
    "matter.hand-over": "hand a matter over",
    "matter.accept": "accept a matter and name its handler, or return it with a reason",
    "matter.result": "record a result",
    "matter.sign": "sign a reply, or send the draft back with a reason; never its handler",
    "matter.serve": "serve a copy",
    "matter.strike": "strike a matter off; never who handled or signed it",
    "matter.settled-number": "read the number that must be zero",
    "competence.set": "say which department is competent for a field",
    "subscription.keep": "keep subscriptions of the own unit",
    "subscription.pull": "pull a subscription's events",
    "inbox.read": "read the own inbox",
    "import": "import units, people, places, households, competences, accounts",
    "account.keep": "keep accounts, make one-time links for them",
    "grant.keep": "give and withdraw grants; never to oneself",
    "key.keep": "keep API keys of the own unit",
    "sandbox.clock": "move a sandbox's clock",
    "district.keep": "open districts, invite their first administrator",
    "running.read": "read the running state",
    "running.decide": "resume or discard what followers have parked",
    "subject.erase": "erase somebody by law, for the office that ordered it; sees ids alone",
}


def table() -> str:
    """The Markdown table: an action, what it is, and the roles that can do it somewhere."""
    lines = [f"| `{action}` | {WHAT[action]} | {_who(MAY[action])} |" for action in MAY]
    return "\n".join(["| action | to | roles |", "|---|---|---|", *lines]) + "\n"


def _who(roles: frozenset[Role]) -> str:
    without = [role for role in Role if role not in roles]
    if len(without) <= 3:
        return "all but " + ", ".join(_short(role) for role in without)
    return ", ".join(_short(role) for role in Role if role in roles)


def _short(role: Role) -> str:
    return CALLED[role].rsplit(" ", 1)[0]
