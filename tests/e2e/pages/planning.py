"""A district on the day before its first campaign: who and where is imported, nothing is planned."""

from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page, expect

from deploy.minqing.supervise import Minqing
from shared.ids import Tenant
from tests.e2e.door import Door
from tests.e2e.opening import Opening, accounts
from tests.e2e.pages.reading import Device, Readers

OFFICE, OTHER_OFFICE, CADRE, CLERK = "mz-1", "gt-1", "mz-2", "gt-2"
UNITS = """code,name,kind,parent
MZ,绿河民政局,department,
MZ-HD,民政局活动办公室,activity-office,MZ
MZ-LD,民政局领导小组,leading-group,MZ
MZ-S1,基层政权科,section,MZ
MZ-S2,社会救助科,section,MZ
GT,绿河国土分局,department,
GT-HD,国土分局活动办公室,activity-office,GT
QHD,绿河区活动办公室,district-office,
"""
PEOPLE = """code,name,unit,party_member,posts
MZ-1,李建国,MZ-HD,yes,head@MZ-HD
MZ-2,王秀英,MZ-S1,yes,
MZ-3,陈志强,MZ-S1,no,head@MZ-S1
MZ-4,赵玉兰,MZ-S2,yes,
MZ-5,刘卫东,MZ-S2,no,head@MZ-S2
GT-1,周文斌,GT-HD,yes,head@GT-HD
GT-2,吴桂花,GT,yes,clerk@GT
"""
PLACES = """code,name,level,parent,contact_unit,contact_section,contact_leader
D,绿河区,district,,,,
T1,柳河镇,town,D,,,
C01,柳塘村,village,T1,MZ,MZ-S1,
C02,桃源村,village,T1,MZ,MZ-S2,
T2,青山街道,town,D,,,
C03,青山社区,community,T2,MZ,MZ-S2,
C04,松岭社区,community,T2,,,
"""
GRANTS = {
    OFFICE: "activity-office@MZ-HD",
    OTHER_OFFICE: "activity-office@GT-HD",
    CADRE: "cadre@MZ-S1",
    CLERK: "clerk@GT",
}
CALLED = {"phone": "手机", "desk": "桌面"}
HEADER = "person,name,batch,place\n"
WHOLE = HEADER + "MZ-2,王秀英,1,C01\nMZ-3,陈志强,2,柳塘村\nMZ-4,赵玉兰,1,C02\nMZ-5,,2,C03\n"
"""Everybody but the one who stays at the desk."""
_PASSWORDS = "luhe"


@dataclass
class Luhe:
    """The district's people before their browsers."""

    tenant: Tenant
    readers: Readers

    def page(self, login: str, device: Device, path: str = "/campaigns") -> Page:
        """Somebody there, who has logged in and is at a path."""
        return self.readers.of_district(self.tenant, login, f"{_PASSWORDS}-{login}", device, path)


def open_luhe(minqing: Minqing, door: Door, tenant: Tenant) -> None:
    """Open the district and import who and where."""
    files = {"units": UNITS, "people": PEOPLE, "places": PLACES, "accounts": accounts(PEOPLE, GRANTS, _PASSWORDS)}
    operator = minqing.wiring.credentials.operator_password()
    Opening(operator, tenant, "绿河区", _PASSWORDS, files).open(door)


def sheet(text: str) -> FilePayload:
    """A file as a browser sends it."""
    return {"name": "安排表.csv", "mimeType": "text/csv", "buffer": text.encode()}


def fill_in(page: Page, name: str = "下基层") -> None:
    """A campaign of two batches, in one town and one community of another."""
    page.goto("/campaigns/new")
    page.fill("#name", name)
    page.fill("#begins", "2010-11-22")
    page.fill("#ends", "2011-01-20")
    page.click("button:text('＋ 加一批')")
    page.wait_for_selector("[id='batches.1.ends']")
    for n, days in enumerate((("2010-11-22", "2010-12-21"), ("2010-12-22", "2011-01-20"))):
        page.fill(f"[id='batches.{n}.begins']", days[0])
        page.fill(f"[id='batches.{n}.ends']", days[1])
    page.click("button:text('按起止日期列出各月')")
    page.wait_for_selector("[id='filings.2.due']")
    page.get_by_label("柳河镇 全部 2 个村（社区）").check()
    page.get_by_text("只选青山街道的一部分").click()
    page.get_by_label("青山社区").check()


def planned(page: Page, name: str) -> str:
    """Plan it, and exempt the one who stays at the desk; the path of the campaign."""
    fill_in(page, name)
    page.click("button.act")
    expect(page.locator(".notice, .faults")).to_have_text("活动已排定。接下来登记不参加的干部，再编排安排表。")
    path = page.evaluate("location.pathname")
    exempt(page, path, "李建国 民政局活动办公室")
    return str(path)


def exempt(page: Page, campaign: str, who: str) -> None:
    """Somebody does not go."""
    page.goto(f"{campaign}/exemptions")
    page.select_option("#person", label=who)
    page.fill("#reason", "留守值班")
    page.fill("#document", "绿民〔2010〕1号")
    page.click("button.act")
    page.wait_for_selector(".notice")


def read_in(page: Page, campaign: str, text: str = WHOLE) -> None:
    """Read the draft of the roster from a file."""
    page.goto(f"{campaign}/roster")
    page.set_input_files("#file", sheet(text))
    page.click("button:text('读入草稿')")
    page.wait_for_load_state()
