"""Photographs the pages of a run for the teacher's guide. scripts/guide_pictures makes the run and calls this.

Usage: guide_pictures.py --browser CHROMIUM WORK PICTURES

Each picture is trimmed to what it shows and has a palette, so that the repository stays small.
"""

import argparse
import pathlib
import re
import subprocess
import sys

import pypdfium2
from PIL import Image, ImageChops

COLOURS = 160  # of a palette: text stays smooth, files small
BYTES_MAX = 200_000  # of a picture
TALL = 4000  # pixels of a window, more than any page here
MARGIN = 16  # pixels around what is shown
PAGE_WIDTH, SHEET_WIDTH, PHONE_WIDTH = 1000, 820, 360  # pixels
PRINT_SCALE = 1.15  # pixels a point
TABLE_SCALE = 2.0  # pixels a point of a wide table


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--browser", required=True)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("pictures", type=pathlib.Path)
    options = parser.parse_args()
    shoot = Camera(options.browser, options.work, options.pictures)
    for name in ("draft", "grade", "calibrate"):
        shoot.svg(name)
    page = (options.work / "out" / "class.html").read_text(encoding="utf-8")
    top, sections = split(page)
    shoot.page("class-top", without(page, sections), PAGE_WIDTH)
    for name, headings in {
        "class-keypoints": ["各采分点得分率", "最常丢的点，和差一点的写法"],
        "class-humans": ["人工与引擎", "相差超限，请第三人裁定"],
        "class-alike": ["相似的作答"],
    }.items():
        shoot.page(name, only(top, sections, headings), PAGE_WIDTH)
    sheet = next((options.work / "out" / "sheets").glob("*-张雅婷.html"))
    shoot.page("sheet", sheet.read_text(encoding="utf-8"), SHEET_WIDTH)
    shoot.phone("sheet-phone", sheet)
    shoot.print("sheet-print", options.work / "print" / "sheet.pdf")
    reviewed = options.work / "out-reviewed"
    sheet = next((reviewed / "sheets").glob("*-韩子墨.html")).read_text(encoding="utf-8")
    shoot.page("sheet-reviewed", sheet[: sheet.index("<h2>")] + "</main></body></html>", SHEET_WIDTH)
    top, sections = split((reviewed / "class.html").read_text(encoding="utf-8"))
    shoot.page("class-reviewed", only(top, sections, ["复核"]), PAGE_WIDTH)
    workbook = options.work / "print" / "marked.pdf"
    if workbook.exists():
        shoot.table("workbook", workbook)


class Camera:
    def __init__(self, browser, work, pictures):
        self.browser, self.work, self.pictures = browser, work, pictures

    def page(self, name, html, width):
        source = self.work / f"{name}.html"
        source.write_text(html, encoding="utf-8")
        self.save(name, trim(self.shot(source, width)))

    def svg(self, name):
        """A drawing, which has its own size and colour to its edge."""
        source = self.work / f"{name}.svg"
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', source.read_text(encoding="utf-8"))
        width, height = (round(float(side)) for side in size.groups())
        self.save(name, self.shot(source, width, height))

    def phone(self, name, source):
        """A page as wide as a phone. Windows have a least width, frames have none."""
        frame = self.work / f"{name}-frame.html"
        frame.write_text(
            f'<body style="margin:0"><iframe src="{source.resolve().as_uri()}" '
            f'style="border:0;width:{PHONE_WIDTH}px;height:900px"></iframe>',
            encoding="utf-8",
        )
        self.save(name, self.shot(frame, 600, 900).crop((0, 0, PHONE_WIDTH, 900)))

    def print(self, name, pdf):
        document = pypdfium2.PdfDocument(pdf)
        self.save(name, document[0].render(scale=PRINT_SCALE, grayscale=True).to_pil())

    def table(self, name, pdf):
        """The table on the first page, without the page around it and its number below."""
        page = pypdfium2.PdfDocument(pdf)[0].render(scale=TABLE_SCALE).to_pil().convert("RGB")
        page = page.crop((0, 0, page.width, round(page.height * 0.9)))
        box = ImageChops.difference(page, Image.new("RGB", page.size, page.getpixel((2, 2)))).getbbox()
        left, top, right, bottom = box
        self.save(name, page.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)))

    def shot(self, source, width, height=TALL):
        target = self.work / "shot.png"
        command = [self.browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--window-size={width},{height}", f"--screenshot={target}", source.resolve().as_uri()]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return Image.open(target).convert("RGB")

    def save(self, name, picture):
        target = self.pictures / f"{name}.png"
        colours = COLOURS if picture.mode != "L" else 16
        # Coverage, so that a few red letters on a large page stay red.
        picture.convert("RGB").quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(target, optimize=True)
        size = target.stat().st_size
        print(f"{target.name:24} {picture.width:>5} x {picture.height:<5} {size / 1000:>6.0f} kB")
        if size > BYTES_MAX:
            sys.exit(f"{target}: more than {BYTES_MAX} bytes; show less of the page")


def trim(picture):
    """Without the empty ground below."""
    ground = Image.new("RGB", picture.size, picture.getpixel((2, picture.height - 2)))
    box = ImageChops.difference(picture, ground).getbbox()
    bottom = picture.height if box is None else min(picture.height, box[3] + MARGIN)
    return picture.crop((0, 0, picture.width, bottom))


def split(page):
    """The page up to its first section, and its sections by heading, with their markup."""
    heads = list(re.finditer(r"<h3>([^<]+)</h3>(?!\n*<svg|\n*<dl|\n*\n<svg)|<h2[^>]*>([^<]+)</h2>", page))
    heads = [head for head in heads if not inside_panel(page, head.start())]
    ends = [head.start() for head in heads[1:]] + [page.rindex("</main>")]
    top = page[: page.index("<h1>")]
    return top, {head[1] or head[2]: page[head.start() : end] for head, end in zip(heads, ends)}


def inside_panel(page, at):
    before = page[page.index("<main>") : at]
    return len(re.findall(r"<div\b", before)) > len(re.findall(r"</div>", before))


def only(top, sections, headings):
    """A page of some sections."""
    missing = [heading for heading in headings if heading not in sections]
    if missing:
        sys.exit(f"class.html has no section {missing}; it has {list(sections)}")
    return top + "".join(sections[heading].replace("</section>", "") for heading in headings) + "</main></body></html>"


def without(page, sections):
    """The page up to the keypoints."""
    return page[: page.index(sections["各采分点得分率"][:40])] + "</section></main></body></html>"


main()
