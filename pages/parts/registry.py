"""Every page that exists: its file, its address, its step of the loop. Words: `page.<id>.name` and `page.<id>.question`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent


class Page(NamedTuple):
    """One page. `minutes` is what its sub-step takes; 0 for a page that is not a sub-step."""

    id: str
    file: str
    address: str
    step: str = ""
    minutes: int = 0
    in_menu: bool = False


PAGES: dict[str, Page] = {
    page.id: page
    for page in (
        Page("home", "home.py", "", in_menu=True),
        Page("get-ready", "get_ready/index.py", "get-ready", step="get_ready", in_menu=True),
        Page("team", "get_ready/team.py", "team", step="get_ready", minutes=10),
        Page("suspect", "get_ready/suspect.py", "suspect", step="get_ready", minutes=10),
        Page("data", "data/index.py", "data", step="data", in_menu=True),
        Page("bring-in", "data/bring_in.py", "bring-in", step="data", minutes=10),
        Page("sources", "data/sources.py", "sources", step="data", minutes=5),
        Page("diagnose", "diagnose/index.py", "diagnose", step="diagnose", in_menu=True),
        Page("gaps", "diagnose/gaps.py", "gaps", step="diagnose", minutes=15),
        Page("focus", "diagnose/focus.py", "focus", step="diagnose", minutes=15),
        Page("listen", "diagnose/listen.py", "listen", step="diagnose", minutes=20),
        Page("causes", "diagnose/causes.py", "causes", step="diagnose", minutes=20),
        Page("goal", "diagnose/goal.py", "goal", step="diagnose", minutes=15),
        Page("design", "design/index.py", "design", step="design", in_menu=True),
        Page("ideas", "design/ideas.py", "ideas", step="design", minutes=20),
        Page("choose", "design/choose.py", "choose", step="design", minutes=20),
        Page("implement", "implement/index.py", "implement", step="implement", in_menu=True),
        Page("plan", "implement/plan.py", "plan", step="implement", minutes=20),
        Page("training", "implement/training.py", "training", step="implement", minutes=10),
        Page("checkins", "implement/checkins.py", "checkins", step="implement", minutes=5),
        Page("log", "implement/log.py", "log", step="implement", minutes=5),
        Page("reflect", "reflect/index.py", "reflect", step="reflect", in_menu=True),
        Page("results", "reflect/results.py", "results", step="reflect", minutes=15),
        Page("decide", "reflect/decide.py", "decide", step="reflect", minutes=15),
        Page("next", "reflect/next.py", "next", step="reflect", minutes=10),
        Page("notebook", "notebook.py", "notebook", in_menu=True),
        Page("meet", "meet.py", "meet", in_menu=True),
        Page("kit", "kit.py", "kit", in_menu=True),
        Page("workspace", "workspace.py", "workspace", in_menu=True),
        Page("privacy", "privacy.py", "privacy"),
    )
}

STEPS = ("get_ready", "diagnose", "design", "implement", "reflect")
STEP_PAGE = {page.step: page.id for page in PAGES.values() if page.in_menu and page.step}


def exists(id: str) -> bool:
    """Say whether the page's file is there."""
    return (FOLDER / PAGES[id].file).is_file()


def substeps(step: str) -> list[Page]:
    """Return the pages of a step, in order, without the step's own page."""
    return [page for page in PAGES.values() if page.step == step and not page.in_menu and exists(page.id)]
