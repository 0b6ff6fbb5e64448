"""Refine, replace, scale, keep going or stop: a suggestion with its reasons, and what the team decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from equity_core.errors import Refused
from equity_core.metrics import Certainty
from equity_core.model import Action, Decision, LogEntry
from equity_core.model.reflect import Choice
from equity_core.words import Words
from equity_core.workflow import naming
from equity_core.workflow.workspace import Workspace

Suggestion = Literal[
    "stop",
    "fix_measure",
    "refine",
    "refine_access",
    "diagnose",
    "keep",
    "replace",
    "refine_dose",
    "refine_targeting",
    "scale",
    "find_out",
]
Leading = Literal["moved", "not_moved", "unknown"]
Moved = Literal["better", "worse", "same", "nearer", "not_nearer", "crossed", "unknown"]

CHOICES: tuple[Choice, ...] = ("refine", "replace", "scale", "keep", "stop")
NOT_DELIVERED = Fraction(60, 100)
AS_PLANNED = Fraction(80, 100)
REACHED = Fraction(80, 100)
SURE = ("clear", "leaning")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at the review. Shares are proportions; None and "unknown" say that nobody wrote it down.

    `outcome` and `sure` are about the focus group's change; where parity is wanted, about its distance from everyone
    else ("nearer" …). `gap` is METHODS.md §3.3's `how`, "" when there is none.
    """

    dosage: Fraction | None = None
    adherence: Fraction | None = None
    reach: Fraction | None = None
    reach_told: str = ""  # as the small-count rule lets it be said; empty: the percentage
    leading: Leading = "unknown"
    outcome: Moved = "unknown"
    sure: Certainty | None = None
    gap: str = ""
    gap_sure: Certainty | None = None
    harmed: tuple[str, ...] = ()  # groups that clearly lost ground
    lost: tuple[str, ...] = ()  # groups that lost ground at all, as far as can be told
    changed: tuple[str, ...] = ()  # what makes before and now incomparable: "composition", "definition" …
    outside_event: bool = False
    horizon_passed: bool = False

    @property
    def is_not_delivered(self) -> bool:
        """Say whether sessions or core parts fell short of 60%."""
        return any(share is not None and share < NOT_DELIVERED for share in (self.dosage, self.adherence))

    @property
    def is_delivered(self) -> bool:
        """Say whether sessions and core parts are both known to be at 60% or more."""
        return self.dosage is not None and self.adherence is not None and not self.is_not_delivered

    @property
    def is_as_planned(self) -> bool:
        """Say whether sessions and core parts are both known to be at 80% or more."""
        shares = (self.dosage, self.adherence)
        return all(share is not None and share >= AS_PLANNED for share in shares)

    @property
    def is_reached(self) -> bool:
        """Say whether 80% or more of the intended students are known to be reached."""
        return self.reach is not None and self.reach >= REACHED

    @property
    def is_better(self) -> bool:
        """Say whether the focus group's outcome is better, clearly or leaning."""
        return self.outcome == "better" and self.sure in SURE


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: when it holds and what it suggests.

    Its words are `decide.why.<name>` and `decide.unless.<name>`.
    """

    name: str
    holds: Callable[[Facts], bool]
    suggests: Suggestion
    fits: tuple[Choice, ...]  # the choices that agree with the suggestion and need no further reason
    is_conclusion: bool = False  # an event outside, or half delivery, asks to repeat before concluding


RULES: tuple[Rule, ...] = (  # UX.md §12, first match wins; printed with the result
    Rule("harm", lambda f: bool(f.harmed), "stop", ("stop", "replace")),
    Rule("changed", lambda f: bool(f.changed), "fix_measure", ("keep", "refine")),
    Rule("not_delivered", lambda f: f.is_not_delivered, "refine", ("refine",)),
    Rule("not_reached", lambda f: f.reach is not None and f.reach < REACHED, "refine_access", ("refine",)),
    Rule("levelling_down", lambda f: f.gap == "narrowed_levelling_down", "diagnose", ("replace", "refine")),
    Rule("too_early", lambda f: not f.horizon_passed and f.leading == "moved", "keep", ("keep",)),
    Rule(
        "leading_still",
        lambda f: f.is_delivered and f.is_reached and f.leading == "not_moved",
        "replace",
        ("replace",),
        is_conclusion=True,
    ),
    Rule(
        "cannot_tell",
        lambda f: f.leading == "moved" and f.horizon_passed and f.sure in ("cant_tell_yet", "too_few_to_judge"),
        "refine_dose",
        ("refine", "keep"),
        is_conclusion=True,
    ),
    Rule(
        "gap_stays",
        lambda f: f.is_better and not f.lost and f.gap == "not_narrowed",
        "refine_targeting",
        ("refine",),
        is_conclusion=True,
    ),
    Rule(
        "worked",
        lambda f: f.is_delivered and f.is_reached and f.is_better and not f.lost and f.gap == "narrowed_group_improved",
        "scale",
        ("scale",),
        is_conclusion=True,
    ),
    Rule(
        "worked_to_parity",
        lambda f: f.is_delivered and f.is_reached and f.gap == "narrowed_to_parity" and f.gap_sure in SURE,
        "scale",
        ("scale",),
        is_conclusion=True,
    ),
    Rule("unknown", lambda f: True, "find_out", ("keep", "refine")),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion in words: why, the facts that drove it, what would change it."""

    suggestion: Suggestion
    rule: str
    title: str
    why: str
    reasons: tuple[str, ...]
    unless: str
    fits: tuple[Choice, ...]


