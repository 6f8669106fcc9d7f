//! A figure with every mark there is, from fixed numbers.

use std::f32::consts::TAU;

use frostline::chart::{
    Axis, ColourBar, Dash, Dot, Figure, Ink, Map, Mark, Numbers, Panel, Patch, Pen, Shape, Symbol,
};

pub fn figure() -> Figure {
    Figure {
        name: "every-mark".into(),
        title: "Every mark there is".into(),
        caption:
            "Curves, bands, dots, bars, cells, surfaces, swarms, hatching and words, for $η < σ$ & more."
                .into(),
        notes: vec!["3,000 walkers, seed 42".into()],
        aspect: 1.36,
        panels: vec![share(), plane(), hops(), slice(), swarm(), surface()],
    }
}

/// Curves, a band, dots with error bars, a level and an upright, all named where they are.
fn share() -> Panel {
    let x = |i: u32| f64::from(i) * 0.06;
    let measured = |x: f64| 0.956 - 0.45 * (-x / 2.2).exp() + 0.006 * (9.0 * x).sin();
    let eq9 = |x: f64| 1.0 - 0.4 * (-(x / 3.4).powi(2)).exp();
    let ito = |x: f64| 1.0 - 0.42 * (-(x / 2.9).powi(2)).exp();
    let curve = |f: &dyn Fn(f64) -> f64| (0..=200).map(|i| [x(i), f(x(i))]).collect::<Vec<_>>();
    let band = (0..=200).map(|i| [x(i), measured(x(i)) - 0.012, measured(x(i)) + 0.012]).collect();
    let dots = [2.0, 4.0, 6.0, 8.0, 10.0].map(|x| {
        Dot { x: Some([x - 0.4, x + 0.4]), ..Dot::new([x, measured(x) - 0.02]) }
            .between(measured(x) - 0.05, measured(x) + 0.01)
    });
    Panel {
        place: [0.0, 0.0, 0.5, 0.345],
        title: "a  Share in the flat valley".into(),
        x: Axis::new("height $y$", [0.0, 12.0], Numbers::Plain),
        y: Axis::new("$P_{flat}$", [0.5, 1.0], Numbers::Plain),
        marks: vec![
            Mark::from(Shape::Band { points: band, ink: Ink::Strong, opacity: 0.16 }),
            Mark::from(Shape::Level { y: 0.602, pen: Pen::new(Ink::Mute, 0.8, Dash::Dotted) })
                .named("equilibrium 0.602", 1.0),
            Mark::from(Shape::Level { y: 0.552, pen: Pen::new(Ink::Mute, 0.8, Dash::Dashed) })
                .named("Boltzmann 0.552", 1.0),
            Mark::from(Shape::Upright { x: 5.04, pen: Pen::new(Ink::Ice, 0.9, Dash::Solid) })
                .named("$y_{freeze}$", 0.5),
            Mark::curve(curve(&eq9), Pen::new(Ink::Eq9, 1.1, Dash::Solid)).named("Eq. 9", 0.2),
            Mark::curve(curve(&ito), Pen::new(Ink::Ito, 1.0, Dash::DashDot)).named("Itô exact", 0.3),
            Mark::curve(curve(&measured), Pen::new(Ink::Strong, 1.5, Dash::Solid)).named("measured", 0.6),
            Mark::from(Shape::Dots { dots: dots.to_vec(), ink: Ink::Ember, symbol: Symbol::Disc, size: 3.2 })
                .in_key("held $y$"),
        ],
        bar: None,
    }
}

