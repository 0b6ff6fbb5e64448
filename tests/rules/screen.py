"""Everything that the app sends to a browser, message by message, while somebody goes through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from uuid import UUID

from streamlit.testing.v1 import AppTest, app_test

from equity_core.errors import EquityError, Refused
from equity_core.store import Store
from equity_core.words import Words
from equity_core.workflow import Workspace, compatibility, kit, kit_workbook, numbers, story_notebook
from equity_core.workflow.copies import share
from equity_core.workflow.data import tidy
from equity_core.workflow.diagnose import gap_choices, gaps
from pages.parts import session
from pages.parts.registry import PAGES
from tests.conftest import ROOT, noon
from tests.pages.conftest import is_whole

VIEWS = ("desk", "stage", "print")
FORWARD = ("predict_skip", "kit_prepare", "story_prepare", "make_share")  # what stands before numbers or a file
TOGGLES = ("over_time", "as_shares", "as_people", "as_places", "as_spread", "as_funnel")
FURTHER = Words()("story.forward")  # the button to the next card, where one is shown at a time
PICKERS = ("sel_measure", "sel_dimension", "sel_period", "sel_compare", "sel_group")
Sent = dict[str, str]


class _Recorded(app_test.LocalScriptRunner):
    """Streamlit's own test runner, which forgets what was sent; this one keeps it."""

    last: Sequence[object] = ()

    def run(self, *args, **kwargs):
        try:
            return super().run(*args, **kwargs)
        finally:
            type(self).last = list(self.forward_msgs())


class Screen:
    """One browser tab on one workspace of this computer. `sent` holds each screen's whole payload by its name.

    A payload is every message as text: elements, charts' Arrow bytes, alternative texts, page titles, and addresses of
    files to download, which Streamlit makes from the files' bytes. Nothing is taken out of it.
    """

    def __init__(self, monkeypatch) -> None:
        monkeypatch.setattr(app_test, "LocalScriptRunner", _Recorded)
        self.sent: Sent = {}
        self.new_tab()

    def new_tab(self) -> None:
        """Forget what was typed and chosen."""
        self.at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()

    def every_page(self, view: str) -> None:
        """Open each page as it is, pressing what stands before numbers and files."""
        for page in PAGES.values():
            self.open(page.id, view)
            name = f"{page.id} {view}"
            self.keep(name)
            self.every_part(page.id, name)
            for key in FORWARD:
                if any(button.key == key for button in self.at.button):
                    self.at.button(key=key).click().run()
                    self.keep(f"{name} {key}")

    def every_part(self, id: str, name: str) -> None:
        """Turn to each other part of a page, and to each card, where a wall shows one at a time."""
        self.every_card(name)
        walls = [wall for wall in self.at.segmented_control if wall.key == f"{id}_wall"]
        for part in walls[0].options[1:] if walls else ():
            self.at.segmented_control(key=f"{id}_wall").set_value(part).run()
            self.keep(f"{name}, {part}")
            self.every_card(f"{name}, {part}")

    def every_card(self, name: str) -> None:
        """Turn the cards that are shown one at a time, forward to the last one."""
        for place in count(1):
            ahead = [b for b in self.at.button if b.label == FURTHER and not b.disabled]
            if not ahead:
                return
            ahead[0].click().run()
            self.keep(f"{name}, card {place}")

    def every_gap(self, ws: Workspace, view: str) -> None:
        """Open the gaps page for every measure, dimension, period, comparison and group that it offers.

        At the desk every picture is on; on the wall, where one is shown at a time, they take turns.
        """
        for place, asked in enumerate(questions(ws, groups=view != "stage")):
            for turn, toggle in enumerate(TOGGLES):
                self.at.session_state[toggle] = view == "desk" or place % (len(TOGGLES) + 1) == turn
            self.open("gaps", view, **dict(zip(PICKERS, asked, strict=True)))
            if any(button.key == "predict_skip" for button in self.at.button):
                self.at.button(key="predict_skip").click().run()
            self.keep(f"gaps {view} {' | '.join(asked)}")

    def every_option(self, id: str, view: str) -> None:
        """Open a page with every option of every picker on it, one picker at a time."""
        self.open(id, view)
        for place, options in enumerate([picker.options for picker in self.at.selectbox]):
            for choice in range(len(options)):
                self.new_tab()
                self.open(id, view)
                self.at.selectbox[place].select_index(choice).run()
                self.keep(f"{id} {view}: picker {place}, option {choice}")

    def open(self, id: str, view: str, **query: str) -> None:
        """Open a page, as a link does; in a tab that was on it before, its pickers are moved too."""
        self.at.switch_page(str(Path("pages") / PAGES[id].file))
        self.at.query_params.clear()
        self.at.query_params["view"] = view
        for name, value in query.items():
            self.at.query_params[name] = value
            self.at.session_state[name] = value
        self.at._run()  # not run(): that would carry the widgets of the page before along

    def keep(self, name: str) -> None:
        """Keep what was sent last; the page must be whole, or refused in words."""
        assert is_whole(self.at) or self.at.warning, name
        told = [str(message) for message in _Recorded.last]
        self.sent[name] = "\n".join([*told, f"address: {sorted(self.at.query_params.items())}"])