def suggest(facts: Facts, words: Words) -> Advice:
    """Return what the first rule that holds suggests, with its reasons and what would change it."""
    rule = next(rule for rule in RULES if rule.holds(facts))
    return Advice(
        suggestion=rule.suggests,
        rule=rule.name,
        title=words(f"decide.suggest.{rule.suggests}"),
        why=words(_why(facts, rule)),
        reasons=tuple(_reasons(facts, rule, words)),
        unless=words(f"decide.unless.{rule.name}"),
        fits=rule.fits,
    )


def gap_fact(how: str, sure: Certainty, words: Words) -> str:
    """Return what the gap did and who did it, and how sure that is, so that nobody reads more into it."""
    return words("decide.fact.gap_sure", told=words(f"decide.fact.gap_{how}"), sure=words(f"decide.sure.{sure}"))


def decide(
    ws: Workspace,
    advice: Advice,
    *,
    choice: Choice,
    approver_role: str,
    review_on: date | None,
    action: Action | None = None,
    reason: str = "",
    against_suggestion: str = "",
    on: date | None = None,
) -> Decision:
    """Keep a decision and write it in the log.

    Refused without an approver, without a later day to look again, or without a reason to go against the suggestion.
    """
    day = on or ws.today()
    if not approver_role.strip():
        raise Refused("decide.approver")
    if choice not in advice.fits and not against_suggestion.strip():
        raise Refused("decide.against", choice=ws.words(f"decide.choice.{choice}"), suggestion=advice.title)
    if review_on is not None and review_on <= day:
        raise Refused("decide.review", day=ws.words.day(day))
    if review_on is None and choice != "stop":
        raise Refused("decide.review_missing")
    naming.refuse(ws, reason, against_suggestion)
    naming.refuse(ws, approver_role, code=naming.ROLE_CODE)
    decision = Decision(
        cycle=ws.cycle.id,
        action=action.id if action else "",
        choice=choice,
        suggested=advice.suggestion,
        reason=reason,
        against_suggestion="" if choice in advice.fits else against_suggestion,
        approver_role=approver_role,
        on=day,
        review_on=review_on,
    )
    entry = LogEntry(
        cycle=ws.cycle.id,
        form="decision",
        text=log_text(ws, decision, title=action.title if action else ""),
        on=day,
        role=approver_role,
        action=decision.action,
    )
    ws.save(decision, entry)
    return decision


def log_text(ws: Workspace, decision: Decision, *, title: str) -> str:
    """Return the decision as the log tells it."""
    words = ws.words
    parts = [
        words(
            "decide.log",
            choice=words(f"decide.choice.{decision.choice}"),
            what=title or words("decide.whole_cycle"),
            approver=decision.approver_role,
        )
    ]
    if decision.against_suggestion:
        suggestion = words(f"decide.suggest.{decision.suggested}")
        parts.append(words("decide.log_against", suggestion=suggestion, reason=decision.against_suggestion))
    elif decision.reason:
        parts.append(decision.reason)
    if decision.review_on:
        parts.append(words("decide.log_review", day=words.day(decision.review_on)))
    return " ".join(parts)


def decisions(ws: Workspace, action: Action | None = None) -> list[Decision]:
    """Return this cycle's decisions, newest first; about one action when it is given."""
    found = [d for d in ws.of_cycle(Decision) if action is None or d.action == action.id]
    return found[::-1]


def _reasons(facts: Facts, rule: Rule, words: Words) -> list[str]:
    told = [_share("dosage", facts.dosage, words), _share("adherence", facts.adherence, words), _reach(facts, words)]
    told.append(words(f"decide.fact.leading_{facts.leading}"))
    told.append(_outcome(facts, words))
    if facts.gap and facts.gap_sure:
        told.append(gap_fact(facts.gap, facts.gap_sure, words))
    if facts.harmed:
        told.insert(0, words("decide.fact.harmed", groups=words.listed(facts.harmed)))
    if facts.changed:
        changed = words.listed(tuple(words(f"decide.changed.{what}") for what in facts.changed))
        told.insert(0, words("decide.fact.changed", what=changed))
    if _is_gap_unsure(facts, rule):
        told.append(words("decide.fact.gap_unsure"))
    if rule.is_conclusion and facts.outside_event:
        told.append(words("decide.fact.outside_event"))
    if rule.is_conclusion and facts.is_delivered and not facts.is_as_planned:
        told.append(words("decide.fact.partly"))
    return told


def _why(facts: Facts, rule: Rule) -> str:
    return "decide.why.worked_but_gap" if _is_gap_unsure(facts, rule) else f"decide.why.{rule.name}"


def _is_gap_unsure(facts: Facts, rule: Rule) -> bool:
    return rule.name == "worked" and facts.gap_sure not in SURE


def _reach(facts: Facts, words: Words) -> str:
    if facts.reach_told:
        return words("decide.fact.reach_told", told=facts.reach_told)
    return _share("reach", facts.reach, words)


def _outcome(facts: Facts, words: Words) -> str:
    if facts.sure is None or facts.outcome == "unknown":
        return words("decide.fact.outcome_unknown")
    return words(f"decide.fact.outcome_{facts.outcome}", sure=words(f"decide.sure.{facts.sure}"))


def _share(name: str, share: Fraction | None, words: Words) -> str:
    if share is None:
        return words(f"decide.fact.{name}_unknown")
    return words(f"decide.fact.{name}", percent=words.percent(share))
