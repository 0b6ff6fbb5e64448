"""Are we producing similar results for every group? One question to the released numbers, answered in full."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from equity_core import reports
from equity_core.charts import Figure, gap_blank, gap_dots, gap_pages
from equity_core.errors import Unknown
from equity_core.metrics import Disparity
from equity_core.model import Evidence, Gap, Observation, Prediction, Query
from equity_core.workflow import lists, naming, numbers
from equity_core.workflow.diagnose import (
    by_school,
    focus,
    gap_averages,
    gap_cautions,
    gap_changes,
    gap_choices,
    gap_pictures,
    gap_pooled,
    gap_spread,
    gap_together,
    gap_words,
    listen,
    methods,
)
from equity_core.workflow.diagnose.gap_changes import OverTime
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that one question shows. Empty texts and None say that there is nothing to say.

    `pages` are the figure for a projector; `figure` is the dumbbell when the comparison is the baseline.
    """

    query: Query
    found: Disparity
    group: str
    headline: str
    points_and_times: str
    certainty: str
    parity: str
    pooled: str  # the gap over several periods, where one is too few to judge
    hidden_note: str
    together: str  # the groups that are not shown, as one
    cautions: tuple[str, ...]
    notes: tuple[str, ...]
    figure: Figure
    pages: tuple[Figure, ...]
    over_time: OverTime | None
    pictures: Mapping[str, Figure]  # the same gap in other forms, by form; only those that have something to show
    can_spread: bool  # another limit of the same column would show how students spread
    is_pinned: bool
    is_listed: bool
    can_pin: bool  # its group is named and its rate is shown
    average: str = ""  # of the numbers behind a limit
    no_rows: str = ""  # why two groups at once cannot be looked at

    def on_the_wall(self) -> dict[str, Figure]:
        """Return the pictures that can stand in the place of the first one, by the key of their button."""
        pictures = {f"as_{form}": picture for form, picture in self.pictures.items()}
        if self.over_time is None:
            return pictures
        run = self.over_time.series.figure
        return {"over_time": self.over_time.figure, **({"as_runs": run} if run else {}), **pictures}

    def how_sure(self, picture: str = "") -> str:
        """Return how sure one of them is, of the first one without a key; nothing where its sentence says it."""
        if self.over_time and picture in ("over_time", "as_runs"):
            told = self.over_time.sentences if picture == "over_time" else self.over_time.series.sentences
            return " ".join(told[1:])
        return "" if picture in ("as_spread", "as_funnel") else self.certainty


def prediction(ws: Workspace, query: Query, *, seat: int = 1) -> Prediction | None:
    """Return what a person expected before looking at this table, or None while that person has not looked."""
    return next((made for made in predictions(ws, query) if made.seat == seat), None)


def predictions(ws: Workspace, query: Query) -> list[Prediction]:
    """Return what each person expected of a table, narrowed or not, oldest first; skipped ones too."""
    asked = (query.measure, query.dimension, query.period)
    made = ws.of_cycle(Prediction)
    return [p for p in made if (p.query.measure, p.query.dimension, p.query.period) == asked]


def predict(ws: Workspace, query: Query, text: str, *, seat: int = 1) -> Prediction:
    """Keep what a person expects; an empty text says that they chose not to predict. Either way the table opens."""
    naming.refuse(ws, text)
    made = Prediction(cycle=ws.cycle.id, text=text, query=query, seat=seat)
    ws.save(made)
    return made


def observe(ws: Workspace, query: Query, text: str) -> Observation:
    """Keep what the team sees in a picture of a gap."""
    naming.refuse(ws, text)
    seen = Observation(cycle=ws.cycle.id, text=text, query=query)
    ws.save(seen)
    return seen


def observations(ws: Workspace, query: Query) -> list[Observation]:
    """Return what was seen of a table, oldest first."""
    asked = (query.measure, query.dimension, query.period)
    return [o for o in ws.of_cycle(Observation) if (o.query.measure, o.query.dimension, o.query.period) == asked]


def explains(ws: Workspace, text: str) -> str:
    """Return the first word of a text that explains or judges instead of describing, or nothing (an editable list)."""
    said = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    padded = f" {' '.join(said)} "
    words = lists.load(ws.words.language, "observing")["explains"]
    found = [(padded.find(f" {word} "), word) for word in words]
    return min((hit for hit in found if hit[0] >= 0), default=(0, ""))[1]


