"""Words of whose width terminals disagree, and some of which they do not."""

#: The same in every terminal: letters with marks on them, ideographs, scripts without conjuncts.
AGREED = ("ไทย", "العربية", "עברית", "한국어", "東京", "é", "z" + "\u0301" * 20)
#: Signs that a selector makes emoji; emoji with skin tones, joined, alone; flags, whole and half.
_EMOJI = ("❤\ufe0f", "✈\ufe0f", "1\ufe0f\u20e3", "👍🏽", "🏽", "👩🏽\u200d🔧", "👨\u200d👩\u200d👧")
_FLAGS = ("🇫🇷", "🇫")
#: Emoji of late, what is not assigned, what is private.
_LATE = ("🫨", "\U0001fae9", "\u2fe0", "\U0001faff", "\ue000", "\U000f0000")
_CONJUNCTS = ("ﷺ", "क्षि", "नमस्ते", "தமிழ்", "বাংলা", "မြန်မာ", "ខ្មែរ")

DOUBTED = (*_EMOJI, *_FLAGS, *_LATE, *_CONJUNCTS)
WORDS = (*DOUBTED, *AGREED)
