"""Warm worker processes: each imports the engines once, then carries out job after job."""

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import TypeVar

from handouts.errors import WorkerLost

A = TypeVar("A")
B = TypeVar("B")
MOST = 61  # worker processes that Windows can wait for


def cores() -> int:
    """Count the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(task: Callable[[A], B], jobs: Sequence[A], processes: int = 0) -> Generator[B, None, None]:
    """Carry out a task for each job, on every core (or ``processes`` of them), as they finish.

    Whatever ends the run early, Ctrl-C included, ends the workers too.

    Raises:
        WorkerLost: a worker was killed, most often for want of memory.
    """
    processes = min(processes or cores(), len(jobs), MOST)
    if processes <= 1:
        yield from map(task, jobs)
        return
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, mp_context=_context(), initializer=_ignore_interrupts)
    try:
        with _interrupts_later():  # the fork server and its first workers start unharmed
            futures = [pool.submit(task, job) for job in jobs]
        for future in as_completed(futures):
            yield future.result()
    except BrokenProcessPool as fault:
        raise WorkerLost(
            "A worker process was ended from outside.",
            "There may be too little memory: try again with -j 1.",
        ) from fault
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown()


def _context() -> BaseContext:
    """Fork workers from a server that has imported the engines.

    Windows cannot fork, and macOS forbids it once its own libraries are loaded: start afresh there.
    """
    if sys.platform in ("win32", "darwin"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["handouts.render._warm"])
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


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that writes files; it ends the workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
