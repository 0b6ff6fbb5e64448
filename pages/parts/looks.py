"""The few style rules that Streamlit's theme has no name for. Constants only: nothing typed ever comes in here."""

HTML_LANGUAGES = ("en",)

SCRIPT = "<script>document.documentElement.lang = '{language}';</script>"

# The sign `.st-key-page_ready` stands in the document only while a page is whole: drawn to its end, no script running,
# tables and charts there (after five seconds it waits for them no longer). It goes with a click, a change or Enter, and
# waits a moment for the run that this starts; so it does after a run that drew nothing new, for st.rerun begins
# another. It stands outside of what Streamlit draws.
READY = """
<script>
(() => {
  if (window.equityLoopLook) return;
  const sign = document.createElement("div");
  const mark = sign.appendChild(document.createElement("span"));
  sign.className = "st-key-page_ready";
  sign.setAttribute("aria-hidden", "true");
  sign.style.cssText = "position:fixed;left:0;bottom:0;width:1px;height:1px;opacity:0;pointer-events:none";
  const coming = "[data-testid=stSkeleton], [data-testid=stVegaLiteChart]:not(:has(canvas, svg))";
  let drawn = "", since = 0, asked = 0, before = "", until = 0, ran = false;
  const end = () => document.querySelector(".st-key-page_end [data-drawn]")?.dataset.drawn ?? "";
  const isComing = () => Date.now() < until && end() === before;
  const isWhole = () => {
    const app = document.querySelector("[data-testid=stApp]");
    if (!app) return false;
    if (app.getAttribute("data-test-script-state") !== "notRunning") {
      if (!ran) before = end();
      ran = true;
      until = 0;
      return false;
    }
    if (ran && end() === before) until = Date.now() + 500;
    ran = false;
    if (isComing()) { setTimeout(look, 50); return false; }
    if (!end()) return false;
    if (end() !== drawn) { drawn = end(); since = Date.now(); }
    if (!document.querySelector(coming) || Date.now() - since > 5000) return true;
    setTimeout(look, 250);
    return false;
  };
  const look = () => {
    const mine = ++asked;
    if (!isWhole()) { sign.remove(); return; }
    setTimeout(() => {
      if (mine !== asked || !isWhole()) return;
      mark.dataset.drawn = drawn;
      if (!sign.isConnected) document.body.append(sign);
    }, 20);
  };
  const acted = event => {
    if (event.type === "keydown" && event.key !== "Enter") return;
    before = end();
    until = Date.now() + 500;
    look();
  };
  for (const kind of ["click", "change", "keydown"]) document.addEventListener(kind, acted, true);
  window.equityLoopLook = look;
  new MutationObserver(look).observe(document.getElementById("root"), {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });
  look();
})();
</script>
"""

SHUTS_THE_MENU = """<script>
(() => {
  if (window.shutsTheMenu) return;
  window.shutsTheMenu = true;
  document.addEventListener("click", event => {
    if (window.innerWidth > 640 || !event.target.closest("[data-testid=stSidebarNav] a")) return;
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 150);
  });
})();
</script>"""

# A text, or the target of a goal, that nobody has kept yet is asked about before a link or a reload takes it away, in
# a form (until it is sent) and outside of one (until a button is pressed). What was sent and refused is asked about
# too: a warning stands in its form, and nothing says above that it was kept. What stands in an `at_once_` place is kept
# while it is typed.
KEEPS_WHAT_IS_TYPED = """<script>
(() => {
  if (window.keepsWhatIsTyped) return;
  window.keepsWhatIsTyped = true;
  let typed = null, sent = null;
  const form = "[data-testid=stForm]", main = "[data-testid=stMain] ";
  const alone = ["textarea", "input[type=text]:not([role=combobox])", "[class*=st-key-goal_] input[type=number]"]
    .map(field => main + field).join();
  const has = field => field?.isConnected && field.value.trim();
  const isKept = () => document.querySelector(".st-key-flash");
  const isRefused = () => has(sent) && !isKept() && sent.closest(form)?.querySelector("[data-testid=stAlert]");
  const isThere = () => has(typed) || isRefused();
  const send = () => { sent = typed ?? sent; typed = null; };
  document.addEventListener("input", event => {
    const field = event.target;
    const isAlone = field.matches(alone) && !field.closest("[class*=at_once_]");
    if (field.closest(form) || isAlone) typed = field;
  }, true);
  document.addEventListener("keydown", event => {
    if (event.key === "Enter" && event.target.tagName === "INPUT" && event.target.closest(form)) send();
  }, true);
  window.addEventListener("beforeunload", event => { if (isThere()) event.preventDefault(); });
  document.addEventListener("click", event => {
    const keeps = typed?.closest(form) ? "[data-testid=stFormSubmitButton]" : "[data-testid=stButton]";
    if (isKept()) sent = null;
    if (event.target.closest(keeps)) send();
    if (!event.target.closest("[data-testid=stPageLink] a, [data-testid=stSidebarNav] a")) return;
    if (isThere() && !window.confirm(UNSAVED)) { event.preventDefault(); event.stopPropagation(); }
    else typed = sent = null;
  }, true);
})();
</script>"""

