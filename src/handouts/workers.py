"""Warm worker processes: each starts with the engines loaded, then carries out job after job.

Every worker has a pipe of its own: when a worker dies the pipe says so and its job alone is tried
again, and when this process dies the pipes end and the workers with them.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Generator, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

A = TypeVar("A")
B = TypeVar("B")
MOST = 61  # worker processes that Windows can wait for
MOST_JOBS = 50  # of one process; then another takes its place, so that memory stays bounded
MOST_TRIES = 2  # of a job whose worker is lost


def cores() -> int:
    """Count the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    task: Callable[[A], B],
    jobs: Sequence[A],
    processes: int = 0,
    *,
    lost: Callable[[A], B],
    kin: Callable[[A], Hashable] = lambda job: None,
    apart: bool = False,
) -> Generator[B, None, None]:
    """Carry out a task for each job, on every core (or ``processes`` of them), as they finish.

    Jobs are begun in their order, but a worker goes on with the ``kin`` of its last job while there
    are any: they share what it has read. A job whose worker is lost twice is answered by ``lost``.
    A few are done in this process where one is enough, unless all are to be done ``apart``, by a
    process that remembers nothing. Whatever ends the run early, Ctrl-C included, ends the workers.
    """
    processes = min(processes or cores(), len(jobs), MOST)
    if processes <= 1 and len(jobs) <= MOST_JOBS and not apart:
        yield from map(task, jobs)
        return
    crew = _Crew(task, _Queue(jobs, kin), lost)
    try:
        yield from crew.work(processes)
    finally:
        crew.dismiss()


class _Queue:
    """The jobs that nobody has begun, kin beside kin."""

    def __init__(self, jobs: Sequence[Any], kin: Callable[[Any], Hashable]) -> None:
        self._kin = kin
        self._families: dict[Hashable, list[Any]] = {}
        for job in jobs:
            self._families.setdefault(kin(job), []).append(job)
        self._begun: set[Hashable] = set()
        self._tries: dict[Any, int] = {}

    def take(self, last: Any) -> Any:
        """Take the next job for a worker whose last job is given; None where there is none.

        Best is one of the same kin, then kin that nobody has begun, then those with most to do.
        """
        if not self._families:
            return None
        kin = self._kin(last) if last is not None else None
        if last is None or kin not in self._families:
            fresh = (name for name in self._families if name not in self._begun)
            most = max(self._families, key=lambda name: len(self._families[name]))
            kin = next(fresh, most)
        self._begun.add(kin)
        jobs = self._families[kin]
        job = jobs.pop(0)
        if not jobs:
            del self._families[kin]
        return job

    def put_back(self, job: Any) -> bool:
        """Put a job back whose worker was lost, to be done next; not for ever."""
        self._tries[job] = self._tries.get(job, 1) + 1
        if self._tries[job] > MOST_TRIES:
            return False
        self._families.setdefault(self._kin(job), []).insert(0, job)
        return True


class _Worker:
    """A process, at the other end of a pipe, and the job that it has."""

    def __init__(self, task: Callable[[Any], Any]) -> None:
        context = _context()
        self.pipe, theirs = context.Pipe()
        self.job: Any = None
        self.last: Any = None
        self.jobs = 0
        with _interrupts_later():  # the fork server and its workers start unharmed
            self.process = context.Process(  # type: ignore[attr-defined]
                target=_serve, args=(task, theirs), daemon=True
            )
            self.process.start()
        theirs.close()

    def begin(self, job: Any) -> None:
        """Send it a job. Whether it still lives is known when an answer is waited for."""
        self.job = self.last = job
        self.jobs += 1
        with contextlib.suppress(OSError):
            self.pipe.send(job)

    def leave(self) -> None:
        """Let it go: it ends when its pipe does."""
        self.pipe.close()
        self.process.join()


class _Crew:
    """The workers of a run."""

    def __init__(
        self, task: Callable[[Any], Any], queue: _Queue, lost: Callable[[Any], Any]
    ) -> None:
        self._task, self._queue, self._lost = task, queue, lost
        self._workers: list[_Worker] = []

    def work(self, processes: int) -> Iterator[Any]:
        """Keep so many workers busy; answer what they have done, as it is done."""
        from multiprocessing.connection import wait  # here, as it takes a while to load

        for _ in range(processes):
            self._begin(None)
        while self._workers:
            busy = {worker.pipe: worker for worker in self._workers}
            for pipe in wait([*busy]):
                worker = busy[pipe]  # type: ignore[index]
                try:
                    good, answer = worker.pipe.recv()
                except (EOFError, OSError):
                    yield from self._replace(worker)
                    continue
                if not good:
                    raise answer
                self._begin(worker)
                yield answer

    def _begin(self, worker: _Worker | None) -> None:
        """Give a worker its next job, or a new one in its place once it has had many."""
        job = self._queue.take(worker.last if worker else None)
        if worker and (job is None or worker.jobs >= MOST_JOBS):
            self._workers.remove(worker)
            worker.leave()
            worker = None
        if job is None:
            return
        if worker is None:
            worker = _Worker(self._task)
            self._workers.append(worker)
        worker.begin(job)

    def _replace(self, worker: _Worker) -> Iterator[Any]:
        """Tend to the job of a worker that was ended from outside."""
        self._workers.remove(worker)
        worker.leave()
        if not self._queue.put_back(worker.job):
            yield self._lost(worker.job)
        self._begin(None)

    def dismiss(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.leave()


def _serve(task: Callable[[Any], Any], pipe: "Connection") -> None:
    """Carry out jobs until the pipe ends: in a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever writes the files ends the workers
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = pipe.recv()
            try:
                answer = (True, task(job))
            except Exception as fault:
                answer = (False, fault)
            pipe.send(answer)


def _context() -> "BaseContext":
    """Fork workers from a server that has imported the engines.

    Windows cannot fork, and macOS forbids it once its own libraries are loaded: start afresh there.
    """
    import multiprocessing

    if sys.platform in ("win32", "darwin"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["handouts._warm"])
    return context


@contextlib.contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back for a moment; it arrives when the block is left."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
