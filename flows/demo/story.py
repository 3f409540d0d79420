"""`zwgk demo`: a district's year from templates to the published release, on a Prefect server that is started for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from flows.demo.figures import draw_district
from flows.demo.flow_office import FlowOffice, prefect_server
from flows.demo.loopback import serve_folder
from flows.demo.office import Office
from flows.demo.play import Play, Say
from flows.demo.progress import Progress, load_pace
from flows.demo.script import Script, load_script
from flows.demo.senders import Senders
from flows.demo.summary import print_summary, read_ledger
from flows.steps.intake import journal_of
from warehouse.catalog.period import Period
from warehouse.release import current_release
from warehouse.workspace import CONFIG, Workspace, WorkspaceError

_DROP, _PREFECT = "drop", "prefect"
_DISTRICT = "yunjiang"  # invented, so that no real unit gets invented figures


@dataclass(frozen=True, slots=True)
class Outcome:
    """What playing came to: `is_new` where receipts or the release are others than before."""

    workspace: Workspace
    is_new: bool


def run_demo(directory: Path) -> int:
    """Plays the story in a workspace at `directory`, prints what came of it, gives the exit code.

    Raises ServerError, WorkspaceError.
    """
    started, say = time.monotonic(), _progress(Console(stderr=True, highlight=False))
    say("启动 Prefect 服务器（首次需要一分钟左右）")
    with prefect_server(directory.resolve() / _PREFECT) as server:
        say(f"Prefect 已在 {server.page} 运行")
        outcome = play_story(directory, FlowOffice, say)
    out = Console(highlight=False)
    print_summary(out, outcome.workspace, read_ledger(outcome.workspace))
    if not outcome.is_new:
        out.print("再次运行：没有新的来件，台账不变，发布版本不变。", style="bold")
    say(f"完成，用时 {time.monotonic() - started:.0f} 秒")
    return 0


def play_story(
    directory: Path, office: Callable[[Workspace], Office], say: Say, script: Script | None = None
) -> Outcome:
    """Plays what has not been played yet. Its times are declared, so every run makes the same receipts. Raises WorkspaceError."""
    script = load_script() if script is None else script
    workspace = Workspace.create(directory, profile=script.keypoints.profile, units=_DISTRICT)
    folder = workspace.root / _DROP
    folder.mkdir(exist_ok=True)
    try:
        with serve_folder(folder, _known_port(workspace)) as url:
            workspace = _with_drop(workspace, url)
            before = _state(workspace)
            Play(workspace, script, _senders(workspace, script), office(workspace), folder, say).run()
    except OSError as taken:
        raise WorkspaceError(f"演示用的网上收件目录 {workspace.settings.drop_url} 无法启动：{taken}") from taken
    return Outcome(workspace, _state(workspace) != before)


def _senders(workspace: Workspace, script: Script) -> Senders:
    first, last = Period.parse(script.first), Period.parse(script.last)
    district = draw_district(workspace.catalog, workspace.register, first, last)
    assigned = {script.keypoints.profile: {(one.task, one.body): one.units for one in script.keypoints.assignments}}
    progress = Progress(workspace, assigned, load_pace())
    quarters = (Period.parse(act.period) for act in script.acts)
    tasks = {quarter: progress.of(quarter) for quarter in quarters if not quarter.is_year}
    return Senders(workspace.catalog, workspace.register, district, tasks)


def _known_port(workspace: Workspace) -> int:
    """The port of an earlier run: a file's source is its address, so another port would make another receipt."""
    url = workspace.settings.drop_url
    return 0 if url is None else urlsplit(url).port or 0


def _with_drop(workspace: Workspace, url: str) -> Workspace:
    if workspace.settings.drop_url is None:
        with (workspace.root / CONFIG).open("a", encoding="utf-8") as settings:
            settings.write(f'drop_url = "{url}"\n')
    return Workspace.open(workspace.root)


def _state(workspace: Workspace) -> tuple[str, str | None]:
    release = current_release(workspace.releases)
    return journal_of(workspace).head, None if release is None else release.release_id


def _progress(console: Console) -> Say:
    started = time.monotonic()

    def say(sentence: str) -> None:
        console.print(f"[{time.monotonic() - started:5.1f} 秒] {sentence}", markup=False)

    return say
