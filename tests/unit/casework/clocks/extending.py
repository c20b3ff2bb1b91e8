"""The extension of K2, as it is lawful."""

from services.casework.decider.clocks import Extending
from shared.ids import PersonId
from shared.testing.names import named
from tests.unit.casework.clocks.counting_for import on

HEAD, HANDLER = PersonId(named("自然资源局局长")), PersonId(named("自然资源局经办"))
K2 = Extending(
    days=30,
    on=on("2026-05-11"),
    approver=HEAD,
    is_head=True,
    handler=HANDLER,
    reasoned=True,
    told=on("2026-05-11"),
)
