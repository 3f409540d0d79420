"""Where an office's tables lie when they lie in a shared lake: a PostgreSQL catalogue and a folder of Parquet. No secret is in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_KIND = "ducklake:postgres:"
_PAIR = re.compile(r"\s*(?P<key>\w+)\s*=\s*(?P<value>'(?:[^'\\]|\\.)*'|[^\s'\\]+)(?=\s|$)")
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
# What libpq may be told in a settings file. Passwords come from PGPASSWORD or from the file that PGPASSFILE names.
_TOLD = frozenset(
    {
        *("host", "hostaddr", "port", "dbname", "user", "service", "passfile", "connect_timeout"),
        *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "gssencmode", "krbsrvname", "channel_binding"),
        *("target_session_attrs", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count"),
    }
)
_SECRETS = frozenset({"password", "sslpassword"})


class LakeError(RuntimeError):
    """The lake can't be used; the message says why and what to do, and holds no setting that could be a secret."""


@dataclass(frozen=True, slots=True)
class Lake:
    """One office's part of a lake. `lock` is the workspace's own lock file: who backs up or looks on this machine looks there."""

    catalog: str
    data: str
    schema: str
    lock: Path


def read_lake(warehouse: str, data: str | None, schema: str, lock: Path) -> Lake:
    """The settings as a lake. Raises ValueError whose sentence repeats no value: what should not stand there may be a password."""
    if not warehouse.startswith(_KIND):
        raise ValueError(f"设置 warehouse 应写作“{_KIND}host=主机 dbname=库名 user=用户”，不用数据湖则不写这一项。")
    catalog = warehouse.removeprefix(_KIND).strip()
    _check_catalog(catalog)
    if data is None or not Path(data).is_absolute():
        raise ValueError("设置 warehouse 时还须有 lake_data：各台机器都能读写的共享目录，写完整路径，如 /shared/lake。")
    if not _SCHEMA.fullmatch(schema):
        raise ValueError("设置 lake_schema 应为小写字母开头的字母、数字、下划线，如 baoshan，各单位互不相同。")
    return Lake(catalog, data.rstrip("/") or "/", schema, lock)


def _check_catalog(catalog: str) -> None:
    keys, at = set(), 0
    while at < len(catalog):
        pair = _PAIR.match(catalog, at)
        if pair is None:
            raise ValueError(
                "设置 warehouse 中的连接应为“名=值”，以空格隔开，如 host=db1 dbname=lake user=zwgk；不用网址形式。"
            )
        keys.add(pair["key"].lower())
        at = pair.end()
    if keys & _SECRETS:
        raise ValueError("设置 warehouse 中不得写密码：请删去，改用环境变量 PGPASSWORD，或 PGPASSFILE 所指的口令文件。")
    unknown = sorted(keys - _TOLD)
    if unknown:
        raise ValueError(
            f"设置 warehouse 的连接中有不认识的项 {'、'.join(unknown)}。可用：{'、'.join(sorted(_TOLD))}。"
        )
    if not keys & {"dbname", "service"}:
        raise ValueError("设置 warehouse 的连接中缺少 dbname：数据湖目录所在的 PostgreSQL 库名。")
