# tries: to have the checker blame itself: a forged stack in what is printed, with a line number that is no number
# tells: ended the process with exit status 7
import os


def prepare(images, labels):
    print(f'  File "{__file__}", line {"9" * 5000} in prepare', flush=True)
    print(f'  File "{__file__}", line 999999999 in {"x" * 100_000}', flush=True)
    os._exit(7)
