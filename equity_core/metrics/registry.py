"""The built-in measures. Definitions and sources: DATA_STANDARDS.md §2; words: words/<language>/metrics.po."""

from __future__ import annotations

from decimal import Decimal

from equity_core.model import Flag, Measure, ShareAtLeast

MEASURES: dict[str, Measure] = {
    m.id: m
    for m in (
        Measure(id="suspended", rule=Flag(column="suspended"), direction="lower_better", timing="lagging"),
        Measure(
            id="chronic_absence",
            rule=ShareAtLeast(part="days_absent", whole="days_enrolled", share=Decimal("0.10"), min_whole=Decimal(10)),
            direction="lower_better",
            timing="leading",
        ),
        Measure(
            id="reading_proficient",
            rule=Flag(column="reading_proficient"),
            direction="higher_better",
            timing="lagging",
            is_test_score=True,
        ),
        Measure(
            id="math_proficient",
            rule=Flag(column="math_proficient"),
            direction="higher_better",
            timing="lagging",
            is_test_score=True,
        ),
        Measure(id="referred", rule=Flag(column="referred"), direction="lower_better", timing="leading"),
        Measure(id="belonging", rule=Flag(column="belonging"), direction="higher_better", timing="leading"),
        Measure(id="engagement", rule=Flag(column="engagement"), direction="higher_better", timing="leading"),
        Measure(id="family_trust", rule=Flag(column="family_trust"), direction="higher_better", timing="leading"),
        Measure(id="staff_efficacy", rule=Flag(column="staff_efficacy"), direction="higher_better", timing="leading"),
        Measure(id="answered_survey", rule=Flag(column="answered_survey"), direction="higher_better", timing="leading"),
        Measure(id="course_failure", rule=Flag(column="course_failure"), direction="lower_better", timing="leading"),
        Measure(id="advanced_course", rule=Flag(column="advanced_course"), direction="higher_better", timing="leading"),
        Measure(id="gifted_identified", rule=Flag(column="gifted_identified"), direction="parity", timing="lagging"),
        Measure(id="sped_identified", rule=Flag(column="sped_identified"), direction="parity", timing="lagging"),
        Measure(id="ninth_on_track", rule=Flag(column="ninth_on_track"), direction="higher_better", timing="leading"),
        Measure(
            id="growth_met",
            rule=Flag(column="growth_met"),
            direction="higher_better",
            timing="leading",
            is_test_score=True,
        ),
        Measure(
            id="el_progress",
            rule=Flag(column="el_progress"),
            direction="higher_better",
            timing="leading",
            is_test_score=True,
        ),
        Measure(id="reclassified", rule=Flag(column="reclassified"), direction="higher_better", timing="leading"),
        Measure(id="grad_4yr", rule=Flag(column="grad_4yr"), direction="higher_better", timing="lagging"),
    )
}
