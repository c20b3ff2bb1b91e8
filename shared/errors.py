"""The three words for "no" that the domain knows; how they look over HTTP is `shared.web`'s business."""


class DomainError(Exception):
    """A sentence a person can act on, with the rule that says no and the figures of the sentence.

    `code` is a stable key of the catalogue of problems and of both languages' sentences; `details` fill
    the sentence's blanks and travel beside it.
    """

    def __init__(self, code: str, rule: str | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.rule = rule
        self.details = details


class Refused(DomainError):
    """A rule of the work or of law forbids it."""


class NotFound(DomainError):
    """There is no such thing, or it is not for the one who asks."""


class VersionConflict(DomainError):
    """The stream has moved on since the asker read it."""
