"""Every state of the page on a phone and on a desk, light and dark, with and without scripts."""

import json
import pathlib
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

AXE = pathlib.Path(__file__).resolve().parents[2] / "build" / "page" / "axe.min.js"
# The sentence, the title's shape and word, and sections that are there and that are not.
STATES = {
    "ready": ("Ready: this box can vote now", "● Ready", "votes days tickets key", "guide todo"),
    "first_run": ("Ready, but something needs you", "▲ Warning", "guide todo key", "votes days tickets"),
    "first_tickets": ("Ready: 3 tickets found", "● Ready", "guide tickets key", "votes days todo"),
    "no_backup": ("It votes, but something needs you", "▲ Warning", "todo votes", "guide"),
    "node_lost": ("It votes, but something needs you", "▲ Warning", "todo votes", "guide"),
    "missed": ("It votes, but something needs you", "▲ Warning", "todo votes", "guide"),
    "no_node": ("Not voting", "⬣ Not voting", "todo votes", "guide"),
    "large": ("Ready: this box can vote now", "● Ready", "votes days", "guide todo"),
    "starting": ("Not voting", "⬣ Not voting", "todo guide", "votes days key"),
    "health": ("It votes, but something needs you", "▲ Warning", "todo nodes", "votes days tickets key guide"),
    "no_answer": ("Not voting", "⬣ Not voting", "state", "facts guide votes todo"),
    "refused": ("Not shown", "▲ Not shown", "state", "facts guide votes todo"),
    "hostile": ("Not voting", "⬣ Not voting", "todo votes key", "guide"),
}
LOOKS = [("phone", "light", True), ("phone", "dark", True), ("desktop", "light", True), ("desktop", "dark", True),
         ("phone", "light", False), ("desktop", "light", False)]


def ids(driver):
    return [section.get_attribute("id") for section in driver.find_elements(By.CSS_SELECTOR, "main > section")]


def axe(driver):
    """The serious findings of axe-core: rule and elements."""
    # By the debugger, which the page's policy does not bind.
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text()})
    told = driver.execute_cdp_cmd("Runtime.evaluate", {
        "expression": "axe.run().then(found => JSON.stringify(found.violations))", "awaitPromise": True,
        "returnByValue": True})
    return [(found["id"], found["impact"], [node["html"][:160] for node in found["nodes"]])
            for found in json.loads(told["result"]["value"]) if found["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look[:2]) + ("" if look[2] else "-noscript"))
@pytest.mark.parametrize("state", STATES)
def test_state(browsers, site, state, look):
    sentence, title, present, absent = STATES[state]
    site.state = state
    browser = browsers(*look)
    driver = browser.open(site.url)
    status = driver.find_elements(By.CSS_SELECTOR, "[role=status]")
    assert [element.text for element in status] == [sentence]
    assert driver.title.startswith(title + " · ")
    assert driver.find_element(By.CSS_SELECTOR, "link[rel=icon]").get_attribute("href").startswith("data:image/svg+xml,")
    sections = ids(driver)
    assert set(present.split()) <= set(sections) and not set(absent.split()) & set(sections), sections
    # Nothing is wider than the screen.
    metrics = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})
    assert metrics["cssContentSize"]["width"] <= metrics["cssLayoutViewport"]["clientWidth"], metrics["cssContentSize"]
    browser.picture(state)
    if look[2]:
        assert axe(driver) == []
    assert browser.complaints() == []


def test_size_and_time(written):
    """One answer below 50 kB, written within 5 ms; forty thousand tickets are among the states."""
    told = re.findall(r"(\w+): (\d+) bytes, (\S+) ms", written[1])
    assert len(told) == 10
    assert [name for name, size, ms in told if int(size) >= 50_000 or float(ms) > 5] == []


@pytest.mark.parametrize("state", ["ready", "missed", "no_node", "no_backup", "node_lost"])
def test_first_screen_of_a_phone(browsers, site, state):
    """Without scrolling: the sentence, last block and age, tickets, next vote, and the last vote."""
    site.state = state
    browser = browsers("phone")
    driver = browser.open(site.url)
    browser.picture(state + "-first", whole=False)
    for selector in ("#state h1", "#facts", "#votes tbody tr:nth-child(1)", "#votes tbody tr:nth-child(2)"):
        box = driver.find_element(By.CSS_SELECTOR, selector).rect
        assert box["y"] + box["height"] <= 640, (selector, box)


def test_keyboard(browsers, site):
    """The way to what there is to do needs no mouse, and focus is seen."""
    site.state = "no_backup"
    driver = browsers("desktop").open(site.url)
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    focused = driver.switch_to.active_element
    assert focused.text == "What to do"
    assert focused.value_of_css_property("outline-style") == "solid"
    focused.send_keys(Keys.ENTER)
    assert driver.current_url.endswith("#todo")


def test_in_print(browsers, site):
    """Black on white, whatever the screen's colours are."""
    browser = browsers("desktop", "dark")
    driver = browser.open(site.url)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        body = driver.find_element(By.TAG_NAME, "body")
        assert body.value_of_css_property("background-color") in ("rgb(255, 255, 255)", "rgba(255, 255, 255, 1)")
        assert body.value_of_css_property("color") in ("rgb(0, 0, 0)", "rgba(0, 0, 0, 1)")
        browser.picture("print")
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
