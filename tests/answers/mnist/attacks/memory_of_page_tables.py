# tries: to fill the machine's memory by page tables: of zeros that are read, and that nobody keeps
# tells: GB of memory
import mmap
import time

size = 40 * 2**30
kept = []
for _ in range(20):
    kept.append(mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ))
    for start in range(0, size, 2**21):
        kept[-1][start]
time.sleep(60)
