"""What the demo says when the campaign is over and everything stays up."""

from collections.abc import Iterator

from rich.console import Console

from deploy.demo.cast import password_of
from deploy.demo.performance import KEYS, Installation
from deploy.demo.setting import ADMINISTRATOR, TENANT
from deploy.demo.story import DISTRICT_OFFICE, OFFICE

LOG_INS = {
    "cadre": "mz-h1",
    "clerk": "gt-3",
    "handler": "gt-4",
    "leader": "gt-2",
    "activity office": OFFICE,
    "district office": DISTRICT_OFFICE,
    "petition office": "xf-1",
    "village clerk": "w01-1",
    "auditor": "sj-1",
    "administrator": ADMINISTRATOR,
}
LOOK_FIRST = (
    ("activity office", "/board", "看板: the number that must be zero, and whatever lies or is late"),
    (
        "activity office",
        "/matters",
        "登记簿: open a matter, and read its way from the visit to its line in the filed book",
    ),
    (
        "activity office",
        "/filings",
        "台账备案: open the one of 版本 2, and its first, what was filed beside what it says now",
    ),
    ("operator", "/running", "运行状况: how far each service has come in what it hears from the others"),
)


def say(console: Console, minqing: Installation) -> None:
    """Where to look, as whom, and three requests to try."""
    for line in (*_log_ins(minqing), *_requests(f"{minqing.url}/api/v1"), "Ctrl-C stops everything."):
        console.print(line, highlight=False, soft_wrap=True)


def _log_ins(minqing: Installation) -> Iterator[str]:
    yield f"\nEverything is up. The console: {minqing.url}/"
    for role, login in LOG_INS.items():
        yield f"  {role:16} district {TENANT}, account {login}, password {password_of(login)}"
    yield f"  {'operator':16} no district (运维), account operator, password {minqing.operator_password()}"
    yield f"  {'a system':16} each department's API key is in {minqing.directory / KEYS}"
    yield "What to look at first:"
    for role, path, what in LOOK_FIRST:
        yield f"  as {role:16} {minqing.url}{path}  {what}"


def _requests(base: str) -> Iterator[str]:
    body = f'{{"district":"{TENANT}","account":"{OFFICE}","password":"{password_of(OFFICE)}"}}'
    yield f"The API's documentation: {base}/docs. Three requests to try:"
    yield f"  TOKEN=$(curl -s {base}/sessions -H 'Content-Type: application/json' -d '{body}' \\"
    yield "    | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"token\"])')"
    yield f'  curl -s {base}/unsettled -H "Authorization: Bearer $TOKEN"'
    yield f"  curl -s '{base}/matters?limit=3' -H \"Authorization: Bearer $TOKEN\""
