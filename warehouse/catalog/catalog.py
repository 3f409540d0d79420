"""The catalogue: the domain as data, read once into frozen objects. A broken file is a CatalogError that says where."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from warehouse.catalog.assessment import AssessmentWords
from warehouse.catalog.bodies import BodyTerms
from warehouse.catalog.circular import CircularWords, circular_problems
from warehouse.catalog.claims import CiteWords, Claims, ClaimWords, FeeScale, Residue
from warehouse.catalog.declared import Coded, Form, LabelVariant, NumberGrammar, Status, UnitKind
from warehouse.catalog.feedback import Feedback
from warehouse.catalog.forms import Declared, Edition
from warehouse.catalog.indicators import Indicator, Indicators, Measure, MetricWords, indicator_problems
from warehouse.catalog.links import LinkWords
from warehouse.catalog.narrative import Narrative
from warehouse.catalog.portal import Fault, Metric, PortalWords
from warehouse.catalog.problems import ProblemWords
from warehouse.catalog.report_words import ReportWords
from warehouse.catalog.rules import Identity, Rule, identities
from warehouse.catalog.site import SiteWords, site_problems
from warehouse.catalog.task_narrative import TaskNarrative
from warehouse.catalog.task_words import TaskWords
from warehouse.catalog.templates import FileErrorKind, Templates
from warehouse.catalog.units import Register, Unit, register_problems
from warehouse.catalog.workbook import QuarterColumn, WorkbookWords

DATA = Path(__file__).parent / "data"
EXAMPLE_REGISTER = DATA / "districts" / "yunjiang" / "units.csv"
D = TypeVar("D", bound=Declared)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # seven times as fast where PyYAML was built with it


class CatalogError(ValueError):
    """A declared file is broken; the message names the file, the place and what is wrong."""


class Catalog(Declared):
    """Everything declared, without the unit register, which belongs to a workspace."""

    editions: tuple[Edition, ...]
    forms: tuple[Form, ...]
    scopes: tuple[Coded, ...]
    unit_kinds: tuple[UnitKind, ...]
    statuses: tuple[Status, ...]
    rules: tuple[Rule, ...]
    numbers: NumberGrammar
    labels: tuple[LabelVariant, ...]
    workbook: WorkbookWords
    quarter_columns: tuple[QuarterColumn, ...]
    narrative: Narrative
    circular: CircularWords
    templates: Templates
    file_errors: tuple[FileErrorKind, ...]
    feedback: Feedback
    report: ReportWords
    claims: Claims
    tasks: TaskWords
    bodies: BodyTerms
    task_narrative: TaskNarrative
    links: LinkWords
    portal: PortalWords
    indicators: Indicators
    assessment: AssessmentWords
    problems: ProblemWords
    site: SiteWords
    fingerprint: str

    def edition(self, code: str) -> Edition:
        """The edition `2021` or `2019`."""
        return next(edition for edition in self.editions if edition.edition == code)

    def form(self, code: str) -> Form:
        """The form `quarter` or `annual`."""
        return next(form for form in self.forms if form.code == code)

    def file_error(self, code: str) -> FileErrorKind:
        """The declared way of being unreadable of this code."""
        return next(kind for kind in self.file_errors if kind.code == code)

    def unit_kind(self, code: str) -> UnitKind:
        """The kind of unit of this code."""
        return next(kind for kind in self.unit_kinds if kind.code == code)

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id."""
        return self.rules_by_id[rule_id]

    @cached_property
    def rules_by_id(self) -> dict[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def _identities(self) -> dict[str, tuple[Identity, ...]]:
        return {edition.edition: tuple(identities(self.rules, edition)) for edition in self.editions}

    def identities(self, edition: str) -> tuple[Identity, ...]:
        """Every identity (勾稽关系) of an edition."""
        return self._identities[edition]


@cache
def load_catalog(data: Path = DATA) -> Catalog:
    """Reads the catalogue's files once. Raises CatalogError."""
    forms = read_yaml(data / "forms.yaml")
    editions = tuple(validated(Edition, path, read_yaml(path)) for path in sorted((data / "forms").glob("*.yaml")))
    try:
        return Catalog(
            editions=editions,
            forms=validated_rows(Form, data / "forms.yaml", forms["forms"]),
            scopes=validated_rows(Coded, data / "forms.yaml", forms["scopes"]),
            unit_kinds=validated_rows(UnitKind, data / "forms.yaml", forms["unit_kinds"]),
            statuses=validated_rows(Status, data / "forms.yaml", forms["statuses"]),
            rules=_rules(data / "rules.yaml"),
            numbers=validated(NumberGrammar, data / "numbers.yaml", read_yaml(data / "numbers.yaml")),
            labels=validated_rows(LabelVariant, data / "labels.csv", read_csv(data / "labels.csv")),
            workbook=validated(WorkbookWords, data / "workbook.yaml", read_yaml(data / "workbook.yaml")),
            quarter_columns=validated_rows(
                QuarterColumn, data / "quarter_columns.yaml", read_yaml(data / "quarter_columns.yaml")
            ),
            **_narratives(data),
            templates=_templates(data),
            file_errors=validated_rows(FileErrorKind, data / "file_errors.yaml", read_yaml(data / "file_errors.yaml")),
            feedback=validated(Feedback, data / "feedback.yaml", read_yaml(data / "feedback.yaml")),
            report=validated(ReportWords, data / "report.yaml", read_yaml(data / "report.yaml")),
            claims=_claims(data),
            tasks=validated(TaskWords, data / "task_words.yaml", read_yaml(data / "task_words.yaml")),
            bodies=validated(BodyTerms, data / "body_terms.yaml", read_yaml(data / "body_terms.yaml")),
            links=validated(LinkWords, data / "links.yaml", read_yaml(data / "links.yaml")),
            portal=_portal(data / "portal"),
            indicators=_indicators(data, editions),
            assessment=validated(AssessmentWords, data / "assessment.yaml", read_yaml(data / "assessment.yaml")),
            problems=validated(ProblemWords, data / "problems.yaml", read_yaml(data / "problems.yaml")),
            site=_site(data, editions),
            fingerprint=_fingerprint(data),
        )
    except KeyError as missing:
        raise CatalogError(f"目录文件 {data / 'forms.yaml'} 缺少 {missing} 一节。") from missing


def load_register(path: Path) -> Register:
    """Reads a unit register (units.csv). Raises CatalogError with every problem in it, not only the first."""
    rows = read_csv(path)
    units = validated_rows(Unit, path, (_unit_row(row) for row in rows))
    problems = list(register_problems(units))
    if problems:
        raise CatalogError(f"单位名册 {path} 有误：" + "".join(problems))
    return Register(units=units)


def _unit_row(row: dict[str, str]) -> dict[str, object]:
    plain: dict[str, object] = {key: value or None for key, value in row.items()}
    for listed in ("successors", "aliases"):
        plain[listed] = tuple(part.strip() for part in (row.get(listed) or "").split(";") if part.strip())
    return plain


def _rules(path: Path) -> tuple[Rule, ...]:
    rules = validated_rows(Rule, path, read_yaml(path)["rules"])
    ids = [rule.id for rule in rules]
    repeated = sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1})
    if repeated:
        raise CatalogError(f"目录文件 {path} 中规则编号重复：{'、'.join(repeated)}。")
    return rules


