"""The catalogue: the domain as data, in frozen objects. A broken file is a CatalogError that says where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.catalog.declared import Coded, Form, LabelVariant, NumberGrammar, Status, UnitKind
from warehouse.catalog.files import (
    CatalogError,
    DeclaredFiles,
    read_csv,
    read_yaml,
    validated,
    validated_rows,
)
from warehouse.catalog.forms import Edition
from warehouse.catalog.units import Register, Unit, register_problems

if TYPE_CHECKING:
    from warehouse.catalog.assessment import AssessmentWords
    from warehouse.catalog.bodies import BodyTerms
    from warehouse.catalog.circular import CircularWords
    from warehouse.catalog.claims import Claims
    from warehouse.catalog.feedback import Feedback
    from warehouse.catalog.indicators import Indicators
    from warehouse.catalog.links import LinkWords
    from warehouse.catalog.narrative import Narrative
    from warehouse.catalog.portal import PortalWords
    from warehouse.catalog.problems import ProblemWords
    from warehouse.catalog.report_words import ReportWords
    from warehouse.catalog.rules import Identity, Rule
    from warehouse.catalog.site import SiteWords
    from warehouse.catalog.task_narrative import TaskNarrative
    from warehouse.catalog.task_words import TaskWords
    from warehouse.catalog.templates import FileErrorKind, Templates
    from warehouse.catalog.workbook import QuarterColumn, WorkbookWords

__all__ = [
    "DATA",
    "EXAMPLE_REGISTER",
    "Catalog",
    "CatalogError",
    "load_catalog",
    "load_register",
    "read_csv",
    "read_yaml",
    "validated",
    "validated_rows",
]

DATA = Path(__file__).parent / "data"
EXAMPLE_REGISTER = DATA / "districts" / "yunjiang" / "units.csv"


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything declared, without the unit register, which belongs to a workspace.

    The files are those of one moment. A part is read from them when it is first asked for, and its classes are made then: a command
    that shows the ledger needs two of forty files. `given` are parts in place of those of the files. Parts raise CatalogError.
    """

    files: DeclaredFiles
    given: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        vars(self).update(self.given)

    def having(self, **parts: object) -> Catalog:
        """The same with other parts, by their names."""
        return Catalog(self.files, {**self.given, **parts})

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over every declared file."""
        return self.files.fingerprint

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The editions of the report, the oldest first."""
        names = sorted(name for name in self.files.contents if name.startswith("forms/") and name.endswith(".yaml"))
        return tuple(self.files.one(Edition, name) for name in names)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """What units send in."""
        return self.files.rows(Form, "forms.yaml", "forms")

    @cached_property
    def scopes(self) -> tuple[Coded, ...]:
        """本机关 and 汇总."""
        return self.files.rows(Coded, "forms.yaml", "scopes")

    @cached_property
    def unit_kinds(self) -> tuple[UnitKind, ...]:
        """The kinds of units."""
        return self.files.rows(UnitKind, "forms.yaml", "unit_kinds")

    @cached_property
    def statuses(self) -> tuple[Status, ...]:
        """What can become of a submission."""
        return self.files.rows(Status, "forms.yaml", "statuses")

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in the order in which they are told."""
        from warehouse.catalog.rules import Rule

        rules = self.files.rows(Rule, "rules.yaml", "rules")
        ids = [rule.id for rule in rules]
        repeated = sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1})
        self.files.refuse((f"规则编号“{rule_id}”重复。" for rule_id in repeated), "rules.yaml")
        return rules

    @cached_property
    def numbers(self) -> NumberGrammar:
        """How people write numbers."""
        return self.files.one(NumberGrammar, "numbers.yaml")

    @cached_property
    def labels(self) -> tuple[LabelVariant, ...]:
        """Labels as printed, with the codes that they stand for."""
        return validated_rows(LabelVariant, self.files.folder / "labels.csv", self.files.csv("labels.csv"))

    @cached_property
    def workbook(self) -> WorkbookWords:
        """The words of the workbook that units get."""
        from warehouse.catalog.workbook import WorkbookWords

        return self.files.one(WorkbookWords, "workbook.yaml")

    @cached_property
    def quarter_columns(self) -> tuple[QuarterColumn, ...]:
        """The columns of the quarterly overview."""
        from warehouse.catalog.workbook import QuarterColumn

        return self.files.rows(QuarterColumn, "quarter_columns.yaml")

    @cached_property
    def narrative(self) -> Narrative:
        """The running text of the annual report."""
        from warehouse.catalog.narrative import Narrative

        return self.files.one(Narrative, "narrative.yaml")

    @cached_property
    def circular(self) -> CircularWords:
        """The circular, which says the same figures as the annual report."""
        from warehouse.catalog.circular import CircularWords, circular_problems

        words = self.files.one(CircularWords, "circular.yaml")
        self.files.refuse(circular_problems(words, self.narrative), "circular.yaml")
        return words

    @cached_property
    def task_narrative(self) -> TaskNarrative:
        """The running text about tasks."""
        from warehouse.catalog.task_narrative import TaskNarrative

        return self.files.one(TaskNarrative, "task_narrative.yaml")

    @cached_property
    def templates(self) -> Templates:
        """The versions of the template, and where each has its cells."""
        from warehouse.catalog.templates import Templates

        declared = self.files.yaml("templates.yaml")
        for version in declared["versions"]:
            if version["method"] == "map":
                version["cells"] = self.files.csv(f"template_maps/{version['version']}.csv")
        worded = {**declared, "wordings": self.files.csv("wordings.csv")}
        return validated(Templates, self.files.folder / "templates.yaml", worded)

    @cached_property
    def file_errors(self) -> tuple[FileErrorKind, ...]:
        """The ways of being unreadable."""
        from warehouse.catalog.templates import FileErrorKind

        return self.files.rows(FileErrorKind, "file_errors.yaml")

    @cached_property
    def feedback(self) -> Feedback:
        """What is written to a unit about its report."""
        from warehouse.catalog.feedback import Feedback

        return self.files.one(Feedback, "feedback.yaml")

    @cached_property
    def report(self) -> ReportWords:
        """How annual reports of others are recognised."""
        from warehouse.catalog.report_words import ReportWords

        return self.files.one(ReportWords, "report.yaml")

    @cached_property
    def claims(self) -> Claims:
        """What running text can claim."""
        from warehouse.catalog.claims import CiteWords, Claims, ClaimWords, FeeScale, Residue

        return Claims(
            words=self.files.one(ClaimWords, "claims.yaml"),
            citations=self.files.one(CiteWords, "citations.yaml"),
            residues=self.files.rows(Residue, "residue.yaml"),
            fees=self.files.one(FeeScale, "fees.yaml"),
        )

    @cached_property
    def tasks(self) -> TaskWords:
        """The words of tasks and of the sheet that asks about them."""
        from warehouse.catalog.task_words import TaskWords

        return self.files.one(TaskWords, "task_words.yaml")

    @cached_property
    def bodies(self) -> BodyTerms:
        """How documents name the bodies that a task is for."""
        from warehouse.catalog.bodies import BodyTerms

        return self.files.one(BodyTerms, "body_terms.yaml")

    @cached_property
    def links(self) -> LinkWords:
        """The words about links."""
        from warehouse.catalog.links import LinkWords

        return self.files.one(LinkWords, "links.yaml")

    @cached_property
    def portal(self) -> PortalWords:
        """The portal's metrics, its faults, and the words about them."""
        from warehouse.catalog.portal import Fault, Metric, PortalWords

        declared = self.files.yaml("portal/words.yaml")
        declared["metrics"] = self.files.rows(Metric, "portal/metrics.yaml")
        declared["faults"] = self.files.rows(Fault, "portal/faults.yaml")
        return validated(PortalWords, self.files.folder / "portal" / "words.yaml", declared)

    @cached_property
    def indicators(self) -> Indicators:
        """Measures and indicators."""
        from warehouse.catalog.indicators import Indicator, Indicators, Measure, MetricWords, indicator_problems

        declared = Indicators(
            measures=self.files.rows(Measure, "measures.yaml"),
            indicators=self.files.rows(Indicator, "indicators.yaml"),
            words=self.files.one(MetricWords, "metric_words.yaml"),
        )
        metrics = frozenset(metric.code for metric in self.portal.metrics)
        self.files.refuse(indicator_problems(declared, metrics, self.editions), "measures.yaml", "indicators.yaml")
        return declared

    @cached_property
    def assessment(self) -> AssessmentWords:
        """The words of the assessment."""
        from warehouse.catalog.assessment import AssessmentWords

        return self.files.one(AssessmentWords, "assessment.yaml")

    @cached_property
    def problems(self) -> ProblemWords:
        """The words of the problem list."""
        from warehouse.catalog.problems import ProblemWords

        return self.files.one(ProblemWords, "problems.yaml")

    @cached_property
    def site(self) -> SiteWords:
        """The words and bounds of a release's site."""
        from warehouse.catalog.site import SiteWords, site_problems

        words = self.files.one(SiteWords, "site.yaml")
        codes = (indicator.code for indicator in self.indicators.indicators)
        self.files.refuse(site_problems(words, self.editions, codes), "site.yaml")
        return words

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
        from warehouse.catalog.rules import identities

        return {edition.edition: tuple(identities(self.rules, edition)) for edition in self.editions}

    def identities(self, edition: str) -> tuple[Identity, ...]:
        """Every identity (勾稽关系) of an edition."""
        return self._identities[edition]


@cache
def load_catalog(data: Path = DATA) -> Catalog:
    """The catalogue of a folder, the same one each time. Raises CatalogError."""
    return Catalog(DeclaredFiles.of(data))


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
