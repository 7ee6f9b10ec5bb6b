"""The course's site as it lies on a disk: built once, then read as files and looked at in a browser without a network."""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from checker.exercises import exercises
from checker.materials.keys import keys
from tests.workshop.test_style import schemes

# The site is built once, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("a site")]

MOST = 10e6  # bytes
LONGEST = 15  # seconds of one core
LOADED = {"audio", "embed", "iframe", "img", "input", "link", "object", "script", "source", "track", "video"}


def build(root, *arguments):
    """Build the site of a checkout; returns the finished process."""
    command = [sys.executable, root / "docs" / "site" / "build.py", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300)


class Page(HTMLParser):
    """What a page holds: `ids`, `links` (where they lead), `loaded` (what the page cannot do without), and `text`."""

    def __init__(self, path):
        super().__init__()
        self.path, self.ids, self.links, self.loaded, self.text, self.images = path, set(), [], [], "", []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids |= {found["id"]} if "id" in found else set()
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in LOADED:
            self.loaded += [found[name] for name in ("src", "href", "data") if name in found]
        if tag == "img":
            self.images.append(found["src"])

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="session")
def built(root, tmp_path_factory):
    """The folder of the site, what the build said, and the seconds of computing that it took."""
    folder, before = tmp_path_factory.mktemp("site") / "site", os.times()
    done = build(root, "--out", folder)
    after = os.times()
    return folder, done, after.children_user + after.children_system - before.children_user - before.children_system


@pytest.fixture(scope="session")
def site(built):
    folder, done, _ = built
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def pages(site):
    """All pages, by their paths."""
    return {path: Page(path) for path in site.rglob("*.html")}


def look(browser, width=1400, **options):
    """A window without a network, which keeps what it asked for in `asked` and its errors in `errors`."""
    window = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **options).new_page()
    window.asked, window.errors = [], []
    window.on("request", lambda request: window.asked.append(request.url))
    window.on("pageerror", lambda error: window.errors.append(str(error)))
    return window


# The whole site


def test_it_is_built_without_a_warning_soon_and_says_where_it_is(built):
    folder, done, seconds = built
    assert (done.returncode, done.stderr) == (0, "")
    said = re.fullmatch(r"\d+ pages, [\d.]+ MB, built in [\d.]+ s\.\nOpen it in a browser: (file:\S+)\n", done.stdout)
    assert said[1] == (folder / "index.html").as_uri()
    assert seconds < LONGEST


