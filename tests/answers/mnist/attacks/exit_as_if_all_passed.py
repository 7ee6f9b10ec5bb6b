# tries: to end the process with the exit status of success
# tells: ended the process with exit status 0
import os

os._exit(0)
