# tries: to have the checker blame itself: an exception whose class has no name, and whose text is none
# tells: prepare
class Nameless(type):
    __name__ = property(lambda self: 5)


class Broken(SyntaxError, metaclass=Nameless):
    filename = lineno = text = msg = property(lambda self: 1 / 0)

    def __str__(self):
        raise self


def prepare(images, labels):
    raise Broken


def build_model():
    error = SyntaxError("x")
    error.filename, error.lineno, error.text, error.msg = __file__, -(10**400), b"no text", [1]
    raise error
