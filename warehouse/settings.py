"""The settings of a workspace: its file `zwgk.toml`, and the environment, which goes before it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

CONFIG = "zwgk.toml"
CONFIG_TEXT = """\
# zwgk 工作区设置。每一项也可用环境变量 ZWGK_大写名 给出，环境变量优先。
units = "units.csv"         # 单位名册
inbox = "inbox"             # 收件夹：把邮件附件存到这里
# drop_url = "http://…/"    # 网上收件目录（可选），列目录后逐个下载；要登录的，把“用户名:密码”写在环境变量 ZWGK_DROP_LOGIN 中
# calendar = "calendar.csv" # 本单位工作日历（可选）：day,is_workday，补充法定节假日安排
workers = 2                 # 同时读几个文件
# dask_scheduler = "tls://主机:8786" # 由这个 Dask 集群读取文件（可选），各节点须以同一路径看到本工作区的 archive
# office = "…办公室"          # 退回通知的落款（可选），不写则为本级政府办公室
# correction_working_days = 3 # 退回后更正的工作日数（可选）
# link_hosts = ["主机名"]     # 佐证链接巡检时可以访问的内网主机（可选），其余内网地址一律不访问
# connect_to = ["主机名=地址:端口"] # 这些主机改连此处的地址（可选），例如在政务外网内只能由内网地址访问的门户
# metrics_since = "2025Q1"    # 自这一季度起，季度报表带“工作指标”和“文件台账”两张表（可选）
# notify = ["环境变量名"]       # 通知本办公室的渠道（可选）：地址含密码，只写在环境变量里，如 dingtalk://… wecombot://… mailtos://… json://…
# warehouse = "ducklake:postgres:host=主机 dbname=库名 user=用户" # 数据湖（可选，见 docs/cluster.md）：不写则用本工作区的数据库文件。不得写密码
# lake_data = "/shared/lake"  # 数据湖的共享目录，用数据湖时必写
# lake_schema = "baoshan"     # 本单位在数据湖中的模式名（可选），不写则为名册中本级的代码
# scheme = "example-shanghai" # 评估方案（可选）：schemes 下的方案或自带的示例，不写则不评分
"""
_PREFIX = "ZWGK_"


class Settings(BaseModel):
    """Settings of a workspace: `zwgk.toml`, overridden by `ZWGK_*`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    units: str = "units.csv"
    inbox: str = "inbox"
    drop_url: str | None = None
    calendar: str | None = None
    workers: int = Field(default=2, ge=1)
    dask_scheduler: str | None = None
    office: str | None = None
    correction_working_days: int | None = Field(default=None, gt=0)
    link_hosts: tuple[str, ...] = ()
    connect_to: tuple[str, ...] = ()
    metrics_since: str | None = None
    notify: tuple[str, ...] = ()
    scheme: str | None = None
    warehouse: str | None = None
    lake_data: str | None = None
    lake_schema: str | None = None

    @field_validator("drop_url")
    @classmethod
    def _holds_no_password(cls, url: str | None) -> str | None:
        """It stands in the journal and in logs."""
        if url is not None and "@" in urlsplit(url).netloc:
            raise ValueError("地址中不能写用户名和密码，请写在环境变量 ZWGK_DROP_LOGIN 中（用户名:密码）")
        return url


def read_settings(config: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of a file and an environment. Raises ValueError or OSError, whose sentence repeats no value: it may be a password."""
    try:
        return Settings(**{**_told(config), **dict(_set_in(environment))})
    except ValidationError as broken:
        raise ValueError(_said(broken)) from None


def _set_in(environment: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """What `ZWGK_*` says, in either case of letters; a list is written as JSON."""
    given = {name.casefold(): value for name, value in environment.items()}
    for name, setting in Settings.model_fields.items():
        written = given.get(f"{_PREFIX}{name}".casefold())
        if written is None:
            continue
        try:
            yield name, json.loads(written) if setting.annotation == tuple[str, ...] else written
        except ValueError:
            raise ValueError(f'环境变量 {_PREFIX}{name.upper()} 应写作 JSON 的列表，如 ["一","二"]') from None


def _told(config: Path) -> dict[str, Any]:
    """The settings as the file has them. Raises ValueError for a name that is none."""
    told = tomllib.loads(config.read_text(encoding="utf-8"))
    for name in told:
        if name not in Settings.model_fields:
            raise ValueError(f"没有名为“{name}”的设置")
    return told


def _said(broken: ValidationError) -> str:
    """What is wrong with which setting, without what was written: somebody may have written a password."""
    faults = broken.errors(include_input=False, include_url=False, include_context=False)
    return "；".join(
        f"{'.'.join(map(str, fault['loc']))}：{fault['msg'].removeprefix('Value error, ')}" for fault in faults
    )
