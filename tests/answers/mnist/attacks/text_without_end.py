# tries: to fill the report with a message of a hundred megabytes
# tells: more characters


def prepare(images, labels):
    raise ValueError("x" * 100_000_000)