def questions(ws: Workspace, *, groups: bool = True) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield everything that can be asked on the gaps page."""
    for measure in gap_choices.measures(ws):
        for by in gap_choices.dimensions(ws, measure.code):
            for period in gap_choices.periods_of(ws, measure.code, by.code):
                for compare in gap_choices.comparisons(ws, measure.code, by.code, period.code):
                    query = gaps.Query(
                        measure=measure.code, dimension=by.code, period=period.code, compare=compare.code
                    )
                    for group in (g.code for g in gap_choices.groups(ws, query)) if groups else ("",):
                        yield measure.code, by.code, period.code, compare.code, group


def narrowed(ws: Workspace) -> Iterator[gaps.Query]:
    """Yield one question for each narrowing that the gaps page offers, of the newest period."""
    for measure in gap_choices.measures(ws):
        for by in gap_choices.dimensions(ws, measure.code):
            for option in gap_choices.narrowings(ws, measure.code, by.code)[1:]:
                where = gap_choices.where_of(option.code)
                period = gap_choices.periods_of(ws.narrowed(where), measure.code, by.code)[0].code
                yield gaps.Query(measure=measure.code, dimension=by.code, period=period, where=where)


def files(ws: Workspace) -> Sent:
    """Return every file that can leave, and every answer of the command line, by name."""
    told = {
        "share copy": share(ws).decode(),
        "export": tidy.as_csv(ws).decode("utf-8-sig"),
        "story": story_notebook.build(ws, workspace="w").decode(),
        **{f"kit {preset}": kit.build(ws, preset).decode() for preset in kit.PRESETS},
        "kit workbook": str(kit_workbook.sheets(ws)),
        "measures": str(numbers.as_json(numbers.measures(ws))),
    }
    for query in narrowed(ws):
        told[f"look {query.measure} | {query.dimension} | {query.where}"] = repr(gaps.look(ws, query))
    for measure, by, period, compare, group in questions(ws):
        query = gaps.Query(measure=measure, dimension=by, period=period, compare=compare, group=group)
        look = gaps.look(ws, query)
        name = " | ".join((measure, by, period, compare))
        told[f"look {name} | {group}"] = repr(look) + str(look.figure.chart_spec())
        told[f"figure {name} | {group}"] = gaps.notebook(ws, look.figure, workspace="w").decode()
        if compare == "baseline":
            continue
        told[f"measure {name}"] = str(
            numbers.as_json(numbers.measure(ws, measure, by=by, period=period, compare=compare))
        )
        for before in gap_choices.periods_of(ws, measure, by):
            if before.code != period:
                moved = _answered(
                    lambda before=before, asked=(measure, by, period, compare): numbers.change(
                        ws, asked[0], by=asked[1], before=before.code, after=asked[2], compare=asked[3]
                    )
                )
                told[f"change {name} from {before.code}"] = moved
    return told | reports_of_others(ws)


def reports_of_others(ws: Workspace) -> Sent:
    """Return the compatibility reports, as files that spreadsheets open and as pages that print."""
    told = {"reports": compatibility.every_report(ws).csv().decode("utf-8-sig")}
    for measure, by, period, *_ in dict.fromkeys(asked[:3] for asked in questions(ws, groups=False)):
        with suppress(Refused):
            found = compatibility.report(ws, measure, by=by, period=period, idea_threshold="3.0")
            told[f"report {measure} | {by} | {period}"] = found.csv().decode("utf-8-sig")
            told[f"printed report {measure} | {by} | {period}"] = found.html().decode()
    return told


def opened(path: Path | None, monkeypatch) -> Workspace:
    """Return an empty workspace at a path, or in memory: the same clock and the same ids for each that is opened so."""
    numbered = count(1)
    monkeypatch.setattr("equity_core.model.base.uuid4", lambda: UUID(int=next(numbered) << 80))
    if path is None:
        return Workspace(Store(":memory:", now=noon), now=noon)
    path.parent.mkdir(parents=True, exist_ok=True)
    ws = Workspace(Store(path, now=noon), now=noon)
    session._OPEN[path.resolve()] = ws
    return ws


def _answered(ask: Callable[[], numbers.Changed]) -> str:
    try:
        return str(numbers.as_json(ask()))
    except EquityError as error:
        return f"{error.code} {error.facts}"
