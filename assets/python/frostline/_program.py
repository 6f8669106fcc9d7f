"""The program that came with this package: where it is, how it is asked, and what it says when something cannot be."""

from __future__ import annotations

import functools
import json
import numbers
import os
import subprocess
import sysconfig
import warnings
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Optional

NAME = "frostline.exe" if os.name == "nt" else "frostline"
SAYS = "frostline: "


class FrostlineError(Exception):
    """What the program could not do, in its own line."""

    def __init__(self, line: str, code: int) -> None:
        super().__init__(line)
        self.code = code


class BadInput(FrostlineError, ValueError):
    """What was asked for cannot be."""


class FrostlineNote(UserWarning):
    """What should be known beside an answer."""


def version() -> str:
    return metadata.version("frostline")


@functools.lru_cache(maxsize=None)
def program() -> str:
    """The program's path: that of this package, wherever it was installed, and not another one on the path."""
    places = [Path(str(file.locate())) for file in metadata.files("frostline") or [] if file.name == NAME]
    # With `pip install --target` it lies beside the package, whatever is written down.
    places += [Path(sysconfig.get_path("scripts")) / NAME, Path(__file__).parents[1] / "bin" / NAME]
    for place in places:
        if place.is_file():
            return str(place.resolve())
    raise FileNotFoundError("the program is not where this package was installed: install the package again")


def call(words: Sequence[str], given: Optional[str] = None) -> str:
    """What the program answers to these words."""
    done = subprocess.run(
        [program(), *words],
        input=given or "",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    said = [line[len(SAYS) :] for line in done.stderr.splitlines() if line.startswith(SAYS)]
    if done.returncode:
        line = said[-1] if said else f"ended with code {done.returncode}, and said nothing"
        raise (BadInput if done.returncode == 2 else FrostlineError)(line, done.returncode)
    for line in said:
        warnings.warn(line, FrostlineNote, stacklevel=3)
    return done.stdout


def spelled(value: object) -> str:
    """A value as the command line has it."""
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return repr(float(value))
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return ",".join(spelled(one) for one in value)  # type: ignore[attr-defined]
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)


def flags(options: Mapping[str, Any]) -> tuple[list[str], Optional[str]]:
    """Keywords as flags, and what the program is given to read: a scenario."""
    words: list[str] = []
    given = None
    for keyword, value in options.items():
        flag = "--" + keyword.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            words.append(flag)
        elif keyword == "scenario":
            words += [flag, "-"]
            given = json.dumps(dict(value))
        else:
            # In one word: a value may begin with a minus.
            words.append(f"{flag}={spelled(value)}")
    return words, given
