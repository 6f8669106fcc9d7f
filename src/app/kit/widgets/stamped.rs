//! A run put aside: a small picture with its name below it.

use egui::accesskit::Role as Access;
use egui::{
    Align2, CornerRadius, Key, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};

/// One of a row of places.
pub struct Stamped<'a> {
    pub place: usize,
    pub rect: Rect,
    pub name: &'a str,
    /// What is said of it.
    pub said: &'a str,
    /// A curve, as shares of the room from the lower left corner.
    pub curve: Vec<[f32; 2]>,
    /// Whether it is the run under way, and how visible its curve is.
    pub here: bool,
    pub opacity: f32,
}

/// A stamp, from the top of its row, and the middle of its name below it.
const SIZE: egui::Vec2 = vec2(72.0, 36.0);
const TOP: f32 = 7.0;
const NAME: f32 = 52.0;
const WIDTH: f32 = 1.4;

/// So many places side by side.
pub fn places(row: Rect, count: usize) -> impl Iterator<Item = Rect> {
    let pitch = row.width() / count as f32;
    let size = vec2(SIZE.x.min(pitch - space::TITLE_GAP).max(24.0), SIZE.y);
    let gap = (row.width() - count as f32 * size.x) / (count - 1).max(1) as f32;
    let corner = move |place: usize| vec2(place as f32 * (size.x + gap.min(4.0 * space::TITLE_GAP)), TOP);
    (0..count).map(move |place| Rect::from_min_size(row.min + corner(place), size))
}

/// A place for a run to come.
pub fn empty(ui: &Ui, rect: Rect) {
    let theme = Theme::of(ui.ctx());
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.0, theme.track), 3.0, 3.0));
}

impl Stamped<'_> {
    /// The picture, which can be clicked and dragged.
    pub fn show(&self, ui: &Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let response =
            ui.interact(self.rect, ui.scope_id().with(("stamp", self.place)), Sense::click_and_drag());
        let fill = if response.hovered() { theme.hover } else { theme.well };
        let outline = match (self.here, response.hovered()) {
            (true, _) => Stroke::new(1.2, theme.strong),
            (false, true) => Stroke::new(1.0, theme.outline),
            (false, false) => Stroke::new(1.0, theme.track),
        };
        let radius = CornerRadius::same(space::SEGMENT_RADIUS);
        ui.painter().rect(self.rect, radius, fill, outline, StrokeKind::Inside);
        let inner = self.rect.shrink2(vec2(6.0, 5.0));
        let at = |[across, up]: &[f32; 2]| -> Pos2 {
            let up = up.clamp(0.0, 1.0);
            pos2(inner.left() + across * inner.width(), inner.bottom() - up * inner.height())
        };
        let ink = fade(theme.strong, self.opacity);
        ui.painter().line(self.curve.iter().map(at).collect(), Stroke::new(WIDTH, ink));
        if response.has_focus() {
            let ring = Stroke::new(space::FOCUS_RING, theme.ice);
            ui.painter().rect_stroke(self.rect.expand(2.0), radius, ring, StrokeKind::Outside);
        }
        response.widget_info(|| WidgetInfo::labeled(Access::Button, true, self.said));
        response
    }

    /// Its name below it, as much of it as there is room for.
    pub fn write(&self, ui: &Ui, response: &Response) {
        let theme = Theme::of(ui.ctx());
        let (role, ink) = match (self.here, response.hovered()) {
            (true, _) => (Role::DirectStrong, theme.strong),
            (false, true) => (Role::Small, theme.text),
            (false, false) => (Role::Small, theme.mute),
        };
        let style = Style::new(role, Scale::WINDOW, ink).size(10.5);
        let name = maths::fitted(ui.ctx(), self.name, style, self.rect.width() + space::TITLE_GAP - 2.0);
        maths::layout(ui.ctx(), &name, style).paint(ui.painter(), self.below(), Align2::CENTER_CENTER);
    }

    fn below(&self) -> Pos2 {
        pos2(self.rect.center().x, self.rect.top() - TOP + NAME)
    }

    /// Its name while it is typed, in so many letters; when that is over, the new one or none.
    pub fn rename(&self, ui: &mut Ui, label: &str, most: usize) -> Option<Option<String>> {
        let field = Rect::from_center_size(self.below(), vec2(self.rect.width() + 8.0, 18.0));
        let id = ui.scope_id().with("name-of-run");
        let begun: Option<String> = ui.data(|data| data.get_temp(id));
        let mut draft = begun.clone().unwrap_or_else(|| maths::plain(self.name));
        let mut child = ui.new_child(UiBuilder::new().max_rect(field));
        let edit = egui::TextEdit::singleline(&mut draft)
            .id(id.with("field"))
            .char_limit(most)
            .font(Role::Small.font(Scale::WINDOW))
            .margin(egui::Margin::symmetric(4, 2))
            .desired_width(field.width() - 8.0);
        let response = child.put(field, edit);
        response.widget_info(|| WidgetInfo::labeled(Access::TextInput, true, label));
        if begun.is_none() {
            response.request_focus();
        }
        ui.data_mut(|data| data.insert_temp(id, draft.clone()));
        response.lost_focus().then(|| {
            ui.data_mut(|data| data.remove::<String>(id));
            let kept = ui.input(|input| input.key_pressed(Key::Escape)) || draft == maths::plain(self.name);
            (!kept).then_some(draft)
        })
    }
}