/// Cells with a colour bar on a logarithmic axis, some without a value, contours and a hatched region.
fn plane() -> Panel {
    let x: Vec<f64> = (0..=12).map(|i| -4.0 + f64::from(i) / 12.0 * (6e-3_f64.log10() + 4.0)).collect();
    let y: Vec<f64> = (0..=10).map(|i| 1.5 * f64::from(i)).collect();
    let mut values = Vec::new();
    for (row, y) in y.windows(2).enumerate() {
        for (column, x) in x.windows(2).enumerate() {
            let value = 1.0 / (1.0 + (1.5 * (x[0] + 3.4) - 0.12 * y[0]).exp());
            values.push(if row > 7 && column > 9 { f64::NAN } else { 0.5 + 0.5 * value });
        }
    }
    let line = |shift: f64| -> Vec<[f64; 2]> {
        (0..=60)
            .map(|i| -4.0 + f64::from(i) / 60.0 * 1.778)
            .map(|x| [x, shift * 10_f64.powf(0.6 * (x + 3.4))])
            .collect()
    };
    Panel {
        place: [0.5, 0.0, 0.5, 0.345],
        title: "b  Freezing plane".into(),
        x: Axis::new("$Δ_S = ησ$", [-4.0, 6e-3_f64.log10()], Numbers::Powers),
        y: Axis::new("$y$", [0.0, 15.0], Numbers::Plain),
        marks: vec![
            Shape::Cells { x, y, values, map: Map::Share, range: [0.5, 1.0] }.into(),
            Mark::curve(line(2.0), Pen::new(Ink::Strong, 1.2, Dash::Solid)).named("Eq. 11", 0.7),
            Mark::curve(line(0.7), Pen::new(Ink::Eq9, 0.6, Dash::Solid)).named("0.9", 0.8),
            Shape::Hatch {
                outline: vec![[-4.0, 12.0], [-3.2, 12.0], [-3.6, 15.0], [-4.0, 15.0]],
                ink: Ink::Text,
            }
            .into(),
            Shape::Words { at: [-3.95, 8.0], align: [-1.0, 0.0], text: "frozen".into(), ink: Ink::Ice }
                .into(),
            Mark::from(Shape::Dots {
                dots: [-3.7, -3.2, -2.7]
                    .map(|x| {
                        Dot::new([x, 4.0 + 3.0 * (x + 3.7)])
                            .between(3.0 + 3.0 * (x + 3.7), 6.0 + 3.0 * (x + 3.7))
                    })
                    .to_vec(),
                ink: Ink::Strong,
                symbol: Symbol::Ring,
                size: 3.6,
            }),
        ],
        bar: Some(ColourBar {
            map: Map::Share,
            axis: Axis::new("$P_{ss}$, Eq. 9", [0.5, 1.0], Numbers::Plain),
        }),
    }
}

/// Bars, and levels that need a key.
fn hops() -> Panel {
    let edges: Vec<f64> = (0..=24).map(|i| 2.0 + f64::from(i) / 12.0).collect();
    let heights = |shift: f64| {
        edges.windows(2).map(|e| 420.0 * (-(e[0] - shift).powi(2) * 4.0).exp()).collect::<Vec<_>>()
    };
    let curves = [(64_u8, "0.01"), (128, "0.05"), (255, "0.1")].map(|(strength, sigma)| {
        let peak = 60.0 + f64::from(strength);
        let x = (0..=100).map(|i| 2.0 + f64::from(i) * 0.02);
        let path = x.map(|x| [x, peak * (-(x - 3.0).powi(2)).exp()]).collect();
        Mark::curve(path, Pen::new(Ink::Noise(strength), 1.0, Dash::Solid)).in_key(format!("$σ = {sigma}$"))
    });
    let mut marks = vec![
        Mark::from(Shape::Bars {
            edges: edges.clone(),
            heights: heights(2.9),
            ink: Ink::Ember,
            opacity: 0.6,
        })
        .in_key("last hop"),
        Mark::from(Shape::Bars { edges: edges.clone(), heights: heights(3.3), ink: Ink::Ice, opacity: 0.5 })
            .in_key("frozen"),
    ];
    marks.extend(curves);
    Panel {
        place: [0.0, 0.345, 0.5, 0.33],
        title: "c  When hopping stops".into(),
        x: Axis::new("height at the last hop $y_{freeze}$", [2.0, 4.0], Numbers::Plain),
        y: Axis::new("walkers", [0.0, 450.0], Numbers::Plain),
        marks,
        bar: None,
    }
}

/// Crowded curves, an area and a diamond.
fn slice() -> Panel {
    let loss = |x: f64| (0.09 - 2.0 * x.abs() + 9.0 * x * x) * 0.4;
    let curve = |scale: f64| {
        (-100..=100).map(|i| f64::from(i) * 0.004).map(|x| [x, scale * loss(x)]).collect::<Vec<_>>()
    };
    Panel {
        place: [0.5, 0.345, 0.5, 0.33],
        title: "d  Slice at $y = 4.20$".into(),
        x: Axis::new("$x$", [-0.3, 0.3], Numbers::Plain),
        y: Axis::new("loss", [-0.02, 0.06], Numbers::Plain),
        marks: vec![
            Shape::Area {
                outline: vec![[0.05, -0.01], [0.16, -0.01], [0.16, 0.0], [0.05, 0.0]],
                ink: Ink::Ice,
                opacity: 0.3,
            }
            .into(),
            Mark::curve(curve(1.0), Pen::new(Ink::Strong, 1.2, Dash::Solid)).named("$L$", 0.15),
            Mark::curve(curve(1.12), Pen::new(Ink::Eq9, 1.1, Dash::Tight)).named("$L_{eff}$", 0.2),
            Mark::curve(curve(1.24), Pen::new(Ink::Ito, 1.1, Dash::DashDot)).named("$L_{SGD}$", 0.25),
            Mark::from(Shape::Dots {
                dots: vec![Dot::new([0.11, -0.008])],
                ink: Ink::Flat,
                symbol: Symbol::Diamond,
                size: 4.0,
            })
            .named("flat", 0.5),
            Mark::from(Shape::Dots {
                dots: vec![Dot::new([-0.11, -0.008])],
                ink: Ink::Steep,
                symbol: Symbol::Triangle,
                size: 4.0,
            })
            .named("steep", 0.5),
            Mark::from(Shape::Dots {
                dots: vec![Dot::new([0.0, 0.036])],
                ink: Ink::Mute,
                symbol: Symbol::Square,
                size: 3.0,
            })
            .named("ridge", 0.5),
        ],
        bar: None,
    }
}

