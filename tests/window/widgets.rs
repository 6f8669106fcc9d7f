//! Every control is found by its role and name and works by pointer, by keyboard
//! and through a screen reader.

use std::cell::{Cell, RefCell};

use crate::support::{double_click, harness};
use egui::accesskit::Role;
use egui::{Key, Modifiers, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::kit::theme::Mode;
use frostline::app::kit::widgets::{
    Button, Foldout, Gesture, Icon, IconButton, PlayButton, Quantity, Segmented, Slider, Tabs, ValueRow,
};

const RATE: Quantity = Quantity::logarithmic(1e-4..=1.0, 0.01);
const RATIO: Quantity = Quantity::linear(1.0..=2.5, 1.515);
const SEED: Quantity = Quantity::linear(0.0..=1000.0, 42.0).whole();

/// A slider in a window of its own, with its value and its gestures to look at.
struct Bench {
    value: Cell<f64>,
    gestures: RefCell<Vec<Gesture>>,
}

impl Bench {
    fn new(value: f64) -> Self {
        Self { value: Cell::new(value), gestures: RefCell::default() }
    }

    fn note(&self, value: f64, gesture: Gesture) {
        self.value.set(value);
        if gesture != Gesture::default() {
            self.gestures.borrow_mut().push(gesture);
        }
    }

    fn slider(&self, quantity: Quantity) -> egui_kittest::Harness<'_> {
        harness(Mode::Dark, [240.0, 80.0], move |ui| {
            let mut value = self.value.get();
            let (_, gesture) = Slider::new("Learning rate $η$", &mut value, quantity).show(ui);
            self.note(value, gesture);
        })
    }

    fn row(&self, quantity: Quantity) -> egui_kittest::Harness<'_> {
        harness(Mode::Dark, [240.0, 80.0], move |ui| {
            let mut value = self.value.get();
            let (_, gesture) = ValueRow::new("Start $y_i$", &mut value, quantity).show(ui);
            self.note(value, gesture);
        })
    }

    fn count(&self, which: impl Fn(&Gesture) -> bool) -> usize {
        self.gestures.borrow().iter().filter(|gesture| which(gesture)).count()
    }
}

const NAME: &str = "Learning rate η";

#[test]
fn a_slider_is_found_by_name_and_tells_its_range() {
    let bench = Bench::new(0.01);
    let harness = bench.slider(RATE);
    let slider = harness.get_by_role_and_label(Role::Slider, NAME);
    let node = slider.accesskit_node();
    assert_eq!(node.numeric_value(), Some(0.01));
    assert_eq!(node.min_numeric_value(), Some(1e-4));
    assert_eq!(node.max_numeric_value(), Some(1.0));
    assert_eq!(slider.value().as_deref(), Some("0.01"));
}

#[test]
fn arrows_move_a_slider_and_shift_makes_them_fine() {
    let bench = Bench::new(1.5);
    let mut harness = bench.slider(RATIO);
    harness.get_by_label(NAME).focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert_eq!(bench.value.get(), 1.51);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.run();
    assert_eq!(bench.value.get(), 1.509);
    harness.key_press(Key::PageUp);
    harness.run();
    assert_eq!(bench.value.get(), 1.609);
    harness.key_press(Key::End);
    harness.run();
    assert_eq!(bench.value.get(), 2.5);
    harness.key_press(Key::Home);
    harness.run();
    assert_eq!(bench.value.get(), 1.0);
    harness.key_press(Key::Backspace);
    harness.run();
    assert_eq!(bench.value.get(), 1.515);
    assert!(harness.get_by_label(NAME).is_focused(), "the arrows are the slider's own");
    let instant = Gesture { began: true, changed: true, ended: true };
    assert!(bench.gestures.borrow().iter().all(|gesture| *gesture == instant));
    assert_eq!(bench.gestures.borrow().len(), 6);
}

