"""From text to the numbers of pieces: the encoder's own way, cut down to what Chinese needs.

Texts come folded as the engine folds them. `src/reader/pieces.rs` does the same to the last piece; scores are whole
thousandths so that both find the same pieces.
"""

import re
import unicodedata

SPECIAL = 3  # <s>, </s> and what is unknown come first in the table.
FIRST, LAST, UNKNOWN = range(SPECIAL)
# What an unknown character costs beside the worst piece, as in the encoder.
UNKNOWN_COST = 10_000
# Characters of the longest piece kept: the few longer ones are names and boilerplate of web pages.
LONGEST = 8
HAN = re.compile(r"[\u3400-\u9fff]+")
PLAIN = re.compile(r"[a-z]{1,3}|[0-9]{1,4}|[!-/:-@\[-`{-~·—…、。《》〈〉℃‰×÷○〇①-⑳]{1,2}")
FOLDED = str.maketrans({"，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")", "【": "(", "】": ")",
                        "“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "～": "~", "―": "—", "–": "-"})


def fold(text):
    """The folded view of `src/text/fold.rs`, as far as our own texts need it, without blanks."""
    text = "".join(unicodedata.normalize("NFKC", c) if "\uff00" <= c <= "\uffef" else c for c in text.translate(FOLDED))
    return "".join(text.lower().translate(FOLDED).split())


def is_simplified(text):
    """GB 2312 has the simplified characters and hardly any other."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def choose(pieces):
    """The numbers of the pieces that folded Chinese needs."""
    return [
        number
        for number, piece in enumerate(pieces)
        if (HAN.fullmatch(piece) and is_simplified(piece)) or PLAIN.fullmatch(piece)
        if len(piece) <= LONGEST
    ]


class Pieces:
    def __init__(self, pieces, scores):
        """Pieces of text with their scores in thousandths; the specials are not among them."""
        self.scores = {piece: (number + SPECIAL, score) for number, (piece, score) in enumerate(zip(pieces, scores))}
        self.longest = max(map(len, pieces))
        self.unknown = min(scores) - UNKNOWN_COST

    def split(self, text):
        """The best split by the sum of scores; where two are equal, the one whose last piece starts first."""
        best, back = [0] + [None] * len(text), [None] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self.longest, len(text)) + 1):
                number, score = self.scores.get(text[start:end], (None, None))
                if number is None:
                    if end > start + 1:
                        continue
                    number, score = UNKNOWN, self.unknown
                if best[end] is None or best[start] + score > best[end]:
                    best[end], back[end] = best[start] + score, (start, number)
        numbers, at = [], len(text)
        while at:
            at, number = back[at]
            numbers.append(number)
        return numbers[::-1]
