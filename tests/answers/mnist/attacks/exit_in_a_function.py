# tries: to leave by an exception that is no Exception
# tells: SystemExit: 0


def prepare(images, labels):
    raise SystemExit(0)