def test_it_is_small(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < MOST


def test_nothing_is_loaded_from_elsewhere(site, pages):
    outside = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|(?!data:)[a-z][a-z0-9+.-]*:")
    for page in pages.values():
        assert [address for address in page.loaded if outside.match(address)] == [], page.path
    for style in site.rglob("*.css"):
        text = style.read_text("utf-8")
        used = re.findall(r"url\(\s*[\"']?([^\"')]+)", text) + re.findall(r"@import\s+[\"']([^\"']+)", text)
        assert [address for address in used if outside.match(address)] == [], style


def test_all_that_is_linked_and_loaded_is_there(pages):
    gone = set()
    for page in pages.values():
        for address in page.links + page.loaded:
            part = urlsplit(address)
            if part.scheme:
                continue
            path = (page.path.parent / unquote(part.path)).resolve() if part.path else page.path
            ids = pages[path].ids if path in pages else set()
            if not path.is_file() or (part.fragment and path in pages and unquote(part.fragment) not in ids):
                gone.add((page.path.name, address))
    assert gone == set()


def test_each_lesson_is_a_page_with_all_its_images_and_the_first_page_leads_to_it(root, site, pages):
    for exercise in exercises():
        text = exercise.lesson.read_text("utf-8")
        page = pages[site / "lessons" / f"{exercise.lesson.stem}.html"]
        assert len(page.images) == len(re.findall(r"!\[[^\]]*\]\(", text)) > 0, exercise.name
        assert f"lessons/{exercise.lesson.stem}.html" in pages[site / "index.html"].links


def test_every_text_is_a_page_but_the_keys(root, site):
    texts = {path.relative_to(root / "docs").with_suffix("") for path in (root / "docs").rglob("*.md")}
    found = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    assert {str(path) for path in texts - found} == {f"rubrics/{exercise.key.stem}" for exercise in exercises()}


def test_learners_find_no_key_and_no_solution_in_it(site):
    everything = "\n".join(
        path.read_text("utf-8") for path in site.rglob("*") if path.suffix in (".html", ".js", ".md")
    )
    everything = " ".join(re.sub(r"<[^>]+>", "", everything).split())
    for exercise in exercises():
        for key in keys(exercise):
            longest = max(re.split(r"[`*&<>\"'\n]", key), key=len).strip()
            assert len(longest) > 30
            assert longest not in everything, exercise.name
    assert {path.suffix for path in site.rglob("*")} & {".py", ".ipynb", ".npz"} == set()
    assert not (site / "_downloads").exists()


def test_what_exercises_import_is_documented(root, pages, site):
    page = pages[site / "api" / "workshop.html"]
    for solution in (root / "solutions").glob("*.py"):
        for module, names in re.findall(r"^from (workshop[\w.]*) import ([\w, ]+)", solution.read_text("utf-8"), re.M):
            for name in names.split(", "):
                assert {f"{module}.{name.strip()}", f"module-{module}.{name.strip()}"} & page.ids, (solution.name, name)


def test_docstrings_are_read_as_what_they_are(pages, site):
    for name in ("workshop", "rubric", "judge"):
        text = pages[site / "api" / f"{name}.html"].text
        assert not re.search(r"\b(Args|Attributes):\n|``|\\\*", text), name
        assert "Raises" in text


# In a browser, from the disk


@pytest.mark.parametrize("word", ["softmax", "Kantorovich", "WORKSHOP_DATA"])
def test_a_search_finds_what_a_lesson_or_a_guide_says(browser, site, word):
    window = look(browser)
    window.goto((site / "index.html").as_uri())
    window.locator("input[name=q]").first.fill(word)
    window.locator("input[name=q]").first.press("Enter")
    result = window.locator("ul.search li a").first
    result.wait_for(timeout=20_000)
    result.click()
    window.wait_for_load_state()
    assert word.lower() in window.locator("article").inner_text().lower()
    assert [address for address in window.asked if not address.startswith("file:")] == []


def test_each_page_loads_from_the_disk_with_its_images_and_fits_a_phone(browser, site, pages):
    window = look(browser, width=390)
    for path in pages:
        window.goto(path.as_uri())
        window.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
        window.wait_for_function("[...document.images].every(image => image.complete)")
        assert window.evaluate("[...document.images].filter(image => !image.naturalWidth).length") == 0, path
        assert window.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert window.errors == []
    assert [address for address in window.asked if not address.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_colours_and_fonts_are_those_of_the_workshops_pages(browser, site, scheme):
    window = look(browser, color_scheme=scheme)
    window.goto((site / "index.html").as_uri())
    colour = "node => (style => [style.backgroundColor, style.color])(getComputedStyle(node))"
    page, text = (f"rgb({', '.join(map(str, schemes()[scheme][name]))})" for name in ("page", "text"))
    assert window.locator("body").evaluate(colour) == [page, text]
    assert "system-ui" in window.locator("body").evaluate("node => getComputedStyle(node).fontFamily")


def test_dark_can_be_asked_for_where_the_system_is_light(browser, site):
    window = look(browser, color_scheme="light")
    window.goto((site / "index.html").as_uri())
    window.evaluate("document.body.dataset.theme = 'dark'")
    dark = f"rgb({', '.join(map(str, schemes()['dark']['page']))})"
    assert window.locator("body").evaluate("node => getComputedStyle(node).backgroundColor") == dark


def test_a_hint_is_folded_until_it_is_asked_for(browser, site):
    window = look(browser)
    window.goto((site / "lessons" / f"{exercises()[0].lesson.stem}.html").as_uri())
    hint = window.locator("details").first
    assert not hint.locator("p").first.is_visible()
    hint.locator("summary").click()
    assert hint.locator("p").first.is_visible()


def test_on_paper_there_is_the_text_alone(browser, site):
    window = look(browser, color_scheme="dark")
    window.goto((site / "lessons" / f"{exercises()[0].lesson.stem}.html").as_uri())
    window.emulate_media(media="print", color_scheme="dark")
    for menu in (".sidebar-drawer", ".toc-drawer", ".mobile-header", ".related-pages", ".copybtn"):
        assert not any(found.is_visible() for found in window.locator(menu).all()), menu
    colours = "node => (style => [style.backgroundColor, style.color])(getComputedStyle(node))"
    assert window.locator("article p").first.evaluate(colours)[1] == "rgb(0, 0, 0)"
    assert window.locator("body").evaluate(colours)[0] == "rgb(255, 255, 255)"


# A small site, of which is known what must come out


class Small:
    """A checkout with few pages and no packages but for the site's own."""

    def __init__(self, root, folder, index, urls=""):
        self.root = folder
        shutil.copytree(root / "docs" / "site", folder / "docs" / "site", ignore=shutil.ignore_patterns("__pycache__"))
        self.write(
            "workshop/pages/templates/style.css", (root / "workshop/pages/templates/style.css").read_text("utf-8")
        )
        self.write("pyproject.toml", f'[project]\nversion = "1.0"\n{urls}')
        self.write("solutions/secret.py", "answer = 42\n")
        self.write("README.md", "# Small\n\nSee [the guide](docs/guide.md#a-part) and [who helps](CONTRIBUTING.md).\n")
        self.write("CONTRIBUTING.md", "# Helping\n")
        self.write("docs/contributing/index.md", "```{include} ../../CONTRIBUTING.md\n```\n")
        self.write(
            "docs/guide.md", "# Guide\n\n## A part\n\n[first page](../README.md), [helping](../CONTRIBUTING.md)\n"
        )
        self.write("docs/rubrics/1-key.md", "# The key\n\nFull marks for aubergine.\n")
        pages = "```{toctree}\nguide\ncontributing/index\n```\n\n```{keys}\n:glob:\n\nrubrics/*\n```\n"
        self.write("docs/index.md", f"```{{include}} ../README.md\n```\n\n{index}\n\n{pages}")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_whatever_leads_nowhere_fails_the_build_and_is_named(root, tmp_path):
    wrong = "[a](gone.md) [b](guide.md#gone) [c](../solutions/gone.py) [d](rubrics/1-key.md) ![e](gone.png) [f](#gone)"
    done = build(Small(root, tmp_path, wrong).root)
    assert done.returncode == 1
    for name in ("gone.md", "'gone'", "solutions/gone.py", "rubrics/1-key", "gone.png"):
        assert name in done.stderr
    assert len(re.findall(r"index\.md:\d+: WARNING", done.stderr)) == 6, done.stderr
    assert done.stderr.endswith("The site was not built: mend what stands above, then run the same again.\n")


def test_links_that_leave_the_texts_lead_to_pages_and_to_no_copy_of_a_file(root, tmp_path):
    small = Small(root, tmp_path, "[the answer](../solutions/secret.py) and [all](../solutions/)").root
    done = build(small)
    assert (done.returncode, done.stderr) == (0, "")
    first, guide = (Page(small / "build" / "site" / name) for name in ("index.html", "guide.html"))
    assert {"guide.html#a-part", "contributing/index.html"} <= set(first.links)
    assert {"index.html", "contributing/index.html"} <= {link.partition("#")[0] or "index.html" for link in guide.links}
    assert "the answer (solutions/secret.py) and all (solutions)" in first.text
    assert not [link for link in first.links if "solutions" in link]
    assert not list((small / "build").rglob("secret*"))
    assert "aubergine" not in "".join(path.read_text("utf-8") for path in (small / "build").rglob("*.html"))


def test_the_instructors_site_has_the_keys_and_a_known_repository_is_linked(root, tmp_path):
    urls = '[project.urls]\nRepository = "https://example.org/course"\n'
    small = Small(root, tmp_path, "[the answer](../solutions/secret.py)", urls).root
    done = build(small, "--instructor")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (small / "build" / "site").exists()
    site = small / "build" / "site-for-instructors"
    assert "aubergine" in Page(site / "rubrics" / "1-key.html").text
    first = Page(site / "index.html")
    assert "rubrics/1-key.html" in first.links
    assert "https://example.org/course/blob/HEAD/solutions/secret.py" in first.links


def test_a_folder_with_something_in_it_is_left_alone(root, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    done = build(root, "--out", tmp_path)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_workflow_publishes_what_the_command_builds_and_says_that_it_was_not_run(root):
    text = (root / ".github" / "workflows" / "site.yaml").read_text("utf-8")
    assert "run: python start.py docs\n" in text
    assert "path: build/site\n" in text
    assert "NOT RUN YET" in text
