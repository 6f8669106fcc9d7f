"""The two valleys: runs, sweeps and the theory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Optional, TypedDict, Union

from ._arrays import Columns, Floats, Ints, floats, ints, table
from ._program import call, flags, spelled

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Parameters(TypedDict, total=False):
    """What a scenario can be told: a preset or another scenario to start from, and what is to differ."""

    preset: Literal["fig3", "fig4", "figs6"]
    scenario: Mapping[str, Any]
    eta: float
    sigma: float
    alpha: float
    gamma: float
    y_b: float
    y_i: float
    x1: float
    x2: float
    x0: float
    f0: float
    y_f: float
    l_d: float
    y_d: float
    x_i: float
    flat_share: float
    hold_y: float
    walkers: int
    steps: int
    noise: Literal["hessian", "hessian-squared", "uniform", "none"]
    eta_schedule: str
    sigma_schedule: str
    seed: int
    threads: int


@dataclass(frozen=True)
class Prediction:
    """What a formula says of a run, and why it does not hold there, if so."""

    value: Optional[float]
    why: Optional[str] = None

    @property
    def valid(self) -> bool:
        return self.why is None


@dataclass(frozen=True, eq=False)
class Course:
    """A run over its steps."""

    step: Ints
    p_flat: Floats
    p_flat_low: Floats
    p_flat_high: Floats
    mean_y: Floats
    hops: Ints
    live: Ints


@dataclass(frozen=True, eq=False)
class Walkers:
    """Where every walker ends, and its last hop; NaN where it diverged or never hopped."""

    x: Floats
    y: Floats
    last_hop: Floats
    y_at_last_hop: Floats
    hops: Ints


@dataclass(frozen=True, eq=False)
class Run:
    """A run in numbers; means are None when every walker has diverged."""

    p_flat: Optional[float]
    p_flat_low: float
    p_flat_high: float
    mean_freezing_step: Optional[float]
    sem_freezing_step: Optional[float]
    kaplan_meier_freezing_step: Optional[float]
    mean_freezing_y: Optional[float]
    sd_freezing_y: Optional[float]
    occupancy: Optional[float]
    occupancy_error: Optional[float]
    censored: Optional[float]
    diverged: int
    mean_y: Optional[float]
    seconds: float
    steps_per_second: float
    course: Course = field(repr=False)
    walkers: Walkers = field(repr=False)
    theory: Mapping[str, Prediction] = field(repr=False)
    #: All that determines the run: ``run(scenario=this)`` makes it again.
    scenario: Mapping[str, Any] = field(repr=False)


def run(*, insist: bool = False, **parameters: Unpack[Parameters]) -> Run:
    """Runs one swarm to its end. ``insist`` computes predictions however long they take."""
    words, given = flags(parameters)
    with TemporaryDirectory() as folder:
        course, walkers = Path(folder, "course.csv"), Path(folder, "walkers.csv")
        words += flags({"csv": course, "walkers_csv": walkers, "json": True, "insist": insist})[0]
        report = json.loads(call(["run", *words], given))
        of_course, of_walkers = table(course.read_text()), table(walkers.read_text())
    return Run(
        **{name: report[name] for name in Run.__dataclass_fields__ if name in report and name not in LATER},
        course=Course(**counted(of_course)),
        walkers=Walkers(**counted(of_walkers)),
        theory=MappingProxyType({name: prediction(told) for name, told in report["theory"].items()}),
        scenario=MappingProxyType(report["scenario"]),
    )


def counted(columns: Columns) -> dict[str, Any]:
    """A table's columns as fields, counts as whole numbers."""
    counts = {"step", "hops", "live"}
    return {name: ints(of) if name in counts else of for name, of in columns.items() if name != "walker"}


#: Fields of a run that are made of more than one entry of its report.
LATER = {"course", "walkers", "theory", "scenario"}


def prediction(told: Mapping[str, Any]) -> Prediction:
    domain = told["domain"]
    return Prediction(told["value"], None if domain == "valid" else domain["outside"])


@dataclass(frozen=True)
class Axis:
    """A parameter to sweep, from one end to the other in so many values."""

    name: str
    start: float
    stop: float
    count: int
    log: bool = False

    def __str__(self) -> str:
        return f"{self.name}={spelled(self.start)}:{spelled(self.stop)}:{self.count}" + ":log" * self.log


@dataclass(frozen=True, eq=False)
class Grid:
    """A sweep: values along both axes, and every result as ``[row, column]``, a row for each value of y."""

    x_name: str
    y_name: str
    x: Floats
    y: Floats
    p_flat: Floats = field(repr=False)
    p_flat_se: Floats = field(repr=False)
    mean_freezing_step: Floats = field(repr=False)
    mean_freezing_step_se: Floats = field(repr=False)
    mean_freezing_y: Floats = field(repr=False)
    mean_freezing_y_se: Floats = field(repr=False)
    censored: Floats = field(repr=False)
    diverged: Ints = field(repr=False)
    seed: Ints = field(repr=False)


#: Columns of a sweep that tell a cell's place.
COLUMN, ROW = "column", "row"


def sweep(
    x: Union[str, Axis], y: Union[str, Axis], *, to_the_end: bool = False, **parameters: Unpack[Parameters]
) -> Grid:
    """Runs a grid over two parameters, as ``"eta=0.01:0.1:10:log"`` or an ``Axis``."""
    words, given = flags({"x": str(x), "y": str(y), "to_the_end": to_the_end, **parameters})
    first, *lines = call(["sweep", *words], given).splitlines()
    names = first.split(",")
    cells = [dict(zip(names, line.split(","))) for line in lines]

    def place(cell: Mapping[str, str]) -> tuple[int, int]:
        return int(cell[ROW].split(" of ")[0]), int(cell[COLUMN].split(" of ")[0])

    cells.sort(key=place)
    rows, width = place(cells[-1])

    def values(name: str) -> Any:
        if name in WHOLE:
            return ints([int(cell[name]) for cell in cells]).reshape(rows, width)
        return floats([float(cell[name] or "nan") for cell in cells]).reshape(rows, width)

    results = {name: values(name) for name in Grid.__dataclass_fields__ if name in names[2:]}
    return Grid(x_name=names[0], y_name=names[1], x=values(names[0])[0], y=values(names[1])[:, 0], **results)


#: Results of a cell that are whole numbers; a seed may be too large for a float.
WHOLE = ("diverged", "seed")


@dataclass(frozen=True, eq=False)
class Theory:
    """Curves of the theory, each by its columns; ``valid`` is 1 where the paper's formula holds."""

    p_flat: Columns = field(repr=False)
    freezing: Columns = field(repr=False)
    effective_loss: Columns = field(repr=False)
    rates: Columns = field(repr=False)
    transient: Columns = field(repr=False)
    scenario: Mapping[str, Any] = field(repr=False)


def theory(
    *,
    at_y: Optional[float] = None,
    epsilon_phi: Optional[float] = None,
    points: Optional[int] = None,
    insist: bool = False,
    **parameters: Unpack[Parameters],
) -> Theory:
    """All curves of the theory of a scenario."""
    asked = {"at_y": at_y, "epsilon_phi": epsilon_phi, "points": points, "insist": insist}
    words, given = flags({**asked, **parameters})
    report = json.loads(call(["theory", "--json", *words], given))
    curves = {
        name.replace("-", "_"): MappingProxyType({column: floats(values) for column, values in curve.items()})
        for name, curve in report["curves"].items()
    }
    return Theory(**curves, scenario=MappingProxyType(report["scenario"]))
