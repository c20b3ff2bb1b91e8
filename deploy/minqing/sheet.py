"""The recovery sheet: what must be kept on paper, since without it a lost disk is lost names."""

from collections.abc import Iterable

from deploy.minqing.credentials import Credentials
from shared.eventstore.keys import number_of
from shared.settings import secret_of

_HEAD = """\
民情 · 恢复单                                             Minqing · recovery sheet

主密钥一旦丢失，用它封存的姓名、电话、住址和陈述内容，任何人都再也无法读出。
请打印两份，分处锁存，并与数据库备份分开：二者兼得者，可读出一切。

A lost master key is lost names: what was sealed under it, names, telephone numbers,
addresses, words, can never be read again, by anybody. Print this twice, lock the copies
away in two places, apart from the backups of the databases: who has both reads everything.
"""
_FOOT = """\
恢复：将某服务的主密钥写入密钥目录下的文件 <服务>.master（一行），再启动。
To restore: write the key of a service, on one line, into the file <service>.master in the
folder of secrets, and start again. All other files there are passwords and signing keys,
which can be replaced without losing data.

封签公钥（校验封签者须从别处得知；私钥 seal.pem 遗失后可另制，已出具的封签仍然有效）：
The public key of seals: tell it to all who check seals, in another way than by the seals
themselves. If its secret half, seal.pem, is lost, another can be made; seals keep their worth.
"""


def recovery_sheet(credentials: Credentials, services: Iterable[str]) -> str:
    """Every service's master key, with the number by which messages and databases call it; the public key of seals."""
    lines = ["服务 service   编号 number       主密钥 master key"]
    for service in services:
        file = credentials.master_key_file(service)
        lines.append(f"{service:<14} {number_of(secret_of(file)):<17} {file.read_text()}")
    seal_key = credentials.seal_public_key_file().read_text()
    return "\n".join([_HEAD, *lines, "", f"{_FOOT}\n{seal_key}\n"])
