"""Fixtures of the tests in a real browser: Debian's Chromium, what it is shown, and where its pictures are kept."""

import base64
import os
import pathlib
import subprocess

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from site_of_pages import Site

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "test" / "screenshots"
PROGRAMS = pathlib.Path(os.environ.get("DCRVOTER_BIN_DIR", ROOT / "build" / "release" / "bin"))
SCREENS = {"phone": (360, 640), "desktop": (1280, 900)}


def browser_options(screen, scheme="light", scripts=True):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    width, height = SCREENS[screen]
    # Without a sandbox, since tests may run as root; it opens nothing but our own pages on this machine.
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--no-first-run", "--disable-background-networking", f"--window-size={width},{height}",
                     f"--blink-settings=preferredColorScheme={'0' if scheme == 'dark' else '1'}"):
        options.add_argument(argument)
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return options


class Browser:
    """A window of that size; made once for all tests that look through the same."""

    def __init__(self, screen, scheme="light", scripts=True):
        self.screen, self.scheme, self.scripts = screen, scheme, scripts
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"),
                                       options=browser_options(screen, scheme, scripts))
        width, height = SCREENS[screen]
        # A window cannot be as narrow as a phone, and has a frame.
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        if not scripts:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})

    @property
    def name(self):
        return f"{self.screen}-{self.scheme}" + ("" if self.scripts else "-noscript")

    def open(self, url):
        self.driver.get("about:blank")  # ends the page of the test before, whose server is gone
        self.driver.get_log("browser")
        self.driver.get(url)
        return self.driver

    @property
    def height(self):
        """What the screen shows at once."""
        return SCREENS[self.screen][1]

    def seen(self, height):
        """So many pixels of the page from its top, as PNG."""
        data = self.driver.execute_cdp_cmd("Page.captureScreenshot", {
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": SCREENS[self.screen][0], "height": height, "scale": 1}})
        return base64.b64decode(data["data"])

    def picture(self, name, whole=True):
        """Keeps what is seen, down to the page's end, beside the tests' logs."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        metrics = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})
        height = max(self.height, int(metrics["cssContentSize"]["height"])) if whole else self.height
        (SCREENSHOTS / f"{name}-{self.name}.png").write_bytes(self.seen(height))

    def complaints(self):
        """What the console holds of this page."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def close(self):
        self.driver.quit()


@pytest.fixture(scope="session")
def browsers():
    """browsers(screen, scheme="light", scripts=True): opened when first asked for."""
    opened = {}

    def get(screen, scheme="light", scripts=True):
        key = (screen, scheme, scripts)
        if key not in opened:
            opened[key] = Browser(*key)
        return opened[key]

    yield get
    for browser in opened.values():
        browser.close()


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """The folder with the page in each of its states, as the program writes it, and what it says of that."""
    folder = tmp_path_factory.mktemp("states")
    return folder, subprocess.run([PROGRAMS / "page_states", folder], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="session")
def states(written):
    return written[0]


@pytest.fixture
def site(states):
    """A server of these pages, with the headers that the program sends."""
    with Site(states) as served:
        yield served
