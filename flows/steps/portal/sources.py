"""The sources that a workspace declares, and what can only be said of them with the register and the selectors' grammar at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.portal.page_rows import selector_problems
from warehouse.catalog.catalog import CatalogError
from warehouse.catalog.portal import ReportPage, Source
from warehouse.catalog.portal_files import load_sources
from warehouse.workspace import Workspace, WorkspaceError

_FOLDER = "sources"


def sources_of(workspace: Workspace) -> tuple[Source, ...]:
    """The declared sources; none is no fault. Raises CatalogError with everything that is wrong with them."""
    sources = load_sources(workspace.root / _FOLDER)
    problems = [problem for source in sources for problem in _problems(source, workspace)]
    if problems:
        raise CatalogError("\n".join(problems))
    return sources


def sources_named(workspace: Workspace, names: Sequence[str]) -> tuple[Source, ...]:
    """The sources of these codes, or all. Raises WorkspaceError for a code that is none."""
    sources = sources_of(workspace)
    unknown = sorted(set(names) - {source.code for source in sources})
    if unknown:
        known = "、".join(source.code for source in sources) or "（还没有来源文件）"
        raise WorkspaceError(f"工作区的 {_FOLDER} 文件夹中没有来源“{'、'.join(unknown)}”；现有：{known}。")
    return tuple(source for source in sources if not names or source.code in names)


def _problems(source: Source, workspace: Workspace) -> Iterator[str]:
    yield from selector_problems(source)
    pages = source.pages if isinstance(source, ReportPage) else ()
    for name in dict.fromkeys([*([source.unit] if source.unit else ()), *(page.unit for page in pages)]):
        if workspace.register.find(name) is None:
            yield f"来源 {source.code} 的单位“{name}”不在单位名册 {workspace.register_path} 中。"
