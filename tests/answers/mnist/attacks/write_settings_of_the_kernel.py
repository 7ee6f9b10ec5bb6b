# tries: to change the machine's settings, such as the program that is run for core dumps
# tells: wrote nothing
import glob

wrote = []
for target in [
    "/proc/sysrq-trigger",
    "/proc/1/oom_score_adj",
    *glob.glob("/proc/sys/kernel/*"),
    *glob.glob("/proc/sys/fs/*"),
]:
    try:
        content = open(target).read()
        open(target, "w").write(content)
        wrote.append(target)
    except (OSError, UnicodeDecodeError):
        pass
wrote = [target for target in wrote if "ns_last_pid" not in target]  # that of its own processes
raise ValueError(f"wrote {wrote}" if wrote else "wrote nothing")
