package view

// pageText is the template of the page.
const pageText = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>{{.Name}} on {{.System}}: {{.Verdict}}</title>
<style>` + Style + `</style>
</head>
<body>
<a class="skip" href="#steps">Skip to the steps</a>
<header>
<h1>{{.Name}}</h1>
<p>on {{.System}}: <strong class="{{if .Differs}}bad{{else}}good{{end}}">{{.Verdict}}</strong></p>
<blockquote>{{.Got.Header.Rule}}</blockquote>
{{- range .Reasons}}
<p>{{.}}</p>
{{- end}}
<details><summary>The world</summary><pre>{{.Header}}</pre></details>
</header>
<main>
{{- if .Broken}}
<section aria-labelledby="broken">
<h2 id="broken">{{.Count}}</h2>
{{- range .Broken}}
{{template "break" .}}
{{- end}}
</section>
{{- end}}
<section aria-labelledby="chart">
<h2 id="chart">Chart</h2>
<div class="scroll" tabindex="0" role="region" aria-label="sequence chart">
{{- with .Chart}}
<svg viewBox="0 0 {{.Width}} {{.Height}}" width="{{.Width}}" height="{{.Height}}" role="group" aria-label="what the nodes say to each other">
{{- range .Lanes}}
<line class="lane" x1="{{.X}}" y1="40" x2="{{.X}}" y2="{{$.Chart.Height}}"/>
<rect class="node" x="{{.Left}}" y="8" width="{{.Wide}}" height="28" rx="6"/>
<text class="name" x="{{.X}}" y="27">{{.Name}}</text>
{{- end}}
{{- range .Lines}}
<a href="#s{{.Step}}" aria-label="step {{.Step}}: {{.From}}{{if .To}} to {{.To}}{{end}}: {{.Text}}">
{{- if .Box}}
<rect class="{{.Class}}" x="{{.X1}}" y="{{.Top}}" width="{{.Wide}}" height="{{.High}}" rx="4"/>
{{- end}}
{{- range .Words}}
<text x="{{.X}}" y="{{.Y}}">{{.Text}}</text>
{{- end}}
{{- if not .Box}}
<line class="{{.Class}}" x1="{{.X1}}" y1="{{.Y}}" x2="{{.X2}}" y2="{{.Y}}"/>
<path class="{{.Class}} head" d="{{.Head}}"/>
{{- end}}
</a>
{{- end}}
</svg>
{{- end}}
</div>
</section>
<section aria-labelledby="steps">
<h2 id="steps">Steps</h2>
<ol>
{{- range .Rows}}
<li id="s{{.Number}}"{{if .Broken}} class="broken"{{end}}>
<h3><span class="number">{{.Number}}</span> <code>{{.Command}}</code></h3>
<div class="row">
<ul class="events" aria-label="events">
{{- range .Events}}
<li class="m{{word .Mark}}"><span class="end">{{.End}}</span> <span aria-hidden="true">{{mark .Mark}}</span><span class="said">{{word .Mark}}</span> {{bare .}}
{{- if .Note}} <em>{{.Note}}</em>{{end}}</li>
{{- else}}
<li class="none">no event</li>
{{- end}}
</ul>
<ul class="changes" aria-label="what changed">
{{- range .Changes}}
<li><span class="end">{{.End}}</span> {{.Key}}: {{with .Before}}<del>{{.}}</del> {{end}}{{with .After}}<ins>{{.}}</ins>{{else}}none{{end}}</li>
{{- else}}
<li class="none">nothing changed</li>
{{- end}}
</ul>
</div>
{{- range .Broken}}
{{template "break" .}}
{{- end}}
<details><summary>The ends behind step {{.Number}}</summary>
<p>{{.State.Now}} behind the beginning</p>
<div class="ends">
{{- range .State.Ends}}
<section><h4>{{.Name}} <small>{{.Node}}</small></h4>
<dl>
{{- range .Facts}}
<div><dt>{{.Key}}</dt><dd>{{.Value}}</dd></div>
{{- end}}
</dl></section>
{{- end}}
</div>
</details>
</li>
{{- end}}
</ol>
</section>
</main>
</body>
</html>
{{define "break"}}<div class="break" role="note">
<p><strong>{{.Sentence}}</strong></p>
{{- with .Why}}<p>{{.}}</p>{{end}}
<dl>
{{- with .Expected}}<div><dt>expected</dt><dd>{{.}}</dd></div>{{end}}
{{- with .Seen}}<div><dt>seen</dt><dd>{{.}}</dd></div>{{end}}
{{- if .Step}}<div><dt>where</dt><dd><a href="#s{{.Step}}">step {{.Step}}</a></dd></div>{{end}}
</dl>
</div>{{end}}
`

// Style is how pages look: in two columns where there is room.
const Style = `
:root { --ink: #1b1d22; --dim: #5a6070; --paper: #fff; --soft: #f1f3f7; --line: #8a90a0; --go: #0b57d0; --bad: #b3261e; --good: #146c2e; --note: #fff3cd; }
@media (prefers-color-scheme: dark) {
:root { --ink: #e6e8ee; --dim: #a3aabb; --paper: #14161b; --soft: #20242d; --line: #7b8394; --go: #8ab4f8; --bad: #ff8a80; --good: #7bd88f; --note: #3a3320; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; color: var(--ink); background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.2rem; } h3 { font-size: 1rem; margin: 0 0 .3rem; font-weight: normal; } h4 { margin: 0; }
blockquote { margin: 1rem 0; padding: .5rem 1rem; border-left: 4px solid var(--go); background: var(--soft); }
a { color: var(--go); } :focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
.bad { color: var(--bad); } .good { color: var(--good); }
code, pre, .events, .changes, dd, svg { font-family: ui-monospace, monospace; font-size: .875rem; }
pre { overflow-x: auto; padding: .5rem; background: var(--soft); white-space: pre-wrap; }
.scroll { overflow-x: auto; }
svg text { fill: var(--ink); text-anchor: middle; font-size: 12px; } svg .name { font-weight: bold; font-size: 14px; }
svg .lane { stroke: var(--line); stroke-dasharray: 4 4; } svg .node { fill: var(--soft); stroke: var(--line); }
svg line.says { stroke: var(--ink); } svg line.gives { stroke: var(--bad); stroke-width: 2; }
svg .head { fill: none; stroke: var(--ink); stroke-width: 1.5; } svg .head.gives { stroke: var(--bad); stroke-width: 2; }
svg rect.holds { fill: var(--note); stroke: var(--line); } svg rect.happens { fill: var(--soft); stroke: var(--line); }
svg a:hover text { text-decoration: underline; }
ol, ul { list-style: none; margin: 0; padding: 0; }
ol > li { padding: .75rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; } ol > li:target { background: var(--soft); }
ol > li.broken { border-left: 4px solid var(--bad); }
.number { display: inline-block; min-width: 1.8rem; color: var(--dim); }
.row { display: grid; gap: .5rem 2rem; } @media (min-width: 48rem) { .row { grid-template-columns: 3fr 2fr; } }
.end { color: var(--dim); } .none { color: var(--dim); } .events em { display: block; color: var(--dim); }
.events li, .changes li { padding-left: 1rem; text-indent: -1rem; }
.mgave { color: var(--bad); font-weight: bold; } .magreed { color: var(--good); }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
del { color: var(--dim); } ins { text-decoration: none; font-weight: bold; }
summary { cursor: pointer; color: var(--dim); padding: .3rem 0; }
.ends { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
.ends > section { padding: .5rem; background: var(--soft); }
dl { margin: 0; } dl > div { display: grid; grid-template-columns: 6.5rem 1fr; gap: .5rem; } dt { color: var(--dim); } dd { margin: 0; }
.break { margin: .5rem 0; padding: .5rem .75rem; border: 2px solid var(--bad); border-radius: 6px; } .break p { margin: 0 0 .3rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { .skip { display: none; } }
`
