"""Numbers from what the program writes: arrays that cannot be written to, since runs do not change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Columns = Mapping[str, Floats]


def floats(values: Any) -> Floats:
    """What has no value is NaN."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def ints(values: Any) -> Ints:
    array = np.array(values, dtype=np.int64)
    array.setflags(write=False)
    return array


def columns(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Columns:
    """A table by its columns."""
    named = list(names)
    turned = list(zip(*rows)) or [()] * len(named)
    return MappingProxyType({name: floats(column) for name, column in zip(named, turned)})


def table(text: str) -> Columns:
    """A CSV of numbers by its columns; fields may be empty."""
    first, *lines = text.splitlines()
    return columns(first.split(","), ([float(field or "nan") for field in line.split(",")] for line in lines))
