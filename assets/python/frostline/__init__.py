"""Why noisy gradient descent settles in flat valleys: Frostline's answers as dataclasses and numpy arrays.

Every flag of the command line is a keyword here: ``--y-b 50`` is ``y_b=50``, ``--quick`` is ``quick=True``, ``--from`` is
``from_=...``. Arrays cannot be written to; a value that does not exist is None, in an array NaN.
"""

from . import network
from ._program import BadInput, FrostlineError, FrostlineNote, version
from ._figures import Answer, Figure, ask, figure, figures
from ._valleys import Axis, Course, Grid, Parameters, Prediction, Run, Theory, Walkers, run, sweep, theory

__version__ = version()

__all__ = [
    "Answer",
    "Axis",
    "BadInput",
    "Course",
    "Figure",
    "FrostlineError",
    "FrostlineNote",
    "Grid",
    "Parameters",
    "Prediction",
    "Run",
    "Theory",
    "Walkers",
    "ask",
    "figure",
    "figures",
    "network",
    "run",
    "sweep",
    "theory",
]