#[test]
fn a_whole_drag_is_one_gesture() {
    let bench = Bench::new(0.01);
    let mut harness = bench.slider(RATE);
    let rect = harness.get_by_label(NAME).rect();
    let knob = rect.center_top() + vec2(0.0, 24.0);
    harness.hover_at(knob);
    harness.run();
    harness.drag_at(knob);
    harness.run();
    assert_eq!(bench.value.get(), 0.01, "grabbed, not moved");
    for step in 1..=5 {
        harness.hover_at(knob + vec2(8.0 * step as f32, 0.0));
        harness.run();
    }
    harness.drop_at(knob + vec2(40.0, 0.0));
    harness.run();
    assert!(bench.value.get() > 0.02, "{}", bench.value.get());
    assert_eq!(bench.count(|gesture| gesture.began), 1);
    assert_eq!(bench.count(|gesture| gesture.ended), 1);
    assert!(bench.count(|gesture| gesture.changed) >= 5);
}

#[test]
fn a_click_on_the_track_takes_the_knob_there() {
    let bench = Bench::new(0.01);
    let mut harness = bench.slider(RATE);
    let rect = harness.get_by_label(NAME).rect();
    let place = pos2(rect.left() + 5.0 + 0.75 * (rect.width() - 10.0), rect.top() + 24.0);
    harness.drag_at(place);
    harness.run();
    harness.drop_at(place);
    harness.run();
    assert_eq!(bench.value.get(), 0.1);
}

#[test]
fn a_double_click_resets() {
    let bench = Bench::new(0.5);
    let mut harness = bench.slider(RATE);
    let place = harness.get_by_label(NAME).rect().center() + vec2(30.0, 5.0);
    double_click(&mut harness, place);
    assert_eq!(bench.value.get(), 0.01);
    let last = *bench.gestures.borrow().last().expect("a gesture");
    assert!(last.ended);
    assert_eq!(bench.count(|gesture| gesture.began), bench.count(|gesture| gesture.ended));
}

#[test]
fn a_number_can_be_typed_from_the_keyboard() {
    let bench = Bench::new(0.01);
    let mut harness = bench.slider(RATE);
    harness.get_by_label(NAME).focus();
    harness.run();
    for text in ["0", ".", "2", "5"] {
        harness.event(egui::Event::Text(text.into()));
        harness.run();
    }
    assert_eq!(bench.value.get(), 0.01, "not before Enter");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(bench.value.get(), 0.25);
    assert!(harness.get_by_role_and_label(Role::Slider, NAME).is_focused(), "and the focus returns");
}

#[test]
fn a_number_is_typed_where_it_is_clicked_and_escape_leaves_it() {
    let bench = Bench::new(0.01);
    let mut harness = bench.slider(RATE);
    let rect = harness.get_by_label(NAME).rect();
    let number = pos2(rect.right() - 12.0, rect.top() + 7.0);
    let click = |harness: &mut egui_kittest::Harness<'_>| {
        harness.drag_at(number);
        harness.drop_at(number);
        harness.run();
    };
    click(&mut harness);
    harness.event(egui::Event::Text("7".into()));
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(bench.value.get(), 0.01);

    harness.hover_at(pos2(1.0, 79.0));
    harness.run_steps(30);
    click(&mut harness);
    harness.event(egui::Event::Text("7".into()));
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(bench.value.get(), 1.0, "what was there is replaced, and the range holds");
}

#[test]
fn typing_moves_nothing_below() {
    let mut values = [0.01, 0.02];
    let mut harness = harness(Mode::Dark, [240.0, 160.0], |ui| {
        Slider::new("Upper", &mut values[0], RATE).show(ui);
        ValueRow::new("Lower", &mut values[1], RATE).show(ui);
    });
    let before = harness.get_by_label("Lower").rect();
    harness.get_by_label("Upper").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.query_by_role_and_label(Role::TextInput, "Upper").is_some());
    assert_eq!(harness.get_by_label("Lower").rect(), before);
}

#[test]
fn nonsense_typed_changes_nothing() {
    let bench = Bench::new(0.01);
    let mut harness = bench.slider(RATE);
    harness.get_by_label(NAME).focus();
    harness.run();
    for text in ["1", "x", "y"] {
        harness.event(egui::Event::Text(text.into()));
        harness.run();
    }
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(bench.value.get(), 0.01);
    assert!(bench.gestures.borrow().is_empty());
}

