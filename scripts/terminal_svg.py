#!/usr/bin/env python3
"""Turns coloured terminal output into an SVG picture.

Usage: COMMAND | terminal_svg.py [--title TITLE] [--columns N] > picture.svg

Understands the SGR sequences of 16 and 256 colours, true colour, bold, dim, italic and underline. Wide characters
take two cells. Every character that is not ASCII is placed on its own cell, so that the columns hold whatever font the
viewer has.
"""

import argparse
import html
import re
import sys
import unicodedata

CELL_WIDTH = 8.4  # pixels, of a 14-pixel monospaced font
LINE_HEIGHT = 20  # pixels
FONT_SIZE = 14  # pixels
WIDE_SIZE = 16  # pixels of a wide character, which fills two cells
PADDING = 16  # pixels around the text
BAR_HEIGHT = 34  # pixels of the window's bar
BACKGROUND, FOREGROUND, BAR = "#1e1e2e", "#d9def4", "#313244"
FONTS = (
    "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', "
    "'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', monospace"
)
# The 16 colours of a terminal, dark ones first.
PALETTE = [
    "#45475a", "#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#f5c2e7", "#94e2d5", "#bac2de",
    "#7f849c", "#ff9fb5", "#b9f0b4", "#ffedc0", "#a3c6ff", "#ffd3ef", "#a9efe3", "#ffffff",
]
CUBE = (0, 95, 135, 175, 215, 255)
ESCAPE = re.compile(r"\x1b\[([0-9;:]*)([A-Za-z])")
OTHER_ESCAPE = re.compile(r"\x1b(\][^\x07\x1b]*(\x07|\x1b\\)|[^\[\]])")
PLAIN = {"fg": None, "bg": None, "bold": False, "dim": False, "italic": False, "underline": False, "reverse": False}


def main() -> None:
    options = argparse.ArgumentParser(description="Turns coloured terminal output into an SVG picture.")
    options.add_argument("--title", default="", help="text of the window's bar")
    options.add_argument("--columns", type=int, default=0, help="least width in cells")
    arguments = options.parse_args()
    lines = parse(sys.stdin.buffer.read().decode("utf-8"))
    sys.stdout.buffer.write(picture(lines, arguments.title, arguments.columns).encode("utf-8"))


def parse(text):
    """Lines of (style, character) cells."""
    style = dict(PLAIN)
    lines = [[]]
    text = OTHER_ESCAPE.sub("", text.replace("\r", ""))
    at = 0
    while at < len(text):
        escape = ESCAPE.match(text, at)
        if escape:
            if escape[2] == "m":
                style = restyle(style, escape[1])
            at = escape.end()
            continue
        if text[at] == "\n":
            lines.append([])
        elif width(text[at]) == 0 and lines[-1]:
            before, characters = lines[-1][-1]
            lines[-1][-1] = (before, characters + text[at])
        else:
            lines[-1].append((style, text[at]))
        at += 1
    while lines and not lines[-1]:
        lines.pop()
    return lines