/// Walkers, as many as make them a picture, over fine cells, which are one too.
fn swarm() -> Panel {
    let mut state = 42_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1_u64 << 24) as f32
    };
    let mut points = Vec::new();
    let mut values = Vec::new();
    for index in 0..2000 {
        let [a, b, c] = [uniform(), uniform(), uniform()];
        let radius = (-2.0 * (1.0 - a).ln()).sqrt();
        let side = if index % 4 == 0 { -0.09 } else { 0.11 };
        points.push([4.2 + 0.25 * radius * (TAU * b).cos(), side + 0.03 * radius * (TAU * b).sin()]);
        values.push(c);
    }
    let edges = |count: u32, from: f64, to: f64| -> Vec<f64> {
        (0..=count).map(|i| from + f64::from(i) / f64::from(count) * (to - from)).collect()
    };
    let (x, y) = (edges(90, 1.0, 10.0), edges(70, -0.3, 0.4));
    let mut depth = Vec::new();
    for y in &y[1..] {
        depth.extend(x[1..].iter().map(|x| ((y.abs() - 0.02 * x) * 3.0).abs()));
    }
    Panel {
        place: [0.0, 0.675, 0.5, 0.325],
        title: "e  Walkers".into(),
        x: Axis::new("$y$", [1.0, 10.0], Numbers::Plain),
        y: Axis::new("$x$", [-0.3, 0.4], Numbers::Plain),
        marks: vec![
            Shape::Cells { x, y, values: depth, map: Map::Depth, range: [0.0, 1.0] }.into(),
            Shape::Swarm { points, values, map: Map::Age, size: 1.6 }.into(),
            Shape::Words {
                at: [9.8, 0.37],
                align: [1.0, 1.0],
                text: "$y$-spread × 15".into(),
                ink: Ink::Text,
            }
            .into(),
        ],
        bar: Some(ColourBar {
            map: Map::Age,
            axis: Axis::new("steps since last hop", [2.0, 4.0], Numbers::Powers),
        }),
    }
}

/// A surface seen from aside.
fn surface() -> Panel {
    let height = |u: f64, v: f64| 0.35 * (u * u - 0.4).powi(2) + 0.3 * (1.0 - v);
    let seen = |u: f64, v: f64| [u + 0.45 * v, 0.5 * v + height(u, v)];
    let step = 0.1;
    let mut patches = Vec::new();
    for row in (0..20).rev() {
        for column in 0..20 {
            let (u, v) = (-1.0 + step * f64::from(column), -1.0 + step * f64::from(row));
            let corners = [seen(u, v), seen(u + step, v), seen(u + step, v + step), seen(u, v + step)];
            patches.push(Patch { corners, value: height(u + 0.05, v + 0.05) });
        }
    }
    Panel {
        place: [0.5, 0.675, 0.5, 0.325],
        title: "f  The loss, $log L$".into(),
        x: Axis::hidden([-1.5, 1.5]),
        y: Axis::hidden([-0.6, 1.0]),
        marks: vec![
            Shape::Surface {
                patches,
                map: Map::Time,
                range: [0.0, 0.8],
                edge: Some(Pen::new(Ink::Ground, 0.2, Dash::Solid)),
            }
            .into(),
            Shape::Words { at: [-0.6, -0.45], align: [0.0, 1.0], text: "$x$".into(), ink: Ink::Text }.into(),
        ],
        bar: Some(ColourBar { map: Map::Time, axis: Axis::new("loss $L$", [0.0, 0.8], Numbers::Plain) }),
    }
}
