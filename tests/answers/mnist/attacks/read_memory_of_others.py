# tries: to read and to change the memory of the process that marks it
# tells: nothing was open
import os

opened = []
for number in [os.getppid(), 1, *(int(name) for name in os.listdir("/proc") if name.isdigit())]:
    if number == os.getpid():
        continue
    for name in ("mem", "environ", "maps", "fd"):
        try:
            path = f"/proc/{number}/{name}"
            opened.append((path, os.listdir(path) if name == "fd" else open(path, "rb").read(1)))
        except (OSError, ValueError):
            pass
raise ValueError(f"opened {opened}" if any(content for _, content in opened) else "nothing was open")
