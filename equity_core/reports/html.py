"""One self-contained page: it prints on Letter and A4, opens offline, and carries no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STYLE = """
@page { margin: 9mm 14mm; }
@font-face { font-family: "Narrowed"; src: local("DejaVu Sans"), local("DejaVuSans"); size-adjust: 87%; }
@font-face { font-family: "Narrowed"; font-weight: bold; src: local("DejaVu Sans Bold"), local("DejaVuSans-Bold");
  size-adjust: 87%; }
* { box-sizing: border-box; }
html { color: #111827; background: #fff; font: 9pt/1.3 Arial, "Liberation Sans", Helvetica, Narrowed, sans-serif; }
body { margin: 0 auto; max-width: 186mm; padding: 6mm 2mm; }
h1 { font-size: 14pt; line-height: 1.15; margin: 0 0 0.5mm; }
h2 { font-size: 10pt; margin: 1.8mm 0 0.8mm; border-bottom: 0.5pt solid #6b7280; break-after: avoid; }
p { margin: 0 0 0.8mm; overflow-wrap: anywhere; }
p.lead { font-size: 11.5pt; font-weight: bold; }
p.note { font-size: 8.5pt; color: #374151; }
blockquote { margin: 0 0 0.8mm; padding-left: 3mm; border-left: 1.2mm solid #6b7280; }
blockquote footer { font-size: 8.5pt; color: #374151; }
figure { margin: 0.6mm 0; break-inside: avoid; }
figure svg { display: block; max-width: 100%; max-height: 72mm; width: auto; height: auto; }
.beside { display: flex; flex-wrap: wrap; gap: 4mm; align-items: flex-start; break-inside: avoid; }
.beside figure { flex: 1 1 78mm; }
.beside table { flex: 1 1 94mm; width: auto; }
table { border-collapse: collapse; width: 100%; font-size: 8pt; margin: 0.6mm 0; break-inside: avoid; }
th, td { text-align: left; padding: 0.25mm 2mm 0.25mm 0; border-bottom: 0.3pt solid #9ca3af; overflow-wrap: anywhere; }
th { overflow-wrap: normal; }
td { vertical-align: top; white-space: pre-line; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
footer.page { margin-top: 2.5mm; padding-top: 0.8mm; border-top: 0.8pt solid #111827; font-size: 8pt; color: #374151; }
h1.sheet { margin-top: 10mm; break-before: page; }
@media print { body { padding: 0; max-width: none; } }
"""

PLAIN = f"{STYLE}figure svg {{ filter: grayscale(1); }}"  # for a printer without colors

# For what children and families read and fill in; what the team reads is on the next sheet.
LARGE = f"""{STYLE}
html {{ font-size: 12pt; }}
h1 {{ font-size: 18pt; }}
table {{ font-size: 11.5pt; }}
th, td {{ padding: 2.2mm 2mm 2.2mm 0; }}
td.number, th.number {{ text-align: center; white-space: normal; }}
td.number {{ font-size: 16pt; }}
h2 {{ font-size: 12pt; break-before: page; }}
"""

# A browser that reads this loads nothing and runs nothing, whatever the page holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The title of another sheet: what follows begins a new page of paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; `is_lead` for the one that a reader in a hurry must see."""

    text: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A smaller sentence beside what it is about."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and from where they speak."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart drawn as `<svg>` by `reports.svg`, with its spoken description."""

    svg: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the columns from `numbers_from` on are numbers."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers_from: int = 1


@dataclass(frozen=True, slots=True)
class Beside:
    """A chart and its table beside each other, where the paper is wide enough."""

    picture: Picture
    table: Table


Block = Beside | Heading | Line | Note | Quote | Picture | Sheet | Table


def page(*, title: str, blocks: Sequence[Block], footer: str, language: str = "en", style: str = STYLE) -> bytes:
    """Return a whole HTML file. Every text is escaped; only pictures come as markup."""
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(language)}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{style}</style></head><body><main>",
        f"<h1>{escape(title)}</h1>",
        *(_block(block) for block in blocks),
        f'</main><footer class="page">{escape(footer)}</footer></body></html>',
    ]
    return "\n".join(parts).encode()


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<h2>{escape(text)}</h2>"
        case Sheet(text):
            return f'<h1 class="sheet">{escape(text)}</h1>'
        case Line(text, is_lead):
            return f'<p class="lead">{escape(text)}</p>' if is_lead else f"<p>{escape(text)}</p>"
        case Note(text):
            return f'<p class="note">{escape(text)}</p>'
        case Quote(text, who):
            return f"<blockquote><p>{escape(text)}</p><footer>{escape(who)}</footer></blockquote>"
        case Picture(svg, spoken):
            return f'<figure role="img" aria-label="{escape(spoken)}">{svg}</figure>'
        case Table():
            return _table(block)
        case Beside(picture, table):
            return f'<div class="beside">{_block(picture)}{_table(table)}</div>'


def _table(table: Table) -> str:
    def row(cells: Sequence[str], tag: str, scope: str) -> str:
        return "".join(
            f"<{tag}{scope}{' class=number' if i >= table.numbers_from else ''}>{escape(cell)}</{tag}>"
            for i, cell in enumerate(cells)
        )

    head = f"<thead><tr>{row(table.heads, 'th', ' scope=col')}</tr></thead>"
    body = "".join(f"<tr>{row(cells, 'td', '')}</tr>" for cells in table.rows)
    return f"<table>{head}<tbody>{body}</tbody></table>"
