"""How the page keeps fresh, and what it says when it cannot."""

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


def sentence(driver):
    return driver.find_element(By.CSS_SELECTOR, "[role=status]").text


def wait(driver, what, seconds=20):
    WebDriverWait(driver, seconds, poll_frequency=0.1).until(lambda _: what())


def is_stale(driver):
    return "stale" in driver.find_element(By.TAG_NAME, "html").get_attribute("class")


def test_an_event_brings_the_new_state(browsers, site):
    browser = browsers("desktop")
    driver = browser.open(site.url)
    assert sentence(driver) == "Ready: this box can vote now"
    wait(driver, lambda: site.events)
    status = driver.find_element(By.CSS_SELECTOR, "[role=status]")
    key = driver.find_element(By.ID, "key")
    site.become("node_lost", 2)
    wait(driver, lambda: sentence(driver) == "It votes, but something needs you")
    assert driver.title.startswith("▲ Warning · ")
    # The element that is announced stays, as does what did not change; what is new stands in its place.
    assert status.text == "It votes, but something needs you"
    assert key.is_displayed()
    ids = [section.get_attribute("id") for section in driver.find_elements(By.CSS_SELECTOR, "main > section")]
    assert ids.index("nodes") + 1 == ids.index("todo")
    site.become("ready", 3)
    wait(driver, lambda: sentence(driver) == "Ready: this box can vote now")
    assert not driver.find_elements(By.ID, "todo")
    assert driver.title.startswith("● Ready · ")
    assert browser.complaints() == []


def test_a_box_that_did_not_answer_comes_back(browsers, site):
    site.state = "no_answer"
    browser = browsers("desktop")
    driver = browser.open(site.url)
    assert sentence(driver) == "Not voting"
    wait(driver, lambda: site.events)
    site.become("ready", 2)
    wait(driver, lambda: sentence(driver) == "Ready: this box can vote now")
    assert driver.title.startswith("● Ready · ")
    assert driver.find_element(By.ID, "votes").is_displayed() and driver.find_element(By.CSS_SELECTOR, ".foot a").is_displayed()
    assert browser.complaints() == []


def test_the_same_event_again_loads_nothing(browsers, site):
    driver = browsers("desktop").open(site.url)
    wait(driver, lambda: site.events and site.loads >= 2)
    loads = site.loads
    site.become("ready", 1)  # the same number
    site.become("ready", 5)
    wait(driver, lambda: site.loads > loads)
    assert site.loads == loads + 1


def test_ages_are_counted_on(browsers, site):
    driver = browsers("desktop").open(site.url)
    age = driver.find_element(By.CSS_SELECTOR, "[data-age]")
    wait(driver, lambda: age.text in ("43 s ago", "44 s ago", "45 s ago"))


def test_without_news_it_greys_out_and_comes_back(browsers, site):
    browser = browsers("phone")
    driver = browser.open(site.url)
    wait(driver, lambda: site.events)
    assert not is_stale(driver)
    site.fall_silent()
    wait(driver, lambda: is_stale(driver), seconds=60)
    assert driver.find_element(By.ID, "old").text == "No news from this box. What you see is old."
    assert driver.title.startswith("◌ No news · ")
    assert "grayscale" in driver.find_element(By.TAG_NAME, "main").value_of_css_property("filter")
    browser.picture("stale")
    site.silent, site.state = False, "missed"
    wait(driver, lambda: not is_stale(driver), seconds=30)
    assert sentence(driver) == "It votes, but something needs you"
    assert driver.find_element(By.ID, "old").text == ""
    browser.complaints()  # of the time without a server