def restyle(style, codes):
    """The style after one SGR sequence."""
    style = dict(style)
    numbers = [int(code or 0) for code in re.split("[;:]", codes)]
    while numbers:
        code = numbers.pop(0)
        if code == 0:
            style = dict(PLAIN)
        elif code in (1, 2, 3, 4, 7):
            style[{1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse"}[code]] = True
        elif code == 22:
            style["bold"] = style["dim"] = False
        elif code in (23, 24, 27):
            style[{23: "italic", 24: "underline", 27: "reverse"}[code]] = False
        elif code in (39, 49):
            style["fg" if code == 39 else "bg"] = None
        elif code in (38, 48):
            style["fg" if code == 38 else "bg"] = extended(numbers)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["fg"] = PALETTE[code - 30 if code < 40 else code - 82]
        elif 40 <= code <= 47 or 100 <= code <= 107:
            style["bg"] = PALETTE[code - 40 if code < 50 else code - 92]
    return style


def extended(numbers):
    """The colour after 38 or 48; takes its numbers from the front."""
    kind = numbers.pop(0) if numbers else None
    if kind == 2:
        red, green, blue = (numbers.pop(0) for _ in range(3))
        return f"#{red:02x}{green:02x}{blue:02x}"
    if kind != 5:
        return None
    number = numbers.pop(0)
    if number < 16:
        return PALETTE[number]
    if number >= 232:
        return "#" + f"{8 + 10 * (number - 232):02x}" * 3
    number -= 16
    return "#" + "".join(f"{CUBE[part]:02x}" for part in (number // 36, number // 6 % 6, number % 6))


def width(character):
    """Cells that a character takes."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character[0]) in ("W", "F") else 1


def runs(cells):
    """Neighbours of one style and one width: (first cell, style, text, cells a character)."""
    column = 0
    run = None
    for style, characters in cells:
        wide = width(characters[0])
        if run and run[1] == style and run[3] == wide:
            run[2] += characters
        else:
            if run:
                yield run
            run = [column, style, characters, wide]
        column += wide
    if run:
        yield run


def picture(lines, title, columns):
    columns = max([columns] + [sum(width(characters[0]) for _, characters in cells) for cells in lines])
    total_width = round(columns * CELL_WIDTH + 2 * PADDING)
    total_height = BAR_HEIGHT + len(lines) * LINE_HEIGHT + 2 * PADDING
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total_width}" height="{total_height}" '
        f'viewBox="0 0 {total_width} {total_height}" role="img" aria-label="{html.escape(title)}">',
        f"<style>text{{font:{FONT_SIZE}px {FONTS};white-space:pre;fill:{FOREGROUND}}}text.wide{{font-size:{WIDE_SIZE}px}}</style>",
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
        f'<path d="M0 {BAR_HEIGHT}V8a8 8 0 0 1 8-8h{total_width - 16}a8 8 0 0 1 8 8v{BAR_HEIGHT - 8}z" fill="{BAR}"/>',
    ]
    for index, colour in enumerate(("#f38ba8", "#f9e2af", "#a6e3a1")):
        out.append(f'<circle cx="{18 + 18 * index}" cy="{BAR_HEIGHT / 2:g}" r="5.5" fill="{colour}"/>')
    if title:
        out.append(f'<text x="80" y="{BAR_HEIGHT / 2 + 5:g}">{html.escape(title)}</text>')
    for number, cells in enumerate(lines):
        top = BAR_HEIGHT + PADDING + number * LINE_HEIGHT
        for column, style, text, wide in runs(cells):
            out.extend(draw(PADDING + column * CELL_WIDTH, top, style, text, wide))
    out.append("</svg>\n")
    return "\n".join(out)


def draw(left, top, style, text, cells):
    """The shapes of one run."""
    foreground, background = style["fg"] or FOREGROUND, style["bg"]
    if style["reverse"]:
        foreground, background = background or BACKGROUND, foreground
    length = len(text) * cells * CELL_WIDTH
    if background:
        yield f'<rect x="{left:g}" y="{top}" width="{length:g}" height="{LINE_HEIGHT}" fill="{background}"/>'
    if text.strip(" "):
        shift = len(text) - len(text.lstrip(" "))  # renderers drop blanks in front
        text, start = text.strip(" "), left + shift * CELL_WIDTH
        declarations = [
            foreground != FOREGROUND and f"fill:{foreground}",
            style["bold"] and "font-weight:bold",
            style["italic"] and "font-style:italic",
            style["dim"] and "opacity:0.65",
        ]
        attribute = ";".join(filter(None, declarations))
        attribute = attribute and f' style="{attribute}"'
        if cells == 2:
            attribute = attribute[:-1] + f";font-size:{WIDE_SIZE}px\"" if attribute else ' class="wide"'
        base = top + LINE_HEIGHT - 5
        lefts = " ".join(f"{start + index * cells * CELL_WIDTH:.5g}" for index in range(len(text)))
        if text.isascii():
            lefts = f"{start:.5g}"  # one font, whose characters are one cell each
        yield f'<text x="{lefts}" y="{base}"{attribute}>{html.escape(text, quote=False)}</text>'
    if style["underline"]:
        bottom = top + LINE_HEIGHT - 2
        yield f'<path d="M{left:g} {bottom}h{length:g}" stroke="{foreground}"/>'


if __name__ == "__main__":
    main()
