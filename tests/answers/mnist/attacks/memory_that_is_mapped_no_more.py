# tries: to fill the machine's memory by shared memory, which stays although nobody has it mapped
# tells: Operation not permitted
import mmap
import time

kept = mmap.mmap(-1, 2_000_000_000)
for start in range(0, len(kept), 10_000_000):
    kept[start : start + 10_000_000] = b"\1" * 10_000_000
    kept.madvise(mmap.MADV_DONTNEED)
time.sleep(60)
