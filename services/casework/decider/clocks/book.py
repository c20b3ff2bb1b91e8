"""Which packs hold for a matter: those in force on the day it was received, the local one before the national."""

from collections.abc import Sequence
from datetime import date

from services.casework.decider.clocks.packs import NATIONAL, Book, Pack, Rule
from services.casework.decider.clocks.plan import PLAN
from services.casework.decider.clocks.regulations_2005 import REGULATIONS_2005
from services.casework.decider.clocks.regulations_2022 import REGULATIONS_2022
from services.casework.decider.clocks.zhejiang_2016 import ZHEJIANG_2016
from services.casework.events.proof import LimitName
from shared.words import MatterKind

BOOK = Book(packs=(REGULATIONS_2005, REGULATIONS_2022, ZHEJIANG_2016))
"""The law's packs; a district may bring its own beside them."""

PLANNED = Rule(PLAN.terms[0], PLAN)


def in_force(received: date, jurisdiction: str = NATIONAL, book: Book = BOOK) -> Sequence[Pack]:
    """The packs that a matter keeps, whatever becomes law later; none before the Regulations of 2005."""
    places = (jurisdiction, NATIONAL) if jurisdiction != NATIONAL else (NATIONAL,)
    return [pack for place in places for pack in book.packs if pack.jurisdiction == place and pack.holds_on(received)]


def rule(name: LimitName, packs: Sequence[Pack], kind: MatterKind | None = None) -> Rule | None:
    """The limit of that name, as the first of the packs says it that has one, of matters of a kind if one is given."""
    named = (Rule(term, pack) for pack in packs for term in pack.terms if term.name == name and term.is_for(kind))
    return next(named, None)
