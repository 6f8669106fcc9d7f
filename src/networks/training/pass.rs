//! One panel forward through the network and back.

use super::kernel::{self, Gate, Kernel, LANES, Left, Product, Right, STRIP, Start};
use super::panel::Panel;
use super::softmax::{Softmax, Tally};
use super::transpose::transpose;
use super::vector::{Vector, fma};
use crate::networks::model::{Aligned, Layer, Shape, Weights};
use crate::platform::simd::SimdPath;

/// What the layers made of a panel, and what the loss asks of them.
#[derive(Debug)]
pub struct Pass {
    pub layers: Vec<Made>,
    path: SimdPath,
}

/// Of one layer.
#[derive(Debug)]
pub struct Made {
    pub layer: Layer,
    /// What comes out: a row of columns for each unit.
    outputs: Aligned,
    /// The same, a row of units for each digit, in strips; what the next layer's gradient is made of.
    by_digit: Aligned,
    /// ∂loss/∂(what goes into the ReLU): a row of columns for each unit.
    deltas: Aligned,
}

impl Made {
    fn blank(layer: Layer, digits: usize) -> Self {
        let columns = digits.next_multiple_of(LANES);
        Self {
            layer,
            outputs: Aligned::zeros(layer.outputs * columns),
            by_digit: Aligned::zeros(digits * layer.outputs.next_multiple_of(STRIP)),
            deltas: Aligned::zeros(layer.outputs * columns),
        }
    }

    pub fn outputs(&self, columns: usize) -> Right<'_> {
        Right::rows(&self.outputs[..self.layer.outputs * columns], columns)
    }

    pub fn deltas(&self, columns: usize) -> Right<'_> {
        Right::rows(&self.deltas[..self.layer.outputs * columns], columns)
    }

    pub fn by_digit(&self, digits: usize) -> Right<'_> {
        Right::strips(&self.by_digit, digits)
    }

    /// Turns the outputs of so many digits.
    fn turn_outputs(&mut self, columns: usize, digits: usize) {
        let units = self.outputs[..self.layer.outputs * columns].chunks(STRIP * columns);
        for (units, strip) in units.zip(self.by_digit.chunks_exact_mut(digits * STRIP)) {
            transpose(units, columns, units.len() / columns, strip, STRIP);
        }
    }
}

impl Pass {
    /// Room for a panel of at most so many digits.
    pub fn blank(shape: &Shape, digits: usize, path: SimdPath) -> Self {
        Self { layers: shape.layers().map(|layer| Made::blank(layer, digits)).collect(), path }
    }

    /// The outputs of all layers.
    pub fn forward(&mut self, weights: &Weights, panel: &Panel) {
        let (columns, last) = (panel.columns, self.layers.len() - 1);
        for index in 0..=last {
            let (before, rest) = self.layers.split_at_mut(index);
            let Made { layer, outputs, .. } = &mut rest[0];
            let right = before.last().map_or(panel.by_input(), |before| before.outputs(columns));
            let start = Start::Biases(weights.biases(*layer));
            let gate = if index == last { Gate::Open } else { Gate::Positive };
            let through = Through { path: self.path, layer: *layer, weights: weights.of(*layer), columns };
            through.forward(right, start, gate, outputs);
        }
    }

    /// The loss, and the deltas of the last layer; after `forward`.
    pub fn loss(&mut self, panel: &Panel) -> Tally {
        let Made { layer, outputs, deltas, .. } = self.layers.last_mut().expect("a network has layers");
        let columns = panel.columns;
        let size = layer.outputs * columns;
        let (outputs, deltas) = (&outputs[..size], &mut deltas[..size]);
        kernel::run(self.path, Softmax { labels: &panel.labels, columns, outputs, deltas })
    }

    /// The deltas of the other layers, and what their outputs are digit by digit; after `loss`.
    pub fn backward(&mut self, weights: &Weights, panel: &Panel) {
        let columns = panel.columns;
        for index in (1..self.layers.len()).rev() {
            let (before, rest) = self.layers.split_at_mut(index);
            let (made, next) = (before.last_mut().expect("index is at least 1"), &rest[0]);
            let through =
                Through { path: self.path, layer: next.layer, weights: weights.of(next.layer), columns };
            let gate = Gate::Where(&made.outputs);
            through.backward(next.deltas(columns), Start::Zero, gate, &mut made.deltas);
            made.turn_outputs(columns, panel.count());
        }
    }

