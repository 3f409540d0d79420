"""Assessment: scores by a scheme, the list of problems, and what the office decides on either."""
