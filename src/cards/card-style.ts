/**
 * The style of a card's page, inside of it: no font, picture or script comes from elsewhere. Light or dark as the reader
 * has it, wide tables scroll on a phone, and on paper nothing is cut.
 */
export const cardStyle = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #5b6470; --line: #d5dae0; --page: #fff; --panel: #f4f6f8;
  --link: #0b57d0; --mark: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7eb; --soft: #a2abb6; --line: #3a4149; --page: #14171a;
  --panel: #1d2125; --link: #8ab4f8; --mark: #f0b35a; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 54rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2rem 0 .6rem; text-wrap: balance; }
h1 { font-size: 1.75rem; margin-top: .5rem; }
h2 { font-size: 1.25rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; }
a { color: var(--link); overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .88em; }
code { background: var(--panel); padding: .1em .3em; border-radius: .25em; }
pre { background: var(--panel); padding: .8rem 1rem; border-radius: .4rem; overflow-x: auto; }
pre code { padding: 0; background: none; }
blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: .25rem solid var(--line); color: var(--soft); }
img { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid var(--line); }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .8rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
  overflow-wrap: normal; }
th { color: var(--soft); font-weight: 600; }
td span { white-space: nowrap; }
td.long { min-width: 14em; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem; margin: 1rem 0; padding: .9rem 1rem;
  background: var(--panel); border-radius: .4rem; font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
mark { background: none; color: var(--mark); font-weight: 600; }
@media (max-width: 34rem) { body { padding: 1rem .9rem 3rem; } h1 { font-size: 1.45rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print { @page { margin: 16mm; }
  :root { color-scheme: light; --text: #000; --soft: #444; --line: #bbb; --page: #fff; --panel: #fff; --link: #000;
    --mark: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .table, pre { overflow: visible; } pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); }
  table { font-size: 8.5pt; } th, td { padding-right: .5rem; } td.long { min-width: 10em; }
  dl { border: 1px solid var(--line); }
  h1, h2, h3, h4 { break-after: avoid; } tr, dl, img { break-inside: avoid; } thead { display: table-header-group; } }
`