    /// All three, one after the other.
    pub fn forward_and_back(&mut self, weights: &Weights, panel: &Panel) -> Tally {
        self.forward(weights, panel);
        let tally = self.loss(panel);
        self.backward(weights, panel);
        tally
    }

    /// Adds `scale` times the gradient of the panel's summed loss to `out`, which may be the weights themselves.
    pub fn add_gradient(&self, panel: &Panel, scale: f32, out: &mut [f32]) {
        for (index, made) in self.layers.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| &self.layers[before]);
            let inputs = before.map_or(panel.by_digit(), |before| before.by_digit(panel.count()));
            let deltas = made.deltas(panel.columns);
            let weights = &mut out[made.layer.weights()];
            add_outer(self.path, deltas, inputs, panel.count(), made.layer, scale, weights);
            add_sums(deltas, scale, &mut out[made.layer.biases()]);
        }
    }
}

/// The weights of a layer, or as many others in their place, for so many columns.
#[derive(Clone, Copy)]
pub struct Through<'a> {
    pub path: SimdPath,
    pub layer: Layer,
    pub weights: &'a [f32],
    pub columns: usize,
}

impl Through<'_> {
    /// From what goes in, a row for each input, to what comes out.
    pub fn forward(self, right: Right<'_>, start: Start<'_>, gate: Gate<'_>, out: &mut [f32]) {
        let Layer { inputs, outputs, .. } = self.layer;
        let left = Left::Rows(self.weights, inputs);
        self.run(left, right, [inputs, outputs], start, gate, out);
    }

    /// From what is asked of the outputs, a row for each, to what is asked of the inputs.
    pub fn backward(self, right: Right<'_>, start: Start<'_>, gate: Gate<'_>, out: &mut [f32]) {
        let Layer { inputs, outputs, .. } = self.layer;
        let left = Left::Columns(self.weights, inputs);
        self.run(left, right, [outputs, inputs], start, gate, out);
    }

    fn run(
        self,
        left: Left<'_>,
        right: Right<'_>,
        [depth, rows]: [usize; 2],
        start: Start<'_>,
        gate: Gate<'_>,
        out: &mut [f32],
    ) {
        let Self { path, columns, .. } = self;
        let product =
            Product { left, right, depth, rows, columns, scale: 1.0, start, gate, out, stride: columns };
        kernel::run(path, product);
    }
}

/// Adds `scale` times Σ over digits of (what is asked of an output) × (what was put in) to a layer's weights.
pub fn add_outer(
    path: SimdPath,
    asked: Right<'_>,
    inputs: Right<'_>,
    digits: usize,
    layer: Layer,
    scale: f32,
    out: &mut [f32],
) {
    let product = Product {
        left: Left::Rows(asked.values, asked.row),
        right: inputs,
        depth: digits,
        rows: layer.outputs,
        columns: layer.inputs,
        scale,
        start: Start::Out,
        gate: Gate::Open,
        out,
        stride: layer.inputs,
    };
    kernel::run(path, product);
}

/// Adds `scale` times the sum of each row.
pub fn add_sums(rows: Right<'_>, scale: f32, out: &mut [f32]) {
    for (row, out) in rows.values.chunks_exact(rows.row).zip(out) {
        let mut lanes = [0.0_f32; LANES];
        for part in row.chunks_exact(LANES) {
            for (lane, value) in lanes.iter_mut().zip(part) {
                *lane += value;
            }
        }
        *out += scale * lanes.iter().sum::<f32>();
    }
}

/// Adds `scale` times what `add_gradient` gathered for one panel alone, as it would have added it itself.
pub fn add_gathered(path: SimdPath, shape: &Shape, gathered: &[f32], scale: f32, out: &mut [f32]) {
    for layer in shape.layers() {
        let (weights, biases) = (layer.weights(), layer.biases());
        kernel::run(path, AddScaled { from: &gathered[weights.clone()], scale, out: &mut out[weights] });
        for (out, sum) in out[biases.clone()].iter_mut().zip(&gathered[biases]) {
            *out += scale * sum;
        }
    }
}

struct AddScaled<'a> {
    from: &'a [f32],
    scale: f32,
    out: &'a mut [f32],
}

impl Kernel for AddScaled<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector, const ROWS: usize>(self) {
        for (out, from) in self.out.iter_mut().zip(self.from) {
            *out = fma(V::FUSED, self.scale, *from, *out);
        }
    }
}