#[test]
fn a_number_can_be_scrubbed() {
    let bench = Bench::new(1.5);
    let mut harness = bench.slider(RATIO);
    let rect = harness.get_by_label(NAME).rect();
    let number = pos2(rect.right() - 12.0, rect.top() + 7.0);
    harness.hover_at(number);
    harness.run();
    harness.drag_at(number);
    harness.run();
    for step in 1..=4 {
        harness.hover_at(number - vec2(15.0 * step as f32, 0.0));
        harness.run();
    }
    harness.drop_at(number - vec2(60.0, 0.0));
    harness.run();
    assert!((bench.value.get() - 1.2).abs() < 0.03, "{}", bench.value.get());
    assert_eq!(bench.count(|gesture| gesture.began), 1);
    assert_eq!(bench.count(|gesture| gesture.ended), 1);
}

#[test]
fn a_screen_reader_sets_and_steps_a_slider() {
    let bench = Bench::new(1.5);
    let mut harness = bench.slider(RATIO);
    harness.get_by_role_and_label(Role::Slider, NAME).set_value_accesskit(2.0);
    harness.run();
    assert_eq!(bench.value.get(), 2.0);
    harness.get_by_role_and_label(Role::Slider, NAME).set_value_accesskit(99.0);
    harness.run();
    assert_eq!(bench.value.get(), 2.5, "within the range");
    harness.get_by_role_and_label(Role::Slider, NAME).decrement_accesskit();
    harness.run();
    assert_eq!(bench.value.get(), 2.49);
    harness.get_by_role_and_label(Role::Slider, NAME).increment_accesskit();
    harness.run();
    assert_eq!(bench.value.get(), 2.5);
}

#[test]
fn a_disabled_slider_keeps_its_value() {
    let value = Cell::new(1.5);
    let mut harness = harness(Mode::Dark, [240.0, 80.0], |ui| {
        ui.disable();
        let mut shown = value.get();
        Slider::new("Ratio", &mut shown, RATIO).show(ui);
        value.set(shown);
    });
    let slider = harness.get_by_role_and_label(Role::Slider, "Ratio");
    assert!(slider.accesskit_node().is_disabled());
    let place = slider.rect().left_center() + vec2(20.0, 0.0);
    slider.set_value_accesskit(2.0);
    harness.run();
    harness.drag_at(place);
    harness.run();
    harness.drop_at(place);
    harness.run();
    assert_eq!(value.get(), 1.5);
}

#[test]
fn a_warning_is_told_with_the_slider() {
    let harness = harness(Mode::Dark, [240.0, 80.0], |ui| {
        let mut value = 0.31;
        Slider::new("Rate", &mut value, RATE).warning(Some("curvature 9.5 > $2/η$")).show(ui);
    });
    let slider = harness.get_by_role_and_label(Role::Slider, "Rate");
    assert_eq!(slider.accesskit_node().description().as_deref(), Some("curvature 9.5 > 2/η"));
}

#[test]
fn a_value_row_is_a_spin_button() {
    let bench = Bench::new(42.0);
    let mut harness = bench.row(SEED);
    harness.get_by_role_and_label(Role::SpinButton, "Start y_i").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    harness.run();
    assert_eq!(bench.value.get(), 43.0);
    harness.get_by_role_and_label(Role::SpinButton, "Start y_i").set_value_accesskit(7.4);
    harness.run();
    assert_eq!(bench.value.get(), 7.0, "whole numbers only");
    let place = harness.get_by_role_and_label(Role::SpinButton, "Start y_i").rect().center();
    double_click(&mut harness, place);
    assert_eq!(bench.value.get(), 42.0, "a double click resets");
}

#[test]
fn buttons_answer_to_pointer_keyboard_and_screen_reader() {
    let presses = RefCell::new(Vec::new());
    let mut harness = harness(Mode::Dark, [400.0, 300.0], |ui| {
        let press = |name: &str, response: egui::Response| {
            if response.clicked() {
                presses.borrow_mut().push(name.to_owned());
            }
        };
        press("run", Button::primary("Run").show(ui));
        press("new", Button::outline("New run").width(192.0).show(ui));
        press("export", Button::ghost("Export").show(ui));
        press("help", IconButton::new(Icon::Help, "Help").show(ui));
        press("play", PlayButton::new(false, frostline::app::kit::theme::Scale::WINDOW).show(ui));
    });
    for (label, name) in
        [("Run", "run"), ("New run", "new"), ("Export", "export"), ("Help", "help"), ("Play", "play")]
    {
        harness.get_by_role_and_label(Role::Button, label).click();
        harness.run();
        harness.get_by_role_and_label(Role::Button, label).focus();
        harness.run();
        harness.key_press(Key::Space);
        harness.run();
        harness.get_by_role_and_label(Role::Button, label).click_accesskit();
        harness.run();
        assert_eq!(std::mem::take(&mut *presses.borrow_mut()), [name; 3]);
    }
}

