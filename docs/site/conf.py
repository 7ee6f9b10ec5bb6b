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

add_module_names = False  # they head the section
autodoc_member_order = "bysource"
napoleon_use_ivar = True  # fields of data classes are documented once
napoleon_use_rtype = False  # what comes before the colon is a name as often as a type
default_role = "code"  # docstrings mark code as Markdown does

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = html_show_sourcelink = html_show_copyright = html_use_index = html_domain_indices = False
html_permalinks_icon = "#"


def stated(start):
    """The variables of the workshop's pages, colours and fonts, in the block that begins there."""
    block = re.search(r":root \{(.*?)\}", STYLE[STYLE.index(start) :], re.DOTALL)[1]
    return dict(re.findall(r"--([\w-]+): ([^;]+);", block))


THEME = {  # what the theme uses each of them for
    "text": ["color-foreground-primary", "color-api-name", "color-sidebar-brand-text", "color-sidebar-search-text"],
    "quiet": ["color-foreground-secondary", "color-foreground-muted", "color-api-pre-name", "color-toc-item-text"],
    "page": ["color-background-primary", "color-card-background"],
    "panel": [
        "color-background-secondary", "color-background-hover", "color-code-background", "color-inline-code-background",
        "color-api-background",
    ],
    "line": ["color-background-border", "color-foreground-border"],
    "accent": ["color-brand-primary", "color-brand-content", "color-brand-visited"],
    "font": ["font-stack", "font-stack--headings"],
    "mono": ["font-stack--monospace"],
}  # fmt: skip
themed = {name: f"var(--{ours})" for ours, names in THEME.items() for name in names}
light = stated(":root")
html_theme_options = {
    "light_css_variables": light | themed,
    "dark_css_variables": light | stated("prefers-color-scheme: dark") | themed,
}