def _templates(data: Path) -> Templates:
    declared = read_yaml(data / "templates.yaml")
    for version in declared["versions"]:
        if version["method"] == "map":
            version["cells"] = read_csv(data / "template_maps" / f"{version['version']}.csv")
    return validated(Templates, data / "templates.yaml", {**declared, "wordings": read_csv(data / "wordings.csv")})


def _claims(data: Path) -> Claims:
    return Claims(
        words=validated(ClaimWords, data / "claims.yaml", read_yaml(data / "claims.yaml")),
        citations=validated(CiteWords, data / "citations.yaml", read_yaml(data / "citations.yaml")),
        residues=validated_rows(Residue, data / "residue.yaml", read_yaml(data / "residue.yaml")),
        fees=validated(FeeScale, data / "fees.yaml", read_yaml(data / "fees.yaml")),
    )


def _narratives(data: Path) -> dict[str, Any]:
    """The running texts: the annual report's, the circular's, which says the same figures, and the tasks'."""
    annual, circular, tasks = (data / f"{name}.yaml" for name in ("narrative", "circular", "task_narrative"))
    narrative = validated(Narrative, annual, read_yaml(annual))
    declared = validated(CircularWords, circular, read_yaml(circular))
    problems = list(circular_problems(declared, narrative))
    if problems:
        raise CatalogError(f"目录文件 {circular} 有误：" + "".join(problems))
    return {
        "narrative": narrative,
        "circular": declared,
        "task_narrative": validated(TaskNarrative, tasks, read_yaml(tasks)),
    }


