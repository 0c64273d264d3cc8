"""Makes the pictures of the documents: the page on a phone, in the states that they speak of. See tools/pictures."""

import pathlib
import subprocess
import sys
import tempfile

from conftest import PROGRAMS, Browser
from selenium.webdriver.common.by import By
from site_of_pages import Site

# The picture's name; the state; down to the end of which section, or what a phone shows at once.
PICTURES = [("starting", "starting", None), ("first-run", "first_run", "#guide"), ("ready", "ready", None),
            ("node-lost", "node_lost", None), ("no-node", "no_node", None)]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as states:
        subprocess.run([PROGRAMS / "page_states", states], check=True, stdout=subprocess.DEVNULL)
        browser = Browser("phone")
        with Site(pathlib.Path(states)) as site:
            for name, state, last in PICTURES:
                site.state = state
                driver = browser.open(site.url)
                end = driver.find_element(By.CSS_SELECTOR, last).rect if last else None
                height = int(end["y"] + end["height"]) + 12 if end else None
                (folder / f"{name}.png").write_bytes(browser.seen(height or browser.height))
        browser.close()


main(pathlib.Path(sys.argv[1]))
