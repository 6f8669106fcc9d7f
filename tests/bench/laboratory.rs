//! What the laboratory of networks costs in the window, with no display: its first picture of a branch and the whole of it, a
//! frame while it trains, all of Fig. 1 from a fresh page, and memory after long play. Run with
//! `cargo bench --bench laboratory`; other work on the machine only ever makes these worse.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, Pos2, RawInput, Rect, vec2};
use frostline::app::App;
use frostline::app::desk::Desk;
use frostline::app::desk::command::{Command, NetworkCommand, ShelfCommand};
use frostline::labs::Lab;
use frostline::networks::bench::Page;
use frostline::networks::model::Parameter;
use frostline::session::Session;

/// Frames of a page.
const FRAMES: usize = 120;
/// Of an hour of play: a run every two minutes, a branch every ten seconds; and what is waited for at most.
const RUNS: usize = 30;
const BRANCHES: usize = 12;
const PATIENCE: Duration = Duration::from_secs(60);

fn main() {
    let (mut app, ctx) = (app(), Context::default());
    let whole = Instant::now();
    let mut costs = Vec::new();
    let mut index = 0;
    while !app.desk.networks.rests() || app.desk.networks.playing {
        let cost = frame(&mut app, &ctx, index);
        costs.push(cost.as_secs_f64() * 1e3);
        std::thread::sleep(Duration::from_micros(16_600).saturating_sub(cost));
        index += 1;
    }
    report("all of Fig. 1 from a fresh page", whole.elapsed().as_secs_f64(), "s", 15.0);
    costs.sort_by(f64::total_cmp);
    report("a frame while it trains, median", costs[costs.len() / 2], "ms", 4.0);
    report("a frame while it trains, 90 %", costs[costs.len() * 9 / 10], "ms", 4.0);
    for (step, name) in [(150, "early"), (425, "late")] {
        let [first, last] = branch(&mut app, &ctx, step);
        report(&format!("first picture of a branch, {name}"), first, "ms", 50.0);
        report(&format!("the whole of it, {name}"), last, "ms", 500.0);
    }
    for (page, name) in [(Page::Matching, "Matching"), (Page::Grid, "Grid")] {
        app.desk.carry_out(NetworkCommand::Open(page), 0);
        let mut costs: Vec<f64> = (0..FRAMES)
            .map(|index| {
                std::thread::sleep(Duration::from_millis(8));
                frame(&mut app, &ctx, index).as_secs_f64() * 1e3
            })
            .collect();
        costs.sort_by(f64::total_cmp);
        report(&format!("a frame of {name}, median"), costs[FRAMES / 2], "ms", 4.0);
    }
    app.desk.carry_out(NetworkCommand::HoldGrid, 0);
    app.desk.carry_out(NetworkCommand::Open(Page::Run), 0);
    let [runs, branches] = play(&mut app, &ctx);
    println!("play: {runs} runs of {RUNS} and {branches} branches of {} came to their ends", RUNS * BRANCHES);
    report("memory after an hour of play", megabytes("VmRSS"), "MB", 400.0);
    report("memory at its most", megabytes("VmHWM"), "MB", 400.0);
}

fn report(what: &str, value: f64, unit: &str, bar: f64) {
    let missed = if value > bar { "  MISSED" } else { "" };
    println!("{what:<44} {value:9.2} {unit}   (bar {bar}){missed}");
}

fn app() -> App {
    let mut session = Session { laboratory: Lab::Networks, ..Session::default() };
    session.scenario.walkers = 200;
    App::new(Desk::new(session, 1, Arc::new(|| ())))
}

/// One frame as the window draws it, up to the triangles.
fn frame(app: &mut App, ctx: &Context, index: usize) -> Duration {
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0))),
        time: Some(index as f64 / 60.0),
        ..RawInput::default()
    };
    let start = Instant::now();
    let mut output = ctx.run_ui(input, |ui| app.frame(ui));
    let shapes = std::mem::take(&mut output.shapes);
    let triangles = ctx.tessellate(shapes, output.pixels_per_point);
    let cost = start.elapsed();
    drop(triangles);
    output.textures_delta.clear();
    cost
}

/// Milliseconds from the hand to the first picture of a branch, and to the whole of it.
fn branch(app: &mut App, ctx: &Context, step: u32) -> [f64; 2] {
    let start = Instant::now();
    app.desk.carry_out(NetworkCommand::Hold(Some(step)), 0);
    let mut first = None;
    for index in 0.. {
        frame(app, ctx, index);
        let sprout = app.desk.networks.sprout();
        if sprout.is_some() && first.is_none() {
            first = Some(start.elapsed());
        }
        if sprout.is_some_and(|sprout| !sprout.twig.growing) {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let first = first.expect("it was seen growing");
    [first, start.elapsed()].map(|time| time.as_secs_f64() * 1e3)
}

/// A person at play for an hour, who waits for nothing but what was asked for: begins runs, changes η, goes back to runs put
/// aside, and in each leads t_c along it and lets go here and there. The runs and the branches that came to their ends.
fn play(app: &mut App, ctx: &Context) -> [usize; 2] {
    let (mut runs, mut branches, mut index) = (0, 0, 0);
    let mut wait = |app: &mut App, until: &dyn Fn(&Desk) -> bool| {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            frame(app, ctx, index);
            index += 1;
            if until(&app.desk) {
                return 1;
            }
            std::thread::sleep(Duration::from_millis(8));
        }
        0
    };
    for run in 0..RUNS {
        let before = app.desk.networks.sight().map(|sight| Arc::clone(&sight.prepared));
        let command: Command = match run % 3 {
            0 => NetworkCommand::NewRun.into(),
            1 => NetworkCommand::Set(Parameter::Eta, 0.03 + 0.01 * (run / 3 % 5) as f64).into(),
            _ => ShelfCommand::Return(0).into(),
        };
        app.desk.carry_out(command, run as u64);
        let other = |desk: &Desk| {
            let now = desk.networks.sight().map(|sight| &sight.prepared);
            now.zip(before.as_ref()).is_some_and(|(now, before)| !Arc::ptr_eq(now, before))
        };
        runs += wait(app, &|desk| other(desk) && desk.networks.rests() && !desk.networks.playing);
        for branch in 0..BRANCHES {
            let step = (137 * (run * BRANCHES + branch) % 1_000) as u32;
            // On its way there the hand stops nowhere.
            for passed in (step..1_000).step_by(97).skip(1) {
                app.desk.carry_out(NetworkCommand::Hold(Some(passed)), 0);
                wait(app, &|_| true);
            }
            app.desk.carry_out(NetworkCommand::Hold(Some(step)), 0);
            let whole = |desk: &Desk| {
                let sprout = desk.networks.sprout().map(|sprout| &sprout.twig);
                let branch = sprout.or_else(|| desk.networks.sight()?.twig(step));
                branch.is_some_and(|branch| branch.step == step && !branch.growing)
            };
            branches += wait(app, &whole);
        }
        app.desk.carry_out(NetworkCommand::KeepBranch, 0);
    }
    [runs, branches]
}

/// A line of the process's own account.
fn megabytes(what: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
