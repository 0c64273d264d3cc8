"""Prints each relative link of the Markdown files named that leads nowhere: no such file, or no such heading in it."""

import pathlib
import re
import sys

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def without_code(text):
    """The text's lines; what is code stands empty in its place."""
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        yield "" if fenced or line.startswith("    ") else re.sub(r"`[^`]*`", "", line)


def anchors(file):
    """As GitHub makes them of headings."""
    found = set()
    for line in file.read_text().splitlines():
        if heading := re.match(r"#{1,6} +(.*)", line):
            found.add(re.sub(r"[^\w\- ]", "", heading[1].lower()).replace(" ", "-"))
    return found


def wrong(file, target):
    """Why this link of this file leads nowhere; nothing when it does not."""
    name, _, anchor = target.partition("#")
    place = file.parent / name if name else file
    if not place.resolve().is_relative_to(pathlib.Path.cwd()) or not place.exists():
        return "there is no such file in the project"
    if anchor and place.suffix == ".md" and anchor not in anchors(place):
        return "there is no such heading"
    return None


def main():
    for name in sys.argv[1:]:
        file = pathlib.Path(name)
        for number, line in enumerate(without_code(file.read_text()), 1):
            for target in LINK.findall(line):
                if not re.match(r"[a-z]+:", target) and (why := wrong(file, target)):
                    print(f"{file}:{number}: {target}: {why}")


main()
