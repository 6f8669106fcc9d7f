//! Somebody who has never seen the program: from its first start to a swarm that they have frozen, and to a figure in a
//! folder of their choice. How many clicks that takes, and how many words; a picture of every step is in
//! `target/newcomer`.

use egui::accesskit::Role;
use egui::{Key, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::command::{LessonCommand, WindowCommand};
use frostline::session::Session;

use crate::support::bench::{Bench, scratch};

struct Newcomer<'a> {
    bench: &'a Bench,
    window: Harness<'a>,
    clicks: u32,
    words: usize,
    steps: u32,
}

impl Newcomer<'_> {
    /// Takes a picture, and reads what stands at the left of the stage, or in the dialog.
    fn look(&mut self, what: &str, reads: bool) {
        self.window.run_steps(4);
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/newcomer");
        std::fs::create_dir_all(folder).unwrap();
        self.steps += 1;
        let picture = self.window.render().unwrap();
        picture.save(format!("{folder}/{}-{what}.png", self.steps)).unwrap();
        if reads {
            let page = |node: &egui_kittest::Node<'_>| {
                let node = node.accesskit_node();
                matches!(node.role(), Role::Label | Role::Heading)
            };
            let page = self.window.root().children_recursive().filter(page);
            let texts = page.filter(|node| node.rect().right() < 330.0).map(|node| {
                let node = node.accesskit_node();
                node.value().or(node.label()).unwrap_or_default()
            });
            self.words += texts.map(|text| text.split_whitespace().count()).sum::<usize>();
        }
        println!("{what}: {} clicks and {} words so far", self.clicks, self.words);
    }

    fn click(&mut self, role: Role, name: &str) {
        self.clicks += 1;
        let place = self.window.get_by_role_and_label(role, name).rect().center();
        self.press(place);
    }

    fn press(&mut self, place: Pos2) {
        self.window.hover_at(place);
        self.window.run_steps(2);
        self.window.drag_at(place);
        self.window.run_steps(2);
        self.window.drop_at(place);
        self.window.run_steps(3);
    }

    /// Drags the slider of the noise by so much of its track.
    fn drag_noise(&mut self, by: f32) {
        self.clicks += 1;
        let sigma = self.bench.scenario().sigma.at(0);
        let slider = self.window.get_by_role_and_label(Role::Slider, "Noise strength σ").rect();
        // From a thousandth to ten, over four decades.
        let at = slider.left() + slider.width() * ((sigma.log10() + 3.0) / 4.0) as f32;
        let knob = egui::pos2(at, slider.top() + 24.0);
        self.window.hover_at(knob);
        self.window.run_steps(2);
        self.window.drag_at(knob);
        self.window.run_steps(2);
        for share in [0.5, 1.0] {
            self.window.hover_at(knob + vec2(share * by * slider.width(), 0.0));
            self.window.run_steps(2);
        }
        self.window.drop_at(knob + vec2(by * slider.width(), 0.0));
        self.window.run_steps(3);
    }

    fn wait(&mut self, what: &str, done: impl Fn(&Desk) -> bool) {
        self.bench.wait_long(&mut self.window, what, done);
    }
}

fn finished(desk: &Desk) -> bool {
    desk.lessons.page_is_finished()
}

#[test]
fn a_newcomer_freezes_a_swarm_and_keeps_a_figure() {
    let bench = Bench::of(Session::default());
    let window = bench.window();
    // As at the first start.
    bench.send(LessonCommand::Tour);
    bench.send(WindowCommand::Opening);
    for _ in 0..3_000 {
        std::thread::sleep(std::time::Duration::from_millis(5));
        bench.app.borrow_mut().desk.poll();
        if bench.desk(|desk| desk.around.opening.as_ref().is_some_and(|opening| opening.life().is_some())) {
            break;
        }
    }
    let mut one = Newcomer { bench: &bench, window, clicks: 0, words: 0, steps: 0 };
    let start = one.window.ctx.input(|input| input.time);
    for (what, seconds) in [("one-dot", 0.0), ("it-hops", 5.0), ("its-last-hop", 8.6), ("everybody", 11.5)] {
        one.window.input_mut().time = Some(start + seconds);
        one.window.step();
        one.look(what, false);
    }
    // The two headlines of the opening, each with its sentence.
    for seconds in [20.0, 20.1] {
        one.window.input_mut().time = Some(start + seconds);
        one.window.step();
    }
    one.window.input_mut().time = None;
    one.wait("the end of the opening", |desk| desk.around.opening.is_none());
    one.wait("the first page", running);
    one.look("first-page", true);
    one.click(Role::Button, "Play");
    one.wait("a thousand steps", finished);
    one.look("first-page-done", true);
    one.click(Role::Button, "Next");
    one.wait("the second page", running);
    one.look("second-page", true);
    one.drag_noise(0.18);
    one.wait("more noise", finished);
    one.look("more-noise", true);
    one.click(Role::Button, "Next");
    one.wait("the third page", running);
    one.look("third-page", true);
    one.drag_noise(-0.3);
    one.wait("the frost", finished);
    one.look("frozen", true);
    let frozen = (one.clicks, one.words);
    assert!(frozen.0 <= 5 && frozen.1 <= 400, "{frozen:?}");

    let folder = scratch("newcomer");
    one.click(Role::Button, "Share in the flat valley menu");
    one.look("menu", false);
    one.click(Role::Button, "Export…");
    one.wait("the figure", |desk| desk.figure().is_some());
    one.look("where-to", false);
    let field = one.window.get_by_role_and_label(Role::TextInput, "Folder").rect().center();
    one.clicks += 1;
    one.press(field);
    one.window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    one.window.event(egui::Event::Text(folder.display().to_string()));
    one.window.run_steps(3);
    one.look("folder", false);
    one.click(Role::Button, "Export");
    one.wait("the file", |desk| !desk.studio.destination.written.is_empty());
    one.look("written", false);
    assert!(std::fs::read(folder.join("p-flat.pdf")).unwrap().starts_with(b"%PDF"));
    let more = one.clicks - frozen.0;
    println!("frozen after {} clicks and {} words; a figure after {more} more clicks", frozen.0, frozen.1);
    assert!(more <= 4, "{more}");
    let _ = std::fs::remove_dir_all(&folder);
}

fn running(desk: &Desk) -> bool {
    desk.lessons.running.as_ref().is_some_and(|running| running.page.ready)
}
