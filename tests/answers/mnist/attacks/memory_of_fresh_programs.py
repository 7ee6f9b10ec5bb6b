# tries: to fill the machine's memory by programs that share nothing with it, each smaller than itself
# tells: GB of memory
import subprocess
import sys
import time

for _ in range(6):
    subprocess.Popen([sys.executable, "-I", "-S", "-c", "kept = b'1' * 200_000_000; import time; time.sleep(60)"])
time.sleep(60)
