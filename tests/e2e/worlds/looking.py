"""What each answer of the API may show of a matter: every reading route is told apart, and one that is not fails."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.e2e.walking import Route
from tests.e2e.worlds.living import Lived, diary_of_visit
from tests.e2e.worlds.rights import diary_of, ever_seen, seen, told
from tests.e2e.worlds.world import Heard, Somebody

NOTHING = frozenset(
    {
        *(
            "/accounts",
            "/accounts/{account}",
            "/accounts/{account}/holder",
            "/grants",
            "/keys",
            "/me",
            "/links/current",
        ),
        *("/campaigns", "/campaigns/{campaign}", "/campaigns/{campaign}/exemptions", "/campaigns/{campaign}/roster"),
        *(f"/campaigns/{{campaign}}/{what}figures" for what in ("", "case-", "field-", "message-")),
        *("/campaigns/{campaign}/coverage", "/competences", "/districts", "/households", "/households/{household}"),
        *(
            "/people",
            "/people/{person}",
            "/places",
            "/units",
            "/stays",
            "/stays/{stay}",
            "/pairings",
            "/pairings/{pairing}",
        ),
        *("/deeds", "/deeds/{deed}", "/meetings", "/meetings/{meeting}", "/notes", "/notes/{note}"),
        *("/erasures", "/running", "/running/figures", "/running/parked", "/sandbox/clock", "/sandbox/quiet"),
        *("/screenings", "/screenings/{screening}", "/subscriptions", "/subscriptions/{subscription}"),
        "/subscriptions/{subscription}/deliveries",
    }
)
"""Where no matter is spoken of to anybody."""
NOW = frozenset(
    {
        *("/matters", "/matters/{case}", "/matters/{case}/copies", "/matters/{case}/copies/{n}"),
        *("/matters/{case}/limits", "/matters/{case}/limits/{limit}"),
        *("/matters/{case}/draft", "/matters/{case}/reply", "/turns", "/latest-steps", "/unsettled"),
        *("/visits", "/visits/{visit}", "/places/{place}/books", "/openings", "/filings", "/filings/{filing}"),
        *(f"/filings/{{filing}}/versions/{{version}}{what}" for what in ("", "/difference", "/since")),
    }
)
"""Where a matter is spoken of to whoever may see it now."""
ONCE = frozenset({"/inbox"})
"""What somebody was told stays told."""
TOLD = frozenset({"/subscriptions/{subscription}/events", "/subscriptions/{subscription}/stream"})
"""What a unit was told, by whoever may pull it."""
_LEVELS: Mapping[str, frozenset[str]] = {
    "事由": frozenset({"whole", "heard", "state"}),
    "原话": frozenset({"whole", "heard"}),
    "当场答复": frozenset({"whole", "heard", "book"}),
    "查明": frozenset({"whole", "facts"}),
    "意见": frozenset({"whole", "facts", "copy"}),
    **dict.fromkeys(("交办理由", "退回理由", "凭据", "本局编号", "送达人"), frozenset({"whole"})),
}
"""By what words: the levels of which one has to be seen."""


@dataclass(frozen=True)
class Look:
    """An answer that somebody got at a route; `subscription`: whose events were asked for."""

    route: Route
    path: str
    text: str
    subscription: str = ""

    def leaks(self, there: Lived, who: Somebody) -> Iterator[str]:
        """What of a matter or a diary it shows that it may not."""
        text = self.text.replace(json.dumps(f"/api/v1{self.path}"), "")  # a problem names what was asked for
        for matter in there.world.heard:
            shown = [trace for trace in _traces(there, matter) if trace in text]
            if shown and not self._may_know_of(there, who, matter):
                yield f"that there is {matter}: {shown}"
            yield from self._words(there, who, matter, text)
        for n, village in enumerate(there.world.villages):
            if diary_of_visit(village.code) in text and not diary_of(there.world, who, n):
                yield f"the diary of {village.code}"

    def _may_know_of(self, there: Lived, who: Somebody, matter: Heard) -> bool:
        path = self.route.path
        if path in TOLD:
            return told(there.world, self.subscription, matter)
        known = ever_seen if path in ONCE else seen
        return path not in NOTHING and bool(known(there.world, who, matter))

    def _words(self, there: Lived, who: Somebody, matter: Heard, text: str) -> Iterator[str]:
        """Words are for their level alone; an accusation's own are opened with a purpose, and read nowhere."""
        levels = seen(there.world, who, matter) if self.route.path in NOW else {"state"}
        for what, of in _LEVELS.items():
            never = what == "原话" and matter.is_accusation
            if matter.token(what) in text and (never or not levels & of):
                yield f"{what} of {matter}"


def _traces(there: Lived, matter: Heard) -> Sequence[str]:
    return there.things["case"][matter.name], there.references[matter.name], f"之{matter.name}"


def classified(routes: Sequence[Route]) -> Sequence[Route]:
    """The routes, each of which is told apart here. Fails for one that is not, and for one that is no more."""
    known = NOTHING | NOW | ONCE | TOLD
    paths = {route.path for route in routes}
    assert paths == known, f"say in tests/e2e/worlds/looking.py what these show of matters: {sorted(paths ^ known)}"
    return routes
