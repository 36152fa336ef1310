"""A real browser on the real app: real processes, clicks and files, and a console without errors."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

_START_TIMEOUT_S = 120
_WAIT_S = 90
_PROGRAMS = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
    "--hide-scrollbars",
    "--window-size=1400,1000",
)
_ARE_PLOTS_DRAWN = """
    return [...document.querySelectorAll('.js-plotly-plot')].every((plot) =>
        plot._fullLayout && Math.abs(plot._fullLayout.width - plot.clientWidth) < 2)"""
# Where people can look at what the browser showed.
_SCREENSHOTS = Path(__file__).parents[2] / ".screenshots"


@pytest.fixture(autouse=True, scope="session")
def browser_needed() -> None:
    """Skip what needs a browser where there is none."""
    pytest.importorskip("selenium", reason="selenium is not installed")
    missing = [name for name, path in _PROGRAMS.items() if path is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed (Debian: apt-get install chromium chromium-driver)")


@dataclass
class Page:
    """One browser on one app."""

    driver: Any
    address: str
    downloads: Path

    def open(self, path: str) -> None:
        """Go to a page and wait until it is drawn."""
        self.driver.get(self.address + path)
        self.wait(lambda: self.find("main h1"))

    def find(self, selector: str) -> Any:
        """Return the element, or None."""
        found = self.driver.find_elements("css selector", selector)
        return found[0] if found else None

    def text(self, selector: str) -> str:
        """Return what the element shows; nothing if there is none, or it is just being replaced."""
        script = "const e = document.querySelector(arguments[0]); return e ? e.innerText : ''"
        return str(self.run(script, selector))

    def run(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript on the page."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: Callable[[], Any], *, seconds: float = _WAIT_S) -> Any:
        """Return what `condition` gives as soon as it is true."""
        from selenium.common.exceptions import StaleElementReferenceException

        end = time.monotonic() + seconds
        while True:
            with contextlib.suppress(StaleElementReferenceException):
                if found := condition():
                    return found
            if time.monotonic() > end:
                self.shoot("timeout")
                raise AssertionError(f"waited {seconds} s in vain; the page says:\n{self.text('body')}")
            time.sleep(0.1)

    def wait_text(self, selector: str, *words: str, seconds: float = _WAIT_S) -> str:
        """Wait until all words stand in the element; return its text."""

        def look() -> str:
            shown = self.text(selector)
            return shown if all(word in shown for word in words) else ""

        return str(self.wait(look, seconds=seconds))

    def click(self, selector: str) -> None:
        """Click with the mouse, on what is in view."""
        element = self.wait(lambda: (found := self.find(selector)) and found.is_enabled() and found)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def choose(self, dropdown: str, label: str) -> None:
        """Choose an option of a dropdown by its label."""
        self.click(f"#{dropdown}")

        def options() -> list[Any]:
            shown = self.driver.find_elements("css selector", ".dash-dropdown-option")
            return [option for option in shown if option.text.strip() == label]

        self.wait(options)[0].click()

    def upload(self, kind: str, path: Path) -> None:
        """Hand a file to the real file input."""
        self.find(f"[data-kind={kind}] input[type=file]").send_keys(str(path))

    def upload_message(self, kind: str) -> str:
        """Return what stands next to the field of a file."""
        script = """const field = document.querySelector(`[data-kind=${arguments[0]}]`);
                    return field.parentElement.querySelector('.upload-message').innerText"""
        return str(self.run(script, kind))

    def traces(self, plot: str) -> list[dict[str, Any]]:
        """Return what plotly has drawn: name, number of points, and places on the screen of each trace."""
        script = """
            const gd = document.querySelector('#' + arguments[0] + ' .js-plotly-plot');
            if (!gd || !gd._fullData || !gd._fullLayout.xaxis) return [];
            const box = gd.getBoundingClientRect(), x = gd._fullLayout.xaxis, y = gd._fullLayout.yaxis;
            return gd._fullData.filter((trace) => trace.customdata || !trace.legendgroup).map((trace) => ({
                name: trace.name, color: (trace.marker || trace.line).color, x_title: x.title.text,
                points: Array.from(trace.x || [], (value, at) => [
                    box.left + x._offset + x.d2p(value), box.top + y._offset + y.d2p(trace.y[at])]),
                rows: trace.customdata || [],
            }));"""
        return list(self.run(script, plot) or [])

    def count_points(self, plot: str) -> int:
        """Return how many contigs are drawn."""
        return sum(len(trace["rows"]) for trace in self.traces(plot))

    def lasso(self, plot: str, name: str) -> None:
        """Draw a ring around all points of a trace, with the mouse."""
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        element = self.find(f"#{plot}")
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        (points,) = [trace["points"] for trace in self.traces(plot) if trace["name"] == name]
        left, right = (edge([x for x, _ in points]) for edge in (min, max))
        top, bottom = (edge([y for _, y in points]) for edge in (min, max))
        ring = _make_ring(left - 9, top - 9, right + 9, bottom + 9)
        builder = ActionBuilder(self.driver, duration=20)
        pointer = builder.pointer_action
        pointer.move_to_location(*ring[0])
        pointer.pointer_down()
        for place in ring[1:]:
            pointer.move_to_location(*place)
        pointer.pointer_up()
        builder.perform()

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page."""
        _SCREENSHOTS.mkdir(exist_ok=True)
        self.run("window.scrollTo(0, 0); document.activeElement.blur()")
        height = self.run("return document.querySelector('.app').scrollHeight")
        self.driver.set_window_size(1400, height + 110)
        # Plots follow the window.
        self.wait(lambda: self.run(_ARE_PLOTS_DRAWN))
        self.driver.save_screenshot(str(_SCREENSHOTS / f"{name}.png"))
        self.driver.set_window_size(1400, 1000)

    def read_errors(self) -> list[str]:
        """Return the errors of the browser's console."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]


def _make_ring(left: float, top: float, right: float, bottom: float) -> list[tuple[int, int]]:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    ring: list[tuple[int, int]] = []
    for (x_0, y_0), (x_1, y_1) in pairwise(corners):
        ring += [
            (round(x_0 + (x_1 - x_0) * step / 4), round(y_0 + (y_1 - y_0) * step / 4)) for step in range(5)
        ]
    return ring


@contextlib.contextmanager
def _run_web(environment: dict[str, str], folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "automappa", "web"],
            env=environment | {"AUTOMAPPA_PORT": str(port)},
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(address, process, folder / "web.log")
        yield address
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _START_TIMEOUT_S
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the web process did not start:\n{log.read_text()}")
        time.sleep(0.1)


def _make_environment(state: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AUTOMAPPA_")}
    kept |= {"OMP_NUM_THREADS": "1", "AUTOMAPPA_STATE_DIR": str(state)}
    return kept | {f"AUTOMAPPA_{name}": value for name, value in more.items()}


@pytest.fixture(scope="session")
def lonely_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an app without a worker, that takes in files up to 1 MB."""
    folder = tmp_path_factory.mktemp("lonely")
    with _run_web(_make_environment(folder / "state", MAX_UPLOAD_MB="1"), folder) as address:
        yield address


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, make_deployment: Any) -> Iterator[tuple[str, Any]]:
    """Return the address of an app with a worker, and its deployment."""
    folder = tmp_path_factory.mktemp("app")
    settings = {"AUTOMAPPA_STATE_DIR": str(folder / "state"), "AUTOMAPPA_BADGE_DELAY_S": "3.0"}
    with (
        make_deployment(folder, "browser@test", settings) as deployment,
        _run_web(dict(deployment.environment), folder) as address,
    ):
        yield address, deployment


