function mixPage(page, el, {newest}) {}
