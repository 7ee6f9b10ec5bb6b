# tries: to die by the signal by which a supervisor ends what it no longer wants
# tells: crashed the interpreter (SIGKILL)
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
