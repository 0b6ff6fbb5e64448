"""The command line: the same questions as the pages ask, for scripts. `python -m equity_core --help`.

Exit codes: 0 accepted, 1 accepted with questions answered by their defaults, 2 refused, 3 our own fault.
With `--json`, one JSON object is written to standard output and nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from equity_core.errors import EquityError, Refused
from equity_core.words import Words

if TYPE_CHECKING:
    from equity_core.workflow import Workspace
    from equity_core.workflow.data.bring_in import Draft

ACCEPTED, WITH_DEFAULTS, REFUSED, OUR_FAULT = range(4)
EXIT = {"accept": ACCEPTED, "accept_with_warnings": WITH_DEFAULTS, "reject": REFUSED}
Answer = dict[str, Any]
Command = Callable[[argparse.Namespace], Answer]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    with _Outcome(Words(), as_json="--json" in given) as outcome:
        asked = _parser(outcome.words).parse_args(given)
        outcome.tell(asked.run(asked))
    return outcome.code


# -- commands: ask the workflow, return what to print ---------------------------------------------------------------


def check(asked: argparse.Namespace) -> Answer:
    """Read, recognise and validate files; write nothing."""
    from equity_core.workflow import find
    from equity_core.workflow.data import bring_in

    with find.nowhere() as ws:
        return _taken(asked, bring_in.report(bring_in.check(ws, _draft(ws, asked))))


def import_(asked: argparse.Namespace) -> Answer:
    """Bring files in, as the page does."""
    from equity_core.workflow import find
    from equity_core.workflow.data import bring_in

    with find.to_change(asked.workspace) as ws:
        draft = _draft(ws, asked)
        checks = bring_in.check(ws, draft)
        report = _taken(asked, bring_in.report(checks))  # the questions in words, with the answers they are kept by
        if checks.can_be_kept and not checks.refused:
            bring_in.keep_all(ws, draft)
        return report


def measures(asked: argparse.Namespace) -> Answer:
    """Say what can be measured, by which dimensions, for which periods."""
    from equity_core.workflow import find, numbers

    with find.to_read(asked.workspace) as ws:
        return numbers.as_json(numbers.measures(ws))


def measure(asked: argparse.Namespace) -> Answer:
    """Return one measure by group."""
    from equity_core.workflow import find, numbers

    with find.to_read(asked.workspace) as ws:
        found = numbers.measure(
            ws, asked.id, by=asked.by, period=asked.period, compare=asked.compare, where=_pairs(asked.where)
        )
        return numbers.as_json(found)


def averages(asked: argparse.Namespace) -> Answer:
    """Return the averages of the numbers that a measure sets a limit in, by group."""
    from equity_core.workflow import averages as means
    from equity_core.workflow import find

    with find.to_read(asked.workspace) as ws:
        return means.as_json(means.averages(ws, asked.id, by=asked.by, period=asked.period, compare=asked.compare))


def points(asked: argparse.Namespace) -> Answer:
    """Return where a group has more events than everyone else's rate would give."""
    from equity_core.workflow import find
    from equity_core.workflow.diagnose import points as places

    with find.to_read(asked.workspace) as ws:
        return places.as_json(ws, asked.group, asked.period or "")


def change(asked: argparse.Namespace) -> Answer:
    """Return how each group and its gap moved between two periods."""
    from equity_core.workflow import find, numbers

    with find.to_read(asked.workspace) as ws:
        found = numbers.change(
            ws,
            asked.id,
            by=asked.by,
            before=asked.before,
            after=asked.after,
            compare=asked.compare,
            where=_pairs(asked.where),
        )
        return numbers.as_json(found)


def define(asked: argparse.Namespace) -> Answer:
    """Keep a team's own measure and release it for the files that have its columns."""
    from equity_core.workflow import find
    from equity_core.workflow.data import define as defining

    with find.to_change(find.there(asked.workspace)) as ws:
        return defining.report(defining.define(ws, asked.id, asked.from_json.read_text(encoding="utf-8")))


