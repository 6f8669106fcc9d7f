//! What a frame of the window costs the processor, with no display; how fast the swarm runs while frames are
//! drawn; and how much memory a million walkers take. Run with `cargo bench --bench frame`.
//!
//! The swarm takes every core it can have, so that on a machine of few cores a frame by the clock has the swarm's turns
//! in it: beside it stands how long the window's own thread was at work in the mean (Linux, which counts it in ticks).

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, Pos2, RawInput, Rect, vec2};
use frostline::app::App;
use frostline::app::desk::Desk;
use frostline::app::desk::command::RunCommand;
use frostline::session::Session;
use frostline::valleys::experiments::run::fresh;
use frostline::valleys::model::{Parameter, Preset};

const FRAMES: usize = 120;

fn main() {
    println!("frame, CPU side (interface + tessellation + splat), 1280 × 800, swarm running:");
    told(frames);
    println!("the same with the lens over a fork and its ghost, walkers that end elsewhere ringed:");
    told(forked);
    let still = at_rest(3_000);
    println!("    3000 walkers: {}, at the end of the run, at rest", still.told());
    for walkers in [3_000, 100_000, 1_000_000] {
        let (alone, beside) = speeds(walkers);
        println!(
            "{walkers:>9} walkers: {:6.1} million steps/s beside 60 frames a second, {:6.1} alone: {:.0} %   (bar 80 %)",
            beside / 1e6,
            alone / 1e6,
            100.0 * beside / alone
        );
    }
    println!("memory at its most: {} MB   (bar 350 MB, after 10⁶ walkers)", peak_megabytes());
}

fn told(costs: fn(u32) -> Costs) {
    for (walkers, bar) in [(3_000, 4.0), (100_000, 4.0), (1_000_000, 8.0)] {
        println!("{walkers:>9} walkers: {}   (bar {bar} ms)", costs(walkers).told());
    }
}

/// Milliseconds: of every frame by the clock, in order, and at work in the mean.
struct Costs {
    clock: Vec<f64>,
    work: f64,
}

impl Costs {
    fn of(each: &[Cost]) -> Self {
        let mut clock: Vec<f64> = each.iter().map(|cost| cost.clock.as_secs_f64() * 1e3).collect();
        clock.sort_by(f64::total_cmp);
        let work = each.iter().map(|cost| cost.work.as_secs_f64() * 1e3).sum::<f64>() / each.len() as f64;
        Self { clock, work }
    }

    fn told(&self) -> String {
        let at = |share: f64| self.clock[((self.clock.len() - 1) as f64 * share) as usize];
        let [median, most, worst] = [at(0.5), at(0.9), at(1.0)];
        format!("median {median:5.2} ms, 90 % {most:5.2}, worst {worst:5.2}, at work {:5.2}", self.work)
    }
}

/// What a frame took.
struct Cost {
    clock: Duration,
    work: Duration,
}

/// How long this thread has been at work; none where the system does not tell.
fn at_work() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

fn app(walkers: u32) -> App {
    let mut session = Session::of(Preset::Fig4);
    session.scenario.walkers = walkers;
    session.view.rate = 0.0;
    let mut app = App::new(Desk::new(session, 1, Arc::new(|| ())));
    while app.desk.run.snapshot().is_none() {
        std::thread::sleep(Duration::from_millis(1));
        app.desk.poll();
    }
    app
}

/// One frame as the window draws it, up to the triangles.
fn frame(app: &mut App, ctx: &Context, index: usize) -> Cost {
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0))),
        time: Some(index as f64 / 60.0),
        ..RawInput::default()
    };
    let (start, before) = (Instant::now(), at_work());
    let mut output = ctx.run_ui(input, |ui| app.frame(ui));
    let shapes = std::mem::take(&mut output.shapes);
    let triangles = ctx.tessellate(shapes, output.pixels_per_point);
    let cost = Cost { clock: start.elapsed(), work: at_work().saturating_sub(before) };
    drop(triangles);
    output.textures_delta.clear();
    cost
}

