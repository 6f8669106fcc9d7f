"""Figures that show themselves in a notebook, and the experiments, which answer in words and with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, Optional, Union

from ._program import call, flags
from ._valleys import Axis, Parameters

if TYPE_CHECKING:
    from typing_extensions import Unpack

Format = Literal["svg", "png"]


class Paper(Parameters, total=False):
    """How a figure is drawn, and of what."""

    width: str
    theme: Literal["paper", "dark"]
    font_size: float
    dpi: float
    outlines: bool
    letters: bool
    quick: bool
    to_the_end: bool
    insist: bool


class Drawn(Paper, total=False):
    """What else a figure of the catalogue takes: a session's file, or for networks a table of a grid."""

    session: Union[str, "PathLike[str]"]
    from_: Union[str, "PathLike[str]"]
    paper_size: bool


class Asked(Paper, total=False):
    """What else can be asked."""

    against: Union[str, "PathLike[str]"]
    x: Union[str, Axis]
    y: Union[str, Axis]
    colour: Literal["p-flat", "freezing-time", "freezing-height", "censored"]
    less: Literal["two-state", "density", "eq12"]
    forks: int
    threshold: float
    rival_eta: float
    rival_sigma: float
    held_y: float
    examples: int
    batch: int


@dataclass(frozen=True)
class Figure:
    """A figure, as an SVG or a PNG. Notebooks show it; the session that made it lies inside."""

    name: str
    format: Format
    data: bytes = field(repr=False)
    #: What the program was asked, up to the file: with another it draws the same again.
    words: Sequence[str] = field(repr=False)
    given: Optional[str] = field(repr=False)

    def save(self, path: Union[str, PathLike[str]]) -> None:
        """Writes it as .svg, .pdf, .png or .csv, in the place of what is there; another format is drawn anew."""
        if Path(path).suffix.lower() == "." + self.format:
            Path(path).write_bytes(self.data)
        else:
            call([*self.words, "--force", "-o", str(Path(path))], self.given)

    def _repr_svg_(self) -> Optional[str]:
        return self.data.decode() if self.format == "svg" else None

    def _repr_png_(self) -> Optional[bytes]:
        return self.data if self.format == "png" else None


def figure(name: str, *, format: Format = "svg", **drawn: Unpack[Drawn]) -> Figure:
    """Draws a figure of the catalogue, which ``figures()`` lists."""
    words, given = flags(drawn)
    return _drawn(name, format, ["figure", name, *words], given)[0]


def figures() -> dict[str, str]:
    """The figures there are, with their titles."""
    lines = call(["figure", "--list"]).splitlines()
    return dict((name, title) for name, title in (line.split(maxsplit=1) for line in lines))


@dataclass(frozen=True)
class Answer:
    """What an experiment answers: in words, with what else there is to say, and as a figure."""

    question: str
    text: str
    notes: str
    figure: Figure

    def _repr_svg_(self) -> Optional[str]:
        return self.figure._repr_svg_()

    def _repr_png_(self) -> Optional[bytes]:
        return self.figure._repr_png_()


def ask(question: str, *, format: Format = "svg", **asked: Unpack[Asked]) -> Answer:
    """Asks the model a question: ``"phase"``, ``"fork"``, ``"compare"``, ``"paradox"``, ``"stability"`` and others."""
    words, given = flags(asked)
    shown, said = _drawn(question, format, ["ask", question, *words], given)
    text, _, notes = said.strip().partition("\n")
    return Answer(question, text, notes, shown)


def _drawn(name: str, format: Format, words: list[str], given: Optional[str]) -> tuple[Figure, str]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "figure." + format)
        said = call([*words, "-o", str(path)], given)
        # What is refused is refused by the program, in its own line.
        return Figure(name, format, path.read_bytes(), tuple(words), given), said
