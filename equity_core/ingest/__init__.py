"""A file from a school becomes valid rows: read, recognised, its doubts asked about, nothing personal kept."""

from equity_core.ingest.checking import Checked, check
from equity_core.ingest.encodings import head_of, text_of
from equity_core.ingest.fingerprints import Fingerprint, named
from equity_core.ingest.judging import faults
from equity_core.ingest.keys import id_key, keep_key, key_mark, key_of, key_with
from equity_core.ingest.mapping import MEANINGS, OWN, Column, Mapping, column_as, fact_named, guess, own_id
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.personal import names_in, without_names
from equity_core.ingest.published import Counted, Published, check_counts, in_order
from equity_core.ingest.questions import OTHER_SHEET, Question
from equity_core.ingest.races import form_of
from equity_core.ingest.readers import read, read_all
from equity_core.ingest.sheet import Sheet
from equity_core.ingest.survey_columns import is_staff
from equity_core.ingest.templates import Template, template_of, templates
from equity_core.ingest.vocabulary import (
    ALL_STUDENTS,
    DAYS,
    DIMENSIONS,
    NOT_RECORDED,
    is_in_combination,
    is_no_answer,
    table,
)
from equity_core.ingest.wrapping import unwrapped, wrapped

__all__ = [
    "ALL_STUDENTS",
    "DAYS",
    "DIMENSIONS",
    "MEANINGS",
    "NOT_RECORDED",
    "OTHER_SHEET",
    "OWN",
    "Checked",
    "Column",
    "Counted",
    "Fingerprint",
    "Mapping",
    "Part",
    "Planned",
    "Published",
    "Question",
    "Sheet",
    "Template",
    "check",
    "check_counts",
    "column_as",
    "fact_named",
    "faults",
    "form_of",
    "guess",
    "head_of",
    "id_key",
    "in_order",
    "is_in_combination",
    "is_no_answer",
    "is_staff",
    "keep_key",
    "key_mark",
    "key_of",
    "key_with",
    "named",
    "names_in",
    "own_id",
    "read",
    "read_all",
    "table",
    "template_of",
    "templates",
    "text_of",
    "unwrapped",
    "without_names",
    "wrapped",
]
