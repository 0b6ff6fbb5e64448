import json

import nbformat

from equity_core.reports import notebook


def made(**options):
    return notebook("Title", "Sentence.", workspace="our school", measure="suspended", by="race", options=options)


def test_it_is_a_notebook_without_outputs():
    read = nbformat.reads(made(period="2024-25").decode(), as_version=4)
    nbformat.validate(read)
    assert read.cells[1].outputs == []


def test_it_asks_the_question_and_leaves_out_what_is_empty():
    source = json.loads(made(period="2024-25", group=""))["cells"][1]["source"]
    assert source.endswith("eq.figure(ws, 'suspended', by='race', period='2024-25')")


def test_a_group_with_quotes_stays_one_text():
    source = json.loads(made(group='O\'Brien "house"'))["cells"][1]["source"]
    compile(source, "cell", "exec")
