"""The clock of a meeting. It ticks in the browser from a time that is kept, so no script runs for it."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from equity_core.words import Words
from equity_core.workflow import meet

SAID_AT = (5, 1, 0)  # minutes left at which it speaks, and at no other time

_HTML = """<div class="meeting-clock"><div><span data-clock="word"></span> <strong data-clock="left" role="timer"
aria-live="off"></strong></div><div data-clock="end"></div><div data-clock="said" role="status"></div></div>"""

_CSS = """
.meeting-clock { line-height: 1.15; text-align: right; font-variant-numeric: tabular-nums; }
.meeting-clock [data-clock="left"] { font-size: 44px; }
.meeting-clock [data-clock="word"], .meeting-clock [data-clock="end"] { font-size: 22px; }
.meeting-clock.soon [data-clock="left"] { font-size: 56px; }
.meeting-clock [data-clock="said"] { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
"""

# The server's clock and the browser's may differ. Up to ten seconds are taken for the way of the message; what is more
# is the difference, and stays what it was when this state was first seen.
_JS = """
export default function ({ data, parentElement }) {
  const at = name => parentElement.querySelector(`[data-clock="${name}"]`);
  const seen = (window.meetingClock ??= new Map());
  if (!seen.has(data.now)) seen.set(data.now, Date.now() - data.now);
  const skew = Math.abs(seen.get(data.now)) > 10000 ? seen.get(data.now) : 0;
  const hour = new Date(data.meeting_ends + skew).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  const spoken = new Set();
  let before = null;
  const tick = () => {
    const left = data.goes ? Math.round((data.ends - (Date.now() - skew)) / 1000) : Math.round(data.left);
    const much = Math.abs(left), shown = `${Math.floor(much / 60)}:${String(much % 60).padStart(2, "0")}`;
    at("left").textContent = left < 0 ? `+${shown}` : shown;
    at("word").textContent = !data.goes ? data.paused : left < 0 ? data.over : left <= 60 ? data.soon : "";
    at("end").textContent = data.end.replace("{time}", hour);
    at("left").closest(".meeting-clock").classList.toggle("soon", data.goes && left <= 60);
    for (const [second, said] of data.said) {
      if (data.goes && before !== null && before > second && left <= second && !spoken.has(second)) {
        spoken.add(second);
        at("said").textContent = said;
      }
    }
    before = left;
  };
  // Drawn anew, this runs again without the return of the time before: an older clock would count on in the same place.
  clearInterval(window.meetingTicking);
  tick();
  const ticking = (window.meetingTicking = setInterval(tick, 250));
  return () => clearInterval(ticking);
}
"""


def show(words: Words, running: meet.Running, now: datetime) -> None:
    """Show how much time the open phase has left, and when the meeting ends."""
    run = running.run
    clock = st.components.v2.component("meeting_clock", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)
    with st.container(key="stage_timer", width="content"):
        clock(
            key="meeting_clock",
            data={
                "now": now.timestamp() * 1000,
                "goes": run.ends_at is not None,
                "ends": run.ends_at.timestamp() * 1000 if run.ends_at else 0,
                "left": meet.seconds_left(run, now),
                "meeting_ends": running.ends_at.timestamp() * 1000,
                "paused": words("meet.paused"),
                "over": words("meet.over"),
                "soon": words("meet.soon"),
                "end": words.template("meet.ends"),
                "said": [[60 * minutes, words(f"meet.said_{minutes}")] for minutes in SAID_AT],
            },
        )
