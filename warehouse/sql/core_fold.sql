-- Quarters folded from the start of the year: flows added up, the first opening, the last stock. What a merged unit carries passes to
-- its successor, so its own last stock does not count once it has ended; and what a unit founded during the year began with is no
-- opening of the year. Totals with stocks in them are recomputed from their parts.
WITH quarter_cell AS (
    SELECT c.unit_code, c.edition, c.cell_code, c.value, p.year, p.quarter
    FROM core_cell c
    JOIN cat_period p ON p.period = c.period
    WHERE c.form_code = 'quarter' AND c.scope = 'own'
),
folded AS (
    SELECT
        t.period,
        q.unit_code,
        q.edition,
        q.cell_code,
        d.aggregation,
        CASE d.aggregation
            WHEN 'sum' THEN sum(q.value)
            WHEN 'first' THEN CASE WHEN any_value(u.valid_from > make_date(t.year, 1, 1)) THEN 0 ELSE arg_min_null(q.value, q.quarter) END
            WHEN 'last' THEN CASE WHEN any_value(l.has_handed_on) THEN 0 ELSE arg_max_null(q.value, q.quarter) END
        END AS value,
        CASE d.aggregation
            WHEN 'sum' THEN count(*) - count(q.value)
            WHEN 'first' THEN (NOT any_value(u.valid_from > make_date(t.year, 1, 1)) AND arg_min_null(q.value, q.quarter) IS NULL)::INTEGER
            ELSE (NOT any_value(l.has_handed_on) AND arg_max_null(q.value, q.quarter) IS NULL)::INTEGER
        END AS blank_count,
        count(*) AS quarters_in
    FROM core_period due
    JOIN cat_period t ON t.period = due.period
    JOIN quarter_cell q ON q.year = t.year AND q.quarter <= t.quarter
    JOIN core_lineage l ON l.period = t.period AND l.unit_code = q.unit_code
    JOIN cat_unit u ON u.unit_code = q.unit_code
    JOIN cat_cell d ON d.edition = q.edition AND d.cell_code = q.cell_code
    WHERE NOT t.is_year
    GROUP BY t.period, q.unit_code, q.edition, q.cell_code, d.aggregation
),
recomputed AS (
    SELECT f.period, f.unit_code, f.edition, i.at_cell AS cell_code, sum(f.value) AS value, sum(f.blank_count) AS blank_count,
           max(f.quarters_in) AS quarters_in
    FROM cat_identity i
    JOIN cat_cell d ON d.edition = i.edition AND d.cell_code = i.at_cell AND d.aggregation = 'identity'
    JOIN cat_identity_term t
        ON t.edition = i.edition AND t.rule_id = i.rule_id AND t.check_key = i.check_key AND t.side = 'expected'
    JOIN folded f ON f.edition = t.edition AND f.cell_code = t.cell_code
    GROUP BY f.period, f.unit_code, f.edition, i.at_cell
)
SELECT period, unit_code, edition, cell_code, value, blank_count, quarters_in FROM folded WHERE aggregation <> 'identity'
UNION ALL
SELECT period, unit_code, edition, cell_code, value, blank_count, quarters_in FROM recomputed
