"""A Slurm of one node on this machine, in a folder of its own, for as long as a test needs it."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue"]

CONFIGURATION = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CredType=cred/munge
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MaxArraySize=1001
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def missing():
    """What of Slurm is not on this machine, or why it cannot be started; "" if it can."""
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    absent = [name for name in PROGRAMS if shutil.which(name, path=path) is None]
    if absent:
        return "not installed: " + ", ".join(absent)
    return "" if os.geteuid() == 0 else "its daemons are started by root only"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Slurm:
    def __init__(self, folder, cpus):
        self.folder = pathlib.Path(folder)
        self.cpus = cpus
        self.environment = dict(
            os.environ,
            SLURM_CONF=str(self.folder / "slurm.conf"),
            PATH=os.environ["PATH"] + ":/usr/sbin:/sbin",
        )

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        munge = self.folder / "munge"
        for place in (munge, self.folder / "state", self.folder / "spool"):
            place.mkdir(parents=True)
        munge.chmod(0o700)
        key = munge / "key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        (self.folder / "slurm.conf").write_text(
            CONFIGURATION.format(
                folder=self.folder,
                host=socket.gethostname().split(".")[0],
                ports=free_ports(2),
                cpus=self.cpus,
            )
        )
        files = {"key-file": "key", "socket": "socket", "pid-file": "pid", "log-file": "log", "seed-file": "seed"}
        self.call("munged", "--force", *(f"--{option}={munge / name}" for option, name in files.items()))
        self.call("slurmctld", "-c")
        self.call("slurmd", "-c")
        self.wait("idle", lambda: "idle" in self.call("sinfo", "--noheader"))

    def stop(self):
        for name in ("slurmd.pid", "slurmctld.pid", "munge/pid"):
            file = self.folder / name
            if not file.exists():
                continue
            process = int(file.read_text())
            try:
                os.kill(process, signal.SIGTERM)
                end = time.monotonic() + 10
                while pathlib.Path(f"/proc/{process}").exists() and time.monotonic() < end:
                    time.sleep(0.05)
            except ProcessLookupError:
                pass

    def call(self, *words, **options):
        return subprocess.run(
            words, env=self.environment, check=True, capture_output=True, text=True, **options
        ).stdout

    def wait(self, what, is_so, seconds=120):
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(f"Slurm: not {what} within {seconds} s\n" + self.call("squeue"))
            time.sleep(0.2)

    def run(self, script, folder, seconds=600):
        """Submits a script as a user does, and waits until all its jobs have ended."""
        self.call("bash", str(script), cwd=folder)
        self.wait("done", lambda: not self.call("squeue", "--noheader").strip(), seconds)
