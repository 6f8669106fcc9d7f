"""What the package is for, in four examples: each is run as it stands where the package is tested."""

import numpy as np

import frostline


def a_run() -> None:
    """More noise, and more walkers end up flat: the swarm against the theory that is exact as η → 0."""
    run = frostline.run(preset="fig4", sigma=0.05, walkers=1000, steps=20_000)
    assert run.p_flat is not None and run.p_flat_low < run.p_flat < run.p_flat_high
    # The last of the course is the end of the run, and so is the mean over walkers.
    assert run.course.step[-1] == 20_000 and run.course.p_flat[-1] == run.p_flat
    assert np.mean(run.walkers.x > 0) == run.p_flat
    hopped = run.walkers.hops > 0
    assert np.array_equal(np.isnan(run.walkers.last_hop), ~hopped)
    two_state = run.theory["p_flat_two_state"]
    assert two_state.valid and two_state.value is not None and abs(two_state.value - run.p_flat) < 0.06
    # All that determines it makes it again.
    again = frostline.run(scenario=run.scenario, threads=1)
    assert np.array_equal(again.walkers.y, run.walkers.y)


def a_sweep() -> None:
    """A phase diagram over η and σ, and the curve that it bends along."""
    eta = frostline.Axis("eta", 0.01, 0.1, 4, log=True)
    grid = frostline.sweep(eta, "sigma=0.01:0.1:3:log", preset="fig3", walkers=300)
    assert grid.p_flat.shape == (3, 4) and np.allclose(grid.x, np.geomspace(0.01, 0.1, 4))
    assert grid.p_flat[-1, -1] > grid.p_flat[0, 0], "more noise, and more end up flat"
    frozen = frostline.theory(preset="fig3", points=50).freezing
    valid = frozen["valid"] == 1
    assert np.all(np.diff(frozen["y_freeze_eq11"][valid]) > 0), "the more noise, the higher they freeze"


def a_figure() -> None:
    """A figure that shows itself, saved for a paper, and an experiment that answers in words."""
    figure = frostline.figure("p-flat", sigma=0.05, quick=True, walkers=200, steps=2000)
    assert (figure._repr_svg_() or "").startswith("<svg") and figure._repr_png_() is None
    for name, begins in [("p-flat.svg", b"<svg"), ("p-flat.pdf", b"%PDF"), ("p-flat.csv", b"#")]:
        figure.save(name)
        with open(name, "rb") as file:
            assert file.read(len(begins)) == begins
    assert frostline.figure("slice", format="png", theme="dark")._repr_png_()[:4] == b"\x89PNG"  # type: ignore[index]
    assert "p-flat" in frostline.figures()
    answer = frostline.ask("stability", quick=True)
    assert answer.text and answer.figure.data


def a_network() -> None:
    """A small network on handwritten digits, measured by hand, and forked along its way."""
    training = frostline.network.train(steps=400, readings=5, seed=1)
    losses = [reading.train_loss for reading in training.course]
    assert [reading.steps for reading in training.course] == [0, 100, 200, 300, 400] and losses[-1] < losses[0]
    # Its weights are yours: what is measured of them is what was read at its end.
    measured = frostline.network.measure(training.weights)
    assert np.isclose(measured.train_loss, training.end.train_loss)
    assert measured.flatness_layer2 and measured.sharpness and measured.sharpness > 0
    halved = {name: values / 2 for name, values in training.weights.items()}
    assert frostline.network.measure(halved).train_loss > measured.train_loss
    fork = frostline.network.fork(steps=200, at=[0, 50, 200], equal=50, seed=1)
    assert [branch.t_c for branch in fork.branches] == [0, 50, 200]
    assert fork.paper.matrix.shape == (len(fork.paper.steps),) * 2


if __name__ == "__main__":
    for example in (a_run, a_sweep, a_figure, a_network):
        example()
        print(f"{example.__name__}: fine")
