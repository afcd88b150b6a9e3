"""The keys of the page. Footer, help, command palette and the user's keymap are made from these."""

from textual.binding import Binding

# Keys, motion and steps, what it does, the last part of the id.
_MOVES = (
    ("j,down", "'line', 1", "line down", "line-down"),
    ("k,up", "'line', -1", "line up", "line-up"),
    ("l,right", "'word', 1", "next word", "word-next"),
    ("h,left", "'word', -1", "previous word", "word-previous"),
    ("right_parenthesis", "'sentence', 1", "next sentence", "sentence-next"),
    ("left_parenthesis", "'sentence', -1", "previous sentence", "sentence-previous"),
    ("right_curly_bracket", "'paragraph', 1", "next paragraph", "paragraph-next"),
    ("left_curly_bracket", "'paragraph', -1", "previous paragraph", "paragraph-previous"),
    ("g,ctrl+home", "'text', -1", "top", "top"),
    ("G,ctrl+end", "'text', 1", "end", "end"),
    ("space,pagedown", "'page', 1", "next page", "page-next"),
    ("b,pageup", "'page', -1", "previous page", "page-previous"),
    ("home", "'edge', -1", "start of the line", "line-start"),
    ("end", "'edge', 1", "end of the line", "line-end"),
)
_EXTENSIONS = (
    ("shift+down", "'line', 1", "extend a line down", "line-down"),
    ("shift+up", "'line', -1", "extend a line up", "line-up"),
    ("shift+right", "'word', 1", "extend by a word", "word-next"),
    ("shift+left", "'word', -1", "extend back by a word", "word-previous"),
    ("shift+home", "'edge', -1", "extend to the start of the line", "line-start"),
    ("shift+end", "'edge', 1", "extend to the end of the line", "line-end"),
    ("shift+pagedown", "'page', 1", "extend a page down", "page-next"),
    ("shift+pageup", "'page', -1", "extend a page up", "page-previous"),
)
# Keys, steps and whether it is the end that does not move; what moves, the last part of the id.
_NUDGES = (
    ("alt+right,greater_than_sign", "1", "the moving end a character on", "nudge-on"),
    ("alt+left,less_than_sign", "-1", "the moving end a character back", "nudge-back"),
    ("alt+shift+right", "1, True", "the other end a character on", "nudge-other-on"),
    ("alt+shift+left", "-1, True", "the other end a character back", "nudge-other-back"),
)

MOTIONS = [
    *(
        Binding(keys, f"move({motion})", what, show=False, id=f"page.{name}", tooltip=f"Go: {what}")
        for keys, motion, what, name in _MOVES
    ),
    *(
        Binding(
            keys,
            f"move({motion}, True)",
            what,
            show=False,
            id=f"page.extend-{name}",
            tooltip=what.capitalize(),
        )
        for keys, motion, what, name in _EXTENSIONS
    ),
]

SELECTING = [
    Binding(
        "v",
        "extend",
        "extend",
        show=False,
        id="page.extend",
        tooltip="Start or stop extending the selection with plain motions",
    ),
    Binding(
        "plus,equals_sign",
        "grow(1)",
        "grow",
        id="page.grow",
        key_display="+",
        tooltip="Select the next larger object: word, entity, sentence, quote, paragraph",
    ),
    Binding(
        "minus",
        "grow(-1)",
        "shrink",
        id="page.shrink",
        key_display="-",
        tooltip="Select the next smaller object",
    ),
    Binding(
        "s",
        "take('sentence')",
        "sentence",
        id="page.sentence",
        tooltip="Select this sentence; again: one more",
    ),
    Binding(
        "quotation_mark",
        "take('quote')",
        "quote",
        id="page.quote",
        key_display='"',
        tooltip="Select this quotation",
    ),
    Binding("e", "take('entity')", "entity", id="page.entity", tooltip="Select this entity or figure"),
    Binding(
        "percent_sign",
        "swap",
        "other end",
        show=False,
        id="page.swap",
        key_display="%",
        tooltip="Move the other end of the selection from now on",
    ),
    *(
        Binding(keys, f"nudge({how})", what, show=False, id=f"page.{name}", tooltip=f"Move {what}")
        for keys, how, what, name in _NUDGES
    ),
    Binding(
        "semicolon",
        "cycle",
        "next tag here",
        show=False,
        id="page.cycle",
        key_display=";",
        tooltip="Where tags overlap: act on the next one",
    ),
    Binding("escape", "drop", "drop", show=False, id="page.drop", tooltip="Drop the selection"),
    Binding(
        "tab",
        "highlight(1)",
        "next suggestion",
        id="page.highlight-next",
        tooltip="Go to the next suggestion; with none left, to the next name or quotation",
    ),
    Binding(
        "shift+tab",
        "highlight(-1)",
        "previous suggestion",
        show=False,
        id="page.highlight-previous",
        tooltip="Go to the previous suggestion; with none left, to the previous name or quotation",
    ),
]

#: A digit is a label unless a count was begun: then it never gets as far as the labels.
COUNTS = [
    Binding(
        "comma",
        "count",
        "count",
        show=False,
        id="page.count",
        key_display=",",
        tooltip="Type a number, then a motion: ,3j goes three lines down",
    ),
    *(Binding(str(digit), f"count({digit})", show=False) for digit in range(10)),
]
