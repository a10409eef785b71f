"""The one style sheet of the HTML record: for a phone, a desk and paper, by light and by dark."""

from __future__ import annotations

GAUGE_STEPS = 20
"""A gauge has a class for each twentieth: the policy of the page forbids a width in place."""
_GAUGES = "\n".join(f".g{at} {{ background-size: {at * 100 // GAUGE_STEPS}% 100%; }}" for at in range(GAUGE_STEPS + 1))
_STYLE = """
:root {
  color-scheme: light dark;
  --ink: #1c1e21; --dim: #5b6168; --page: #ffffff; --line: #d5d9de; --link: #0b57a4; --band: #f3f5f7;
  --bill: #0b3d69; --people: #3f86c2; --errors: #b9d3e8; --mark: #3f86c2; --limit: #a3341f; --in: #ffffff;
  --good: #1c6b3a; --medium: #8a5a00; --poor: #a3341f;
  --good-tint: #ddf1e3; --medium-tint: #fbeecb; --poor-tint: #f9dcd6; --gauge: #cfe0f0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e6e9; --dim: #a0a7af; --page: #15181c; --line: #3a4048; --link: #7fb8ee; --band: #1e2227;
    --bill: #a9cdf0; --people: #4d8fc9; --errors: #2d4d6b; --mark: #4d8fc9; --limit: #f08d78; --in: #0e1114;
    --good: #7fd39b; --medium: #e6b959; --poor: #f08d78;
    --good-tint: #173323; --medium-tint: #3a2e12; --poor-tint: #43201a; --gauge: #274058;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main { max-width: 62rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 1rem 0 0.5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.5rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
h3, h4, h5, h6 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
p, ul, ol { margin: 0.6rem 0; max-width: 46rem; }
ul, ol { padding-left: 1.4rem; }
p, li, td, th, h1, h2, figcaption { overflow-wrap: anywhere; }
a { color: var(--link); }
.cite { text-decoration: none; font-size: 0.85em; }
.card {
  display: flex; flex-wrap: wrap; gap: 1px; margin: 1rem 0;
  background: var(--line); border: 1px solid var(--line); border-radius: 6px; overflow: hidden;
}
.card > div { flex: 1 1 13rem; background: var(--page); padding: 0.6rem 0.9rem 0.7rem; }
.card > div.fail { background: var(--poor-tint); }
.card > div.unknown { background: var(--medium-tint); }
.card dt { color: var(--dim); font-size: 0.8rem; }
.card dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.card .beside { font-weight: 400; font-size: 0.85rem; color: var(--dim); }
.card .gauge { height: 5px; margin-top: 0.4rem; border-radius: 3px; background-color: var(--band); }
.gauge, .score {
  background-image: linear-gradient(var(--gauge), var(--gauge)); background-repeat: no-repeat;
  background-size: 0 100%;
}
.gauge { background-image: linear-gradient(var(--people), var(--people)); }
.card .fail .gauge { background-image: linear-gradient(var(--limit), var(--limit)); }
GAUGE_CLASSES
.compared td.good { background: var(--good-tint); color: var(--good); }
.compared td.medium, .compared td.open { background: var(--medium-tint); color: var(--medium); }
.compared td.poor { background: var(--poor-tint); color: var(--poor); font-weight: 600; }
.compared td.none { color: var(--dim); }
.compared tbody th { color: var(--ink); }
.compared .score { min-width: 5rem; }
.compared td:last-child { white-space: nowrap; }
.compared .excluded th, .compared .excluded td:last-child { color: var(--poor); }
.compared .needs-check td:last-child { color: var(--medium); }
.card, .compared { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.legend, .read { color: var(--dim); font-size: 0.85rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; padding: 0; max-width: none; }
.wide {
  overflow-x: auto; margin: 0.9rem 0;
  background:
    linear-gradient(to right, var(--page) 1.5rem, transparent) 0 0 / 3rem 100% local no-repeat,
    linear-gradient(to left, var(--page) 1.5rem, transparent) 100% 0 / 3rem 100% local no-repeat,
    linear-gradient(to right, var(--line), transparent) 0 0 / 0.9rem 100% scroll no-repeat,
    linear-gradient(to left, var(--line), transparent) 100% 0 / 0.9rem 100% scroll no-repeat;
}
table { border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.35rem 0.7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th, td { overflow-wrap: normal; max-width: 26rem; }
th { color: var(--dim); font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { overflow-x: auto; background: var(--band); padding: 0.7rem; }
code { background: var(--band); font-size: 0.9em; }
blockquote { margin: 0.6rem 0; padding-left: 0.9rem; border-left: 3px solid var(--line); color: var(--dim); }
.team { border-left: 3px solid var(--people); padding-left: 1rem; margin-top: 1.2rem; }
.who { color: var(--dim); font-size: 0.85rem; margin-bottom: 0; }
figure { margin: 1.4rem 0; max-width: 38rem; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 0.85rem; color: var(--dim); margin-top: 0.3rem; }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink); }
svg .tick { fill: var(--dim); font-size: 9.5px; }
svg .in { fill: var(--in); font-size: 9.5px; font-weight: 700; }
svg .axis { stroke: var(--dim); }
svg .grid { stroke: var(--line); stroke-width: 0.5; }
svg .on { font-size: 9.5px; font-weight: 700; }
svg .mark { fill: var(--page); stroke: var(--bill); stroke-width: 1.5; }
svg .front { fill: var(--bill); stroke: var(--bill); stroke-width: 1.5; }
svg .excluded { fill: var(--page); stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 2.5 2; }
svg rect { stroke: var(--page); stroke-width: 1; }
svg .bill { fill: var(--bill); }
svg .people { fill: var(--people); }
svg .errors { fill: var(--errors); }
svg .dot { fill: var(--bill); }
svg .curve { fill: none; stroke: var(--bill); stroke-width: 1.8; }
svg .other { stroke-dasharray: 6 4; }
svg .limit { stroke: var(--limit); stroke-width: 1.2; stroke-dasharray: 3 3; }
@media (max-width: 40rem) {
  body { font-size: 0.95rem; }
  main { padding: 0.5rem 0.8rem 3rem; }
  th, td { padding: 0.3rem 0.5rem; max-width: 16rem; }
  .card > div { flex-basis: 9rem; padding: 0.5rem 0.7rem; }
}
@media screen and (max-width: 40rem) {
  .compared, .compared tbody { display: block; }
  .compared thead { display: none; }
  .compared tr {
    display: flex; flex-wrap: wrap; gap: 0.15rem 0.3rem; padding: 0.4rem 0; border-bottom: 1px solid var(--line);
  }
  .compared tbody th, .compared td { border: 0; padding: 0.1rem 0.35rem; }
  .compared tbody th { flex: 1 1 55%; max-width: none; }
  .compared .score { flex: 0 0 6rem; }
  .compared td[data-label] { font-size: 0.85rem; border-radius: 3px; }
  .compared td[data-label]::before { content: attr(data-label) " "; color: var(--dim); font-weight: 400; }
}
@media print {
  :root {
    --ink: #000; --dim: #444; --page: #fff; --line: #bbb; --link: #000; --band: #f3f3f3;
    --bill: #1c3d5a; --people: #6f9dc4; --errors: #cfdfec; --mark: #6f9dc4; --limit: #8a2a18; --in: #fff;
    --good: #14532d; --medium: #6b4700; --poor: #8a2a18;
    --good-tint: #e3f3e8; --medium-tint: #fbf1d8; --poor-tint: #f8e2dd; --gauge: #dbe7f2;
  }
  @page { margin: 15mm 14mm; }
  body { font-size: 9.5pt; orphans: 2; widows: 2; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  .card { break-inside: avoid; }
  .card > div { flex-basis: 28%; padding: 0.3rem 0.6rem; }
  h2, h3, h4, h5, h6, .who { break-after: avoid; }
  h2 { margin-top: 1.4rem; }
  tr, figure, li, .wide:not(:has(tr:nth-child(6))) { break-inside: avoid; }
  .wide { overflow: visible; background: none; }
  table { font-size: 7.5pt; width: 100%; }
  th, td { padding: 0.15rem 0.35rem; min-width: 6.2em; max-width: none; overflow-wrap: anywhere; }
  th { overflow-wrap: break-word; }
  .compared th, .compared td { min-width: 0; padding: 0.15rem 0.25rem; overflow-wrap: normal; }
  .compared tbody th { min-width: 9em; overflow-wrap: anywhere; }
  .compared .score { min-width: 6em; }
  .number { min-width: 0; overflow-wrap: normal; }
  p, ul, ol { max-width: none; }
  figure { display: inline-block; vertical-align: top; width: 48%; margin: 0.8rem 1.5% 0.8rem 0; }
  figcaption, .who { font-size: 8pt; }
}
"""
STYLE = _STYLE.replace("GAUGE_CLASSES", _GAUGES)
