# tries: to fill the disk by room for what it prints, which takes none of the file's size
# tells: refused: Operation not supported, Operation not supported
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long]
told = []
for number in (1, os.open("room", os.O_CREAT | os.O_WRONLY)):
    libc.fallocate(number, 1, 0, 3 * 2**30)
    told.append(os.strerror(ctypes.get_errno()))
raise ValueError(f"refused: {', '.join(told)}")
