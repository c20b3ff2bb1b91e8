"""What an operator does with the read models of a service, beside the running one: list, verify, rebuild, switch."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx

from shared.eventstore.builds import live_builds
from shared.eventstore.connect import Database
from shared.eventstore.pages import NotTheLogRead, Source
from shared.eventstore.projections import Projection
from shared.eventstore.rebuild import CannotRebuild, Rebuild, Say
from shared.eventstore.verify import Verdict, verify_all
from shared.messaging.preparing import followed

_HEADER = f"{'projection':24} {'tables':28} {'build is':12} {'behind':>8}"


@dataclass(frozen=True)
class Keeper:
    """Keeps the read models of one service; `sources` by service, the own log included."""

    database: Database
    sources: Mapping[str, Source]
    models: Sequence[Projection]
    say: Say

    async def told(self, words: Sequence[str]) -> bool:
        """Do what the words of a command line say; whether all is as it should be."""
        asked = self._parser().parse_args(words)
        chosen = [each for each in self.models if asked.projection in (None, each.name)]
        try:
            return bool(await asked.do(chosen, asked))
        except CannotRebuild as error:
            self.say(str(error))
        except NotTheLogRead:
            self.say("The live tables were made from another log than this one: docs/projections.md.")
        except httpx.HTTPError as error:
            self.say(f"Another service does not answer, so nothing was changed: {type(error).__name__}.")
        return False

    async def _list(self, models: Sequence[Projection], _: Namespace) -> bool:
        self.say(_HEADER)
        for each in models:
            for line in await self._rebuild(each).told():
                self.say(line)
        return True

    async def _verify(self, models: Sequence[Projection], _: Namespace) -> bool:
        equal = True
        async for verdict in verify_all(self.database, self.sources, await live_builds(self.database, models)):
            self.say(_sentence(verdict))
            equal &= verdict.equal
        return equal

    async def _made_anew(self, models: Sequence[Projection], asked: Namespace) -> bool:
        return all([await self._rebuild(each).run(asked.despite_difference) for each in models])

    async def _prepare(self, models: Sequence[Projection], _: Namespace) -> bool:
        for each in models:
            await self._rebuild(each).prepare(followed)
        return True

    async def _roll_back(self, models: Sequence[Projection], _: Namespace) -> bool:
        for each in models:
            await self._rebuild(each).roll_back()
        return True

    async def _drop(self, models: Sequence[Projection], _: Namespace) -> bool:
        for each in models:
            await self._rebuild(each).drop()
        return True

    def _rebuild(self, projection: Projection) -> Rebuild:
        return Rebuild(self.database, self.sources[projection.source], projection, self.say)

    def _parser(self) -> ArgumentParser:
        parser = ArgumentParser(prog="projections")
        verbs = parser.add_subparsers(required=True)
        does = {
            "list": self._list,
            "verify": self._verify,
            "rebuild": self._made_anew,
            "rollback": self._roll_back,
            "drop": self._drop,
            "prepare": self._prepare,
        }
        for verb, do in does.items():
            each = verbs.add_parser(verb)
            each.set_defaults(do=do)
            some = None if verb == "rollback" else "?"
            each.add_argument("projection", nargs=some, choices=[model.name for model in self.models])
            if verb == "rebuild":
                each.add_argument("--despite-difference", action="store_true")
        return parser


def _sentence(verdict: Verdict) -> str:
    what = f"{verdict.projection} of {verdict.tenant} up to {verdict.position}"
    if verdict.difference is None:
        return f"{what}: {verdict.rows} rows, as the log says"
    first = verdict.difference
    return f"{what}: NOT as the log says: {first.table} {first.key}: {first.differs}"
