"""How much memory the reader holds, against a bare Textual app with the same text.

Run as ``python -m benchmarks.memory`` from the root of the project. Linux only: it reads ``/proc``.
"""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Program, settle, until_text
from benchmarks.start import MARK, article, bare, reader

SMALL, LARGE = 5_000, 10_000_000
RATIO, BYTES_PER_CHARACTER = 1.5, 8.0


def resident(program: Program) -> int:
    """Return the bytes that a program holds once it has shown its text and has nothing left to do."""
    with program.start() as child:
        until_text(child, MARK, time.perf_counter(), timeout=120)
        settle(child, quiet=5.0)
        status = Path(f"/proc/{child.process.pid}/status").read_text(encoding="ascii")
        child.write(program.quit_key.encode())
        child.wait()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024


def main() -> int:
    """Measure a short and a long article; exit code 1 when a goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        paths = [home / "small.txt", home / "large.txt"]
        for path, size in zip(paths, (SMALL, LARGE), strict=True):
            path.write_text(article(size), encoding="utf-8")
        yard = resident(bare(paths[0], home))
        small, large = (resident(reader(path, home, path.with_suffix(".db"))) for path in paths)
    ratio, each = small / yard, (large - small) / LARGE
    print(
        f"memory with 5 KB: {small / 2**20:.0f} MB / {yard / 2**20:.0f} MB = {ratio:.2f}"
        f" (goal {RATIO} {'met' if ratio <= RATIO else 'MISSED'})"
    )
    print(
        f"memory with 10 MB: {each:.1f} bytes more per character"
        f" (goal {BYTES_PER_CHARACTER:.0f} {'met' if each <= BYTES_PER_CHARACTER else 'MISSED'})"
    )
    return 0 if ratio <= RATIO and each <= BYTES_PER_CHARACTER else 1


if __name__ == "__main__":
    sys.exit(main())