fn frames(walkers: u32) -> Costs {
    let mut app = app(walkers);
    let ctx = Context::default();
    for index in 0..10 {
        frame(&mut app, &ctx, index);
    }
    played(&mut app, &ctx)
}

/// From where a run is on.
fn played(app: &mut App, ctx: &Context) -> Costs {
    app.desk.carry_out(RunCommand::TogglePlay, 0);
    let costs = (0..FRAMES).map(|index| {
        std::thread::sleep(Duration::from_millis(12));
        frame(app, ctx, 10 + index)
    });
    Costs::of(&costs.collect::<Vec<_>>())
}

/// Costs of a fork early in the run: what was before it is its ghost.
fn forked(walkers: u32) -> Costs {
    const FORK: u32 = 60;
    let mut app = app(walkers);
    let ctx = Context::default();
    let step = |app: &App| app.desk.run.fresh_snapshot().map_or(0, |now| now.now.step);
    let wait = |app: &mut App, done: &dyn Fn(&App) -> bool| {
        while !done(app) {
            std::thread::sleep(Duration::from_millis(1));
            app.desk.poll();
        }
    };
    app.desk.carry_out(RunCommand::RunTo(2 * FORK), 0);
    wait(&mut app, &|app| step(app) == 2 * FORK);
    app.desk.carry_out(RunCommand::Scrub(Some(FORK)), 1);
    app.desk.carry_out(RunCommand::Set(Parameter::Sigma, 0.3), 2);
    wait(&mut app, &|app| {
        step(app) == FORK && app.desk.run.ghost_seen().is_some_and(|ghost| ghost.picture.is_some())
    });
    for index in 0..10 {
        frame(&mut app, &ctx, index);
    }
    played(&mut app, &ctx)
}

/// The same once the swarm has come to its end, where nothing else runs on the processor.
fn at_rest(walkers: u32) -> Costs {
    let mut app = app(walkers);
    let ctx = Context::default();
    app.desk.carry_out(RunCommand::TogglePlay, 0);
    for index in 0..200 {
        frame(&mut app, &ctx, index);
        std::thread::sleep(Duration::from_millis(12));
    }
    let costs: Vec<Cost> = (0..FRAMES).map(|index| frame(&mut app, &ctx, 200 + index)).collect();
    Costs::of(&costs)
}

/// Walker-steps a second of the engine on one thread alone, and of the window's swarm beside its frames.
fn speeds(walkers: u32) -> (f64, f64) {
    let time = Duration::from_secs(3);
    let scenario = {
        let mut scenario = Session::of(Preset::Fig4).scenario;
        (scenario.walkers, scenario.steps) = (walkers, 100_000_000);
        scenario
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mut swarm = fresh(&scenario);
    let start = Instant::now();
    let burst = (20_000_000 / walkers).max(1);
    while start.elapsed() < time {
        pool.install(|| swarm.advance(burst));
    }
    let alone = f64::from(swarm.step()) * f64::from(walkers) / start.elapsed().as_secs_f64();
    drop(swarm);

    let mut session = Session::of(Preset::Fig4);
    session.scenario = scenario;
    session.view.rate = 0.0;
    let mut app = App::new(Desk::new(session, 1, Arc::new(|| ())));
    let ctx = Context::default();
    let step = |app: &App| app.desk.run.snapshot().map_or(0, |snapshot| snapshot.now.step);
    frame(&mut app, &ctx, 0);
    app.desk.carry_out(RunCommand::TogglePlay, 0);
    let mut from = None;
    let start = Instant::now();
    let mut index = 0;
    while start.elapsed() < time {
        index += 1;
        let cost = frame(&mut app, &ctx, index);
        std::thread::sleep(Duration::from_micros(16_600).saturating_sub(cost.clock));
        // The first snapshot that moves starts the clock.
        if from.is_none() && step(&app) > 0 {
            from = Some((step(&app), Instant::now()));
        }
    }
    let (first, since) = from.expect("the swarm moves");
    let beside = f64::from(step(&app) - first) * f64::from(walkers) / since.elapsed().as_secs_f64();
    (alone, beside)
}

/// The most memory this process has had.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
