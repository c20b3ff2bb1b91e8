"""What the departments were told is counted from the types of the events that their keys fetch."""

from deploy.demo.counts.by_api.departments import figures_of

HANDED_OVER, ESCALATED, REPLIED = (
    f"minqing.casework.{name}.v1" for name in ("case-handed-over", "case-escalated", "reply-issued")
)


def test_every_event_that_a_key_is_shown_counts() -> None:
    assert figures_of([HANDED_OVER, REPLIED, HANDED_OVER, ESCALATED]) == {
        "department_hand_overs": 2,
        "department_escalations": 1,
        "department_replies": 1,
    }


def test_nothing_is_a_figure_too() -> None:
    assert set(figures_of([]).values()) == {0}


def test_a_ping_is_no_news() -> None:
    assert figures_of(["minqing.notify.ping.v1"]) == figures_of([])
