//! Frostline shows why noisy gradient descent settles in flat valleys: walkers on a two-valley loss hop between
//! a sharp and a flat valley until the barrier that grows between them freezes the hopping.
//!
//! # The map
//!
//! | room | what it is | may import |
//! |---|---|---|
//! | [`words`] | what the program says, in one file: `assets/words/english.words` | – (all others import it, but for those that have no words) |
//! | [`platform`] | the machine beneath: the only place that names files, threads, clocks and processes | – |
//! | [`platform::simd`] | which instruction sets this machine has | – |
//! | [`job`] | background work in turns, on a thread or at a browser's worker, which publishes its latest result and is never waited for; the loop of a live run | `platform` |
//! | [`settings`] | what any laboratory's settings are made of: schedules and the knots they are drawn through | – |
//! | [`chart`] | what a figure is: panels, axes, marks and names, in plain data | – |
//! | [`export`] | a chart on paper: SVG, PDF, PNG, CSV and moving pictures | `chart`, `platform` |
//! | [`valleys::model`] | the equations of the two valleys: landscape, noise laws, a whole [`valleys::model::Scenario`]; pure, cannot fail | `settings` |
//! | [`valleys::theory`] | the paper's closed forms, the exact ones and small solvers; pure | `platform::simd`, `settings`, `valleys::model` |
//! | [`valleys::sim`] | the stochastic dynamics: a fast [`valleys::sim::Swarm`] and the slow oracle its tests trust | `platform`, `settings`, `valleys::model` |
//! | [`valleys::words`] | what model and theory are called, and why a formula does not hold | `chart`, `valleys::model`, `valleys::theory` |
//! | [`valleys::experiments`] | questions asked of the model: a run, a live run, a sweep, the check against the paper | `platform`, `job`, `settings`, `valleys::model`, `valleys::theory`, `valleys::sim` |
//! | [`valleys::figures`] | answers as charts, and the catalogue of them | `platform`, `job`, `settings`, `chart`, `valleys::model`, `valleys::theory`, `valleys::sim`, `valleys::experiments`, `valleys::words` |
//! | [`valleys`] | how a run is looked at, and its panels | `chart`, `settings`, `valleys` |
//! | [`networks::model`] | digits, networks and the settings of a run; pure | `settings` |
//! | [`networks::training`] | how networks learn: kernels, gradients, descent with and without noise, checkpoints | `platform`, `settings`, `networks::model` |
//! | [`networks::curvature`] | how the loss bends: products with the Hessian, its largest eigenvalues, flatness | `platform`, `networks::model`, `networks::training` |
//! | [`networks::experiments`] | questions asked of networks: a run, its continuations, when it freezes, a grid, other papers | `platform`, `job`, `settings`, `networks::model`, `networks::training`, `networks::curvature` |
//! | [`networks::figures`] | answers as charts, and the catalogue of them | `job`, `chart`, `networks::model`, `networks::training`, `networks::curvature`, `networks::experiments` |
//! | [`networks`] | small networks on handwritten digits, and what is kept of a look at them | `settings`, `networks` |
//! | [`labs`] | the laboratories there are, and whose figure a name is | `valleys`, `networks` |
//! | [`session`] | what is kept of the work: runs, answers, what a class adds | `labs`, `platform`, `job`, `settings`, `chart`, `export`, `valleys` |
//! | [`lessons`] | what a teacher writes for either laboratory, read and checked | `labs`, `settings`, `chart`, `valleys`, `networks` |
//! | [`cli`] | the command line | `labs`, `platform`, `job`, `settings`, `chart`, `export`, `valleys`, `networks`, `session`, `lessons` |
//! | [`app::kit`] | widgets, theme, maths, plots, rasters: draws anything, knows no state | `platform`, `settings`, `chart` |
//! | [`app::desk`] | what the window knows, and what every command does to it; draws nothing | `labs`, `platform`, `job`, `settings`, `chart`, `export`, `valleys`, `networks`, `session`, `lessons`, `app::kit` |
//! | [`app::valleys`] | stage, panels and controls of the two valleys | `platform`, `job`, `settings`, `chart`, `valleys`, `lessons`, `app::kit`, `app::desk` |
//! | [`app::networks`] | the laboratory of networks: stage, digits, panels, controls and its timeline | `labs`, `platform`, `settings`, `chart`, `networks`, `lessons`, `app::kit`, `app::desk` |
//! | [`app::bridge`] | the card between the laboratories: what stands for what, and a door to either side | `chart`, `valleys`, `networks`, `app::kit`, `app::desk`, `app::valleys`, `app::networks` |
//! | [`app::gallery`] | the page of figures and experiments | `platform`, `job`, `settings`, `chart`, `export`, `valleys`, `app::kit`, `app::desk` |
//! | [`app::lessons`] | lessons in the window | `labs`, `platform`, `chart`, `valleys`, `lessons`, `app::kit`, `app::desk` |
//! | [`app::shell`] | the window around all that, and its picture without one | `labs`, `platform`, `job`, `settings`, `chart`, `export`, `valleys`, `networks`, `session`, `lessons`, `app::kit`, `app::desk`, `app::valleys`, `app::networks`, `app::bridge`, `app::gallery`, `app::lessons` |
//! | [`app`] | the window | `app` |
//!
//! A test (`tests/house/architecture.rs`) reads this table, and every source file as the compiler does, and names the line
//! that breaks one of these rules:
//!
//! - A room imports what the table lets it, and nothing else of ours. Arrows run downwards.
//! - `theory` and `sim` never see each other: that they agree is evidence only while they are independent.
//! - What is pure has no words, no clock and no file; egui is named under `app` alone.
//!
//! # One run
//!
//! A [`valleys::model::Scenario`] determines everything, to the bit. [`valleys::sim::Swarm`] advances it, any number of
//! steps a call on any number of threads, and keeps a bounded [`valleys::sim::Record`];
//! [`valleys::sim::Swarm::summary`] is the run in numbers.
//!
//! # One frame
//!
//! Keys and controls send a [`app::desk::command::Command`], the [`app::desk::Desk`] carries it out: the closed forms
//! follow at once, the [`valleys::experiments::live`] swarm and the slower predictions in the background. Then stage
//! and panels draw the [`app::desk::scene::Scene`] that results, and answer with commands. The worker advances fixed
//! numbers of steps and publishes: wall-clock time changes what is shown, never a result.
//!
//! The networks go the same way on a page of their own: [`networks::experiments::live`] trains, branches and reads in the
//! background and publishes a sight, of which stage and panels draw a [`networks::figures::scope::Scope`]. Nothing is
//! trained before the page is opened.
//!
//! # One export
//!
//! A session goes through the same [`valleys::experiments`] call on the calling thread, becomes a figure's description,
//! and the description becomes a file: what is exported is what is seen.
//!
//! # The words
//!
//! | word | what it means |
//! |---|---|
//! | scenario | everything that determines a run: landscape, noise, schedules, walkers, steps, seed |
//! | swarm, walker | the run's state, and one of its many copies of the dynamics |
//! | hop | a walker crosses the ridge between the valleys |
//! | record, sample, summary | what a run keeps of its course, one moment of that, and all of it in numbers |
//! | snapshot | what a live run publishes of itself |
//! | story, walk | all that a run goes through, its changes included, and a swarm that goes through it again |
//! | outcome, parted | what becomes of a walker if nothing more is changed, and walkers that end elsewhere in two runs |
//! | ghost | the run that the one on show is compared with: its own future before a fork, or another one |
//! | stamp, shelf | a run put aside to be gone back to, and the place for those |
//! | setup, run, repeat | everything that determines a training run, the run, and one with other batches from the same start |
//! | branch, end, reading | a descent from a step of a run, where it is read off, and all that is read there |
//! | sight, twig, trace | what a live run of a network publishes: all of it, a branch, and where that lies on the plane |
//! | sprout, relief | a branch that grows under the hand, and the train loss on the plane |
//! | scope, ramp, bench | the networks as they are looked at, the colours of t_c, and what is kept of both |
//! | field, plot, crop | a grid of runs that fills in the background, one of its runs, and what is kept of it |
//! | averages | what repeats of a network's run tell, in means with their errors |
//! | leaf | a run of a network put aside: what it takes to train it again, and a small curve |
//! | pane, exhibit, looked | a panel of the networks by name, what of them can be put on paper, and what that is drawn from |
//! | precedence, ranks | what goes before other work in the background, and who stands aside for whom |
//! | bridge, plank | the card between the laboratories, and what stands for what on it |
//! | veil, piece | what of the networks is kept back until it is guessed, and one thing that can be |
//! | aside | a figure that a page of a lesson shows in the place of the run |
//! | laboratory | a model with its theory, dynamics, experiments and figures |
//! | experiment, question | what is asked of a scenario, and what can be set of that |
//! | figure, panel, mark, pen, ink | a picture in plain data, its axes, what is drawn in them, with what, and in the colour of what |
//! | entry | a row of the catalogue: a figure that can be made |
//! | origin, standing | what determines a figure, and how an answer on show stands to its question |
//! | effort, patience | how many walkers a figure is worth, and how long a prediction |
//! | job, turn, task | background work, a piece of it, and work with a single result |
//! | away, mission | work that plain data describes, so that a browser's worker can do it, and the same with a single result |
//! | desk | what the window knows: run, view, follow, shelf, studio, cinema, classroom, files, around, look |
//! | scene, shown | what a frame may read, and the moment that is looked at |
//! | command, row, offer | what is asked of the desk, what goes with it, and its line in the palette |
//! | errand | work with files, away from the window's own thread |
//! | link | a text that opens a run, a lesson, or a page with stage and one panel alone |
//! | keeper, kept, left | who writes the run down while it changes, what is written, and what a dead window left |
//!
//! # In a program of your own
//!
//! With `default-features = false` there is no window and nothing that draws: model, theory, engine and experiments are
//! left. The feature `export` adds sessions and figures as files.
//!
//! A run:
//!
//! ```
//! use frostline::settings::{Adjustable, Settings};
//! use frostline::valleys::model::{Parameter, Preset};
//! use frostline::valleys::sim::Swarm;
//!
//! let mut scenario = Preset::Fig3.scenario();
//! Parameter::Sigma.set(&mut scenario, 0.05)?;
//! Parameter::Walkers.set(&mut scenario, 200.0)?;
//! // The engine takes what was checked, and nothing else.
//! let mut swarm = Swarm::new(&scenario.checked()?);
//! swarm.advance(2_000);
//! let summary = swarm.summary();
//! assert!(summary.p_flat.is_some_and(|share| share > 0.5), "{summary:?}");
//! # Ok::<(), frostline::settings::Invalid>(())
//! ```
//!
//! A curve of the theory, which says where it does not hold, and why:
//!
//! ```
//! use frostline::valleys::model::{Landscape, NoiseLaw};
//! use frostline::valleys::theory::{Why, p_ss};
//!
//! let landscape = Landscape::default();
//! let curve = (1..=10).map(|y| p_ss(&landscape, NoiseLaw::Hessian, f64::from(y), 1e-3));
//! let valid: Vec<f64> = curve.filter_map(|prediction| prediction.valid()).collect();
//! assert!(!valid.is_empty() && valid.is_sorted());
//! let close = p_ss(&landscape, NoiseLaw::Hessian, 0.1, 1e-3);
//! assert!(matches!(close.why(), Some(Why::LowBarrier { .. })));
//! ```
//!
//! A network, trained, and read off where it ends:
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use frostline::networks::experiments::prepared::{PrepareError, Prepared};
//! use frostline::networks::experiments::reading::{Bends, Reading};
//! use frostline::networks::experiments::run::{Along, run};
//! use frostline::networks::model::{Length, Setup};
//!
//! let prepared = Prepared::shipped(Setup { digits: 100, length: Length::Steps(300), ..Setup::default() })?;
//! let run = run(&prepared, 0, &Along::default(), &|_| ControlFlow::Continue(())).expect("nothing breaks it off");
//! let bends = Bends { layer: true, all: false };
//! let reading = Reading::take(prepared.datasets(), run.end.weights, run.end.step, bends);
//! assert!(reading.train.loss < 0.5 && reading.flatness_layer().is_some_and(|flatness| flatness > 0.0));
//! # Ok::<(), PrepareError>(())
//! ```
//!
//! A figure, as it is exported:
//!
//! ```
//! # #[cfg(feature = "export")] {
//! use std::ops::ControlFlow;
//!
//! use frostline::export::{self, Format, Sheet};
//! use frostline::session::Session;
//! use frostline::valleys::figures::{Effort, Source, named};
//! use frostline::valleys::model::Preset;
//!
//! let session = Session::of(Preset::Fig4);
//! let look = session.view.look();
//! let source = Source::new(session.scenario.clone(), Vec::new(), 0, look, Effort::Quick);
//! let entry = named("freezing").expect("it is in the catalogue");
//! let figure = (entry.make)(&source, &|_| ControlFlow::Continue(())).expect("nothing breaks it off");
//! let svg = export::bytes(&figure, &Sheet::default(), &session.provenance(None), Format::Svg).expect("a figure");
//! assert!(svg.starts_with(b"<svg"));
//! # }
//! ```

#[cfg(feature = "window")]
pub mod app;
pub mod chart;
#[cfg(all(feature = "window", not(target_arch = "wasm32")))]
pub mod cli;
#[cfg(feature = "export")]
pub mod export;
pub mod job;
pub mod labs;
pub mod lessons;
pub mod networks;
pub mod platform;
#[cfg(feature = "export")]
pub mod session;
pub mod settings;
pub mod valleys;
pub mod words;
