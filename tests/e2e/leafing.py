"""The console as somebody leafs through it: every page that links, forms that ask and live parts lead to; no writes."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

_PATIENCE_SECONDS = 60
_MOST_PAGES = 1500
_FILES, _STREAM = "/static/", "/live"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # things: links lead to them
_VALUE = re.compile(r"=[^&]*")
_LINKS = {"href": ("a", "link"), "src": ("script", "img")}


@dataclass
class Source(HTMLParser):
    """What is in a page's source beside its text."""

    links: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)  # hidden ones
    remarks: list[str] = field(default_factory=list)  # comments, titles shown on hovering
    barred: list[str] = field(default_factory=list)  # what is there but disabled
    choices: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # of forms that ask, by address and select
    _form: str = ""
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.remarks.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag has in its attributes."""
        said = {name: value or "" for name, value in attrs}
        self.remarks += [said["title"]] if "title" in said else []
        self.barred += [tag] if "disabled" in said or "aria-disabled" in said else []
        self.links += [said[name] for name, tags in _LINKS.items() if tag in tags and name in said]
        self.links += [said[name] for name in ("hx-get", "data-live") if name in said]
        if said.get("type") == "hidden":
            self.fields.append((said["name"], said["value"]))
        self._note_question(tag, said)

    def _note_question(self, tag: str, said: dict[str, str]) -> None:
        if tag == "form":
            self._form = said["action"] if said.get("method", "get") == "get" else ""
        elif tag == "select":
            self._select = said["name"]
        elif tag == "option" and self._form and said["value"] and not _ID.fullmatch(said["value"]):
            self.choices.setdefault((self._form, self._select), []).append(said["value"])

    @property
    def questions(self) -> Iterator[str]:
        """Addresses that a form asks: each select with its first choice, and its last."""
        for (address, select), values in self.choices.items():
            for value in dict.fromkeys((values[0], values[-1])):
                yield f"{address}?{urlencode({select: value})}"


@dataclass(frozen=True)
class Seen:
    """A page as it came."""

    path: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def source(self) -> Source:
        """The page taken apart."""
        source = Source()
        source.feed(self.text)
        return source

    @property
    def whole(self) -> str:
        """Its headers and its source, all that arrives at the reader's."""
        return "\n".join([*(f"{name}: {value}" for name, value in self.headers.items()), self.text])

    def leads_to(self) -> Iterator[str]:
        """Where one gets from here within the console, but for files and streams."""
        source = self.source
        for link in [*source.links, *source.questions]:
            to = urlsplit(urljoin(self.path, link))
            if not to.netloc and not to.path.startswith((_FILES, _STREAM)):
                yield to.path + (f"?{to.query}" if to.query else "")


class Leafing:
    """Somebody before the console who has logged in on its page."""

    def __init__(self, url: str, district: str | None, account: str, password: str) -> None:
        headers = {"accept": "text/html", "accept-language": "zh", "sec-fetch-site": "same-origin"}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=_PATIENCE_SECONDS, trust_env=False)
        typed = {"district": district or "", "account": account, "password": password}
        answer = self.http.post("/login", data=typed)
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
        self.ticket = ""

    def close(self) -> None:
        """Leave."""
        self.http.close()

    def open(self, path: str) -> Seen:
        """A page, or where it sends its reader."""
        return _seen(path, self.http.get(path))

    def send(self, path: str, typed: dict[str, str]) -> Seen:
        """What a form that was given to this reader is answered."""
        return _seen(path, self.http.post(path, data={"ticket": self._ticket(), **typed}))

    def leaf(self, alike: int = _MOST_PAGES) -> dict[str, Seen]:
        """Every page that one gets to from the first, by its path; of those that differ in what is asked, so many."""
        found: dict[str, Seen] = {}
        kinds: Counter[str] = Counter()
        waiting = deque(("/",))
        while waiting:
            path = waiting.popleft()
            kinds[_kind(path)] += path not in found
            if path in found or kinds[_kind(path)] > alike:
                continue
            found[path] = seen = self.open(path)
            assert len(found) < _MOST_PAGES, f"the console has no end: {sorted(found)[-20:]}"
            if seen.status == httpx.codes.SEE_OTHER:
                waiting.append(seen.headers["location"])
            waiting.extend(to for to in seen.leads_to() if to not in found)
        return found

    def _ticket(self) -> str:
        if not self.ticket:
            self.ticket = dict(self.open("/inbox").source.fields)["ticket"]
        return self.ticket


def _kind(path: str) -> str:
    """A path without what it names and the values of what it asks."""
    return _VALUE.sub("=", _ID.sub("*", path))


def _seen(path: str, answer: httpx.Response) -> Seen:
    return Seen(path, answer.status_code, dict(answer.headers), answer.text)
