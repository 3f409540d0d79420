"""A workspace: the folder in which one office works, its settings and its unit register."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.catalog.catalog import EXAMPLE_REGISTER, Catalog, load_catalog, load_register
from warehouse.catalog.period import Period, PeriodError
from warehouse.lake import Lake, read_lake
from warehouse.settings import CONFIG, CONFIG_TEXT, Settings, read_settings

if TYPE_CHECKING:
    from warehouse.catalog.keypoints import KeyPoints
    from warehouse.catalog.schemes import Assessment
    from warehouse.catalog.units import Register, Unit

__all__ = ["CONFIG", "Settings", "Workspace", "WorkspaceError"]

_DIRECTED = re.compile(r"(?P<host>[^\s=:/]+)=(?P<address>[^\s=/]+):(?P<port>\d{1,5})")


class WorkspaceError(ValueError):
    """The folder is no workspace, or its settings are wrong; the message says what to do."""


@dataclass(frozen=True)
class Workspace:
    """Paths, settings, catalogue and register of one office."""

    root: Path
    settings: Settings
    catalog: Catalog = field(default_factory=load_catalog, compare=False)

    @classmethod
    def create(cls, root: Path, *, profile: str | None = None, units: str | None = None) -> Workspace:
        """Makes a workspace, or adds a profile's key points to one; what is there already is left as it is.

        `profile` is one of the jurisdictions that come with the program: its key points and its units. `units` takes another
        register; without either it is the example district's. Raises WorkspaceError for names that there are not.
        """
        if profile is not None:
            _known_profile(profile)
        register = _shipped_register(units or profile)
        root.mkdir(parents=True, exist_ok=True)
        _write_once(root / CONFIG, CONFIG_TEXT.encode())
        _write_once(root / "units.csv", register.read_bytes())
        workspace = cls.open(root)
        # The archive also holds what was refused for applicants' personal data: no other account of the machine looks into it.
        workspace.archive.mkdir(mode=0o750, parents=True, exist_ok=True)
        for folder in (workspace.inbox, workspace.templates, workspace.releases):
            folder.mkdir(parents=True, exist_ok=True)
        _copy_source_examples(workspace.root / "sources" / "examples")
        if profile is not None:
            _copy_profile(profile, workspace.keypoints_folder / profile)
        return workspace

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """Opens an existing workspace. Raises WorkspaceError."""
        config = root / CONFIG
        if not config.is_file():
            raise WorkspaceError(f"“{root}”不是工作区（缺少 {CONFIG}）。请先运行 zwgk init 目录。")
        try:
            settings = read_settings(config, os.environ)
        except (OSError, ValueError, RecursionError) as broken:
            raise WorkspaceError(f"设置文件 {config} 有误：{broken}") from broken
        return cls(root.resolve(), settings)

    @property
    def inbox(self) -> Path:
        """Where people put what units send."""
        return self.root / self.settings.inbox

    @property
    def archive(self) -> Path:
        """Received bytes by content, and the journal."""
        return self.root / "archive"

    @property
    def fetched(self) -> Path:
        """What downloads keep to resume and never fetch twice."""
        return self.root / "fetched"

    @property
    def templates(self) -> Path:
        """Workbooks written for the units."""
        return self.root / "templates"

    @property
    def chasing(self) -> Path:
        """The lists of who has something to send or to mend, with the texts to paste."""
        return self.root / "chasing"

    @property
    def runs(self) -> Path:
        """When each scheduled run last began and ended, and which days of the calendar are done."""
        return self.root / "runs"

    @property
    def documents(self) -> Path:
        """Documents written outside a release."""
        return self.root / "documents"

    @property
    def feedback(self) -> Path:
        """What goes back to the units."""
        return self.root / "feedback"

    @property
    def releases(self) -> Path:
        """Published releases and `current`."""
        return self.root / "releases"

    @property
    def database(self) -> Path:
        """The working database, where the tables are kept in a file; BI opens a release instead."""
        return self.root / "warehouse" / "zwgk.duckdb"

    @cached_property
    def warehouse(self) -> Path | Lake:
        """Where the working tables are: in the file, or in the office's schema of a lake. Raises WorkspaceError."""
        settings = self.settings
        if settings.warehouse is None:
            return self.database
        schema = settings.lake_schema or self.register.root.code
        try:
            return read_lake(settings.warehouse, settings.lake_data, schema, self.database.with_suffix(".lock"))
        except ValueError as wrong:
            raise WorkspaceError(str(wrong)) from None

    @property
    def log(self) -> Path:
        """Where tracebacks of our own faults go."""
        return self.root / "log"

    @property
    def calendar(self) -> Path | None:
        """The office's own calendar file, if there is one."""
        return self.root / self.settings.calendar if self.settings.calendar else None

    @cached_property
    def connect_to(self) -> dict[str, tuple[str, int]]:
        """Hosts that are to be had at another address, and at which. Raises WorkspaceError."""
        found = [(entry, _DIRECTED.fullmatch(entry)) for entry in self.settings.connect_to]
        wrong = [entry for entry, match in found if match is None]
        if wrong:
            raise WorkspaceError(f"设置 connect_to 的“{wrong[0]}”有误，应写作“主机名=地址:端口”。")
        return {m["host"].casefold(): (m["address"], int(m["port"])) for _, m in found if m is not None}

    @cached_property
    def metrics_since(self) -> Period | None:
        """The first quarter for which units are asked for measures; None where they are not. Raises WorkspaceError."""
        try:
            return None if self.settings.metrics_since is None else Period.parse(self.settings.metrics_since)
        except PeriodError as wrong:
            raise WorkspaceError(f"设置文件 {self.root / CONFIG} 的 metrics_since 有误：{wrong}") from wrong

    def asks_metrics(self, period: Period) -> bool:
        """Whether the workbook of a period has the sheets 工作指标 and 文件台账."""
        since = self.metrics_since
        return since is not None and not period.is_year and since.start <= period.start

    @property
    def schemes(self) -> Path:
        """The office's own schemes of assessment, and the marks that it gives."""
        return self.root / "schemes"

    @cached_property
    def assessment(self) -> Assessment | None:
        """The scheme in use with its marks; None where the office scores nobody. Raises CatalogError."""
        name = self.settings.scheme
        if name is None:
            return None
        from warehouse.catalog.schemes import load_assessment

        return load_assessment(name, self.schemes, self.catalog, self.register)

    @property
    def register_path(self) -> Path:
        """The unit register."""
        return self.root / self.settings.units

    @cached_property
    def register(self) -> Register:
        """The units. Raises CatalogError."""
        return load_register(self.register_path)

    @property
    def has_example_register(self) -> bool:
        """Whether the units are still those of the invented example district."""
        return self.register_path.read_bytes() == EXAMPLE_REGISTER.read_bytes()

    @property
    def keypoints_folder(self) -> Path:
        """The key-point documents (工作要点) that the office works by, one folder each."""
        return self.root / "keypoints"

    @cached_property
    def keypoints(self) -> tuple[KeyPoints, ...]:
        """The key-point documents; none is no fault. Raises CatalogError."""
        from warehouse.catalog.keypoint_files import load_all_keypoints

        return load_all_keypoints(self.keypoints_folder)

    def keypoints_of(self, year: int) -> tuple[KeyPoints, ...]:
        """The documents whose tasks are due in a year."""
        return tuple(one for one in self.keypoints if one.year == year)

    @cached_property
    def keypoints_fingerprint(self) -> str:
        """SHA-256 of the key-point documents' files."""
        from warehouse.catalog.keypoint_files import keypoints_fingerprint

        return keypoints_fingerprint(self.keypoints_folder)

    def units_named(self, names: Sequence[str]) -> tuple[Unit, ...]:
        """Units by code, name or alias. Raises WorkspaceError for a name that the register does not have."""
        found = [(name, self.register.find(name)) for name in names]
        unknown = [name for name, unit in found if unit is None]
        if unknown:
            raise WorkspaceError(f"单位名册 {self.register_path} 中没有：{'、'.join(unknown)}。")
        return tuple(unit for _, unit in found if unit is not None)

    @cached_property
    def register_fingerprint(self) -> str:
        """SHA-256 of the register's file. Raises CatalogError."""
        _ = self.register  # where there is none, it says so
        return hashlib.sha256(self.register_path.read_bytes()).hexdigest()


