"""What each act of the story is as requests: the bodies that an official's form would send."""

from collections.abc import Awaitable, Callable
from typing import Any  # bodies are JSON

from deploy.demo.client import Api, Sent
from deploy.demo.setting import World, household_id, person_id, place_id, unit_id
from deploy.demo.story import DISPUTE_VISITS, MODES, SETTLED_VISIT, Act, household_of
from shared.words import FIELDS

FIELD_NAMES = dict(
    zip(FIELDS, ("征地补偿", "房屋拆迁", "企业改制", "劳动就业", "社会保障", "涉法涉诉", "安全生产"), strict=True)
)


class Players:
    """Plays acts through the API. Keys derive from the act, so that playing it again changes nothing."""

    def __init__(self, api: Api, world: World) -> None:
        self.api = api
        self.world = world
        self._sent: set[tuple[str, str]] = set()

    async def play(self, act: Act) -> None:
        """Send what the act needs, in its order. Raises PlayError when the API says no."""
        play: Callable[[Act], Awaitable[None]] = getattr(self, "_" + act.verb.replace("-", "_"))
        await play(act)

    async def _send(self, act: Act, path: str, body: Any = None, step: str = "") -> Any:
        key = "-".join(map(str, (act.verb, act.batch, act.place, act.number, *act.told.values(), act.at.date(), step)))
        answer = await self.api.ask(act.who, "POST", path, body, _ascii(key))
        verb, about = (step if step in ("need", "measure") else act.verb), (act.batch, act.place, act.number)
        again = (key, path) in self._sent
        self._sent.add((key, path))
        self.api.journal.append(Sent(act.at, act.who, verb, about, act.told, body, again))
        return answer

    def _stay(self, act: Act) -> str:
        return self.world.stays[act.batch, act.place]

    async def _start(self, act: Act) -> None:
        await self._send(act, f"/stays/{self._stay(act)}/start")

    async def _interrupt(self, act: Act) -> None:
        await self._send(act, f"/stays/{self._stay(act)}/interruption", {"reason": "单位有紧急工作，临时召回"})

    async def _resume(self, act: Act) -> None:
        await self._send(act, f"/stays/{self._stay(act)}/resumption")

    async def _end(self, act: Act) -> None:
        await self._send(act, f"/stays/{self._stay(act)}/end")

    async def _visit(self, act: Act) -> None:
        household = household_of(act.batch, act.number)
        body = {
            "stay": self._stay(act),
            "mode": MODES[act.number],
            "at": act.at.isoformat(),
            "callers": [{"household": str(household_id(act.place, household))}],
            "diary": f"走访第{household}户，了解冷暖，听取意见，记录所思所盼。",
            "matters": self._matters(act),
        }
        answer = await self._send(act, "/visits", body)
        if act.told.get("again"):
            alike = answer == await self._send(act, "/visits", body)
            self.world.repeated += alike
        if answer["matters"]:
            self.world.matters[act.batch, act.place, act.number] = answer["matters"][0]["id"]

    def _matters(self, act: Act) -> list[dict[str, Any]]:
        if act.number == SETTLED_VISIT:
            words, answer = (
                "盼望尽快落实冬季取暖补助，家里老人怕冷。",
                "补助已在名册内，本月二十五日前发放到户，现场已解释清楚。",
            )
            return [{"kind": "livelihood", "subject": "冬季取暖补助", "words": words, "caller": 0, "answer": answer}]
        if act.number not in DISPUTE_VISITS:
            return []
        field = act.told["field"]
        words = f"反映{FIELD_NAMES[field]}问题久拖未决，要求给个说法，把账目说明白。"
        return [
            {"kind": "dispute", "field": field, "subject": f"{FIELD_NAMES[field]}问题", "words": words, "caller": 0}
        ]

    async def _pair(self, act: Act) -> None:
        household = str(household_id(act.place, household_of(act.batch, act.number)))
        body = {"stay": self._stay(act), "household": household, "kind": "hardship"}
        made = (await self._send(act, "/pairings", body))["id"]
        self.world.pairings[act.batch, act.place] = made
        await self._send(act, f"/pairings/{made}/needs", {"need": "盼有一份稳定的活计", "rank": 1}, "need")
        await self._send(
            act, f"/pairings/{made}/measures", {"kind": "employment", "what": "联系合作社务工岗位"}, "measure"
        )

    async def _measure_result(self, act: Act) -> None:
        pairing = self.world.pairings[act.batch, act.place]
        await self._send(act, f"/pairings/{pairing}/measures/1/result", {"result": "已上岗，月收入有着落"})

    async def _screen(self, act: Act) -> None:
        findings = [{"what": "山塘坝体渗水，汛前要处理", "field": "work-safety"}] if act.place % 2 == 0 else []
        body = {"stay": self._stay(act), "findings": findings}
        self.world.screenings[act.batch, act.place] = (await self._send(act, "/screenings", body))["id"]

    async def _correct_screening(self, act: Act) -> None:
        body = {
            "findings": [{"what": "山塘坝体渗水一处，已设警示，汛前要处理", "field": "work-safety"}],
            "reason": "区办要求写明处置情况",
        }
        await self._send(act, f"/screenings/{self.world.screenings[1, act.place]}/correction", body)

    async def _note(self, act: Act) -> None:
        body = {
            "stay": self._stay(act),
            "about": "branch-and-members",
            "text": "支部班子团结，党员在急难险重任务中冲在前面。",
        }
        await self._send(act, "/notes", body)

    async def _deed(self, act: Act) -> None:
        body = {"stay": self._stay(act), "kind": "water-works", "what": "清淤整修水渠三百米"}
        await self._send(act, "/deeds", body)

    async def _forum(self, act: Act) -> None:
        attendance = {"party": 18, "people": 0}
        body = {
            "stay": self._stay(act),
            "kind": "forum",
            "attendance": attendance,
            "minutes": "党员座谈，征求对基层组织建设的意见。",
        }
        await self._send(act, "/meetings", body)

    async def _evaluation(self, act: Act) -> None:
        attendance = {"party": 20, "people": 12}
        body = {
            "stay": self._stay(act),
            "kind": "evaluation",
            "attendance": attendance,
            "minutes": "评议党组织和党员服务群众情况。",
        }
        await self._send(act, "/meetings", body)

    def _matter(self, act: Act) -> str:
        return f"/matters/{self.world.matters[act.batch, act.place, act.number]}"

    async def _hand_over(self, act: Act) -> None:
        body = {"to": str(unit_id(act.told["to"])), "reason": act.told.get("reason")}
        await self._send(act, self._matter(act) + "/hand-over", body)

    async def _return(self, act: Act) -> None:
        await self._send(act, self._matter(act) + "/return", {"reason": act.told["reason"]})

    async def _accept(self, act: Act) -> None:
        body = {"handler": str(person_id(act.told["handler"]))}
        await self._send(act, self._matter(act) + "/acceptance", body)

    async def _open_identity(self, act: Act) -> None:
        opened = await self._send(act, self._matter(act) + "/identity", {"purpose": act.told["purpose"]})
        self.world.opened += all(one["name"] for one in opened["petitioners"])

    async def _result(self, act: Act) -> None:
        body = {
            "outcome": "supported",
            "facts": "经核实，情况属实，账目已公开。",
            "opinion": "同意所请，限期补发到位。",
        }
        await self._send(act, self._matter(act) + "/result", body)

    async def _sign(self, act: Act) -> None:
        await self._send(act, self._matter(act) + "/signature")

    async def _serve(self, act: Act) -> None:
        for copy in (1, 2, 3, 4):
            body = {
                "result": "served",
                "how": "by-hand",
                "by": "信访专干",
                "to": "收件人本人",
                "at": act.at.isoformat(),
            }
            await self._send(act, f"{self._matter(act)}/copies/{copy}/service", body, str(copy))

    async def _strike(self, act: Act) -> None:
        await self._send(act, self._matter(act) + "/striking", {"evidence": "四份回证齐全"})

    async def _filing(self, act: Act) -> str:
        known, this = self.world.filings, (act.place, act.told["period"])
        if this not in known:  # a section head is told of the own places' filings alone
            answer = await self.api.ask(act.who, "GET", f"/filings?campaign={self.world.campaign}&limit=500")
            places = {str(place_id(code)): n for n, code in enumerate(self.world.cast.places, 1)}
            known |= {(places[one["place"]], one["period"]): one["id"] for one in answer["items"]}
        return f"/filings/{known[this]}"

    async def _draft(self, act: Act) -> None:
        await self._send(act, await self._filing(act) + "/draft")

    async def _file(self, act: Act) -> None:
        await self._send(act, await self._filing(act) + "/submission")

    async def _return_filing(self, act: Act) -> None:
        await self._send(act, await self._filing(act) + "/return", {"reason": "一处隐患没有写明处置情况，请补正"})

    async def _receipt(self, act: Act) -> None:
        await self._send(act, await self._filing(act) + "/receipt")

    async def _curtain(self, act: Act) -> None:
        """Nobody does anything: the day has come."""


def _ascii(key: str) -> str:
    return "".join(letter if letter.isascii() and letter.isprintable() else f"u{ord(letter):x}" for letter in key)[:200]
