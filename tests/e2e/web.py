"""A page in words that do not depend on its district's own ids, nor on what chance decides."""

import json
import re

from tests.e2e import comparing
from tests.e2e.insiders import Insiders
from tests.e2e.leafing import Seen

_OF_THE_ANSWER = {"date", "content-length"}
_SEALED = re.compile(r"gAAAA[\w=-]+")
_DIGEST = re.compile(r"<code>[0-9a-f ]+…?</code>")  # over ciphertext
_STEP = re.compile(r'<li><a [^>]*id="step-\d+">.*</li>')  # which of those of one moment come first, or at all
_COUNTED = re.compile(r'(?<=<span class="how-much">)\d+|<div hidden hx-get="/desk/number".*\n')  # for half a minute
# By chance, but for the position: the other number that an accusation adds to, told two offices on a receipt.
_RECEIPT = re.compile(r"(?:封签位置|封签哈希|封签时间|封签公钥|材料摘要)</(?:dt|th)><(dd|td)>.*?</\1>")
_SEAL = re.compile(r"<code>\{[^<]*minqing-seal/1[^<]*\}</code>")
_OVER_ALL = re.compile(r"<strong>\d+</strong> 件没有着落（全部事项）")  # the one number that an accusation adds to


def in_common_words(insiders: Insiders, page: Seen) -> str:
    """Address, status, headers and source; its lines lose their order, since of equals ids decide it."""
    text = _COUNTED.sub("", page.text)
    for by_chance in (_SEALED, _DIGEST, _STEP, _OVER_ALL, _RECEIPT, _SEAL):
        text = by_chance.sub("<by chance>", text)
    names = comparing.names_in(insiders)
    path, source = (comparing.in_common_words(insiders, one, names) for one in (page.path, text))
    headers = {name: value for name, value in page.headers.items() if name not in _OF_THE_ANSWER}
    return json.dumps([path, page.status, headers, sorted(source.splitlines())], ensure_ascii=False)