def templates(asked: argparse.Namespace) -> Answer:
    """Write the templates and our own questions as files to fill in."""
    from equity_core.workflow.data import question_papers
    from equity_core.workflow.data import templates as ours

    asked.out.mkdir(parents=True, exist_ok=True)
    files = [*ours.downloads(Words()), *question_papers.papers(Words())]
    for file in files:
        (asked.out / file.file).write_bytes(file.content)
    return {"written": [str(asked.out / file.file) for file in files]}


def sample(asked: argparse.Namespace) -> Answer:
    """Make a workspace with the sample school."""
    from equity_core.workflow import find, sample_school

    path = find.free(asked.workspace)
    with find.to_change(path) as ws:
        kept = sample_school.open_sample(ws, seed=asked.seed)
    return {"workspace": str(path), "files": [source.name for source in kept]}


def kit(asked: argparse.Namespace) -> Answer:
    """Write the files that a team hands on."""
    from equity_core.workflow import find
    from equity_core.workflow import kit as kits

    with find.to_change(find.there(asked.workspace)) as ws:
        paper = asked.out / kits.file_name(ws, asked.preset)
        asked.out.mkdir(parents=True, exist_ok=True)
        paper.write_bytes(kits.build(ws, asked.preset))
    return {"written": [str(paper)]}


def backup(asked: argparse.Namespace) -> Answer:
    """Write a private copy of everything."""
    from equity_core.workflow import copies, find

    with find.to_change(find.there(asked.workspace)) as ws:
        copies.write_backup(ws, asked.to)
    return {"written": str(asked.to)}


def restore(asked: argparse.Namespace) -> Answer:
    """Make a workspace from a private copy."""
    from equity_core.workflow import copies, find

    path = find.free(asked.workspace)
    copies.restore(find.file_there(asked.copy).read_bytes(), path).store.close()
    return {"workspace": str(path)}


def delete(asked: argparse.Namespace) -> Answer:
    """Delete a workspace with everything that lies beside it."""
    from equity_core.workflow import find

    return {"deleted": [str(path) for path in find.delete(asked.workspace)]}


# -- arguments ------------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Refuse wrong arguments like anything else that is refused: one sentence, or one JSON object."""

    def error(self, message: str) -> NoReturn:
        raise Refused("command.usage", said=message, usage=" ".join(self.format_usage().split()))


