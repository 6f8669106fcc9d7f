"""Small networks on handwritten digits: trained, measured, and forked along their way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Optional, TypedDict, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._arrays import Floats, Ints, floats, ints
from ._program import call, flags

if TYPE_CHECKING:
    from typing_extensions import Unpack

File = Union[str, "PathLike[str]"]
#: Layers by the names that PyTorch gives them: ``0.weight``, ``0.bias``, ``2.weight`` and so on.
Weights = Mapping[str, NDArray[np.float32]]


class Digits(TypedDict, total=False):
    """What is trained on and tested on: those that came with the program, or files of yours."""

    digits: int
    test_digits: int
    train_images: File
    train_labels: File
    test_images: File
    test_labels: File


class Setup(Digits, total=False):
    """What a training can be told."""

    preset: Literal["live", "paper"]
    hidden: Sequence[int]
    eta: float
    eta_schedule: str
    batch: float
    batch_schedule: str
    steps: int
    eta_t: float
    hidden_layers: int
    width: int
    pooling: int
    seed: int
    repeat: int
    threads: int


class Descents(Setup, total=False):
    """What a fork can be told beside."""

    descent_eta: float
    target_loss: float
    agreement: float
    repeats: int
    branches: int
    at: Sequence[int]
    equal: int
    children: bool


@dataclass(frozen=True, eq=False)
class Reading:
    """All that is measured of a network; F and eigenvalues are None where they were not asked for or do not exist."""

    train_loss: float
    test_loss: float
    train_accuracy: float
    gradient_norm: float
    flatness_layer2: Optional[float]
    layer2_eigenvalues: Optional[Floats] = field(repr=False)
    flatness_all: Optional[float]
    eigenvalues: Optional[Floats] = field(repr=False)
    #: Test digits that are taken for others.
    wrong: Ints = field(repr=False)
    #: Where in a run or a descent it was taken.
    steps: Optional[int] = None
    eta_t: Optional[float] = None
    test_accuracy: Optional[float] = None

    @property
    def sharpness(self) -> Optional[float]:
        """The largest eigenvalue of the Hessian."""
        return None if self.eigenvalues is None else float(self.eigenvalues[0])


@dataclass(frozen=True, eq=False)
class Training:
    """A run of SGD: its end, what was read along the way, and the weights that it ends with."""

    end: Reading
    course: Sequence[Reading] = field(repr=False)
    weights: Weights = field(repr=False)
    widths: Sequence[int]
    seconds: float
    #: All that determines the run.
    setup: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Branch:
    """A plain descent from a step of the run, read off three ways; None where it did not come so far."""

    t_c: int
    eta_t_c: float
    eta: float
    diverged: bool
    matched: Optional[Reading] = field(repr=False)
    horizon: Optional[Reading] = field(repr=False)
    equal: Optional[Reading] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Similarity:
    """The clock of mistakes that agree: how alike those of any two ends are, and from which step on they are frozen."""

    read_out: str
    digits: int
    agreement: float
    freezing_step: Optional[int]
    eta_t_f: Optional[float]
    freezing_step_by_the_last: Optional[int]
    steps: Ints = field(repr=False)
    matrix: Floats = field(repr=False)


@dataclass(frozen=True, eq=False)
class Barrier:
    """The clock of the barriers: how high the straight line from each end to the last branch's rises."""

    threshold: float
    freezing_step: Optional[int]
    eta_t_f: Optional[float]
    steps: Ints = field(repr=False)
    heights: Floats = field(repr=False)


@dataclass(frozen=True, eq=False)
class Fork:
    """A run with its branches, and two clocks that tell when it froze."""

    branches: Sequence[Branch] = field(repr=False)
    #: By ends at one loss on all test digits, and as in the paper.
    matched: Similarity
    paper: Similarity
    barrier: Barrier
    #: Barriers between two continuations from each step, by that step, where they were asked for.
    children: Optional[Mapping[int, Optional[float]]]
    #: Of all repeats, where there are several.
    means: Optional[Mapping[str, Any]] = field(repr=False)
    steps: int
    seconds: float
    setup: Mapping[str, Any] = field(repr=False)


