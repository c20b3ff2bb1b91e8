"""运行状况 before a browser without scripts: what stands still, with the command that says what to do."""

from typing import Any  # what services tell of themselves is JSON

import pytest

from tests.component.gateway.stage import OPERATOR_PASSWORD, Stage

STOPPED: dict[str, Any] = {
    "kind": "stopped",
    "follower": "register",
    "producer": "ledger",
    "tenant": "shifan",
    "key": "",
    "position": 7,
    "reason": "log-replaced: expected a, found b",
    "remedy": "Restore it.",
}
PARKED = STOPPED | {"kind": "parked", "key": "case/7f0c", "reason": "ValueError"}
NOTHING = "一切正常，没有停放。"


async def running(stage: Stage) -> str:
    """The page as an operator gets it."""
    typed = {"district": "", "account": "operator", "password": OPERATOR_PASSWORD, "to": "/running"}
    await stage.http.post("/login", data=typed)
    answer = await stage.http.get("/running", headers={"accept-language": "zh"})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("problem", "command"),
    [(STOPPED, "minqing doctor"), (PARKED, "minqing parked show shifan ledger register 7")],
    ids=["stopped", "parked"],
)
async def test_what_stands_still_is_named_with_its_first_command_which_takes_the_focus(
    stage: Stage, problem: dict[str, Any], command: str
) -> None:
    stage.services["ledger"].problems = [problem]
    text = await running(stage)
    assert "需要处理 1" in text
    assert problem["reason"] in text
    assert f'tabindex="0" aria-label="命令" id="command-1"><code>{command}</code>' in text
    assert NOTHING not in text


async def test_where_nothing_stands_still_it_says_so(stage: Stage) -> None:
    text = await running(stage)
    assert NOTHING in text
    assert "需要处理" not in text
    assert "minqing" not in text.partition("<main")[2]
