"""Random texts in which words, sentences and paragraphs have something to trip over."""

from hypothesis import strategies as st

_PIECES = (
    *"abcXYZ0123456789",
    *" \n\t.,!?:;-–—…“”‘’\"'()[]«»&@#/%$€*_|>",
    *(
        "said",
        "The",
        "Mr.",
        "U.S.",
        "p.m.",
        "No. 2",
        "$2.4 million",
        "11.5%",
        "three reports",
        "one in five",
        "’90s",
    ),
    *(
        "https://x.org/a?b=1",
        "a.b@c.org",
        "e\u0301",
        "\u0301",
        "\u200d",
        "\ufe0f",
        "1\ufe0f\u20e3",
        "한국어",
        "東京",
        "。",
        "」",
    ),
    *(
        "カタカナ",
        "สวัสดี",
        "नमस्ते",
        "ខ្មែរ",
        "👩‍👩‍👧",
        "🇫🇷",
        "👍🏽",
        "🎉",
        "\u00a0",
        "\u3000",
        "\x85",
        "\x1c",
        "\r",
        "\u2028",
    ),
    *(
        "\n\n",
        "   ",
        "- item\n",
        "a line of ordinary length that somebody wrapped by hand here\n",
        "\x00",
        "\ud800",
    ),
)

#: Any characters at all, and fragments of news.
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
