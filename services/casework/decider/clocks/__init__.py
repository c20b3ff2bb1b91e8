"""The law's clocks: rule packs as data, days counted by the State Council's calendar, and each date with its proof.

Nothing here asks a clock, and no calendar but the one it is given.
"""

from services.casework.decider.clocks.book import BOOK, PLANNED, in_force, rule
from services.casework.decider.clocks.counting import Clock, Pause
from services.casework.decider.clocks.days import Calendar, national
from services.casework.decider.clocks.packs import Article, Book, Counting, Extension, Pack, Rule, Term
from services.casework.decider.clocks.proof import prove

__all__ = [
    "Article",
    "Book",
    "Counting",
    "Extension",
    "Pack",
    "Rule",
    "Term",
    "BOOK",
    "PLANNED",
    "in_force",
    "rule",
    "Calendar",
    "national",
    "Clock",
    "Pause",
    "prove",
]
