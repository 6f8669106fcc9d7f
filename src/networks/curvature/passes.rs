//! One panel through the network and back, with every quantity's derivative along a direction.

use super::hessian::Part;
use crate::networks::model::{Aligned, CLASSES, Layer, Shape, Weights};
use crate::networks::training::kernel::{Gate, LANES, Right, STRIP, Start};
use crate::networks::training::pass::{Made, Through, add_outer, add_sums};
use crate::networks::training::transpose::transpose;
use crate::networks::training::{Dataset, PANEL, Panel, Pass};
use crate::platform::simd::SimdPath;

/// Derivatives of what a pass makes.
#[derive(Debug)]
pub struct RPass {
    layers: Vec<RMade>,
    path: SimdPath,
}

/// Of one layer.
#[derive(Debug)]
struct RMade {
    /// RZ at the last layer, RA of the others: a row of columns for each unit.
    outputs: Aligned,
    /// The same, a row of units for each digit, in strips.
    by_digit: Aligned,
    /// RD.
    deltas: Aligned,
}

/// A layer with what its part of the direction is.
struct Moved<'a> {
    layer: Layer,
    weights: &'a [f32],
    /// V, and v_b where biases move.
    along: Option<(&'a [f32], Option<&'a [f32]>)>,
}

impl<'a> Moved<'a> {
    fn of(index: usize, weights: &'a Weights, part: Part, direction: &'a [f32]) -> Self {
        let layer = weights.shape.layer(index);
        let along = match part {
            Part::All => Some((&direction[layer.weights()], Some(&direction[layer.biases()]))),
            Part::Layer(moved) => (moved == index).then_some((direction, None)),
        };
        Self { layer, weights: weights.of(layer), along }
    }
}

impl Part {
    /// The first layer that moves.
    fn first(self) -> usize {
        match self {
            Self::All => 0,
            Self::Layer(index) => index,
        }
    }
}

impl RPass {
    pub fn blank(shape: &Shape, dataset: &Dataset) -> Self {
        let digits = PANEL.min(dataset.len());
        let columns = digits.next_multiple_of(LANES);
        let made = |layer: Layer| RMade {
            outputs: Aligned::zeros(layer.outputs * columns),
            by_digit: Aligned::zeros(digits * layer.outputs.next_multiple_of(STRIP)),
            deltas: Aligned::zeros(layer.outputs * columns),
        };
        Self { layers: shape.layers().map(made).collect(), path: dataset.path() }
    }

    /// RA of every layer from the first that moves on, RZ of the last.
    pub fn forward(&mut self, weights: &Weights, panel: &Panel, pass: &Pass, part: Part, direction: &[f32]) {
        let (columns, last) = (panel.columns, self.layers.len() - 1);
        for index in part.first()..=last {
            let moved = Moved::of(index, weights, part, direction);
            let (path, layer) = (self.path, moved.layer);
            let through = |weights| Through { path, layer, weights, columns };
            let (before, rest) = self.layers.split_at_mut(index);
            let gate = match index == last {
                true => Gate::Open,
                false => Gate::Where(pass.layers[index].outputs(columns).values),
            };
            let comes_in = before.last().filter(|_| index > part.first());
            let mut start = Start::Zero;
            if let Some(before) = comes_in {
                let biases = moved.along.and_then(|(_, biases)| biases);
                let right = Right::rows(&before.outputs, columns);
                let gate = if moved.along.is_some() { Gate::Open } else { gate };
                start = biases.map_or(start, Start::Biases);
                through(moved.weights).forward(right, start, gate, &mut rest[0].outputs);
                start = Start::Out;
            } else if let Some((_, Some(biases))) = moved.along {
                start = Start::Biases(biases);
            }
            if let Some((along, _)) = moved.along {
                let right = inputs(index, panel, pass);
                through(along).forward(right, start, gate, &mut rest[0].outputs);
            }
            if index < last && part == Part::All {
                rest[0].turn(moved.layer.outputs, panel);
            }
        }
    }