EVERYWHERE = """
[data-testid="stMainBlockContainer"] { padding: 0.75rem 2.5rem 2rem; max-width: 76rem; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: 0.7rem; }
[data-testid="stHeader"] { height: 2.5rem; min-height: 2.5rem; background: transparent; pointer-events: none; }
[data-testid="stHeader"] button, [data-testid="stHeader"] a { pointer-events: auto; }
[data-testid="stApp"]:has([data-testid="stExpandSidebarButton"]) [data-testid="stMainBlockContainer"] {
  padding-top: 2.75rem; }
[data-testid="stMain"] h1 { padding: 0; }
[data-testid="stMain"] h2 { padding: 0.4rem 0 0.3rem; }
[data-testid="stMain"] h3 { padding: 0.2rem 0 0.25rem; }
[data-testid="stAlert"] p, [data-testid="stAlert"] li { color: CanvasText; }
[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"],
[data-tag], [data-tag] * { color: light-dark(#FFFFFF, #0F1521) !important; }
.st-key-frame_bar { padding-right: 2.5rem; }
[data-testid="stLayoutWrapper"]:has(> .st-key-next_top) { margin-left: auto; }
[data-testid="stMain"] [data-testid="stPageLink"] a p { text-decoration: underline; text-underline-offset: 0.2em; }
.st-key-frame_bar a p, .st-key-loop_strip a p, .st-key-substeps a p, .st-key-stage_exit a p, .st-key-next_top a p,
.st-key-next_act a p, .st-key-next_gaps a p { text-decoration: none !important; }
.st-key-next_top a, .st-key-next_act a, .st-key-next_gaps a { background: #0B5CAD !important; padding: 0.4rem 0.9rem; }
.st-key-next_top a p, .st-key-next_act a p, .st-key-next_gaps a p { color: #FFFFFF !important; font-weight: 700; }
.st-key-next_top a:hover, .st-key-next_act a:hover, .st-key-next_gaps a:hover { background: #07427D !important; }
.st-key-next_top [data-testid="stText"], .st-key-next_act [data-testid="stText"] { font-weight: 700; }
[data-testid="stLayoutWrapper"]:has(> .st-key-flash) { position: sticky; top: 0.5rem; z-index: 9; }
.st-key-flash { background: Canvas; border-radius: 0.5rem; }
.st-key-loop_strip, .st-key-substeps, .st-key-frame_bar { row-gap: 0.25rem; }
.st-key-loop_strip { column-gap: 0.25rem; border-block: 1px solid rgba(128, 128, 128, 0.45); padding-block: 0.25rem; }
.st-key-frame_bar p { font-size: 0.9rem; }
.st-key-sample_watermark p { font-weight: 700; letter-spacing: 0.02em; }
.st-key-page_question p { font-size: 1.1rem; }
.st-key-page_end { height: 0; overflow: hidden; }
.st-key-print_footer, [class*="st-key-on_paper_"] { display: none; }
@media (min-width: 641px) { [class*="_swipe"] { display: none; } }
@media (max-width: 640px) {
  [data-testid="stPageLink"] a p { white-space: normal; }
  [data-testid="stTable"] { overflow-x: auto; box-shadow: inset -1rem 0 0.75rem -0.75rem rgba(128, 128, 128, 0.6); }
  .st-key-fishbone_chart { overflow-x: auto; }
  .st-key-fishbone_chart [data-testid="stVegaLiteChart"] { min-width: 56rem; }
  [class*="st-key-match_head_"] { display: none; }
  [class*="st-key-match_row_"] { border-top: 1px solid rgba(128, 128, 128, 0.45); padding-top: 0.5rem; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
"""

# Paper has nothing to press, to choose or to type into, in the print view and where a desk is printed (Ctrl+P). A form
# takes the heading right above it along. What only a form shows at the desk stands on paper in an `on_paper_` place.
# Links go too, but for those that tell something: the checks and parts of a step, and the headlines of the loop.
_WIDGETS = (
    *("Form", "Button", "DownloadButton", "FormSubmitButton", "FileUploader", "Popover", "TextInput", "TextArea"),
    *("NumberInput", "DateInput", "TimeInput", "Selectbox", "MultiSelect", "Radio", "Checkbox", "ButtonGroup"),
    "Slider",
)
_TO_FILL = ", ".join(f'[data-testid="st{name}"]' for name in _WIDGETS)
NOTHING_TO_FILL = f"""
{_TO_FILL}, [data-testid="stExpander"]:not(:has(> details[open])), [data-testid="stExpander"]:has({_TO_FILL}),
[data-testid="stPageLink"]:not(.st-key-step_checks *, .st-key-step_links *, [class*="st-key-headline_"] *),
[data-testid="stElementContainer"]:has([data-testid="stHeading"]):has(+ [data-testid="stLayoutWrapper"] >
[data-testid="stForm"]) {{ display: none !important; }}
"""

