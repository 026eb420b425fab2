"""The same jobs on a Dask cluster: every worker makes what this computer would make.

Workers need this package and its engines in the same versions. A library that they cannot see is
sent to them once, and to those that join later. Source: the documentation of Dask.distributed,
“Client.get_executor”, “Plugins” and “Resilience”.
"""

import contextlib
import hashlib
import io
import logging
import secrets
import shutil
import threading
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future, as_completed
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from distributed import Client, WorkerPlugin, get_worker
from distributed.scheduler import KilledWorker

from handouts import build, clinic, keys, library, making
from handouts.errors import ClusterFault
from handouts.manifest import located, seen
from handouts.outcome import Outcome
from handouts.plan import Job
from handouts.signoff import signatures

_UNLIKE = "A worker has other versions of handouts or of its engines: its files would differ."
PATIENCE = 20  # seconds in which a scheduler must answer, and a worker be there
LIBRARY, CLINIC, TEMPLATE = "library", "clinic", "template"  # folders of a parcel
_one_at_a_time = threading.Lock()  # the engines of a process; a worker may have many threads


@dataclass(frozen=True, slots=True)
class Parcel:
    """What jobs are made from: names inside and files here, a SHA-256 of it all, our versions.

    Each build has a parcel of its own, so that none takes away what another works from.
    """

    files: tuple[tuple[str, str], ...]
    digest: str
    tool: str
    today: date
    build: str

    @property
    def folder(self) -> str:
        """Name the folder that a worker unpacks it into."""
        return f"handouts-{self.digest[:16]}-{self.build}"


def run(address: str, jobs: Sequence[Job]) -> build.Outcomes:
    """Carry out jobs on a cluster; outcomes come as they are done, however many workers are lost.

    Raises:
        ClusterFault: the cluster cannot be reached or is lost, it has no workers, or they have
            other versions than this computer.
    """
    if not jobs:
        return
    parcel = _packed(jobs)
    with _connected(address) as client, _sent(client, parcel):
        executor = client.get_executor(pure=False)
        futures = {executor.submit(carry_out, job, parcel): job for job in jobs}
        try:
            for future in as_completed(futures):
                yield _back(future, futures.pop(future))
        finally:
            executor.shutdown(wait=False)


def _back(future: Future[Outcome], job: Job) -> Outcome:
    """Take an outcome home: its files are ours again."""
    try:
        outcome = future.result()
    except KilledWorker:
        return build.lost(job)
    except (CancelledError, OSError) as fault:
        raise _gone() from fault
    findings = tuple(seen(finding, job.library) for finding in outcome.findings)
    return replace(outcome, job=job, findings=findings)


def carry_out(job: Job, parcel: Parcel) -> Outcome:
    """Carry out a job of ours on another machine: in a worker.

    Raises:
        ClusterFault: the worker would make another file than we do.
        EngineMissing: the PDF engine cannot be loaded there.
    """
    if _makes() != parcel.tool:
        raise ClusterFault(_UNLIKE, "Install the same ones on every machine (handouts doctor).")
    if date.today() != parcel.today:
        what = f"A worker's clock says {date.today()}, and this computer's {parcel.today}."
        raise ClusterFault(what, "Set the clocks: the day decides what is approved.")
    there = _there(job, parcel)
    with _one_at_a_time:
        outcome = making.carry_out(there)
    findings = tuple(located(finding, there.library) for finding in outcome.findings)
    return replace(outcome, findings=findings)


def _there(job: Job, parcel: Parcel) -> Job:
    """Say where a worker finds what a job is made from: where we do, or in the parcel."""
    base = Path(get_worker().local_directory) / parcel.folder
    if not base.is_dir():
        if not _sees_once(parcel):
            what = "A worker that has joined meanwhile does not have this library."
            raise ClusterFault(what, "Build again: then it is sent to all.")
        return job
    inside = [name for name, _ in parcel.files]
    own = [str(base / n) for n in inside if n.startswith(f"{TEMPLATE}/")]
    return replace(
        job,
        library=base / LIBRARY,
        clinic=str(base / CLINIC / Path(job.clinic).name) if job.clinic else "",
        session=replace(job.session, template=own[0] if own else ""),
    )