def _portal(data: Path) -> PortalWords:
    metrics, faults = data / "metrics.yaml", data / "faults.yaml"
    declared = read_yaml(data / "words.yaml")
    declared["metrics"] = validated_rows(Metric, metrics, read_yaml(metrics))
    declared["faults"] = validated_rows(Fault, faults, read_yaml(faults))
    return validated(PortalWords, data / "words.yaml", declared)


def _indicators(data: Path, editions: tuple[Edition, ...]) -> Indicators:
    measures, indicators, words = (data / f"{name}.yaml" for name in ("measures", "indicators", "metric_words"))
    portal = frozenset(metric["code"] for metric in read_yaml(data / "portal" / "metrics.yaml"))
    declared = Indicators(
        measures=validated_rows(Measure, measures, read_yaml(measures)),
        indicators=validated_rows(Indicator, indicators, read_yaml(indicators)),
        words=validated(MetricWords, words, read_yaml(words)),
    )
    problems = list(indicator_problems(declared, portal, editions))
    if problems:
        raise CatalogError(f"目录文件 {measures} 和 {indicators} 有误：" + "".join(problems))
    return declared


def _site(data: Path, editions: tuple[Edition, ...]) -> SiteWords:
    path = data / "site.yaml"
    words = validated(SiteWords, path, read_yaml(path))
    problems = list(site_problems(words, editions, (row["code"] for row in read_yaml(data / "indicators.yaml"))))
    if problems:
        raise CatalogError(f"目录文件 {path} 有误：" + "".join(problems))
    return words


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - YAML is untyped until pydantic has read it
    """One YAML file of the catalogue. Raises CatalogError."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe loaders
    except Exception as broken:  # 2025-02-30 or !!int x: what the conversion of a value raises is no YAMLError
        raise CatalogError(f"目录文件 {path} 无法读取：{broken}") from broken


def read_csv(path: Path) -> list[dict[str, str]]:
    """One CSV file of the catalogue, a dict a row. Raises CatalogError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        raise CatalogError(f"目录文件 {path} 无法读取：{broken}") from broken


def validated(kind: type[D], path: Path, row: object, place: str = "") -> D:
    """A row as the declared object. Raises CatalogError that names the file, the place and every fault."""
    try:
        return kind.model_validate(row)
    except ValidationError as broken:
        faults = "；".join(f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in broken.errors())
        raise CatalogError(f"目录文件 {path}{place} 有误：{faults}") from broken


def validated_rows(kind: type[D], path: Path, rows: Iterable[object]) -> tuple[D, ...]:
    """Rows as declared objects, each fault with the number of its row. Raises CatalogError."""
    return tuple(validated(kind, path, row, f" 第 {n} 条") for n, row in enumerate(rows, 1))


def _fingerprint(data: Path) -> str:
    """SHA-256 over every declared file: two runs with the same one judged by the same rules."""
    digest = hashlib.sha256()
    for path in sorted(p for p in data.rglob("*") if p.is_file()):
        digest.update(path.relative_to(data).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
