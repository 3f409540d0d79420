"""A real browser on the devtools protocol: what a page shows, says on the console, asks the network for, and does when used."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
)
_PATIENCE = 60.0  # seconds, on a busy machine


@dataclass
class Tab:
    """The page that is open. `said` are errors of the console and of scripts, `asked` the addresses it asked for."""

    browser: Browser
    session: str
    loaded: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is awaited."""
        given = {"expression": script, "awaitPromise": True, "returnByValue": True}
        found = self.browser.call("Runtime.evaluate", given, self.session)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """A key goes down and up again."""
        for kind in ("rawKeyDown", "char", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "char" else {}
            code = {"Tab": 9, "Enter": 13}[key]
            given = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, **text}
            if kind != "char" or text:
                self.browser.call("Input.dispatchKeyEvent", given, self.session)

    def picture(self, path: Path) -> None:
        """The whole page as PNG."""
        shot = self.browser.call("Page.captureScreenshot", {"captureBeyondViewport": True}, self.session)
        path.write_bytes(base64.b64decode(shot["data"]))

    def printed(self, path: Path) -> None:
        """The page as it prints on A4."""
        sheet = self.browser.call("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}, self.session)
        path.write_bytes(base64.b64decode(sheet["data"]))


@dataclass
class Browser:
    """The connection, and its one tab, whose events come in on it too."""

    connection: ClientConnection
    tab: Tab | None = None
    _number: int = 0

    def call(self, method: str, given: dict[str, Any] | None = None, session: str | None = None) -> dict[str, Any]:
        """One command and its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": given or {}}
        self.connection.send(json.dumps(message | ({"sessionId": session} if session else {})))
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return dict(answer["result"])

    def open(self, address: str, width: int = 1280, *, runs: bool = True) -> Tab:
        """Opens a page in a window of this width and waits until it is loaded; `runs` says whether scripts do."""
        tab = self.tab = self.tab or self._new_tab()
        self.call("Page.navigate", {"url": "about:blank"}, tab.session)
        self.call("Emulation.setScriptExecutionDisabled", {"value": not runs}, tab.session)
        screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", screen, tab.session)
        tab.said.clear()
        tab.asked.clear()
        loader = self.call("Page.navigate", {"url": address}, tab.session)["loaderId"]
        while loader not in tab.loaded:
            self._next()
        return tab

    def _new_tab(self) -> Tab:
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        tab = Tab(self, self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable", session=tab.session)
        self.call("Page.setLifecycleEventsEnabled", {"enabled": True}, tab.session)
        return tab

    def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.connection.recv(timeout=_PATIENCE))
        if self.tab is not None and message.get("sessionId") == self.tab.session:
            _note(self.tab, message.get("method", ""), message.get("params", {}))
        return message


def _note(tab: Tab, method: str, told: dict[str, Any]) -> None:
    if method == "Page.lifecycleEvent" and told["name"] == "load":
        tab.loaded.add(told["loaderId"])
    elif method == "Network.requestWillBeSent" and told["request"]["url"] != "about:blank":
        tab.asked.append(told["request"]["url"])
    elif method == "Runtime.exceptionThrown":
        tab.said.append(str(told["exceptionDetails"].get("text")))
    elif method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
        tab.said.append(told["entry"]["text"])
    elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
        tab.said.append(json.dumps(told["args"], ensure_ascii=False))


@contextmanager
def running_browser(folder: Path) -> Iterator[Browser]:
    """Chromium with an empty profile in `folder`."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: how the pages work in a browser was NOT checked")
    command = [CHROMIUM, *_FLAGS, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(_address(folder), max_size=None, proxy=None, ping_interval=None) as connection:
            yield Browser(connection)
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def _address(folder: Path) -> str:
    told, until = folder / "DevToolsActivePort", time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        if len(lines) > 1:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise TimeoutError("chromium did not say where it listens")
