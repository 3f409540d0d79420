"""The page of a unit (单位单页): its score line by line, its problems with deadlines, its tasks and main indicators."""
