# tries: to end, with a child that holds the conversation open so that the checker waits
# tells: ended the process with exit status 0
import os
import time

if os.fork() == 0:
    time.sleep(600)
os._exit(0)
