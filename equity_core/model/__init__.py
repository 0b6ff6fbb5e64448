"""The guide's words as records: what a team keeps, frozen and checked."""

from equity_core.model.base import Document, new_id
from equity_core.model.data import Decided, DimensionUse, Shape, Source
from equity_core.model.design import Action, Idea, Score, Training
from equity_core.model.diagnose import (
    Barrier,
    Baseline,
    BaselineSide,
    Call,
    Cause,
    Evidence,
    Focus,
    Gap,
    Goal,
    Held,
    Prediction,
    Query,
)
from equity_core.model.implement import CheckIn, LogEntry
from equity_core.model.measure import AtLeast, Flag, Given, Measure, OneOf, Rule, ShareAtLeast
from equity_core.model.reflect import Decision, FirstSign
from equity_core.model.team import Assumption, Cycle, Profile

DOCUMENTS: dict[str, type[Document]] = {
    d.kind: d
    for d in (
        Action,
        Assumption,
        Barrier,
        Call,
        Cause,
        CheckIn,
        Cycle,
        Decision,
        Evidence,
        FirstSign,
        Focus,
        Gap,
        Goal,
        Held,
        Idea,
        LogEntry,
        Measure,
        Prediction,
        Profile,
        Score,
        Source,
        Training,
    )
}

__all__ = [
    "DOCUMENTS",
    "Action",
    "Assumption",
    "AtLeast",
    "Barrier",
    "Baseline",
    "BaselineSide",
    "Call",
    "Cause",
    "CheckIn",
    "Cycle",
    "Decided",
    "Decision",
    "DimensionUse",
    "Document",
    "Evidence",
    "FirstSign",
    "Flag",
    "Focus",
    "Gap",
    "Given",
    "Goal",
    "Held",
    "Idea",
    "LogEntry",
    "Measure",
    "OneOf",
    "Prediction",
    "Profile",
    "Query",
    "Rule",
    "Score",
    "Shape",
    "ShareAtLeast",
    "Source",
    "Training",
    "new_id",
]
