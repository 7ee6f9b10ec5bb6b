"""Slurm on one node: a class is graded as the guide says, by sbatch and by dask-jobqueue.

    python -m benchmarks slurm

Needs root, and Debian's slurmctld, slurmd, slurm-client and munge (`apt-get install`); dask-jobqueue is fetched. All of
it runs below a temporary folder, with keys, ports and logs of its own, and ends with this command. The two recipes are
taken from docs/guides/grading-a-class.md, with fewer jobs, and other names of hosts and ports.
"""

import argparse
import contextlib
import csv
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.common import machine, pages
from checker.exercises import exercises

PAGE = "slurm.md"
TAKES = "about 3 minutes"
GUIDE = pages.ROOT / "docs" / "guides" / "grading-a-class.md"
PROGRAMS = {"slurmctld": "slurmctld", "slurmd": "slurmd", "sbatch": "slurm-client", "munged": "munge"}
JOBS = 2
CONF = """\
ClusterName=workshop
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CryptoType=crypto/munge
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def main(arguments=None):
    """Grade a small class three times, and write the page; returns the exit status."""
    argparse.ArgumentParser("python -m benchmarks slurm", description=__doc__.splitlines()[0]).parse_args(arguments)
    missing = [package for program, package in PROGRAMS.items() if not _found(program)]
    if missing or os.geteuid():
        need = f"apt-get install {' '.join(missing)}" if missing else "root"
        print(f"This needs Debian's Slurm and root, to start its daemons. Missing: {need}", file=sys.stderr)
        return 2
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="slurm-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        environment = _slurm(folder, stack)
        students = _hand_in(folder / "handed-in")
        rows = {"this machine alone": _grade(folder, "here", environment)}
        rows["sbatch"] = _by_sbatch(folder, environment)
        rows["dask-jobqueue"] = _by_jobqueue(folder, environment)
        marks = {how: _marks(folder / f"out-{how}") for how in ("here", "sbatch", "jobqueue")}
        version = subprocess.run(["slurmctld", "-V"], capture_output=True, text=True).stdout.strip()
    same = marks["here"] == marks["sbatch"] == marks["jobqueue"]
    if not same or len(marks["here"]) != students:
        print(f"Marks differ: {marks}", file=sys.stderr)
        return 1
    pages.write(PAGE, _page(rows, students, version))
    return 0


def _page(rows, students, version):
    table = "\n".join(f"| {how} | {seconds:.0f} s | {workers} |" for how, (seconds, workers) in rows.items())
    return (
        pages.head("A class on Slurm", "slurm")
        + f"Debian's {version} on one node, with `SelectType=select/cons_tres`, `ProctrackType=proctrack/linuxproc` and"
        f" `TaskPlugin=task/none`; {machine.processor()}, {os.cpu_count()} cores. The recipes are those of"
        f" [the guide](../guides/grading-a-class.md#more-machines), with {JOBS} jobs.\n\n"
        f"{students} submissions of `{exercises()[0].name}`, the checks that don't train: the reference solution, the"
        " skeleton, a file that ends its process, and copies of them. All marks are the same three times.\n\n"
        f"| how | time, with starting the workers | workers |\n|---|---|---|\n{table}\n"
    )


def _found(program):
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


def _hand_in(folder):
    """A small class: what is right, what is not written, and what misbehaves; returns how many."""
    first = exercises()[0]
    texts = [first.solution.read_text("utf-8"), first.skeleton.read_text("utf-8"), "import os\nos._exit(0)\n"]
    for number in range(6):
        path = folder / f"learner-{number}" / f"{first.name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"{texts[number % 3]}\n# learner {number}\n", encoding="utf-8")
    return 6


def _slurm(folder, stack):
    """Start munge and Slurm's two daemons; returns the environment in which jobs are sent."""
    for name in ("munge", "state", "spool"):
        (folder / name).mkdir(mode=0o755)
    (folder / "munge" / "key").write_bytes(os.urandom(1024))
    (folder / "munge" / "key").chmod(0o400)
    host, ports = socket.gethostname().partition(".")[0], _free_ports(2)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    values = {"host": host, "ports": ports, "folder": folder, "cpus": 2 * JOBS, "memory": memory}
    (folder / "slurm.conf").write_text(CONF.format(**values), encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"], "/usr/sbin"])
    environment = os.environ | {"SLURM_CONF": str(folder / "slurm.conf"), "PATH": path, "PYTHONPATH": str(pages.ROOT)}
    inside = folder / "munge"
    munged = ["munged", "--foreground", "--force", f"--key-file={inside}/key", f"--socket={inside}/socket"]
    munged += [f"--pid-file={inside}/pid", f"--seed-file={inside}/seed", f"--log-file={inside}/log"]
    for command in (munged, ["slurmctld", "-D"], ["slurmd", "-D", "-N", host]):
        with open(folder / f"{command[0]}.out", "wb") as out:
            process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        stack.callback(_end, process)
        time.sleep(2)
    deadline = time.monotonic() + 60
    while "idle" not in _said(["sinfo", "--noheader", "--format=%T"], environment):
        if time.monotonic() > deadline:
            logs = "".join(path.read_text("utf-8", "replace")[-1500:] for path in folder.glob("*.log"))
            raise RuntimeError(f"Slurm's node does not get ready.\n{logs}")
        time.sleep(0.5)
    stack.callback(lambda: _said(["scancel", "--user=root", "--full"], environment))
    _certificates(folder, environment)
    return environment


def _certificates(folder, environment):
    """Carry out the guide's lines about certificates, and keep the variables that they set."""
    block = next(each for each in _blocks("sh") if "openssl req" in each)
    said = subprocess.run(
        ["bash", "-ec", f"{{ {block}\n}} >&2; env -0"], cwd=folder, env=environment, capture_output=True, check=True
    )
    pairs = (each.partition("=") for each in said.stdout.decode().split("\0") if each.startswith("DASK_"))
    environment.update({name: value for name, _, value in pairs})


def _by_sbatch(folder, environment):
    port = _free_ports(1)[0]
    host = socket.gethostbyname(socket.gethostname())
    recipe = next(each for each in _blocks("text") if "sbatch" in each)
    for old, new in {"LOGIN-NODE": host, "8786": str(port), "1-20": f"1-{JOBS}"}.items():
        assert old in recipe, recipe
        recipe = recipe.replace(old, new)
    with open(folder / "scheduler.log", "wb") as log:
        command = ["dask", "scheduler", "--protocol", "tls", "--port", str(port), "--no-dashboard"]
        scheduler = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        return _grade(folder, "sbatch", environment, f"tls://{host}:{port}", recipe)
    finally:
        _said(["scancel", "--user=root", "--full"], environment)
        _end(scheduler)


def _by_jobqueue(folder, environment):
    packages = folder / "packages"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", packages, "dask-jobqueue"]
    subprocess.run(install, check=True)
    recipe = next(each for each in _blocks("python") if "SLURMCluster" in each)
    (folder / "cluster.py").write_text(recipe.replace("scale(20)", f"scale({JOBS})"), encoding="utf-8")
    environment = environment | {"PYTHONPATH": os.pathsep.join([str(pages.ROOT), str(packages)])}
    with open(folder / "jobqueue.log", "wb") as log:
        cluster = subprocess.Popen(
            [sys.executable, "-u", "cluster.py"], cwd=folder, env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    try:
        address = cluster.stdout.readline().strip()
        if not address:
            raise RuntimeError((folder / "jobqueue.log").read_text("utf-8")[-3000:])
        return _grade(folder, "jobqueue", environment, address)
    finally:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            cluster.communicate("\n", timeout=30)
        _end(cluster)


def _grade(folder, how, environment, scheduler=None, first=None):
    """Grade the class, with the same key each time; returns seconds, and where it was judged."""
    began = time.monotonic()
    if first:
        subprocess.run(["bash", "-ec", first], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    out = folder / f"out-{how}"
    out.mkdir()
    if (folder / "out-here" / "key").exists():
        shutil.copy(folder / "out-here" / "key", out)
    command = [sys.executable, "-m", "checker", "grade", "handed-in", "--no-train", "--out", out]
    command += ["--scheduler", scheduler] if scheduler else []
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=400)
    print(f"== {how}\n{done.stdout}{done.stderr}", flush=True)
    if done.returncode:
        jobs = _said(["squeue"], environment)
        logs = [path.read_text("utf-8", "replace")[-1500:] for path in folder.glob("slurm-*.out")]
        raise RuntimeError("\n".join([f"grade ended with status {done.returncode}", jobs, *logs]))
    listed = [line for line in _said(["squeue", "--noheader", "--states=RUNNING"], environment).splitlines() if line]
    return time.monotonic() - began, f"{len(listed)} jobs of Slurm" if scheduler else "Dask's own"


def _marks(out):
    with open(out / "grades.csv", encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row["score"] or row.get("so far", "") for row in csv.DictReader(file)}


def _blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)


def _free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _said(command, environment):
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60).stdout


def _end(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
