# tries: to reach files outside through symbolic links
# tells: yours to write
import os

for number, target in enumerate((f"{OUTSIDE}/marks.csv", f"{OUTSIDE}/neighbour/mnist.py", "/proc/1/cwd/passwd")):
    try:
        os.symlink(target, f"link{number}")
        with open(f"link{number}", "w") as file:
            file.write("forged")
    except OSError:
        pass
try:
    os.symlink(OUTSIDE, "folder")
    os.remove("folder/marks.csv")
except OSError:
    pass