PAPER = f"""{NOTHING_TO_FILL}
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stExpandSidebarButton"],
[data-testid="stStatusWidget"], .st-key-loop_strip, .st-key-substeps, .st-key-frame_bar, .st-key-next_act,
.st-key-next_top, .st-key-cloud_banner, .st-key-stage_exit, [data-testid="stElementToolbar"] {{
  display: none !important; }}
.st-key-print_footer, [class*="st-key-on_paper_"] {{ display: block !important; }}
.st-key-print_footer {{ border-top: 1px solid #111827; }}
[class*="st-key-words_ours_"] h2 {{ font-size: 2.25rem; }}
[class*="st-key-words_ours_"] strong {{ font-size: 1.75rem; }}
[data-testid="stMainBlockContainer"] {{ padding: 0 !important; max-width: none !important; }}
"""

# What a page that was opened at the desk keeps from its paper besides: what stays at the desk.
DESK_ONLY = """
[class*="st-key-at_desk_"], [class*="st-key-waits_"], .st-key-causes_open, .st-key-cause_blame, .st-key-listen_calls,
.st-key-ev_queue, .st-key-ask_next, .st-key-influence_map { display: none !important; }
"""

PRINTED = (
    "@media print { @page { margin: 15mm; }"
    "html, body, [data-testid='stApp'], [data-testid='stMain'] { background: #fff !important; color: #000 !important; }"
    "[data-testid='stApp'], [data-testid='stMain'], [data-testid='stAppViewContainer']"
    "{ position: static !important; overflow: visible !important; height: auto !important; }" + PAPER + DESK_ONLY + "}"
)

STAGE = """
html { font-size: 22px !important; }
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stExpandSidebarButton"],
[data-testid="stStatusWidget"], [data-testid="stElementToolbar"] { display: none !important; }
[data-testid="stMainBlockContainer"] { padding: 0.5rem 1.25rem 0.5rem !important; max-width: none !important; }
[data-testid="stMain"] p, [data-testid="stMain"] li, [data-testid="stMain"] label, [data-testid="stMain"] td,
[data-testid="stMain"] th, [data-testid="stMain"] [data-testid="stText"] { font-size: 22px !important; }
[data-testid="stMain"] input, [data-testid="stMain"] textarea, [data-testid="stMain"] [data-baseweb="select"] > div {
  font-size: 22px !important; }
[data-testid="stMain"] h1 { font-size: 34px !important; padding: 0 !important; }
[data-testid="stMain"] h2 { font-size: 28px !important; padding: 0 !important; }
[data-testid="stMain"] h3 { font-size: 24px !important; padding: 0 !important; }
[data-testid="stHeading"] [data-testid="stMarkdownContainer"] { margin-bottom: 0 !important; }
[data-testid="stMain"] [data-testid="stMetricValue"] p { font-size: 34px !important; }
[data-testid="stVerticalBlock"],
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: 0.35rem; }
[data-testid="stLayoutWrapper"]:has(> .st-key-print_footer, > .st-key-page_end) { position: absolute; }
.st-key-stage_timer { position: fixed; right: 1.25rem; bottom: 0.5rem; width: auto; background: Canvas; z-index: 5; }
[data-testid="stMainBlockContainer"]:has(.st-key-stage_timer) { padding-bottom: 6.5rem !important; }
.st-key-wall_choose { position: fixed; right: 1.25rem; bottom: 0.5rem; width: auto; background: Canvas; z-index: 5; }
.st-key-wall_pictures { padding-right: 12rem; row-gap: 0.25rem; }
.st-key-stage_controls { position: fixed; left: 1.25rem; right: 15rem; bottom: 0.5rem; width: auto; z-index: 5;
  background: Canvas; flex-wrap: wrap; row-gap: 0.35rem; column-gap: 0.5rem !important; }
.st-key-stage_controls button { padding: 0.1rem 0.5rem; min-height: 44px; }
.st-key-hidden_note [data-testid="stText"], .st-key-cause_board [data-testid="stText"],
.st-key-ev_board [data-testid="stText"], .st-key-headline p, .st-key-headline [data-testid="stText"] {
  line-height: 1.3 !important; }
.stElementContainer:has(> [data-testid="stHtml"]) { position: absolute; }
[data-testid="InputInstructions"] { display: none; }
.st-key-score_table td:not(:first-child) *, .st-key-score_table th * { white-space: nowrap; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: CanvasText !important; opacity: 1; }
[data-testid="stPageLink"] a p { white-space: normal; }
* { animation: none !important; transition: none !important; }
@media (max-width: 640px) {
  .st-key-stage_timer, .st-key-stage_controls, .st-key-wall_choose { position: static; }
  .st-key-stage_timer { margin-left: auto; }
  [data-testid="stMainBlockContainer"]:has(.st-key-stage_timer) { padding-bottom: 0.5rem !important; }
}
@media (min-width: 1600px) {
  html { font-size: 32px !important; }
  [data-testid="stMain"] p, [data-testid="stMain"] li, [data-testid="stMain"] label, [data-testid="stMain"] td,
  [data-testid="stMain"] th, [data-testid="stMain"] [data-testid="stText"] { font-size: 32px !important; }
  [data-testid="stMain"] h1 { font-size: 50px !important; }
}
"""
