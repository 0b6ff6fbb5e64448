"""Turn a school's numbers into a loop that a team can walk: gap, cause, goal, action, result, decision."""
