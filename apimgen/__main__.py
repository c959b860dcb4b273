"""The program's entry: runs the command line and answers for what goes wrong."""

from __future__ import annotations

import gc
import os
import sys

from apimgen.errors import INTERRUPTED


def main() -> None:
    """Runs apimgen with the arguments of the process, and ends the process."""
    # A run is short: collecting garbage while modules load costs more than it frees.
    gc.disable()
    # No plugin of pydantic's has a part in apimgen, and looking for them costs as much as YAML.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from apimgen.cli.app import run  # noqa: PLC0415 - after the collector is off

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before run could answer for it
        code = INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:  # the reader of a pipe has gone
            code = code or 1
    # Nothing is left to clean up; taking the interpreter down in order costs a tenth of a run.
    os._exit(code)


if __name__ == "__main__":
    main()
