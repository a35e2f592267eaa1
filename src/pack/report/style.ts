/** Looks of the report: for paper first, readable on a screen. */
export const style = `
:root { --ink: #1c1d22; --soft: #5b5f6a; --line: #d6d9e0; --wash: #f4f5f8; --mark: #0b4f8a; --bad: #a4161a; --warn: #8a5a00; --good: #1d6b3a; }
* { box-sizing: border-box; }
html { background: #fff; color: var(--ink); font: 10pt/1.45 "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { max-width: 186mm; margin: 12mm auto; padding: 0 6mm; }
header { border-bottom: 2.5pt solid var(--ink); padding-bottom: 4mm; margin-bottom: 6mm; }
header .kind { color: var(--soft); font-size: 9pt; letter-spacing: .04em; text-transform: uppercase; }
h1 { font-size: 19pt; line-height: 1.2; margin: 1mm 0 1.5mm; font-weight: 650; }
header p { margin: 0; color: var(--soft); }
h2 { font-size: 12.5pt; margin: 9mm 0 2.5mm; padding-bottom: 1mm; border-bottom: .75pt solid var(--line); font-weight: 650; break-after: avoid; }
h3 { font-size: 10.5pt; margin: 5mm 0 1.5mm; font-weight: 650; break-after: avoid; }
p { margin: 0 0 2mm; }
.note { color: var(--soft); font-size: 8.5pt; }
.lead { font-size: 11pt; }
.sums { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 5mm 0; }
.sums div { background: var(--wash); border-left: 2pt solid var(--mark); padding: 2.5mm 3mm; break-inside: avoid; }
.sums .label { display: block; color: var(--soft); font-size: 8.5pt; }
.sums .value { display: block; font-size: 12pt; font-weight: 650; line-height: 1.25; margin-top: .5mm; }
.sums .sub { display: block; color: var(--soft); font-size: 8pt; }
dl { display: grid; grid-template-columns: 1fr 1fr; gap: 0 8mm; margin: 0 0 3mm; }
dl div { display: flex; gap: 3mm; border-bottom: .5pt solid var(--line); padding: 1.2mm 0; break-inside: avoid; }
dl .wide { grid-column: 1 / -1; }
dt { flex: 0 0 34mm; color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; margin: 1mm 0 3mm; }
thead { display: table-header-group; }
th { text-align: left; color: var(--soft); font-weight: 600; border-bottom: 1pt solid var(--ink); padding: 1.2mm 2mm 1.2mm 0; vertical-align: bottom; }
td { border-bottom: .5pt solid var(--line); padding: 1.2mm 2mm 1.2mm 0; vertical-align: top; overflow-wrap: break-word; }
td.long { overflow-wrap: anywhere; }
tr { break-inside: avoid; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.when, .when { white-space: nowrap; font-variant-numeric: tabular-nums; }
ul { margin: 0 0 3mm; padding-left: 5mm; }
li { margin: .4mm 0; overflow-wrap: anywhere; }
code, .hash { font: 7.5pt/1.4 "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.badge { display: inline-block; border: .75pt solid currentColor; border-radius: 2pt; padding: 0 1.5mm; font-size: 8pt; font-weight: 600; white-space: nowrap; }
.badge.bad { color: var(--bad); } .badge.warning { color: var(--warn); } .badge.good { color: var(--good); } .badge.plain { color: var(--soft); }
blockquote { margin: 0 0 3mm; padding: 1mm 0 1mm 4mm; border-left: 2pt solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 2mm 0 4mm; break-inside: avoid; }
figcaption { font-weight: 600; font-size: 9pt; margin-bottom: 1mm; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 9px "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif; fill: #1c1d22; }
svg text.soft { fill: #5b5f6a; } svg text.bad { fill: #a4161a; font-weight: 600; } svg text.strong { font-weight: 600; }
svg .grid { stroke: #e3e5ea; stroke-width: 1; } svg .axis { stroke: #8a8e99; stroke-width: 1; }
svg .bar { fill: #7d9cc0; } svg .bar.spike { fill: #a4161a; }
svg .band { fill: #c9d8ea; } svg .step { fill: none; stroke: #0b4f8a; stroke-width: 1.6; }
svg .moment { stroke: #1c1d22; stroke-width: 1; stroke-dasharray: 3 2; }
svg .spine { stroke: #8a8e99; stroke-width: 1.5; } svg .dot { fill: #0b4f8a; } svg .dot.bad { fill: #a4161a; } svg .dot.good { fill: #1d6b3a; }
footer { margin-top: 8mm; padding-top: 2mm; border-top: .75pt solid var(--line); color: var(--soft); font-size: 8pt; }
@page { size: A4; margin: 15mm 15mm 17mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "Segoe UI", Arial, sans-serif; color: #5b5f6a; } }
@media print { body { margin: 0; padding: 0; max-width: none; } }
@media (max-width: 640px) { .sums { grid-template-columns: 1fr 1fr; } dl { grid-template-columns: 1fr; } body { margin: 4mm auto; } }
@media screen and (max-width: 640px) { table { display: block; overflow-x: auto; } section { overflow-x: auto; } svg { min-width: 520px; } figure svg { min-width: 0; } td { min-width: 16mm; } dt { flex-basis: 30mm; } }
`;
