function explorePage(page, el, {newest}) {}
