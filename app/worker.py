"""The worker's command: `python -m app.worker`. It runs the jobs that the pages ask for."""

import logging
import sys

from flask import Flask

from app import create_app
from app.kit.jobs import run_worker
from app.kit.log import guard


def work(app: Flask, parent: int = 0) -> None:
    """Run jobs until stopped. `parent`: the process whose end is also ours, 0 for none."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s pekerja %(levelname)s %(message)s")
    guard(logging.getLogger())
    run_worker(app, parent=parent)


if __name__ == "__main__":
    work(create_app(), int(sys.argv[1]) if len(sys.argv) > 1 else 0)
