"""What others do meanwhile, by the API: a matter of their own for a test, brought as far as it needs it."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any  # bodies are JSON

import httpx

from deploy.demo.cast import password_of
from deploy.demo.setting import TENANT, household_id, person_id, unit_id
from deploy.minqing.process import wait_until
from tests.e2e.pages.staging import Staged

OFFICE, CLERK, HANDLER, LEADER, HEAD = "mz-01", "zf-3", "zf-4", "zf-2", "zf-1"
"""Of litigation: no other test's department."""
PETITION_OFFICE = "xf-1"

HEARD_AT, SERVED_AT = "2010-11-25T10:00:00+08:00", "2010-12-06T15:00:00+08:00"
WORDS_OF_AN_ACCUSATION = "反映经贸局有人收取好处"
FINDING = {"outcome": "supported", "facts": "经核实，判决已生效。", "opinion": "请法院限期执行。"}
_NUMBERS = count(1)
_DEADLINE_SECONDS, _BETWEEN_SECONDS = 30, 0.1


@dataclass
class Others:
    """Everybody else, each logged in once a test."""

    stage: Staged
    _tokens: dict[str, str] = field(default_factory=dict)
    _position: str = ""

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.stage.url, timeout=60, trust_env=False)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def ask(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON; whoever asks next sees what was written."""
        headers = {"Authorization": f"Bearer {self._token(who)}", "Idempotency-Key": f"others-{next(_NUMBERS)}"}
        headers |= {"Minqing-Position": self._position} if self._position else {}
        answer = self._http.request(method, "/api/v1" + path, json=body, headers=headers)
        assert answer.is_success, f"{who} {method} {path}: {answer.text}"
        self._http.cookies.clear()
        self._position = answer.headers.get("minqing-position", self._position)
        return answer.json() if answer.content else None

    def _token(self, who: str) -> str:
        if who not in self._tokens:
            body = {"district": TENANT, "account": who, "password": password_of(who)}
            self._tokens[who] = self._http.post("/api/v1/sessions", json=body).json()["token"]
            self._http.cookies.clear()
        return self._tokens[who]

    @property
    def cadre(self) -> str:
        """Whose stay it is on which these matters are heard."""
        return self.stage.cast.taking_part[0].lower()

    def heard(self, **changed: str) -> str:
        """The path of a dispute that was heard and waits at the activity office."""
        words = "反映判决三年没有执行，要求说明进展。"
        dispute = {"kind": "dispute", "field": "litigation", "subject": "判决久未执行", "words": words, "caller": 0}
        return self._raised({**dispute, **changed}, OFFICE)

    def accused(self, unit: str, words: str = WORDS_OF_AN_ACCUSATION) -> str:
        """An accusation against a unit, on which the handler works for the petition office."""
        concerns = [{"type": "unit", "id": unit}]
        told = {"kind": "accusation", "words": words, "concerns": concerns, "caller": 0}
        path = self._raised(told, PETITION_OFFICE)
        self.ask(PETITION_OFFICE, "POST", path + "/hand-over", {"to": str(unit_id("ZF")), "reason": "请政法委核查"})
        self.accept(path)
        return path

    def _raised(self, told: dict[str, Any], office: str) -> str:
        path = f"/matters/{self._visited('走访第21户，听取意见。', told)['matters'][0]['id']}"
        self._wait(office, path, "opened")
        return path

    def visit(self, diary: str) -> str:
        """The path of a visit on which nothing was to be done."""
        return f"/visits/{self._visited(diary)['id']}"

    def _visited(self, diary: str, *told: dict[str, Any]) -> Any:
        body = {
            "stay": self.stage.world.stays[1, 1],
            "mode": "reception",
            "at": HEARD_AT,
            "callers": [{"household": str(household_id(1, 21))}],
            "diary": diary,
            "matters": list(told),
        }
        return self.ask(self.cadre, "POST", "/visits", body)

    def handed_over(self) -> str:
        """One that waits at the department."""
        path = self.heard()
        self.ask(OFFICE, "POST", path + "/hand-over", {})
        return path

    def accepted(self) -> str:
        """One that its handler works on."""
        path = self.handed_over()
        self.accept(path)
        return path

    def accept(self, path: str) -> None:
        """Accept a matter, and name its handler."""
        self.ask(CLERK, "POST", path + "/acceptance", {"handler": str(person_id(HANDLER))})

    def concluded(self) -> str:
        """One whose result awaits a signature."""
        path = self.accepted()
        self.ask(HANDLER, "POST", path + "/result", FINDING)
        return path

    def issued(self) -> str:
        """One whose reply is there, with four copies that nobody has got yet."""
        path = self.accepted()
        self.issue(path)
        return path

    def issue(self, path: str) -> None:
        """Conclude a matter on which the handler works, and sign its reply."""
        self.ask(HANDLER, "POST", path + "/result", FINDING)
        self.sign(path)

    def sign(self, path: str) -> None:
        """Sign a result, and wait for the copies of the reply."""
        self.ask(LEADER, "POST", path + "/signature")
        self._wait(CLERK, path, "issued")

    def serve(self, path: str, n: int) -> None:
        """Say that a copy has come to its reader."""
        told = {"result": "served", "how": "by-hand", "by": "信访专干", "to": "收件人", "at": SERVED_AT}
        self.ask(CLERK, "POST", f"{path}/copies/{n}/service", told)

    def served(self) -> str:
        """One of whose reply every copy has come to its reader."""
        path = self.issued()
        for n in (1, 2, 3, 4):
            self.serve(path, n)
        return path

    def struck(self) -> str:
        """One that is over."""
        path = self.served()
        self.ask(OFFICE, "POST", path + "/striking", {"evidence": "四份回证齐全"})
        return path

    def _wait(self, who: str, path: str, state: str) -> None:
        """Ask until it stands so."""
        so = wait_until(lambda: self._state(who, path) == state, _DEADLINE_SECONDS, step=_BETWEEN_SECONDS)
        assert so, f"it is {self._state(who, path)}, not {state}"

    def _state(self, who: str, path: str) -> str | None:
        headers = {"Authorization": f"Bearer {self._token(who)}"}
        answer = self._http.get("/api/v1" + path, headers=headers)
        self._http.cookies.clear()
        return str(answer.json()["state"]) if answer.is_success else None
