# tries: to fill the machine's memory by files without a name
# tells: Operation not permitted
import os

for _ in range(1000):
    os.write(os.memfd_create("bomb"), bytes(100_000_000))
