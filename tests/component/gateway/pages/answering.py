"""Services that answer as a test says, each question for the roles that may ask it."""

from dataclasses import dataclass, field
from typing import Any  # answers are JSON

from fastapi import FastAPI, HTTPException, Request

from shared.web.asking import action
from tests.component.gateway.upstream import Upstream

NOTHING: dict[str, Any] = {"items": [], "next": None}


@dataclass
class Answering(Upstream):
    """`paths` says who may ask what; `answers`, by path or by path?query, is what is said, else an empty list.

    Without an answer there is no such thing where a path ends in an id.
    """

    paths: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)

    def _public(self, app: FastAPI) -> None:
        for path, name in self.paths.items():
            app.get("/api/v1" + path, **action(name))(self._answer)

    async def _answer(self, request: Request) -> Any:
        path = request.url.path.removeprefix("/api/v1")
        question = f"{path}?{request.url.query}" if request.url.query else path
        self.questions.append(question)
        if "{" in request.scope["route"].path and path not in self.answers:
            raise HTTPException(404)
        return self.answers.get(question, self.answers.get(path, NOTHING))
