/**
 * The page's style sheet: system fonts, light and dark, from phone to print. The networks' colours are variations of
 * Okabe and Ito's blue, orange and bluish green, which colour-blind readers can tell apart.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1a1d23; --muted: #5f6673; --line: #e3e6ea; --quiet: #eff1f4;
  --teacher: #1f6fb5; --baseline: #b86b00; --student: #008a63;
  --good: #00734f; --bad: #b0401c;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #121417; --ink: #e6e8eb; --muted: #9ba2ae; --line: #2c3037; --quiet: #1f2329;
    --teacher: #62b0ea; --baseline: #e8a33d; --student: #35c596;
    --good: #45cfa2; --bad: #f08a62;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
main, footer { max-width: 1160px; margin: 0 auto; padding: 0 clamp(16px, 4vw, 40px); }
h1, h2, h3, p, figure, dl, dd, pre { margin: 0; }
h1, h2, h3, .claim { text-wrap: balance; }
p { text-wrap: pretty; }
h1 { font-size: clamp(28px, 5vw, 40px); line-height: 1.15; letter-spacing: -0.022em; font-weight: 650; }
h2 { font-size: 21px; line-height: 1.3; letter-spacing: -0.012em; font-weight: 620; margin-bottom: 18px; }
h3 { font-size: 14px; font-weight: 600; margin-bottom: 8px; }
h3.spaced { margin-top: 28px; }
small { font-size: 12.5px; font-weight: 400; color: var(--muted); }
b { font-weight: 650; }
section { padding: 40px 0 8px; margin-top: 32px; border-top: 1px solid var(--line); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.lead, .note { color: var(--muted); max-width: 76ch; }
.lead { margin: -8px 0 22px; }
.note, figcaption { font-size: 13px; line-height: 1.5; }
.note { margin-top: 14px; }
figcaption { color: var(--muted); }

.head { padding-top: clamp(28px, 6vw, 56px); }
.eyebrow { font-size: 13px; font-weight: 650; letter-spacing: 0.01em; margin-bottom: 10px; }
.eyebrow span { color: var(--muted); font-weight: 400; margin-left: 6px; }
.meta { color: var(--muted); font-size: 13.5px; margin-top: 10px; display: flex; flex-wrap: wrap; gap: 2px 0; }
.meta span:not(:last-child)::after { content: "·"; margin: 0 8px; }
.verdict { margin-top: 30px; padding-left: 18px; border-left: 3px solid var(--muted); max-width: 860px; }
.verdict.gain { border-color: var(--student); }
.verdict.none { border-color: var(--bad); }
.claim { font-size: clamp(18px, 2.6vw, 22px); line-height: 1.35; font-weight: 600; letter-spacing: -0.01em; margin-bottom: 6px; }
.caveat { color: var(--muted); font-size: 13.5px; margin-top: 6px; }
.key-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 20px 32px; margin-top: 34px; }
.key-figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.key-figures dt { color: var(--muted); font-size: 13.5px; }
.key-figures dd { font-size: 28px; line-height: 1.25; font-weight: 620; letter-spacing: -0.02em; }
.key-figures small { letter-spacing: 0; margin-left: 4px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 34px; font-size: 13.5px; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 4px; }
a:hover { text-decoration-color: currentColor; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 2px solid var(--teacher); outline-offset: 3px; border-radius: 2px; }

.tag { white-space: nowrap; }
.tag::before { content: ""; display: inline-block; width: 9px; height: 9px; border-radius: 3px; margin-right: 7px; background: currentColor; }
.tag:empty::before { margin-right: 5px; }
.tag.teacher::before { background: var(--teacher); }
.tag.baseline::before { background: var(--baseline); }
.tag.student::before { background: var(--student); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 22px; font-size: 13.5px; margin: -6px 0 18px; }
figcaption .tag::before { margin-right: 4px; }

.scroll { /* a shadow at the right edge, covered where there is nothing more to scroll to */
  position: relative; /* so that what is unseen within scrolls with it */
  overflow-x: auto;
  background: linear-gradient(to left, var(--paper) 40%, transparent) 100% 0 / 36px 100% no-repeat local,
    linear-gradient(to left, var(--line), transparent) 100% 0 / 12px 100% no-repeat scroll;
}
table { border-collapse: collapse; width: 100%; font-size: 14px; }
table.narrow { width: auto; min-width: min(100%, 480px); }
.narrow td { padding-top: 4px; padding-bottom: 4px; }
th, td { text-align: left; padding: 7px 14px; border-bottom: 1px solid var(--line); font-weight: 400; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; vertical-align: bottom; white-space: nowrap; }
thead small { display: block; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; white-space: nowrap; }
.strong { font-weight: 650; }
.against { color: var(--muted); }
thead .against { color: var(--ink); }
.better { color: var(--good); }
.worse { color: var(--bad); }
.comparison th[scope="row"] { position: sticky; left: 0; background: var(--paper); white-space: nowrap; }
.group th { padding-top: 18px; font-size: 12.5px; color: var(--muted); }
.group span { position: sticky; left: 0; }

