"""The arithmetic rules on Great Expectations' pandas engine, in two ways; both make as many checks as our rules do.

As its users write them: one row a report, one column a cell. An identity becomes two columns, its sum and what is printed, and one
ExpectColumnPairValuesToBeEqual; a rule on one cell becomes one expectation a cell. So a failure names its cell.

Folded: pandas computes both sides of every check, and each rule is one expectation over all of them, one below the other.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.quarters import CATALOG, FORM
from warehouse.catalog.period import Period

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.expectations.expectation import Expectation

    Judged = tuple[pd.DataFrame, list[Expectation]]

EDITION = CATALOG.edition(FORM.edition)
STOCK = "T2:{}.in_force"


def judge_frames(
    batches: Iterator[Mapping[str, pl.DataFrame]], rule_ids: Sequence[str], *, is_folded: bool
) -> tuple[float, float, int]:
    """Seconds, CPU seconds and checks over the batches, widening of the cells included: their rules read nothing else."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations  # noqa: F401 - imported before the clock starts

    seconds = cpu = 0.0
    checks = 0
    for frames in batches:
        cells = frames["check_cell"].select("unit_code", "cell_code", pl.col("value").cast(pl.Float64)).to_pandas()
        former = _before(frames).to_pandas()
        start, used = time.perf_counter(), time.process_time()
        wide = cells.pivot(index="unit_code", columns="cell_code", values="value")
        prior = former.pivot(index="unit_code", columns="cell_code", values="value").reindex(wide.index)
        judged = (_folded if is_folded else _rules)(wide, prior, rule_ids)
        checks += sum(_validate(columns, expectations) for columns, expectations in judged)
        seconds, cpu = seconds + time.perf_counter() - start, cpu + time.process_time() - used
    return seconds, cpu, checks


def _before(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What counts of the quarter before; nothing for the first."""
    period = Period.parse(frames["check_submission"]["period"][0]).previous
    counting = frames["counting_cell"].filter(pl.col("period") == str(period))
    return counting.select("unit_code", "cell_code", pl.col("value").cast(pl.Float64))


def _rules(wide: pd.DataFrame, prior: pd.DataFrame, rule_ids: Sequence[str]) -> Iterator[Judged]:
    """The frame with the columns that are compared, and the expectations."""
    import pandas as pd

    added: dict[str, Any] = {}
    made: list[Expectation] = []
    for name, expected, actual in _pairs(wide, prior, rule_ids):
        added |= {f"{name} expected": expected, f"{name} actual": actual}
        made.append(_equal(f"{name} expected", f"{name} actual"))
    made += (_not_negative(cell.code) for cell in EDITION.cells if not cell.is_signed)
    yield pd.concat([wide, pd.DataFrame(added, index=wide.index)], axis=1), made


def _folded(wide: pd.DataFrame, prior: pd.DataFrame, rule_ids: Sequence[str]) -> Iterator[Judged]:
    """A frame of both sides and one expectation for each rule."""
    import pandas as pd

    sides: dict[str, list[tuple[Any, Any]]] = {}
    for name, expected, actual in _pairs(wide, prior, rule_ids):
        sides.setdefault(name.partition(" ")[0], []).append((expected, actual))
    for pairs in sides.values():
        frame = pd.concat([pd.DataFrame({"expected": one, "actual": other}) for one, other in pairs], ignore_index=True)
        yield frame, [_equal("expected", "actual")]
    signed = [cell.code for cell in EDITION.cells if not cell.is_signed]
    yield wide[signed].stack().to_frame("value"), [_not_negative("value")]


def _equal(left: str, right: str) -> Expectation:
    from great_expectations.expectations.core.expect_column_pair_values_to_be_equal import (
        ExpectColumnPairValuesToBeEqual,
    )

    return ExpectColumnPairValuesToBeEqual(column_A=left, column_B=right, ignore_row_if="either_value_is_missing")


def _not_negative(column: str) -> Expectation:
    from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween

    return ExpectColumnValuesToBeBetween(column=column, min_value=0)


def _pairs(wide: pd.DataFrame, prior: pd.DataFrame, rule_ids: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    """Both sides of every check that is an equality: (name, expected, actual)."""
    for one in CATALOG.identities(EDITION.edition):
        if one.rule_id in rule_ids:
            left, right = wide[list(one.expected)], wide[list(one.actual)]
            yield f"{one.rule_id} {one.key}", left.sum(axis=1, skipna=False), right.sum(axis=1, skipna=False)
    for cell in (cell for cell in EDITION.cells if cell.is_count):
        yield f"TYPE-INTEGER {cell.code}", wide[cell.code], wide[cell.code].round()
    for cell in (cell for cell in EDITION.cells if cell.row == "regulation"):
        yield f"T2-COMPETENCE {cell.code}", wide[cell.code] * 0, wide[cell.code]
    for row in ("regulation", "normative_document"):
        flow = wide[f"T2:{row}.made"] - wide[f"T2:{row}.repealed"]
        yield f"T2-STOCK {row}", _of(prior, STOCK.format(row)) + flow, wide[STOCK.format(row)]
    for cell in (cell for cell in EDITION.cells if cell.row == "carried_in"):
        closing = _of(prior, f"T3:carried_out.{cell.column}")
        yield f"PERIOD-CHAIN {cell.column}", closing, wide[cell.code]


def _of(prior: pd.DataFrame, code: str) -> Any:  # noqa: ANN401 - a column, or NaN for all where there is no quarter before
    return prior[code] if code in prior.columns else float("nan")


def _validate(frame: pd.DataFrame, expectations: list[Expectation]) -> int:
    """Runs them as one suite; gives the number of checks. Raises RuntimeError where one broke or failed: the figures balance."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset("cells")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    result = batch.validate(gx.ExpectationSuite(name="arithmetic", expectations=expectations), result_format="BASIC")
    if not result.success:
        raise RuntimeError(f"{[one.expectation_config for one in result.results if not one.success][:3]}")
    return len(frame) * len(expectations)