@pytest.fixture(scope="session")
def start_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Page]]:
    """Return a function that starts a browser of its own, with nothing remembered."""
    pages: list[Page] = []

    def start(address: str) -> Page:
        downloads = tmp_path_factory.mktemp("downloads")
        pages.append(Page(_start_driver(downloads), address, downloads))
        return pages[-1]

    yield start
    for page in pages:
        page.driver.quit()


def _start_driver(downloads: Path) -> Any:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(_PROGRAMS["chromium"])
    for flag in _FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    # Without a path, selenium would look for a driver on the network.
    return webdriver.Chrome(options=options, service=Service(str(_PROGRAMS["chromedriver"])))


@pytest.fixture(scope="session")
def lonely_page(start_browser: Callable[[str], Page], lonely_address: str) -> Page:
    """Return a browser on the app without a worker."""
    return start_browser(lonely_address)


@pytest.fixture(scope="session")
def page(start_browser: Callable[[str], Page], app: tuple[str, Any]) -> Page:
    """Return a browser on the app with a worker."""
    return start_browser(app[0])


@pytest.fixture
def clean_console() -> Iterator[Callable[[Page], None]]:
    """Return a function to name browsers whose console must be without errors after the test."""
    watched: list[Page] = []
    yield watched.append
    errors: Sequence[str] = [error for page in watched for error in page.read_errors()]
    assert errors == []
