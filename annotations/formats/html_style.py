"""How the page of a dataset looks: on paper and on screen, by day and by night, without a script."""

from annotations.scheme import Scheme

#: For each colour of a scheme, its ink by day and by night.
_INKS = {
    "red": ("#c0392b", "#ff8a7a"),
    "orange": ("#b45f06", "#ffb066"),
    "yellow": ("#8a6d00", "#f2d45c"),
    "green": ("#1e7b3c", "#7bd88f"),
    "teal": ("#0b7a75", "#63d4cd"),
    "blue": ("#1f5fbf", "#86b6ff"),
    "purple": ("#7a3fb5", "#cba6f7"),
    "pink": ("#b5307f", "#ff9bd2"),
    "grey": ("#5f6368", "#b8bcc2"),
}

_PAGE = """\
:root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fdfdfb; --faint: #6b6b70; --line: #d9d9d4;
  --of: #5f6368; --quote: #00000010; --name: #00000055; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 6rem; max-width: 42rem; background: var(--paper); color: var(--ink);
  font: 1.05rem/1.75 Georgia, "Iowan Old Style", "Noto Serif", serif; }
h1, h2, h3, header, footer, .about, .side, .legend { font-family: system-ui, sans-serif; line-height: 1.35; }
h1 { font-size: 1.6rem; }
article { border-top: 1px solid var(--line); margin-top: 3rem; content-visibility: auto;
  contain-intrinsic-size: auto 60rem; }
.about, .legend, .side { color: var(--faint); font-size: .85rem; }
h1, h2, .about { overflow-wrap: anywhere; }
.text { white-space: pre-wrap; unicode-bidi: plaintext; overflow-wrap: anywhere; line-height: 2.2; }
.q { background: var(--quote); border-radius: .15em; }
.told { background: none; border-top: 1px solid var(--faint); border-radius: 0; }
.q[data-speaker]::after { content: attr(data-speaker); color: var(--faint); margin-left: .4em;
  font: italic .7rem/1 system-ui, sans-serif; }
.n { text-decoration: underline dotted var(--name); text-underline-offset: .15em; }
mark { background: none; color: inherit; border-bottom: .18em solid var(--of); padding-bottom: .05em; }
mark mark { padding-bottom: 0; }
mark:has(mark) { padding-bottom: .3em; }
mark:has(mark mark) { padding-bottom: .55em; }
mark:has(mark mark mark) { padding-bottom: .8em; }
mark[data-label]::before, .chip { color: var(--paper); background: var(--of); border-radius: .3em;
  padding: .1em .35em; }
mark[data-label]::before { content: attr(data-label); font: .65rem/1 system-ui, sans-serif;
  margin-right: .25em; vertical-align: .35em; }
.chip { font-size: .8rem; }
.side { display: grid; gap: 1rem 2rem; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); }
.side h3 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; margin: .5rem 0; }
.side ul, .legend ul { list-style: none; margin: 0; padding: 0; }
.side li, .legend li { margin: .3rem 0; overflow-wrap: anywhere; }
.said { color: var(--ink); font-weight: 600; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 1rem; color: var(--faint);
  font-size: .85rem; }
"""

_PRINT = """\
@media print {
  :root { --paper: #fff; }
  body { max-width: none; padding: 0; font-size: 10.5pt; orphans: 3; widows: 3; }
  article { content-visibility: visible; }
  article + article { break-before: page; margin-top: 0; }
  h2, h3, .about { break-after: avoid; }
  .side li, .legend { break-inside: avoid; }
  mark, .q, .chip, mark::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

_NIGHT = """\
:root {{ --ink: #e6e6e3; --paper: #17181a; --faint: #a0a0a5; --line: #3a3b3f; --quote: #ffffff14;
  --name: #ffffff66; }}
{rules}"""


def style(scheme: Scheme, labels: list[str]) -> str:
    """Return the style sheet, with a class ``l0``, ``l1`` … for each label, in their order."""
    inks = [_inks(scheme, label) for label in labels]
    day = "".join(f".l{place} {{ --of: {ink[0]}; }}\n" for place, ink in enumerate(inks))
    night = "".join(f".l{place} {{ --of: {ink[1]}; }}\n" for place, ink in enumerate(inks))
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_NIGHT.format(rules=night)}}}\n"
    return _PAGE + day + dark + _PRINT


def _inks(scheme: Scheme, label: str) -> tuple[str, str]:
    known = scheme.label(label)
    if known is not None and known.colour.startswith("#"):
        return known.colour, known.colour
    return _INKS.get(known.colour if known else "grey", _INKS["grey"])