def train(
    *, readings: Optional[int] = None, curvature: bool = False, **setup: Unpack[Setup]
) -> Training:
    """Trains a network. ``readings`` are taken along the way, with their ``curvature`` if asked, which takes longer."""
    words, _ = flags({"readings": readings, "curvature": curvature, **setup})
    with TemporaryDirectory() as folder:
        saved = Path(folder, "end.safetensors")
        report = json.loads(call(["network", "train", "--json", "--save", str(saved), *words]))
        weights = read_weights(saved)
    return Training(
        end=_reading(report),
        course=tuple(_reading(told) for told in report["course"]),
        weights=weights,
        widths=tuple(report["widths"]),
        seconds=report["seconds"],
        setup=MappingProxyType(report["setup"]),
    )


def measure(weights: Union[File, Mapping[str, ArrayLike]], **digits: Unpack[Digits]) -> Reading:
    """Measures a network: a safetensors file, or its layers by the names that PyTorch gives them."""
    words, _ = flags(digits)
    with TemporaryDirectory() as folder:
        if isinstance(weights, Mapping):
            path = Path(folder, "weights.safetensors")
            write_weights(path, weights)
        else:
            path = Path(weights)
        return _reading(json.loads(call(["network", "measure", "--json", "--weights", str(path), *words])))


def fork(**descents: Unpack[Descents]) -> Fork:
    """Switches the noise off along a run, and reads off where each descent leads."""
    words, _ = flags(descents)
    report = json.loads(call(["network", "fork", "--json", *words]))
    jaccard, barrier, children = report["jaccard"], report["barrier"], report["children"]
    return Fork(
        branches=tuple(_branch(told) for told in report["branches"]),
        matched=_similarity(jaccard),
        paper=_similarity(jaccard["paper"]),
        barrier=Barrier(**{**barrier, "steps": ints(barrier["steps"]), "heights": floats(barrier["heights"])}),
        children=None if children is None else {pair["t_c"]: pair["barrier"] for pair in children},
        means=report["means"],
        steps=report["steps"],
        seconds=report["seconds"],
        setup=MappingProxyType(report["setup"]),
    )


def _reading(told: Mapping[str, Any]) -> Reading:
    fields = {name: told[name] for name in Reading.__dataclass_fields__ if name in told}
    for name in ("layer2_eigenvalues", "eigenvalues"):
        fields[name] = None if fields[name] is None else floats(fields[name])
    return Reading(**{**fields, "wrong": ints(fields["wrong"])})


def _branch(told: Mapping[str, Any]) -> Branch:
    ends = {name: told[name] and _reading(told[name]) for name in ("matched", "horizon", "equal")}
    return Branch(**{**told, **ends})


def _similarity(told: Mapping[str, Any]) -> Similarity:
    fields = {name: told[name] for name in Similarity.__dataclass_fields__}
    return Similarity(**{**fields, "steps": ints(fields["steps"]), "matrix": floats(fields["matrix"])})


def read_weights(path: File) -> Weights:
    """The tensors of a safetensors file of 32-bit floats."""
    data = Path(path).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])

    def tensor(about: Mapping[str, Any]) -> NDArray[np.float32]:
        begin, end = about["data_offsets"]
        return np.frombuffer(data[start + begin : start + end], dtype="<f4").reshape(about["shape"])

    return MappingProxyType({name: tensor(about) for name, about in header.items() if name != "__metadata__"})


def write_weights(path: File, weights: Mapping[str, ArrayLike]) -> None:
    """Writes tensors as a safetensors file of 32-bit floats."""
    header: dict[str, Any] = {}
    data = b""
    for name, values in weights.items():
        array = np.ascontiguousarray(values, dtype="<f4")
        offsets = [len(data), len(data) + array.nbytes]
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": offsets}
        data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(len(text).to_bytes(8, "little") + text + data)