#[test]
fn every_control_is_reached_by_tab_once() {
    let mut chosen = 0;
    let mut law = 0;
    let mut open = false;
    let mut values = [0.01, 3.0];
    let mut harness = harness(Mode::Dark, [700.0, 300.0], |ui| {
        Tabs::new(&mut chosen, &[(0, "Explore"), (1, "Compare"), (2, "Lessons")]).show(ui);
        Slider::new("Rate", &mut values[0], RATE).show(ui);
        ValueRow::new("Walkers", &mut values[1], SEED).show(ui);
        Segmented::new("Noise law", &mut law, &[(0, "Hessian"), (1, "Isotropic")]).show(ui);
        Foldout::new("Landscape", "two valleys", &mut open).show(ui, |_| ());
        Button::outline("New run").show(ui);
    });
    for (role, label) in [
        (Role::Tab, "Explore"),
        (Role::Slider, "Rate"),
        (Role::SpinButton, "Walkers"),
        (Role::RadioButton, "Hessian"),
        (Role::Button, "Landscape"),
        (Role::Button, "New run"),
    ] {
        harness.key_press(Key::Tab);
        harness.run();
        assert!(harness.get_by_role_and_label(role, label).is_focused(), "{label}");
    }
}

#[test]
fn choices_move_with_the_arrows_and_the_focus_follows() {
    let law = Cell::new(0);
    let mut harness = harness(Mode::Dark, [300.0, 100.0], |ui| {
        let mut chosen = law.get();
        Segmented::new("Noise law", &mut chosen, &[(0, "Hessian"), (1, "Isotropic")]).show(ui);
        law.set(chosen);
    });
    assert!(harness.query_by_role_and_label(Role::RadioGroup, "Noise law").is_some());
    harness.get_by_role_and_label(Role::RadioButton, "Isotropic").click();
    harness.run();
    assert_eq!(law.get(), 1);
    harness.get_by_role_and_label(Role::RadioButton, "Isotropic").focus();
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(law.get(), 0);
    assert!(harness.get_by_role_and_label(Role::RadioButton, "Hessian").is_focused());
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(law.get(), 0, "the first is the first");
    harness.get_by_role_and_label(Role::RadioButton, "Isotropic").click_accesskit();
    harness.run();
    assert_eq!(law.get(), 1);
}

#[test]
fn tabs_choose_a_screen() {
    let screen = Cell::new('e');
    let mut harness = harness(Mode::Light, [400.0, 60.0], |ui| {
        let mut chosen = screen.get();
        Tabs::new(&mut chosen, &[('e', "Explore"), ('p', "Phase diagram")]).show(ui);
        screen.set(chosen);
    });
    harness.get_by_role_and_label(Role::Tab, "Phase diagram").click();
    harness.run();
    assert_eq!(screen.get(), 'p');
    harness.get_by_role_and_label(Role::Tab, "Phase diagram").focus();
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert_eq!(screen.get(), 'e');
}

#[test]
fn a_foldout_shows_its_group_when_open() {
    let open = Cell::new(false);
    let mut harness = harness(Mode::Dark, [240.0, 120.0], |ui| {
        let mut shown = open.get();
        Foldout::new("Landscape", "two valleys", &mut shown).show(ui, |ui| Button::ghost("Inside").show(ui));
        open.set(shown);
    });
    assert!(harness.query_by_label("Inside").is_none());
    let row = harness.get_by_role_and_label(Role::Button, "Landscape");
    assert_eq!(row.accesskit_node().data().is_expanded(), Some(false));
    row.focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.query_by_label("Inside").is_some());
}
