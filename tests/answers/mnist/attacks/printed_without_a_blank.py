# tries: to keep the checker itself computing for minutes after each call, by what it cleans up in printed text
# tells: prepare
import sys

sys.stdout.write("s" * 190_000 + "\n")


def prepare(images, labels):
    print("site-packages" * 15_000)
