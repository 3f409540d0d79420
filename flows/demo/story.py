"""`zwgk demo`: a district's year from templates to the published release, on a Prefect server that is started for it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from flows.cli.outcome import DONE, OUR_FAULT
from flows.demo.errands import Errands
from flows.demo.flow_office import FlowOffice, prefect_server
from flows.demo.loopback import serve_folder
from flows.demo.office import Office
from flows.demo.play import Play, Say
from flows.demo.portal.server import serve_portal
from flows.demo.portal.site import PortalSite
from flows.demo.post import writing_units
from flows.demo.script import Script, load_script
from flows.demo.senders import Senders, open_senders
from flows.demo.summary import print_summary, read_ledger
from flows.demo.verdict import differences
from flows.steps.intake import journal_of
from warehouse.release import current_release
from warehouse.workspace import CONFIG, Workspace

_DROP, _PREFECT = "drop", "prefect"
_DISTRICT = "yunjiang"  # invented, so that no real unit gets invented figures


@dataclass(frozen=True, slots=True)
class Outcome:
    """What playing came to: `is_new` where receipts or the release are others than before."""

    workspace: Workspace
    is_new: bool


def run_demo(directory: Path) -> int:
    """Plays the story in a workspace at `directory`, prints what came of it, gives the exit code: 0 where all came as declared.

    Raises ServerError, WorkspaceError.
    """
    started, say = time.monotonic(), _progress(Console(stderr=True, highlight=False))
    say("启动 Prefect 服务器（首次需要一分钟左右）")
    with prefect_server(directory.resolve() / _PREFECT) as server:
        say(f"Prefect 已在 {server.page} 运行")
        outcome = play_story(directory, FlowOffice, say)
    out = Console(highlight=False)
    script = load_script()
    print_summary(out, outcome.workspace, read_ledger(outcome.workspace), script.places)
    if not outcome.is_new:
        out.print("再次运行：没有新的来件，台账不变，发布版本不变。", style="bold")
    otherwise = differences(outcome.workspace, script)
    for sentence in otherwise:
        say(f"与预期不同：{sentence}")
    say(f"完成，用时 {time.monotonic() - started:.0f} 秒")
    return OUR_FAULT if otherwise else DONE


def play_story(
    directory: Path, office: Callable[[Workspace], Office], say: Say, script: Script | None = None
) -> Outcome:
    """Plays what has not been played yet. Its times are declared, so every run makes the same receipts. Raises WorkspaceError."""
    script = load_script() if script is None else script
    workspace = _settled(directory, script)
    folder = workspace.root / _DROP
    folder.mkdir(exist_ok=True)
    with serve_folder(folder) as drop, serve_portal() as portal:
        places = {urlsplit(script.settings["drop_url"]).hostname: drop, script.portal.host: portal.place}
        with connected(places):
            workspace = Workspace.open(directory)
            before = _state(workspace)
            senders = open_senders(workspace, script)
            site = PortalSite.of(
                senders.metrics.works, workspace.register, workspace.catalog, script.portal, _evidence(senders)
            )
            working = office(workspace)
            errands = Errands(workspace, working, site, portal, say)
            with writing_units(directory, script) as post:
                Play(workspace, script, post, working, errands, folder, say).run()
    return Outcome(workspace, _state(workspace) != before)


def _settled(directory: Path, script: Script) -> Workspace:
    """A workspace with the settings and the sources of the story."""
    workspace = Workspace.create(directory, profile=script.keypoints.profile, units=_DISTRICT)
    config = workspace.root / CONFIG
    text = config.read_text(encoding="utf-8")
    missing = [f'{name} = "{value}"\n' for name, value in script.settings.items() if f"\n{name} = " not in text]
    config.write_text(text + "".join(missing), encoding="utf-8")
    for source in sorted(Path(__file__).with_name("portal").glob("sources/*.yaml")):
        (workspace.root / "sources" / source.name).write_bytes(source.read_bytes())
    return Workspace.open(directory)


@contextmanager
def connected(places: Mapping[str | None, str]) -> Iterator[None]:
    """Hosts of the story at their places on loopback, by the setting `connect_to`, for as long as the block lasts."""
    name, said = "ZWGK_CONNECT_TO", json.dumps([f"{host}={place}" for host, place in places.items()])
    before = os.environ.get(name)
    os.environ[name] = said
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def _evidence(senders: Senders) -> set[str]:
    """The addresses that units name as evidence, in any quarter."""
    answers = [own.answer for by_unit in senders.tasks.values() for owned in by_unit.values() for own in owned]
    return {answer.evidence for answer in answers if answer.evidence}


def _state(workspace: Workspace) -> tuple[str, str | None]:
    release = current_release(workspace.releases)
    return journal_of(workspace).head, None if release is None else release.release_id


def _progress(console: Console) -> Say:
    started = time.monotonic()

    def say(sentence: str) -> None:
        console.print(f"[{time.monotonic() - started:5.1f} 秒] {sentence}", markup=False)

    return say