    /// RD of the outputs: the derivative of softmax. It is taken of differences to the label's own output, which would
    /// otherwise hide them where it is nearly sure.
    pub fn outputs(&mut self, panel: &Panel, pass: &Pass) {
        let RMade { outputs, deltas, .. } = self.layers.last_mut().expect("a network has layers");
        let columns = panel.columns;
        let asked = pass.layers.last().expect("a network has layers").deltas(columns).values;
        let size = CLASSES * columns;
        let (outputs, deltas) = (&outputs[..size], &mut deltas[..size]);
        let own = |column: usize, label: u8| usize::from(label) * columns + column;
        let mut base = [0.0_f32; PANEL];
        for (column, &label) in panel.labels.iter().enumerate() {
            base[column] = outputs[own(column, label)];
        }
        // Beside the label the deltas are the probabilities, and at the label the difference is 0.
        let mut mean = [0.0_f64; PANEL];
        let rows = || outputs.chunks_exact(columns).zip(asked.chunks_exact(columns));
        for (outputs, asked) in rows() {
            for (((mean, output), asked), base) in mean.iter_mut().zip(outputs).zip(asked).zip(&base) {
                *mean += f64::from(*asked) * f64::from(output - base);
            }
        }
        for (deltas, (outputs, asked)) in deltas.chunks_exact_mut(columns).zip(rows()) {
            for ((((delta, output), asked), base), mean) in
                deltas.iter_mut().zip(outputs).zip(asked).zip(&base).zip(&mean)
            {
                *delta = asked * (output - base - *mean as f32);
            }
        }
        for (column, &label) in panel.labels.iter().enumerate() {
            let own = own(column, label);
            deltas[own] = (-(1.0 + f64::from(asked[own])) * mean[column]) as f32;
        }
    }

    /// RD of every layer down to the first that moves.
    pub fn backward(&mut self, weights: &Weights, panel: &Panel, pass: &Pass, part: Part, direction: &[f32]) {
        let columns = panel.columns;
        for index in (part.first() + 1..self.layers.len()).rev() {
            let moved = Moved::of(index, weights, part, direction);
            let (path, layer) = (self.path, moved.layer);
            let through = |weights| Through { path, layer, weights, columns };
            let (before, rest) = self.layers.split_at_mut(index);
            let out = &mut before[index - 1].deltas;
            let gate = Gate::Where(pass.layers[index - 1].outputs(columns).values);
            let right = Right::rows(&rest[0].deltas, columns);
            let Some((along, _)) = moved.along else {
                through(moved.weights).backward(right, Start::Zero, gate, out);
                continue;
            };
            through(moved.weights).backward(right, Start::Zero, Gate::Open, out);
            let right = pass.layers[index].deltas(columns);
            through(along).backward(right, Start::Out, gate, out);
        }
    }

    /// Adds `scale` times the panel's part of the product.
    pub fn add_product(&self, panel: &Panel, pass: &Pass, part: Part, scale: f32, out: &mut [f32]) {
        let (columns, digits) = (panel.columns, panel.count());
        for (index, made) in self.layers.iter().enumerate() {
            let layer = pass.layers[index].layer;
            let size = layer.outputs * columns;
            let deltas = Right::rows(&made.deltas[..size], columns);
            let right = inputs_by_digit(index, panel, pass);
            match part {
                Part::Layer(moved) if moved != index => {}
                Part::Layer(_) => add_outer(self.path, deltas, right, digits, layer, scale, out),
                Part::All => {
                    let weights = &mut out[layer.weights()];
                    add_outer(self.path, deltas, right, digits, layer, scale, weights);
                    if let Some(before) = index.checked_sub(1) {
                        let right = Right::strips(&self.layers[before].by_digit, digits);
                        let deltas = pass.layers[index].deltas(columns);
                        add_outer(self.path, deltas, right, digits, layer, scale, weights);
                    }
                    add_sums(deltas, scale, &mut out[layer.biases()]);
                }
            }
        }
    }
}

impl RMade {
    fn turn(&mut self, units: usize, panel: &Panel) {
        let units = self.outputs[..units * panel.columns].chunks(STRIP * panel.columns);
        for (units, strip) in units.zip(self.by_digit.chunks_exact_mut(panel.count() * STRIP)) {
            transpose(units, panel.columns, units.len() / panel.columns, strip, STRIP);
        }
    }
}

/// What goes into a layer: a row for each unit below,
fn inputs<'a>(index: usize, panel: &'a Panel, pass: &'a Pass) -> Right<'a> {
    let before = index.checked_sub(1).map(|before| &pass.layers[before]);
    before.map_or(panel.by_input(), |before| before.outputs(panel.columns))
}

/// or a row for each digit.
fn inputs_by_digit<'a>(index: usize, panel: &'a Panel, pass: &'a Pass) -> Right<'a> {
    let before = index.checked_sub(1).map(|before| &pass.layers[before]);
    before.map_or(panel.by_digit(), |before: &Made| before.by_digit(panel.count()))
}
