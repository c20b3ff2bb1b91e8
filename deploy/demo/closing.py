"""What the demo says when the campaign is over and everything stays up."""

from rich.console import Console

from deploy.demo.cast import password_of
from deploy.demo.setting import ADMINISTRATOR, TENANT
from deploy.demo.story import DISTRICT_OFFICE, OFFICE
from deploy.minqing.supervise import Minqing

LOG_INS = {
    "cadre": "mz-h1",
    "handler": "gt-4",
    "leader": "gt-2",
    "activity office": OFFICE,
    "district office": DISTRICT_OFFICE,
    "administrator": ADMINISTRATOR,
}
LOOK_FIRST = (
    ("activity office", "/board", "看板: the number that must be zero, and whatever lies or is late"),
    ("handler", "/matters", "登记簿: open a matter, and read its way from the visit to its line in the filed book"),
    ("district office", "/filings", "台账备案: open one that was corrected, what was filed beside what it says now"),
)


def say(console: Console, minqing: Minqing) -> None:
    """Where to look, as whom, and three requests to try."""
    base = f"{minqing.url}/api/v1"
    console.print(f"\nEverything is up. The console: {minqing.url}/", highlight=False)
    for role, login in LOG_INS.items():
        console.print(f"  {role:16} district {TENANT}, account {login}, password {password_of(login)}", highlight=False)
    console.print("What to look at first:", highlight=False)
    for role, path, what in LOOK_FIRST:
        console.print(f"  as {role:15} {minqing.url}{path}  {what}", highlight=False, soft_wrap=True)
    console.print(f"The API's documentation: {base}/docs. Three requests to try:", highlight=False)
    body = f'{{"district":"{TENANT}","account":"{OFFICE}","password":"{password_of(OFFICE)}"}}'
    console.print(
        f"  TOKEN=$(curl -s {base}/sessions -H 'Content-Type: application/json' -d '{body}' \\",
        highlight=False,
        soft_wrap=True,
    )
    console.print(
        "    | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"token\"])')", highlight=False, soft_wrap=True
    )
    console.print(f'  curl -s {base}/unsettled -H "Authorization: Bearer $TOKEN"', highlight=False, soft_wrap=True)
    console.print(
        f"  curl -s '{base}/matters?limit=3' -H \"Authorization: Bearer $TOKEN\"", highlight=False, soft_wrap=True
    )
    console.print("Ctrl-C stops everything.", highlight=False)
