"""The side panel: its three sections, where a line leads, and how much it lists."""

from textual import on
from textual.app import App, ComposeResult

from annotations.records import Detection, Entity, Quote, Span, Speaker, Suggestion, Tag
from tui.widgets.panel import MAX_LINES, Guide, Notes, SidePanel


def tag(start: int, text: str, label: str = "promise", note: str = "") -> Tag:
    return Tag(
        id=f"t{start}",
        article="a",
        start=start,
        end=start + len(text),
        text=text,
        label=label,
        annotator="me",
        note=note,
        created="",
        updated="",
    )


def quote(start: int, text: str, name: str = "", kind: str = "direct") -> Quote:
    speaker = Speaker(start=0, end=3, text="she", name=name) if name else None
    return Quote(start=start, end=start + len(text), text=text, speaker=speaker, kind=kind)  # type: ignore[arg-type]


DETECTION = Detection(
    pipeline="p",
    entities=(
        Entity(start=0, end=4, label="ORG", text="Port"),
        Entity(start=50, end=54, label="ORG", text="Port"),
        Entity(start=60, end=64, label="PERSON", text="Okoe"),
        Entity(start=70, end=72, label="MONEY", text="$2"),
    ),
    quotes=(
        quote(10, "“No.”", "Ada Okoe"),
        quote(20, "“Yes.”", "Bo Lind"),
        quote(30, "“Never.”", "Ada Okoe"),
        quote(40, "“new”", kind="scare"),
        quote(45, "“Who?”"),
    ),
)


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[Span] = []
        self.left = 0

    def compose(self) -> ComposeResult:
        yield SidePanel()

    @on(SidePanel.Chosen)
    def _chosen(self, event: SidePanel.Chosen) -> None:
        self.chosen.append(event.span)

    @on(SidePanel.Left)
    def _left(self) -> None:
        self.left += 1


def lines(panel: SidePanel) -> list[str]:
    return [str(panel.get_option_at_index(i).prompt).rstrip() for i in range(panel.option_count)]


async def test_sections_in_order_with_counts() -> None:
    app = Host()
    async with app.run_test(size=(40, 30)):
        panel = app.query_one(SidePanel)
        panel.show(
            Notes([tag(5, "will pay"), tag(9, "x y", "odd", "why")], DETECTION, {"promise": ("p", "#00ff00")})
        )
        assert lines(panel) == [
            "WHO SAID WHAT",
            "Ada Okoe  2",
            "  “No.”",
            "  “Never.”",
            "Bo Lind  1",
            "  “Yes.”",
            "unattributed  1",
            "  “Who?”",
            "",
            "TAGS",
            "p will pay",
            "o x y ✎",
            "",
            "ENTITIES",
            "ORG    Port  2",
            "PERSON Okoe  1",
        ]


async def test_choosing_a_line_leads_to_its_passage_and_headings_are_passed_over() -> None:
    app = Host()
    async with app.run_test(size=(40, 30)) as pilot:
        panel = app.query_one(SidePanel)
        panel.show(Notes([tag(5, "will pay")], DETECTION))
        panel.focus()
        await pilot.press("down", "down", "enter")
        assert app.chosen == [Span(10, 15)]
        await pilot.press("escape")
        assert app.left == 1


async def test_an_article_without_marks_says_so() -> None:
    app = Host()
    async with app.run_test():
        panel = app.query_one(SidePanel)
        panel.show(Notes())
        assert lines(panel) == ["Nothing marked here yet."]


async def test_the_place_in_the_list_is_kept() -> None:
    app = Host()
    async with app.run_test() as pilot:
        panel = app.query_one(SidePanel)
        panel.show(Notes([tag(n * 10, f"tag {n}") for n in range(5)]))
        panel.focus()
        await pilot.press("down", "down", "down")
        place = panel.highlighted
        panel.show(Notes([tag(n * 10, f"tag {n}") for n in range(6)]))
        assert panel.highlighted == place


async def test_thousands_of_tags_are_cut_short() -> None:
    app = Host()
    async with app.run_test():
        panel = app.query_one(SidePanel)
        panel.show(Notes([tag(n, "x") for n in range(5000)]))
        assert panel.option_count == MAX_LINES


async def test_foreign_words_are_inert() -> None:
    app = Host()
    async with app.run_test():
        panel = app.query_one(SidePanel)
        panel.show(Notes([tag(1, "a\x1b[2J\nb [/red] [sic]")]))
        assert lines(panel)[1].endswith("a␛[2J b [/red] [sic]")


async def test_chosen_again_a_line_leads_to_the_next_place() -> None:
    app = Host()
    async with app.run_test(size=(40, 30)) as pilot:
        panel = app.query_one(SidePanel)
        panel.show(Notes(detection=DETECTION))
        panel.focus()
        panel.highlighted = lines(panel).index("ORG    Port  2")
        await pilot.press("enter", "enter", "enter")
        assert app.chosen == [Span(0, 4), Span(50, 54), Span(0, 4)]
        panel.highlighted = lines(panel).index("Ada Okoe  2")
        await pilot.press("enter", "enter", "k", "j", "enter")
        assert app.chosen[3:] == [Span(10, 15), Span(30, 38), Span(10, 15)]


async def test_what_is_suggested_and_marked_is_listed_too() -> None:
    found = Suggestion(start=3, end=9, label="promise", text="mended", score=0.5, why="")
    app = Host()
    async with app.run_test(size=(40, 30)):
        panel = app.query_one(SidePanel)
        panel.show(
            Notes(
                suggestions=[found],
                bookmarks=[(Span(1, 2), "here\nand on")],
                marks={"promise": ("p", "#00ff00")},
            )
        )
        assert lines(panel) == ["TO REVIEW", "p? mended", "", "BOOKMARKS", "1 here and on"]


async def test_only_the_wanted_sections_are_listed() -> None:
    app = Host()
    async with app.run_test(size=(40, 30)):
        panel = app.query_one(SidePanel)
        panel.show(Notes([tag(5, "will pay")], DETECTION, sections=("tags",)))
        assert lines(panel) == ["TAGS", "p will pay"]


async def test_guidelines_come_first_while_a_label_is_chosen_and_fit_the_panel() -> None:
    guide = Guide(
        "1", "promise", "#00ff00", "A party binds itself to do something in time.", ("It will pay.",)
    )
    app = Host()
    async with app.run_test(size=(60, 30)):
        panel = app.query_one(SidePanel)
        panel.show(Notes([tag(5, "will pay")], guides=[guide], guides_first=True))
        shown = lines(panel)
        assert shown[0] == "LABELS"
        assert shown[1].startswith("1 promise\n  A party binds itself")
        assert "e.g. It will pay." in shown[1]
        assert max(map(len, shown[1].splitlines())) <= panel.content_size.width
        panel.show(Notes([tag(5, "will pay")], guides=[guide]))
        assert lines(panel)[0] == "TAGS"


async def test_an_unsure_speaker_has_a_question_mark() -> None:
    speaker = Speaker(start=0, end=3, text="she", name="Ada Okoe")
    unsure = Quote(start=4, end=9, text="“No.”", speaker=speaker, confidence=0.4)
    app = Host()
    async with app.run_test(size=(40, 30)):
        panel = app.query_one(SidePanel)
        panel.show(Notes(detection=Detection(pipeline="p", quotes=(unsure,))))
        assert lines(panel)[2] == " ?“No.”"
