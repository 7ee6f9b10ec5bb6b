"""What tests of drawn data share."""

from workshop import data


def change_source(monkeypatch, **changes):
    """Let the catalogue say something else of how glyphs are drawn."""
    entry = data.CATALOGUE["glyphs"]
    monkeypatch.setitem(data.CATALOGUE, "glyphs", entry._replace(source=entry.source._replace(**changes)))


def few_glyphs(monkeypatch, **changes):
    """Let glyphs be few, so that a test can draw them; `changes` are what the catalogue says otherwise."""
    change_source(monkeypatch, train=(60, 1), test=(20, 2))
    monkeypatch.setitem(data.CATALOGUE, "glyphs", data.CATALOGUE["glyphs"]._replace(**changes))
