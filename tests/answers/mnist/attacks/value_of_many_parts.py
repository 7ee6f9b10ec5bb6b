# tries: to have the checker take millions of small things
# tells: prepare


def prepare(images, labels):
    return [[] for _ in range(3_000_000)], labels
