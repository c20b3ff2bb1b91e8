"""Ids are derived as the formats say, so that a repeated request answers the same ones."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.ids import (
    MINQING,
    event_of,
    first_of_reference,
    imported,
    json_array,
    microseconds,
    policy_command,
    reference,
    request_command,
    thing_of,
    timer_command,
    tracking_code,
)

ACCOUNT = UUID("9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c02")
MATTER = UUID("7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10")


def test_the_namespace_is_minqings_own() -> None:
    assert str(MINQING) == "6c8a0b36-d90d-5f1f-bbf1-ed11ec0dbab1"


def test_a_request_its_event_and_its_visit_have_the_ids_of_the_golden_vector() -> None:
    command = request_command("shifan", ACCOUNT, "POST", "/api/v1/visits", "k-1")

    assert str(command) == "da9aeb0b-363e-5cd4-b676-5152e65f8b17"
    assert str(event_of(command, 0)) == "e39a6e25-c754-5290-9816-efcc2de7b0e8"
    assert str(thing_of(command, "visit")) == "9bd5562b-b65b-50c5-90d2-a33f6b355c35"


def test_an_imported_place_has_the_id_of_the_golden_vector() -> None:
    assert str(imported("shifan", "place", "C03")) == "15c333b1-0cc1-5b8d-8349-22a76f706712"


@pytest.mark.parametrize(
    "other",
    [
        ("anjing", ACCOUNT, "POST", "/api/v1/visits", "k-1"),
        ("shifan", MATTER, "POST", "/api/v1/visits", "k-1"),
        ("shifan", ACCOUNT, "PUT", "/api/v1/visits", "k-1"),
        ("shifan", ACCOUNT, "POST", "/api/v1/notes", "k-1"),
        ("shifan", ACCOUNT, "POST", "/api/v1/visits", "k-2"),
    ],
)
def test_a_key_means_another_command_in_another_district_account_method_or_path(
    other: tuple[str, UUID, str, str, str],
) -> None:
    assert request_command(*other) != request_command("shifan", ACCOUNT, "POST", "/api/v1/visits", "k-1")


def test_the_second_thing_of_a_kind_has_a_number() -> None:
    command = request_command("shifan", ACCOUNT, "POST", "/api/v1/visits", "k-1")

    assert thing_of(command, "matter", 1) == thing_of(command, "matter")
    assert len({thing_of(command, "matter", n) for n in (1, 2, 3)}) == 3


def test_a_policys_steps_and_a_timers_rungs_are_commands_of_their_own() -> None:
    due = datetime(2010, 12, 16, 1, 0, tzinfo=UTC)

    assert policy_command(MATTER, "open", "register") != policy_command(MATTER, "open", "tell")
    assert timer_command("shifan", "case/x", "escalate", 1, due) != timer_command(
        "shifan", "case/x", "escalate", 2, due
    )


def test_a_matters_reference_is_short_and_as_in_the_formats() -> None:
    assert reference(MATTER) == "FW62M-D0D1S"


def test_a_reference_leads_back_to_the_first_of_the_ids_that_have_it() -> None:
    first = first_of_reference("FW62M-D0D1S")
    assert reference(first) == reference(UUID(int=first.int | 2**78 - 1)) == "FW62M-D0D1S"
    assert first <= MATTER <= UUID(int=first.int | 2**78 - 1)
    assert first_of_reference("00000-00000").int == 0


def test_a_tracking_code_has_eight_digits_and_depends_on_the_districts_key() -> None:
    code = tracking_code(b"k" * 32, MATTER)

    assert len(code) == 8
    assert code.isdecimal()
    assert code != tracking_code(b"l" * 32, MATTER)


def test_chinese_is_not_escaped_in_what_an_id_is_derived_from() -> None:
    assert json_array("示范", 1) == '["示范",1]'


def test_microseconds_are_whole_and_exact_far_from_the_epoch() -> None:
    assert microseconds(datetime(2010, 11, 29, 13, 20, 0, 123456, tzinfo=UTC)) == 1291036800123456
    assert microseconds(datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)) == -1
