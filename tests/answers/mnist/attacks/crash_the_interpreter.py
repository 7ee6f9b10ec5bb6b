# tries: to crash in C, past every except
# tells: crashed the interpreter (SIGSEGV)
import ctypes

ctypes.string_at(0)
