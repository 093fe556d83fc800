"""Answers, pictures: words. In: a text, and the room that there is. Out: its lines. Must not measure letters: a picture is drawn
in whatever font the reader has, so room is counted in letters with some to spare.
"""


def broken(text: str, width: int, most: int) -> tuple[str, ...]:
    """A text in lines of at most `width` letters, broken between words where that can be; at most `most` lines, the last with an
    ellipsis where there is more.
    """
    lines: list[str] = []
    for word in text.split():
        for piece in (word[start : start + width] for start in range(0, len(word), width)):
            if lines and len(lines[-1]) + 1 + len(piece) <= width:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: width - 1].rstrip()}…"]
    return tuple(lines)


def shortened(text: str, most: int) -> str:
    """A text of at most `most` letters, with an ellipsis where something is left out."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
