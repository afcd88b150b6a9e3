"""Text as it is read: bytes to text, what may be shown of it, and its words, sentences and paragraphs."""

from annotations.text.blocks import ink_after, ink_before
from annotations.text.decoding import Decoded, clean, content_id, decode
from annotations.text.display import display
from annotations.text.figures import figure_at, figures
from annotations.text.paragraphs import paragraph_at, paragraphs
from annotations.text.sentences import sentence_at, sentences
from annotations.text.words import next_word, previous_word, word_at, word_count, words

__all__ = [
    "Decoded",
    "clean",
    "content_id",
    "decode",
    "display",
    "figure_at",
    "figures",
    "ink_after",
    "ink_before",
    "next_word",
    "paragraph_at",
    "paragraphs",
    "previous_word",
    "sentence_at",
    "sentences",
    "word_at",
    "word_count",
    "words",
]