def look(ws: Workspace, query: Query) -> Look:
    """Answer a question: sentences, figure, cautions. Unknown when no active file has the table."""
    ws = ws.narrowed(query.where)
    found = gap_choices.answer(ws, query)
    group = gap_choices.headline_group(ws, query, found)
    about = found.group(group)
    asked = query.model_copy(update={"group": group})
    change = gap_changes.against_baseline(ws, asked) if query.compare == "baseline" else None
    headline = gap_words.headline(ws, found, about) if about else gap_words.whole_school(ws, found)
    schools = by_school.by_school(ws, asked)
    pooled = gap_pooled.pooled(ws, asked, found) if about else methods.Told()
    together = gap_together.together(ws, asked)
    average = gap_averages.told(ws, asked, about.certainty) if about else methods.Told()
    answered = gap_cautions.who_answered(ws, asked, found.source)
    method = methods.of_table(ws, found, about)
    turned = by_school.caution(ws, asked, schools)
    with_lines = methods.of_table(ws, found, about, (average, pooled, together, answered, turned))
    measure = ws.measure_label(found.measure)
    return Look(
        query=asked,
        found=found,
        group=group,
        headline=headline,
        points_and_times=gap_words.points_and_times(ws, found, about) if about else "",
        certainty=gap_words.certainty(ws, found, about) if about else ws.words("gaps.no_group"),
        parity=gap_words.parity(ws, found, about) if about else "",
        pooled=pooled.sentence,
        hidden_note=gap_cautions.hidden_note(ws, found),
        together=together.sentence,
        cautions=tuple(filter(None, (*gap_cautions.cautions(ws, asked, found), turned.sentence))),
        notes=tuple(ws.words(note) for note in found.notes if gap_cautions.is_told(ws, note)),
        figure=gap_changes.since_baseline(ws, asked, found, change)
        if change
        else _of(asked, gap_dots(ws.words, found, measure=measure, sentence=headline, group=group, method=with_lines)),
        pages=tuple(gap_pages(ws.words, found, measure=measure, sentence=headline, group=group, method=with_lines)),
        over_time=gap_changes.over_time(ws, asked, found) if about else None,
        pictures=gap_pictures.pictures(ws, asked, found, about, schools, method=method)
        if about and not found.is_everybody(about)
        else {},
        can_spread=gap_spread.can_be_cut(ws, asked.measure),
        is_pinned=any(e.form == "number" and e.query == asked for e in ws.of_cycle(Evidence)),
        is_listed=any(g.query == asked for g in ws.of_cycle(Gap)),
        can_pin=about is not None and about.rate is not None,
        average=average.sentence,
        no_rows=gap_cautions.no_rows(ws, found),
    )


def blank(ws: Workspace, page: Figure) -> Figure:
    """Return a page of a look without its numbers, for a room that says first what it expects."""
    return gap_blank(ws.words, page)


def _of(query: Query, shown: Figure) -> Figure:
    """Return a figure of narrowed numbers with the narrowing in its question."""
    if not query.where or shown.question is None:
        return shown
    return replace(shown, question=shown.question.model_copy(update={"where": query.where}))


def figure(
    ws: Workspace,
    measure: str,
    *,
    by: numbers.By,
    period: str | None = None,
    compare: str = "rest",
    group: str = "",
    over_time: bool = False,
    form: str = "",
    where: numbers.Where = (),
) -> Figure:
    """Return the figure of the gaps page for a question; in a notebook it shows itself.

    `where` narrows the numbers to a school, or to a group of a dimension that is crossed with this one.
    `form`: "shares", "people", "places", "spread", "funnel" or "runs" for those pictures. Unknown when a line over time
    is asked for and there is one period only, or when a picture has nothing to show.
    """
    at = numbers.pairs(where)
    narrowed, kind = ws.narrowed(at), "rest" if compare == "baseline" else compare
    found = numbers.measure(narrowed, measure, by=by, period=period, compare=kind)
    dimension = ",".join(found.by)
    query = Query(measure=measure, dimension=dimension, period=found.period, compare=compare, group=group, where=at)
    answer = look(ws, query)
    if form:
        picture = answer.pictures.get(form)
        if form == "runs" and answer.over_time:
            picture = answer.over_time.series.figure
        if picture is None:
            raise Unknown("unknown.form", asked=form)
        return picture
    if not over_time:
        return answer.figure
    if answer.over_time is None:
        raise Unknown("unknown.over_time", asked=measure)
    return answer.over_time.figure


def notebook(ws: Workspace, shown: Figure, *, workspace: str) -> bytes:
    """Return a small notebook that asks the same question of `workspace` and shows the figure again."""
    query = shown.question
    if query is None:
        raise Unknown("unknown.question", asked=shown.key)
    options: dict[str, object] = {
        "period": query.period,
        "compare": query.compare,
        "group": query.group,
        "where": query.where,
    }
    return reports.notebook(
        shown.title,
        shown.sentence,
        workspace=workspace,
        measure=query.measure,
        by=query.dimension,
        options=options | _FORM_OPTIONS.get(shown.form, {}),
    )


_FORM_OPTIONS: dict[str, dict[str, object]] = {
    "lines": {"over_time": True},
    **{form: {"form": form} for form in (*gap_pictures.FORMS, "runs")},
}


def pin(ws: Workspace, query: Query) -> Evidence:
    """Keep the question as evidence; the figure is looked up each time."""
    return listen.pin(ws, query)


def add_to_focus(ws: Workspace, query: Query) -> Gap:
    """Put the gap on the list from which the team chooses its focus."""
    return focus.add(ws, query)