# ---------------------------------------------------------------- what workers must have


def _packed(jobs: Sequence[Job]) -> Parcel:
    """List all that jobs of one library are made from."""
    root = jobs[0].library
    found = {f"{LIBRARY}/{path.relative_to(root).as_posix()}": path for path in _files(root)}
    if own := jobs[0].clinic:
        details, file = clinic.load(Path(own)), Path(own)
        found[f"{CLINIC}/{file.name}"] = file
        if details.logo:
            name = Path(details.logo).relative_to(file.parent.resolve()).as_posix()
            found[f"{CLINIC}/{name}"] = Path(details.logo)
    for template in {job.session.template for job in jobs} - {""}:
        found[f"{TEMPLATE}/{Path(template).name}"] = Path(template)
    files = tuple((name, str(path)) for name, path in sorted(found.items()))
    return Parcel(files, _digest(files), _makes(), date.today(), secrets.token_hex(4))


def _files(root: Path) -> Iterator[Path]:
    for part in library.PARTS:
        for path in (root / part).rglob("*"):
            if path.is_file() and path.suffix != ".pyc" and path.name[0] != ".":
                yield path


def _digest(files: Sequence[tuple[str, str]]) -> str:
    sums = "\n".join(f"{name} {keys.file_digest(Path(path))}" for name, path in files)
    return hashlib.sha256(sums.encode()).hexdigest()


def sees(parcel: Parcel) -> bool:
    """Tell whether a worker has the very files at the same places: on a disk that all share."""
    return _digest(parcel.files) == parcel.digest


@lru_cache(maxsize=4)
def _sees_once(parcel: Parcel) -> bool:
    return sees(parcel)


def _makes() -> str:
    """Digest what makes artifacts here, and whether approvals can be checked."""
    return f"{keys.tool()} {signatures.is_there()}"


class Sender(WorkerPlugin):
    """Unpacks a parcel beside a worker's own files, and takes it away in the end."""

    def __init__(self, folder: str, data: bytes) -> None:
        self.name, self.data = folder, data

    def setup(self, worker: Any) -> None:
        """Unpack it, whole or not at all."""
        folder = Path(worker.local_directory) / self.name
        part = folder.with_name(f"{folder.name}.part")
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            file.extractall(part)
        part.rename(folder)

    def teardown(self, worker: Any) -> None:
        """Take it away."""
        shutil.rmtree(Path(worker.local_directory) / self.name, ignore_errors=True)


@contextlib.contextmanager
def _sent(client: Any, parcel: Parcel) -> Iterator[None]:
    """Let every worker have what it needs for a while, those too that join meanwhile."""
    try:
        seen_by_all = all(client.run(sees, parcel).values())
        if not seen_by_all:
            client.register_plugin(Sender(parcel.folder, _zipped(parcel)))
    except (ImportError, AttributeError) as fault:
        raise ClusterFault(_UNLIKE, "Install the same ones on every machine.") from fault
    except OSError as fault:
        what = f"The library cannot be sent to the workers: {fault.strerror or fault}."
        raise ClusterFault(what, "See whether their disks are full, and build again.") from fault
    if seen_by_all:
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(Exception):  # the cluster may be gone
            client.unregister_worker_plugin(parcel.folder)


def _zipped(parcel: Parcel) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file:
        for name, path in parcel.files:
            file.write(path, name)
    return packed.getvalue()


# ---------------------------------------------------------------- the cluster


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Reach a scheduler that has workers.

    Raises:
        ClusterFault: it cannot be reached, or has none.
    """
    for name in ("distributed", "distributed.client"):  # each has a level of its own
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we tell what went wrong
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as fault:
        raise ClusterFault(
            f"No Dask scheduler answers at {address}.",
            "Name it as it names itself when it starts, such as tcp://10.0.0.5:8786.",
        ) from fault
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as fault:
            hint = f"Start some: dask worker {address} --nthreads 1"
            raise ClusterFault("The cluster has no workers.", hint) from fault
        yield client


def _gone() -> ClusterFault:
    return ClusterFault(
        "The cluster was lost while it worked.",
        "See whether its scheduler still runs. What was finished is kept: build again.",
    )
