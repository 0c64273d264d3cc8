"""The page of the program itself, while ./dev demo tells its story: each state appears without a reload."""

import pathlib
import re
import socket
import subprocess

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

DEMO = pathlib.Path(__file__).resolve().parents[2] / "tools" / "demo_run.py"
# Title and sentence of each state in the story's order, and what else is there: one of these.
STORY = [
    ("▲ Warning", "It votes, but something needs you", ()),
    ("● Ready", "Ready: this box can vote now", ()),
    ("▲ Warning", "It votes, but something needs you", ("not connected",)),
    ("● Ready", "Ready: this box can vote now", ()),
    ("● Ready", "Ready: this box can vote now", ("missed, by its miner", "missed, all by miners")),
    ("⬣ Not voting", "Not voting", ("not connected",)),
    ("▲ Warning", "It votes, but something needs you", (": no node connected",)),
]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_each_state_appears_by_itself(browsers):
    demo = subprocess.Popen(["/usr/bin/python3", "-u", DEMO, "--block-ms", "700", "--port", str(free_port())],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        told = []
        for line in demo.stdout:
            told.append(line)
            if found := re.search(r"its page is (http\S+)", line):
                break
        else:
            raise AssertionError("".join(told))
        browser = browsers("desktop")
        driver = browser.open(found[1])

        def shows(title, sentence, words):
            # As one look, since the page may change between two.
            seen = driver.execute_script("return [document.title, document.querySelector('h1').textContent,"
                                         " document.querySelector('main').textContent]")
            return seen[0].startswith(title) and seen[1] == sentence and (not words or any(word in seen[2] for word in words))

        for number, state in enumerate(STORY):
            WebDriverWait(driver, 60, poll_frequency=0.1).until(lambda _, now=state: shows(*now), str(state))
            browser.picture(f"demo-{number}")
        assert browser.complaints() == []
        assert driver.execute_script("return document.querySelectorAll('#days .m').length") == 1
        driver.get("about:blank")
        rest, _ = demo.communicate(timeout=60)
        assert demo.returncode == 0, "".join(told) + rest
    finally:
        demo.kill()
        demo.wait()
