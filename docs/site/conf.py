"""Sphinx's configuration of the course's site; build.py beside it builds, and says what for."""

import re
import sys
import tomllib
from pathlib import Path

SITE = Path(__file__).resolve().parent
ROOT = SITE.parents[1]
sys.path[:0] = [str(SITE), str(ROOT)]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
STYLE = (ROOT / "workshop" / "pages" / "templates" / "style.css").read_text("utf-8")

project = "Neural image workshop"
release = version = PROJECT["version"]
html_title = html_short_title = project
language = "en"
copyright = "MIT licence"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    "api",
    "course",
    "links",
]
exclude_patterns = ["site", "lessons/pictures", *([] if tags.has("instructor") else ["rubrics"])]  # noqa: F821
repository = PROJECT.get("urls", {}).get("Repository", "")  # where links to files that are no pages lead

myst_heading_anchors = 4
myst_links_external_new_tab = False
highlight_language = "none"

autodoc_member_order = "bysource"
napoleon_use_ivar = True  # fields of data classes are documented once
default_role = "code"  # docstrings mark code as Markdown does

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = html_show_sourcelink = False
html_permalinks_icon = "#"
copybutton_exclude = ".linenos, .gp, .go"


def variables(start):
    """The colours and fonts of the workshop's pages for one scheme, and what the theme uses each of them for."""
    block = re.search(r":root \{(.*?)\}", STYLE[STYLE.index(start) :], re.DOTALL)[1]
    ours = dict(re.findall(r"--([\w-]+): ([^;]+);", block))
    return ours | {
        "color-background-primary": "var(--page)",
        "color-background-secondary": "var(--panel)",
        "color-background-hover": "var(--panel)",
        "color-background-border": "var(--line)",
        "color-foreground-primary": "var(--text)",
        "color-foreground-secondary": "var(--quiet)",
        "color-foreground-muted": "var(--quiet)",
        "color-foreground-border": "var(--line)",
        "color-brand-primary": "var(--accent)",
        "color-brand-content": "var(--accent)",
        "color-brand-visited": "var(--accent)",
        "color-code-background": "var(--panel)",
        "color-inline-code-background": "var(--panel)",
        "color-api-background": "var(--panel)",
        "color-card-background": "var(--page)",
        "font-stack": "var(--font)",
        "font-stack--monospace": "var(--mono)",
        "font-stack--headings": "var(--font)",
    }


html_theme_options = {
    "light_css_variables": variables(":root"),
    "dark_css_variables": variables("prefers-color-scheme: dark"),
}
