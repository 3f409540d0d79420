"""The pages in a real browser: on a phone and on a desk, the page itself never scrolls sideways, and nothing runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from reports.annual_html import render_annual_html
from reports.circular.compose import compose_circular
from reports.narrative.html import render_page
from tests.unit.reports.circular_cases import JUSTICE, circular, coverage
from tests.unit.reports.papers import CATALOG, HOSTILE, annual, city_values

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
MEASURE = """<iframe id="page" src="{src}" style="width:{width}px;height:4000px;border:0"></iframe>
<pre id="measured"></pre>
<script>
addEventListener("load", () => {{
  const inner = document.getElementById("page").contentDocument, root = inner.documentElement;
  const boxes = [...inner.querySelectorAll(".scroll")];
  document.getElementById("measured").textContent = JSON.stringify({{
    width: root.clientWidth, content: root.scrollWidth, title: inner.title,
    wide: boxes.filter(box => box.scrollWidth > box.clientWidth).length, tables: boxes.length,
    outside: [...inner.querySelectorAll("body *")].filter(
      e => !e.closest(".scroll") && e.getBoundingClientRect().right > root.clientWidth + 1).length,
    scripts: inner.querySelectorAll("script, img").length,
  }});
}});
</script>"""


def measured(folder: Path, text: str, width: int) -> dict[str, int | str]:
    """What chromium makes of a page that is `width` pixels wide."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: how the pages look in a browser was NOT checked")
    (folder / "page.html").write_text(text, encoding="utf-8")
    (folder / "measure.html").write_text(MEASURE.format(src="page.html", width=width), encoding="utf-8")
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--allow-file-access-from-files",
    ]
    command += [f"--user-data-dir={folder / 'profile'}", "--window-size=1400,1000", "--virtual-time-budget=5000"]
    command += ["--dump-dom", (folder / "measure.html").as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'<pre id="measured">(\{.*?\})</pre>', done.stdout)
    assert found is not None, done.stdout[-2000:]
    return dict(json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", ["annual", "circular"])
def test_no_page_scrolls_sideways(tmp_path: Path, kind: str, width: int) -> None:
    name = f"很长的单位名称{'某' * 30}管理委员会"
    text = (
        render_annual_html(annual(city_values(), name=name), CATALOG)
        if kind == "annual"
        else render_page(compose_circular(circular(coverage=(coverage(replace(JUSTICE, name=name)),)), CATALOG))
    )
    found = measured(tmp_path, text, width)
    assert (found["width"], found["content"], found["outside"]) == (width, width, 0)


def test_on_a_phone_wide_tables_scroll_in_their_own_box(tmp_path: Path) -> None:
    found = measured(tmp_path, render_annual_html(annual(city_values()), CATALOG), 390)
    assert (found["tables"], found["wide"]) == (3, 2)


def test_on_a_desk_no_table_needs_scrolling(tmp_path: Path) -> None:
    found = measured(tmp_path, render_annual_html(annual(city_values()), CATALOG), 1280)
    assert found["wide"] == 0


def test_a_hostile_name_makes_no_element(tmp_path: Path) -> None:
    found = measured(tmp_path, render_annual_html(annual(city_values(), name=HOSTILE), CATALOG), 1280)
    assert found["scripts"] == 0
    assert str(found["title"]).startswith("<img src=x onerror=alert(1)>")
