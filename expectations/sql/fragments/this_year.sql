-- To a claim k of the text: its report s and the period p of it, where the claim is on that year. Figures of other years are of others.
JOIN check_submission AS s ON s.submission_id = k.submission_id
JOIN cat_period AS p ON p.period = s.period AND p.year = k.year
