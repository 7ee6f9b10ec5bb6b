# tries: to use no CPU time, and never to answer
# tells: gave no answer after
# seconds: 3
import time

time.sleep(1_000_000)