.pair, .trio { display: grid; gap: 28px 40px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); }
.trio { grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 28px 32px; }
.chart { display: block; width: 100%; height: auto; max-width: 560px; overflow: visible; }
.chart text { white-space: pre; }
.chart [aria-label$="tick label"], .chart [aria-label$="axis label"] { fill: var(--muted); }
.chart [aria-label$="axis tick"] { stroke: var(--line); }
.broad .chart { max-width: 940px; }
.gallery { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr)); }
.card { display: grid; grid-template-columns: 84px 1fr; gap: 14px; align-items: center; padding: 14px; border: 1px solid var(--line); border-radius: 8px; break-inside: avoid; }
.card figcaption { margin-top: 8px; color: var(--ink); line-height: 1.35; }
.card figcaption small { display: block; }
.card.wide { grid-template-columns: 1fr; align-content: space-between; }
.card .sample { min-width: 0; }
.card .chart { max-width: 270px; }
img { display: block; width: 84px; height: 84px; object-fit: contain; image-rendering: pixelated; border-radius: 4px; background: var(--quiet); }
.mistakes { display: grid; gap: 20px 16px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 158px), 1fr)); }
.mistake { display: flex; gap: 12px; align-items: flex-start; break-inside: avoid; }
.mistake img { width: 68px; height: 68px; flex: none; }
.mistake figcaption { color: var(--ink); line-height: 1.42; min-width: 0; }
.mistake p { white-space: nowrap; }
.mistakes.texts { grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr)); }
.texts .mistake { flex-direction: column; gap: 8px; padding: 14px; border: 1px solid var(--line); border-radius: 8px; }
.texts .mistake p:not(.sample-text) { white-space: normal; }
.sample-text { font-size: 13px; line-height: 1.45; color: var(--ink); }

pre { font: 12.5px/1.6 var(--mono); background: var(--quiet); border-radius: 6px; padding: 12px 16px; overflow-x: auto; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 16px 0; font-size: 13.5px; }
.facts div { display: flex; gap: 8px; }
.facts dt { color: var(--muted); }
summary { cursor: pointer; font-size: 14px; font-weight: 600; }
details pre { margin-top: 12px; }
footer { color: var(--muted); font-size: 12.5px; padding-top: 40px; padding-bottom: 40px; }

@media (max-width: 640px) {
  th, td { padding-left: 7px; padding-right: 7px; }
  table { font-size: 13px; }
  .comparison th[scope="row"] { white-space: normal; min-width: 84px; padding-right: 4px; }
  .comparison th[scope="row"] small, .comparison thead .tag + small { display: none; }
  thead .tag::before { margin-right: 4px; }
  .narrow th, .narrow td { padding-left: 5px; padding-right: 5px; }
  section { padding-top: 30px; margin-top: 26px; }
  .key-figures { grid-template-columns: 1fr 1fr; gap: 18px 20px; }
  .key-figures dd { font-size: 24px; }
  .key-figures small { display: block; margin-left: 0; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --muted: #555; --line: #ccc; --quiet: #f0f0f0;
    --teacher: #1f6fb5; --baseline: #b86b00; --student: #008a63; --good: #00734f; --bad: #b0401c; }
  body { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  .trio { grid-template-columns: repeat(3, 1fr); }
  .pair { grid-template-columns: 1fr 1fr; }
  .gallery { grid-template-columns: 1fr 1fr; }
  .scroll, pre { overflow: visible; }
  pre { white-space: pre-wrap; }
  details::details-content { content-visibility: visible; height: auto; }
  figure, tr, .verdict { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
