"""The golden vector of formats 1 and 2."""

from uuid import UUID

from shared.eventstore.chain import Content, digest_of, genesis, link

STORE = UUID("0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01")
STREAM = "case/7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"
OPENED = Content(
    tenant="shifan",
    stream=STREAM,
    type="case-opened.v1",
    event_id=UUID("3a5f6f0e-54f1-5f0a-9b1c-0c6b2d7e8f01"),
    command_id=UUID("9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c02"),
    actor="policy:casework/open",
    occurred=1291036800000000,
    data='{"category":"land-requisition","matter":"case"}',
    meta='{"correlationid":"visit-1"}',
    fact_type="casework.case-opened.v1",
    fact_data='{"case":"7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"}',
)
NOTED = Content(
    tenant="shifan",
    stream=STREAM,
    type="case-noted.v1",
    event_id=UUID("3a5f6f0e-54f1-5f0a-9b1c-0c6b2d7e8f02"),
    command_id=UUID("9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c03"),
    actor="account:张三",
    occurred=1291123200000000,
    data='{"note":"已联系当事人"}',
    meta="{}",
)
FIRST = "0f630047e29a844e417beec8ccc32f9da1601269bec736acbe915c1d8bddbe58"


def test_a_log_begins_with_the_hash_of_its_own_name() -> None:
    assert genesis("casework", STORE, "shifan").hex() == (
        "0301cbe1c819be1828811f2419a3fdd6904346d13f199a73f9595e2e23478709"
    )


def test_an_event_with_a_fact_has_the_digest_and_hash_of_the_golden_vector() -> None:
    digest = digest_of(OPENED)
    assert digest.hex() == "5f3f38de584b8699f83a7167f8d9058006e535321f59d84def339412a911500a"
    assert link(genesis("casework", STORE, "shifan"), 1, 1, 1291036800123456, digest).hex() == FIRST


def test_an_event_without_a_fact_and_with_chinese_words_has_those_of_the_golden_vector() -> None:
    digest = digest_of(NOTED)
    assert digest.hex() == "6ce7199b95d6f00ad42780db8a65ac0ffd838779f321af7130cf5a63139cac3f"
    assert link(bytes.fromhex(FIRST), 2, 2, 1291123200000001, digest).hex() == (
        "26ae414a4e1049928ae61cf17d2dd33522560e8bda754da1ba438b4fa738da8f"
    )
