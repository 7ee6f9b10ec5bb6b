# tries: to break the report by characters that no file can hold, in a message, a name and what is printed
# tells: surrogates not allowed


def prepare(images, labels):
    print("\x00\x1b")
    raise type("Bad\udcff\x1b[2J", (Exception,), {})("\udcff\ud800\x00\u202e")
