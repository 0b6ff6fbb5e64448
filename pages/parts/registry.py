"""Every page that exists: its file, its address, its step of the loop.

Words: `page.<id>.name` and `page.<id>.question`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent


class Page(NamedTuple):
    """One page. A `desk_only` page is never on the wall."""

    id: str
    file: str
    address: str
    step: str = ""
    in_menu: bool = False
    desk_only: bool = False


PAGES: dict[str, Page] = {
    page.id: page
    for page in (
        Page("home", "home.py", "", in_menu=True),
        Page("get-ready", "get_ready/index.py", "get-ready", step="get_ready", in_menu=True),
        Page("team", "get_ready/team.py", "team", step="get_ready"),
        Page("suspect", "get_ready/suspect.py", "suspect", step="get_ready"),
        Page("words", "get_ready/words.py", "words", step="get_ready"),
        Page("listening", "get_ready/listening.py", "listening", step="get_ready"),
        Page("commitment", "get_ready/commitment.py", "commitment", step="get_ready"),
        Page("data", "data/index.py", "data", step="data", in_menu=True),
        Page("bring-in", "data/bring_in.py", "bring-in", step="data", desk_only=True),
        Page("sources", "data/sources.py", "sources", step="data", desk_only=True),
        Page("diagnose", "diagnose/index.py", "diagnose", step="diagnose", in_menu=True),
        Page("gaps", "diagnose/gaps.py", "gaps", step="diagnose"),
        Page("focus", "diagnose/focus.py", "focus", step="diagnose"),
        Page("listen", "diagnose/listen.py", "listen", step="diagnose"),
        Page("causes", "diagnose/causes.py", "causes", step="diagnose"),
        Page("audits", "diagnose/audits.py", "audits", step="diagnose"),
        Page("screening", "diagnose/screening.py", "screening", step="diagnose"),
        Page("access", "diagnose/access.py", "access", step="diagnose"),
        Page("points", "diagnose/points.py", "points", step="diagnose"),
        Page("resources", "diagnose/resources.py", "resources", step="diagnose"),
        Page("goal", "diagnose/goal.py", "goal", step="diagnose"),
        Page("design", "design/index.py", "design", step="design", in_menu=True),
        Page("ideas", "design/ideas.py", "ideas", step="design"),
        Page("choose", "design/choose.py", "choose", step="design"),
        Page("implement", "implement/index.py", "implement", step="implement", in_menu=True),
        Page("plan", "implement/plan.py", "plan", step="implement"),
        Page("training", "implement/training.py", "training", step="implement"),
        Page("checkins", "implement/checkins.py", "checkins", step="implement"),
        Page("log", "implement/log.py", "log", step="implement"),
        Page("reflect", "reflect/index.py", "reflect", step="reflect", in_menu=True),
        Page("results", "reflect/results.py", "results", step="reflect"),
        Page("decide", "reflect/decide.py", "decide", step="reflect"),
        Page("next", "reflect/next.py", "next", step="reflect"),
        Page("notebook", "notebook.py", "notebook", in_menu=True),
        Page("meet", "meet.py", "meet", in_menu=True),
        Page("kit", "kit.py", "kit", in_menu=True, desk_only=True),
        Page("workspace", "workspace.py", "workspace", in_menu=True, desk_only=True),
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
