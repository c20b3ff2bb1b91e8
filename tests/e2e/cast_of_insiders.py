"""The cast of the districts of insiders: two bureaus with a campaign each, departments, who inquires, who audits."""

UNITS = """code,name,kind,parent
MZ,民政局,department,
MZ-S1,救助科,section,MZ
MZ-HD,民政活动办公室,activity-office,MZ
MZ-LD,民政领导小组,leading-group,MZ
NY,农业局,department,
NY-S1,农技科,section,NY
NY-HD,农业活动办公室,activity-office,NY
NY-LD,农业领导小组,leading-group,NY
QHD,区活动办公室,district-office,
XF,信访局,petition-office,
GT,国土分局,department,
RS,人社局,department,
JW,纪委,discipline-office,
SJ,审计局,department,
CW1,河东村委会,committee,
CW2,河西村委会,committee,
"""
PEOPLE = """code,name,unit,party_member,posts
MZ-1,甲一,MZ-S1,yes,
MZ-2,甲二,MZ-S1,yes,head@MZ-S1
MZ-3,甲三,MZ,yes,leader-in-charge@MZ-S1
MZ-4,甲四,MZ-S1,yes,member@MZ-HD
MZ-5,甲五,MZ,yes,clerk@MZ
NY-1,乙一,NY-S1,yes,
NY-2,乙二,NY-S1,yes,head@NY-S1
NY-4,乙四,NY-S1,yes,member@NY-HD
QHD-1,丙一,QHD,yes,clerk@QHD
QHD-2,丙二,QHD,yes,
QHD-3,丙三,QHD,yes,
XF-1,丁一,XF,yes,clerk@XF
SJ-1,戊一,SJ,yes,
GT-1,己一,GT,yes,head@GT
GT-2,己二,GT,yes,leader-in-charge@GT
GT-3,己三,GT,yes,clerk@GT
GT-4,己四,GT,yes,handler@GT
RS-1,庚一,RS,yes,head@RS
RS-2,庚二,RS,yes,leader-in-charge@RS
RS-3,庚三,RS,yes,clerk@RS
RS-4,庚四,RS,yes,handler@RS
RS-9,庚九,RS,yes,
JW-1,辛一,JW,yes,head@JW
JW-2,辛二,JW,yes,leader-in-charge@JW
JW-3,辛三,JW,yes,clerk@JW
JW-4,辛四,JW,yes,handler@JW
CW1-1,壬一,CW1,yes,village-clerk@CW1
CW2-1,癸一,CW2,yes,village-clerk@CW2
"""
PLACES = """code,name,level,parent,contact_unit,contact_section,contact_leader
D,和平区,district,,,,
T1,河口镇,town,D,,,
C01,河东村,village,T1,MZ,MZ-S1,MZ-3
C02,河西村,village,T1,NY,NY-S1,
C01-G1,河东一组,group,C01,,,
C02-G1,河西一组,group,C02,,,
"""
HOUSEHOLDS = """code,place,number,head,telephone,address,difficulty
C01-H01,C01-G1,1,东户主老崔,13700001111,河东村一组一号,yes
C02-H01,C02-G1,1,西户主老丁,13700002222,河西村一组一号,yes
"""
COMPETENCES = """field,unit
land-requisition,GT
employment,RS
"""
GRANTS = {
    "mz-1": "cadre@MZ-S1#place=C01",
    "mz-2": "section-head@MZ-S1",
    "mz-3": "leader@MZ-S1",
    "mz-4": "activity-office@MZ-HD",
    "mz-5": "clerk@MZ",
    "ny-1": "cadre@NY-S1#place=C02",
    "ny-2": "section-head@NY-S1",
    "ny-4": "activity-office@NY-HD",
    "qhd-1": "district-office@QHD",
    "qhd-2": "leading-group@MZ-LD",
    "qhd-3": "review-office@QHD",
    "xf-1": "petition-office@XF",
    "rs-9": "petition-office@XF",
    "sj-1": "auditor@SJ",
    "cw1-1": "village-clerk@CW1#place=C01",
    "cw2-1": "village-clerk@CW2#place=C02",
    **{f"{code}-{n}": f"leader@{code.upper()}" for code in ("gt", "rs", "jw") for n in (1, 2)},
    **{f"{code}-3": f"clerk@{code.upper()}" for code in ("gt", "rs", "jw")},
    **{f"{code}-4": f"handler@{code.upper()}" for code in ("gt", "rs", "jw")},
}
SUBSCRIBERS = {
    "gt-3": "GT",
    "rs-3": "RS",
    "mz-4": "MZ-HD",
    "mz-5": "MZ",
    "ny-4": "NY-HD",
    "qhd-1": "QHD",
    "xf-1": "XF",
    "jw-3": "JW",
}
FACTS = (
    *(f"scheduling.stay-{what}.v1" for what in ("started", "interrupted", "resumed", "ended")),
    *(f"ledger.{what}.v1" for what in ("visit-logged", "matter-raised", "filing-submitted", "filing-overdue")),
    *(f"casework.case-{what}.v1" for what in ("opened", "handed-over", "returned", "accepted", "escalated", "struck")),
    *(f"casework.{what}.v1" for what in ("limit-reminded", "result-recorded", "reply-issued", "copy-served")),
)
LAND, WORK, FARM = "河东征地补偿款没有到账", "河东招工名额没有公开", "河西冬修用工没有结算"
DIARY = "走访河东老崔家一次"
AGAINST = {
    "person": ("person", "GT-4", "己四经办收了烟酒两箱"),
    "unit": ("unit", "RS", "人社局截留培训补贴"),
    "house": ("person", "MZ-3", "甲三虚报救助名额"),
    "village": ("unit", "CW1", "河东村委会卖机动地"),
    "auditor": ("person", "SJ-1", "戊一审计时吃请"),
    "petition": ("unit", "XF", "信访局压件不办"),
}
"""The accusations: against whom, by kind and code, and the words."""
FOUND = {"outcome": "supported", "facts": "辛四查明收受属实", "opinion": "辛四建议立案处理"}
HANDED_ON, RETURNED, OPENED_FOR, STRUCK_FOR = "请纪委核查此件", "不属辛三所管", "核查此件线索", "已立案办结"
HIDDEN_WORDS = (FOUND["facts"], FOUND["opinion"], HANDED_ON, RETURNED, OPENED_FOR, STRUCK_FOR)
"""What is said about them on their way."""
