"""The rules of casework: matters, the numbers of letters, the tables of competence and letterheads."""

from services.casework.decider.case import CASE
from services.casework.decider.erasure import ERASURE
from services.casework.decider.numbers import NUMBERS
from services.casework.decider.offices import COMPETENCE, LETTERHEAD

__all__ = ["CASE", "COMPETENCE", "ERASURE", "LETTERHEAD", "NUMBERS"]