def _parser(words: Words) -> argparse.ArgumentParser:
    whole = _Parser(
        prog="python -m equity_core",
        description=words("command.about"),
        epilog=words("command.examples"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, run: Command, *, on: str = "workspace") -> argparse.ArgumentParser:
        found: argparse.ArgumentParser = commands.add_parser(name, help=words(f"command.{name}"))
        found.set_defaults(run=run, command=name)
        found.add_argument("--json", action="store_true", help=words("command.json"))
        if on == "workspace":
            found.add_argument("--workspace", "-w", required=True, metavar="W", help=words("command.workspace"))
        return found

    for name, run, on in (("check", check, "files"), ("import", import_, "workspace")):
        found = command(name, run, on=on)
        found.add_argument("files", nargs="+", type=Path, metavar="FILE")
        found.add_argument("--answer", action="append", default=[], metavar="CODE=VALUE", help=words("command.answer"))
        found.add_argument("--as", dest="period", metavar="PERIOD", help=words("command.as"))

    command("measures", measures)
    for name, run in (("measure", measure), ("averages", averages), ("change", change)):
        found = command(name, run)
        found.add_argument("id", metavar="ID")
        found.add_argument("--by", required=True, metavar="DIM[,DIM]", help=words("command.by"))
        found.add_argument("--compare", default="rest", help=words("command.compare"))
        if name != "averages":
            found.add_argument("--where", action="append", default=[], metavar="DIM=GROUP", help=words("command.where"))
        if name != "change":
            found.add_argument("--period", metavar="P", help=words("command.period"))
        else:
            found.add_argument("--from", dest="before", required=True, metavar="P", help=words("command.from"))
            found.add_argument("--to", dest="after", required=True, metavar="P", help=words("command.to"))

    found = command("points", points)
    found.add_argument("--group", default="", metavar="GROUP", help=words("command.group"))
    found.add_argument("--period", metavar="P", help=words("command.period"))
    found = command("define", define)
    found.add_argument("id", metavar="ID")
    found.add_argument("--from-json", required=True, type=Path, metavar="F", help=words("command.from_json"))
    command("templates", templates, on="").add_argument(
        "--out", required=True, type=Path, metavar="DIR", help=words("command.out")
    )
    command("sample", sample).add_argument("--seed", type=int, default=1, help=words("command.seed"))
    found = command("kit", kit)
    found.add_argument("--preset", required=True, metavar="P", help=words("command.preset"))
    found.add_argument("--out", required=True, type=Path, metavar="DIR", help=words("command.out"))
    command("backup", backup).add_argument("to", type=Path, metavar="FILE", help=words("command.to_file"))
    command("restore", restore).add_argument("copy", type=Path, metavar="FILE", help=words("command.from_file"))
    command("delete", delete)
    return whole


def _draft(ws: Workspace, asked: argparse.Namespace) -> Draft:
    from equity_core.workflow import find
    from equity_core.workflow.data import bring_in

    draft = bring_in.read(ws, [(path.name, find.file_there(path)) for path in asked.files])
    for code, value in _pairs(asked.answer):
        draft = bring_in.answer(draft, code, value)
    if asked.period:
        for number in range(len(draft.files)):
            draft.say(number, period=asked.period)
    return draft


def _taken(asked: argparse.Namespace, report: Answer) -> Answer:
    """Return a report; Refused when an answer was given that its question cannot have."""
    for code, value in _pairs(asked.answer):
        for question in report["questions"]:
            answers = question.get("answers", [])
            if question["code"] == code and answers and value not in (*answers, question["answer"]):
                raise Refused("command.answer", asked=value, question=code, answers=", ".join(answers))
    return report


def _pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    found = [tuple(part.strip() for part in text.split("=", 1)) for text in given]
    for text, pair in zip(given, found, strict=True):
        if len(pair) != 2:
            raise Refused("command.pair", asked=text)
    return [(name, value) for name, value in found]


# -- what is printed ------------------------------------------------------------------------------------------------


class _Outcome:
    """Print the answer, or one clear sentence about why there is none, and keep the exit code."""

    def __init__(self, words: Words, *, as_json: bool) -> None:
        self.words = words
        self.code = ACCEPTED
        self._as_json = as_json

    def __enter__(self) -> _Outcome:
        return self

    def tell(self, answer: Answer) -> None:
        """Print what a command returned."""
        self.code = EXIT.get(answer.get("outcome", ""), ACCEPTED)
        sys.stdout.write((json.dumps(answer, ensure_ascii=False) if self._as_json else self._plain(answer)) + "\n")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if not isinstance(error, Exception):
            return False
        self.code = REFUSED if isinstance(error, EquityError) else OUR_FAULT
        code, sentence = self._sentence(error)
        if self._as_json:
            sys.stdout.write(json.dumps(_refusal(code, sentence), ensure_ascii=False) + "\n")
        else:
            sys.stderr.write(sentence + "\n")
        return True

    def _plain(self, answer: Answer) -> str:
        from equity_core.reports.plain import plain

        return plain(answer, self.words)

    def _sentence(self, error: Exception) -> tuple[str, str]:
        if not isinstance(error, EquityError):
            return "command.our_fault", self.words("problem.command.our_fault", what=type(error).__name__)
        id = f"problem.{error.code}"
        return error.code, self.words(id, **error.facts) if self.words.has(id) else str(error)


def _refusal(code: str, sentence: str) -> Answer:
    """Return a refusal as JSON, in the shape that an import has too."""
    question = {"code": code, "message": sentence, "lines": [], "column": "", "count": 0, "default": ""}
    return {"outcome": "reject", "error": {"code": code, "message": sentence}, "questions": [question]}


if __name__ == "__main__":
    sys.exit(main())
