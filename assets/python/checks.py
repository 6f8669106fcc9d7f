"""What the package promises beside its examples: every flag has its keyword, what cannot be is said, nothing is written to."""

import subprocess
import typing
import warnings
from collections.abc import Callable

import frostline
from frostline import _figures, _program, _valleys, network

#: Flags that the package gives by itself, or that are of no use in it.
OURS = {"csv", "walkers-csv", "print-scenario", "json", "out", "force", "list", "formats", "save", "weights", "help", "words"}
OURS |= {"curve", "from", "to", "resume", "shard"}


def flags_of(*command: str) -> set[str]:
    lines = subprocess.run([_program.program(), *command, "--help"], capture_output=True, text=True).stdout.splitlines()
    words = [word for line in lines if line.lstrip().startswith("-") for word in line.split()[:2]]
    return {word[2:].rstrip(",") for word in words if word.startswith("--")}


def every_flag_has_a_keyword() -> None:
    parameters = {*_valleys.Parameters.__annotations__}
    asked = {
        ("run",): parameters | {"insist"},
        ("sweep",): parameters | {"x", "y", "to_the_end"},
        ("theory",): parameters | {"at_y", "epsilon_phi", "points", "insist"},
        ("figure",): {*typing.get_type_hints(_figures.Drawn)} - {"from_"},
        ("ask",): {*typing.get_type_hints(_figures.Asked)},
        ("network", "train"): {*typing.get_type_hints(network.Setup)} | {"readings", "curvature"},
        ("network", "measure"): {*typing.get_type_hints(network.Digits)},
        ("network", "fork"): {*typing.get_type_hints(network.Descents)},
    }
    for command, keywords in asked.items():
        there, known = flags_of(*command), {keyword.replace("_", "-") for keyword in keywords}
        assert there - known <= OURS, f"{command}: no keyword for {there - known - OURS}"
        assert known <= there, f"{command}: no flag for {known - there}"


def what_cannot_be_raises_the_programs_own_line() -> None:
    wrongs: list[tuple[Callable[[], object], str]] = [
        (lambda: frostline.run(sigma=-1), "invalid value '-1' for '--sigma <X>': must be a number from 0 to 100"),
        (lambda: frostline.sweep("eta=0.1:1:3", "pace=1:2:3"), "pace"),
        (lambda: frostline.figure("slyce"), "did you mean slice?"),
        (lambda: frostline.ask("why"), "why"),
        (lambda: frostline.network.train(eta=-1), "--eta"),
        (lambda: frostline.network.measure({"0.weight": [[1.0]]}), "0.bias"),
        (lambda: frostline.run(bogus=1), "--bogus"),  # type: ignore[call-arg]
    ]
    for wrong, line in wrongs:
        try:
            wrong()
        except frostline.BadInput as error:
            assert isinstance(error, ValueError) and error.code == 2 and line in str(error), error
        else:
            raise AssertionError(f"nothing was raised that says {line}")
    try:
        frostline.network.train(eta=10, hidden=[32, 32, 32], batch=1, steps=100)
    except frostline.FrostlineError as error:
        assert error.code == 1, error
    else:
        raise AssertionError("a training that diverges is none")


def a_run_cannot_be_changed() -> None:
    run = frostline.run(walkers=10, steps=100)
    changes: list[Callable[[], object]] = [lambda: run.walkers.x.fill(0), lambda: setattr(run, "p_flat", 1.0)]
    for change in changes:
        try:
            change()
        except (ValueError, AttributeError):
            continue
        raise AssertionError("a run was changed")


def what_should_be_known_is_a_warning() -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        frostline.theory(hold_y=3, walkers=1, steps=1_500_000, points=5)
    assert any(issubclass(warning.category, frostline.FrostlineNote) for warning in said), said


if __name__ == "__main__":
    for check in (
        every_flag_has_a_keyword,
        what_cannot_be_raises_the_programs_own_line,
        a_run_cannot_be_changed,
        what_should_be_known_is_a_warning,
    ):
        check()
        print(f"{check.__name__}: fine")
