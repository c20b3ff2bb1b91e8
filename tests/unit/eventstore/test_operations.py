"""What operators did to a log is stored in a form that stays."""

from datetime import UTC, datetime
from uuid import UUID

from shared.event import wire_form
from shared.eventstore.operated import HistoryAccepted, LogRestored

BACKUP = UUID("0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01")


def test_the_stored_form_of_a_restored_log_is_fixed() -> None:
    taken = datetime(2026, 11, 29, 16, 0, 5, 120000, UTC)
    assert wire_form(LogRestored(backup=BACKUP, taken=taken, position=340, hash="ab" * 32)) == (
        "log-restored.v1",
        f'{{"backup":"{BACKUP}","taken":"2026-11-29T16:00:05.120000Z","position":340,"hash":"{"ab" * 32}"}}',
    )


def test_the_stored_form_of_an_accepted_history_is_fixed() -> None:
    accepted = HistoryAccepted(
        producer="ledger", restoration=BACKUP, position=3, read=9, policies=("hear",), dropped=(BACKUP,), why="restored"
    )
    assert wire_form(accepted) == (
        "history-accepted.v1",
        f'{{"producer":"ledger","restoration":"{BACKUP}","position":3,"read":9,"policies":["hear"],'
        f'"dropped":["{BACKUP}"],"why":"restored"}}',
    )