def _shipped_register(name: str | None) -> Path:
    """Raises WorkspaceError."""
    if name is None:
        return EXAMPLE_REGISTER
    from warehouse.catalog.keypoint_files import register_files

    files = register_files()
    if name not in files:
        raise WorkspaceError(f"没有名为“{name}”的单位名册。可选：{'、'.join(files)}。")
    return files[name]


def _known_profile(name: str) -> None:
    """Raises WorkspaceError."""
    from warehouse.catalog.keypoint_files import PROFILES, load_keypoints, profile_names

    if name not in profile_names():
        known = "、".join(f"{one}（{load_keypoints(PROFILES / one).title}）" for one in profile_names())
        raise WorkspaceError(f"没有名为“{name}”的工作要点。可选：{known}。")


def _copy_profile(name: str, target: Path) -> None:
    from warehouse.catalog.keypoint_files import KEYPOINT_FILES, PROFILES

    target.mkdir(parents=True, exist_ok=True)
    for file in KEYPOINT_FILES:
        _write_once(target / file, (PROFILES / name / file).read_bytes())


def _copy_source_examples(folder: Path) -> None:
    """Examples of portal sources; below `sources`, where none of them is in force."""
    from warehouse.catalog.portal_files import EXAMPLES

    folder.mkdir(parents=True, exist_ok=True)
    for example in EXAMPLES.glob("*.yaml"):
        _write_once(folder / example.name, example.read_bytes())


def _write_once(path: Path, content: bytes) -> None:
    if not path.exists():
        path.write_bytes(content)
