"""No process outlives the one that started it, even if that is killed."""

import multiprocessing
import os
import signal
from threading import Thread


def end_with_parent() -> None:
    """Kill this process and its group as soon as the end of stdin tells that who holds
    the other end is gone; for programs that `manage.py serve` starts."""
    # Not by sys.stdin, whose lock a fork of this process would wait for.
    in_background(lambda: os.read(0, 1), lambda: os.killpg(0, signal.SIGKILL))


def end_with_multiprocessing_parent() -> None:
    """Kill this process as soon as the one is gone that made it by `multiprocessing`."""
    if parent := multiprocessing.parent_process():
        in_background(parent.join, lambda: os.kill(os.getpid(), signal.SIGKILL))


def in_background(wait, then):
    def run():
        wait()
        then()

    Thread(target=run, daemon=True).start()
