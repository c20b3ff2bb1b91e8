"""What becomes of the matters of a generated district: each goes as far as it should, stage by stage."""

from tests.e2e.door import Door
from tests.e2e.opening import BEGINS
from tests.e2e.worlds.living import Lived, inhabited
from tests.e2e.worlds.world import PETITIONS, Heard, World


def lived(world: World, name: str, door: Door, operator_password: str) -> Lived:
    """A district in which everything of a world has happened."""
    there = inhabited(world, name, door, operator_password)
    for stage in (_hand_over, _decide, _record, _sign, _serve, _strike):
        for matter in world.heard:
            stage(there, matter)
        there.quiet()
    return there


def _path(there: Lived, one: Heard, what: str) -> str:
    return f"/matters/{there.things['case'][one.name]}/{what}"


def _hand_over(there: Lived, one: Heard) -> None:
    if one.came_to("handed-over"):
        office = f"{PETITIONS}-1" if one.is_accusation else f"{there.world.villages[one.village].lead}-5"
        way = {"to": there.id_of("unit", one.to), "reason": one.token("交办理由")}
        there.does(office, "POST", _path(there, one, "hand-over"), way)


def _decide(there: Lived, one: Heard) -> None:
    if one.way == "returned":
        there.does(f"{one.to}-3", "POST", _path(there, one, "return"), {"reason": one.token("退回理由")})
    elif one.came_to("accepted"):
        handler = {"handler": there.id_of("person", f"{one.to}-4"), "external_ref": one.token("本局编号")}
        there.does(f"{one.to}-3", "POST", _path(there, one, "acceptance"), handler)


def _record(there: Lived, one: Heard) -> None:
    if one.came_to("result-recorded"):
        found = {"outcome": "explained", "facts": one.token("查明"), "opinion": one.token("意见")}
        there.does(f"{one.to}-4", "POST", _path(there, one, "result"), found)


def _sign(there: Lived, one: Heard) -> None:
    if one.came_to("issued"):
        there.does(f"{one.to}-1", "POST", _path(there, one, "signature"))


def _serve(there: Lived, one: Heard) -> None:
    if not one.came_to("struck"):
        return
    copies = there.does(f"{one.to}-3", "GET", _path(there, one, "copies"))["items"]
    assert isinstance(copies, list)
    for copy in (copy for copy in copies if copy["may_serve"]):
        served = {"result": "served", "how": "by-hand", "by": one.token("送达人"), "to": "本人", "at": BEGINS}
        there.does(f"{one.to}-3", "POST", _path(there, one, f"copies/{copy['number']}/service"), served)


def _strike(there: Lived, one: Heard) -> None:
    if one.came_to("struck"):
        office = f"{PETITIONS}-1" if one.is_accusation else f"{there.world.villages[one.village].lead}-5"
        there.does(office, "POST", _path(there, one, "striking"), {"evidence": one.token("凭据")})
