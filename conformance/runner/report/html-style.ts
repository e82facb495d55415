/** The whole look of the page: nothing is loaded from anywhere. Colors keep a contrast of 4.5 : 1 on their ground. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --line: #d4d8de; --text: #1b1f26; --quiet: #57606c; --link: #0b57a8;
  --passed: #12652f; --failed: #b3161c; --not-supported: #805000; --skipped: #57606c; --failed-ground: #fdf1f1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --raised: #1d2128; --line: #3a414c; --text: #e8ebf0; --quiet: #a5adb9; --link: #8cc0ff;
    --passed: #6fd08c; --failed: #ff9a94; --not-supported: #edbb61; --skipped: #a5adb9; --failed-ground: #2c1a1c;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
a { color: var(--link); }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .25rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; }
.quiet { color: var(--quiet); }
.conclusion { font-size: 1.15rem; font-weight: 600; margin: .75rem 0; }
.skip-link { position: absolute; left: -100rem; }
.skip-link:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .25rem .5rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .85rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; color: var(--quiet); padding-bottom: .25rem; }
th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.verdict { font-weight: 700; white-space: nowrap; }
.passed { color: var(--passed); } .failed { color: var(--failed); }
.not-supported { color: var(--not-supported); } .skipped { color: var(--skipped); }
fieldset { border: 1px solid var(--line); border-radius: .4rem; padding: .25rem .75rem .5rem; margin: 1rem 0; }
fieldset label { margin-right: 1.25rem; white-space: nowrap; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; background: var(--ground); }
details > summary { cursor: pointer; padding: .5rem .75rem; border-radius: .4rem; }
details[open] > summary { border-bottom: 1px solid var(--line); border-radius: .4rem .4rem 0 0; background: var(--raised); }
details.is-failed { border-color: var(--failed); }
details.is-failed > summary { background: var(--failed-ground); }
details > div { padding: .25rem .75rem .75rem; }
summary .title { font-weight: 600; }
summary .aside { color: var(--quiet); font-size: .85rem; }
dl { margin: .5rem 0; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin: 0; }
dd.problems ul { margin: 0; padding-left: 1.2rem; }
.problems li { overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: .3rem; padding: .6rem .75rem; margin: .25rem 0;
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 30rem; overflow-y: auto; unicode-bidi: plaintext; }
.pair { display: grid; gap: .25rem 1rem; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); }
.pair h5 { font-size: .85rem; margin: .5rem 0 0; color: var(--quiet); }
body:has(#show-failed:checked) .result:not(.has-failed) { display: none; }
body:has(#show-not-passed:checked) .result:not(.has-failed, .has-not-supported, .has-skipped) { display: none; }
.nothing { display: none; }
body:has(#show-failed:checked) section:not(:has(.has-failed)) > .nothing { display: block; }
body:has(#show-not-passed:checked) section:not(:has(.has-failed, .has-not-supported, .has-skipped)) > .nothing { display: block; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #f5f6f8; --line: #bbb; --text: #000; --quiet: #444; --link: #000;
    --passed: #12652f; --failed: #b3161c; --not-supported: #805000; --skipped: #444; --failed-ground: #fff; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  fieldset, .skip-link, nav { display: none; }
  /* What failed is printed in full, what passed as one line. */
  details.is-failed::details-content { content-visibility: visible; block-size: auto; }
  details:not(.has-failed) > div { display: none; }
  pre { max-height: none; overflow: visible; }
  summary, h2, h3, h4, h5, dt { break-after: avoid; }
  .pair { grid-template-columns: 1fr; }
}
`;
