# tries: to raise its own limits
# tells: nothing was raised
import resource

raised = []
for name in ("FSIZE", "NOFILE", "NPROC", "CORE", "MEMLOCK"):
    number = getattr(resource, f"RLIMIT_{name}")
    _, hard = resource.getrlimit(number)
    try:
        resource.setrlimit(number, (hard + 1, hard + 1))
        raised.append(name)
    except (OSError, ValueError):
        pass
raise ValueError(f"raised {raised}" if raised else "nothing was raised")
