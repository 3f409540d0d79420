-- The units that anything is told of, in the order of their groups.
SELECT u.unit_code, u.unit_name, u.kind_name, u.group_name, u.is_ranked, u.is_rolled_up, u.valid_from, u.valid_to, u.successor_codes
FROM published_dim_unit u
WHERE u.parent_code IS NOT NULL AND u.unit_code IN (
    SELECT unit_code FROM published_rpt_quarterly_coverage
    UNION ALL SELECT unit_code FROM published_fct_submission
    UNION ALL SELECT unit_code FROM published_fct_task_progress
    UNION ALL SELECT unit_code FROM published_fct_indicator
    UNION ALL SELECT unit_code FROM published_fct_problem
    UNION ALL SELECT unit_code FROM published_fct_score
)
ORDER BY u.group_name DESC, u.unit_code
