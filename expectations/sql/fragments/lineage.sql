-- The unit of each `subject` and whoever handed over to it, hop by hop, between window_from and window_to (both inclusive).
-- is_split: on the way stands a unit with several successors, whose figures nobody can divide.
lineage AS (
    SELECT submission_id, unit_code AS member_code, FALSE AS is_split, window_from, window_to FROM subject
    UNION
    SELECT l.submission_id, g.unit_code, l.is_split OR g.successor_count > 1, l.window_from, l.window_to
    FROM lineage AS l
    JOIN cat_succession AS g
        ON g.successor_code = l.member_code AND g.ended_on BETWEEN l.window_from AND l.window_to
)
