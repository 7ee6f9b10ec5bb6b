# tries: to break the checker with an exception whose own text fails
# tells: its text failed


class Broken(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def prepare(images, labels):
    raise Broken
