"""A matter: what may happen to it, and by which rule. The table of contents of the rules."""

from typing import assert_never, get_args

from services.casework.commands import case as c
from services.casework.decider import intake, limits, reply
from services.casework.decider.state import Case, evolve
from services.casework.events.case import CaseHappened
from shared.decider import Decider


def decide(command: c.CaseCommand, state: Case) -> list[CaseHappened]:
    """What follows from a command. Raises Refused where a rule says no, NotFound where it is not for the asker."""
    match command:
        case c.TakeIn() | c.HandOver() | c.Return() | c.Accept() | c.NoteExternalRef():
            return _intake(command, state)
        case c.RemindOfLimit():
            return limits.remind(command, state)
        case c.Escalate():
            return limits.escalate(command, state)
        case c.RecordResult() | c.SendBack() | c.Sign():
            return _draft(command, state)
        case c.IssueReply() | c.ServeCopy() | c.Strike():
            return _close(command, state)
        case _:
            assert_never(command)


def _intake(
    command: c.TakeIn | c.HandOver | c.Return | c.Accept | c.NoteExternalRef, state: Case
) -> list[CaseHappened]:
    match command:
        case c.TakeIn():
            return intake.take_in(command, state)
        case c.HandOver():
            return intake.hand_over(command, state)
        case c.Return():
            return intake.return_(command, state)
        case c.Accept():
            return intake.accept(command, state)
        case c.NoteExternalRef():
            return intake.note_external_ref(command, state)
        case _:
            assert_never(command)


def _draft(command: c.RecordResult | c.SendBack | c.Sign, state: Case) -> list[CaseHappened]:
    match command:
        case c.RecordResult():
            return reply.record_result(command, state)
        case c.SendBack():
            return reply.send_back(command, state)
        case c.Sign():
            return reply.sign(command, state)
        case _:
            assert_never(command)


def _close(command: c.IssueReply | c.ServeCopy | c.Strike, state: Case) -> list[CaseHappened]:
    match command:
        case c.IssueReply():
            return reply.issue(command, state)
        case c.ServeCopy():
            return reply.serve(command, state)
        case c.Strike():
            return reply.strike(command, state)
        case _:
            assert_never(command)


CASE = Decider(Case(), decide, evolve, commands=get_args(c.CaseCommand), events=get_args(CaseHappened))
"""Stream `case/{matter}`."""
