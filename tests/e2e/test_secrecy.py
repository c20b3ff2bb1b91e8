"""After the campaign no dump, log or bell holds a name, number or word of those who were visited, nor a secret."""

import csv
import io

import pytest

from deploy.demo.cast import password_of
from tests.e2e.keeping import everything_kept, written_as
from tests.e2e.played import Played

# what the players write in diaries, matters, answers, results and books
WORDS = (
    "了解冷暖",
    "盼望尽快落实冬季取暖补助",
    "补助已在名册内",
    "久拖未决",
    "盼有一份稳定的活计",
    "联系合作社务工岗位",
    "已上岗",
    "山塘坝体渗水",
    "急难险重任务中冲在前面",
    "清淤整修水渠",
    "党员座谈",
    "评议党组织和党员",
    "账目已公开",
    "限期补发到位",
    "四份回证齐全",
    "不属本局职责",
    "收件人本人",
)


@pytest.fixture(scope="module")
def dumps(campaign: Played) -> dict[str, str]:
    """Everything that is kept, as text: each database, the bell, and each process's log."""
    return everything_kept(campaign.minqing)


def test_something_was_kept_to_look_at(dumps: dict[str, str]) -> None:
    assert "matter-raised.v1" in dumps["database ledger"]
    assert "minqing.ledger.visit-logged.v1" in dumps["bell"]


def test_no_name_of_a_household_is_anywhere(campaign: Played, dumps: dict[str, str]) -> None:
    officials = sorted((one.name for one in campaign.performance.cast.officials), key=len, reverse=True)
    names = [row["head"] for row in _households(campaign)]

    assert len(names) == 480
    for where, text in dumps.items():
        public = text
        for official in officials:  # an official's name is public, and may hold a shorter one of somebody else
            public = public.replace(official, "")
        assert [name for name in names if name in public] == [], where


@pytest.mark.parametrize("column", ["telephone", "address"])
def test_no_telephone_number_or_address_is_anywhere(campaign: Played, dumps: dict[str, str], column: str) -> None:
    values = [row[column] for row in _households(campaign)]

    for where, text in dumps.items():
        assert [value for value in values if value in text] == [], where


@pytest.mark.parametrize("words", WORDS)
def test_no_words_are_anywhere(dumps: dict[str, str], words: str) -> None:
    assert [where for where, text in dumps.items() if any(one in text for one in written_as(words))] == []


def test_no_secret_is_anywhere(campaign: Played, dumps: dict[str, str]) -> None:
    files = [file for file in (campaign.minqing.directory / "secrets").iterdir() if file.suffix != ".json"]
    secrets = [file.read_text().strip() for file in files]
    secrets += [password_of(one.code.lower()) for one in campaign.performance.cast.officials]
    secrets += campaign.performance.world.secrets.values()

    assert len(secrets) > 100
    for where, text in dumps.items():
        assert [number for number, secret in enumerate(secrets) if secret in text] == [], where


def _households(campaign: Played) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(campaign.performance.cast.files["households"])))
