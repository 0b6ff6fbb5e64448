"""The few style rules that Streamlit's theme has no name for. Constants only: nothing typed ever comes in here."""

HTML_LANGUAGES = ("en",)

SCRIPT = "<script>document.documentElement.lang = '{language}';</script>"

EVERYWHERE = """
[data-testid="stMainBlockContainer"] { padding-top: 3rem; padding-bottom: 2rem; max-width: 76rem; }
.st-key-loop_strip, .st-key-substeps, .st-key-frame_bar { row-gap: 0.25rem; }
.st-key-loop_strip { border-block: 1px solid rgba(128, 128, 128, 0.45); padding-block: 0.25rem; }
.st-key-frame_bar p { font-size: 0.9rem; }
.st-key-sample_watermark p { font-weight: 700; letter-spacing: 0.02em; }
.st-key-page_question p { font-size: 1.2rem; }
.st-key-page_ready { height: 0; overflow: hidden; }
.st-key-print_footer { display: none; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
"""

PAPER = """
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stExpandSidebarButton"],
[data-testid="stStatusWidget"], .st-key-loop_strip, .st-key-substeps, .st-key-frame_bar, .st-key-next_act,
.st-key-cloud_banner, .st-key-stage_exit, [data-testid="stElementToolbar"], [data-testid="stButton"],
[data-testid="stDownloadButton"], [data-testid="stFileUploader"] { display: none !important; }
.st-key-print_footer { display: block !important; border-top: 1px solid #111827; }
[data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none !important; }
"""

PRINTED = (
    "@media print { @page { margin: 15mm; }"
    "html, body, [data-testid='stApp'], [data-testid='stMain'] { background: #fff !important; color: #000 !important; }"
    "[data-testid='stApp'], [data-testid='stMain'], [data-testid='stAppViewContainer']"
    "{ position: static !important; overflow: visible !important; height: auto !important; }" + PAPER + "}"
)

STAGE = """
html { font-size: 22px !important; }
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stExpandSidebarButton"],
[data-testid="stStatusWidget"], [data-testid="stElementToolbar"] { display: none !important; }
[data-testid="stMainBlockContainer"] { padding: 0.5rem 1.25rem 0.5rem !important; max-width: none !important; }
[data-testid="stMain"] p, [data-testid="stMain"] li, [data-testid="stMain"] label, [data-testid="stMain"] td,
[data-testid="stMain"] th, [data-testid="stMain"] [data-testid="stText"] { font-size: 22px !important; }
[data-testid="stMain"] h1 { font-size: 34px !important; padding: 0 !important; }
[data-testid="stMain"] h2 { font-size: 28px !important; padding: 0 !important; }
[data-testid="stMain"] h3 { font-size: 24px !important; padding: 0 !important; }
[data-testid="stHeading"] [data-testid="stMarkdownContainer"] { margin-bottom: 0 !important; }
[data-testid="stMain"] [data-testid="stMetricValue"] p { font-size: 34px !important; }
[data-testid="stVerticalBlock"] { gap: 0.35rem; }
* { animation: none !important; transition: none !important; }
@media (min-width: 1600px) {
  html { font-size: 32px !important; }
  [data-testid="stMain"] p, [data-testid="stMain"] li, [data-testid="stMain"] label, [data-testid="stMain"] td,
  [data-testid="stMain"] th, [data-testid="stMain"] [data-testid="stText"] { font-size: 32px !important; }
  [data-testid="stMain"] h1 { font-size: 50px !important; }
}
"""
