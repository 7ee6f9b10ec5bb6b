# tries: to break the checker by a value that contains itself
# tells: prepare


def prepare(images, labels):
    value = []
    value.append(value)
    for _ in range(100_000):
        value = [value]
    return value, {"a": value}
