//! Weights that PyTorch trained, and what PyTorch says of them.

use frostline::networks::experiments::reading::{Bends, Reading};
use frostline::networks::model::{Digits, Shipped, Weights};
use frostline::networks::training::{Dataset, Descent};
use serde::Deserialize;

const WEIGHTS: &[u8] = include_bytes!("reference/sgd-196-32.safetensors");
const SAID: &str = include_str!("reference/sgd-196-32.json");

#[derive(Deserialize)]
struct Said {
    train_loss: f64,
    test_loss: f64,
    train_accuracy: f64,
    gradient_norm: f64,
    flatness_layer2: f64,
    layer2_eigenvalues: Vec<f64>,
    flatness_all: f64,
    eigenvalues: Vec<f64>,
    wrong: Vec<u32>,
}

fn said() -> Said {
    serde_json::from_str(SAID).unwrap()
}

fn dataset(which: Shipped) -> Dataset {
    Dataset::new(Digits::shipped(which).unwrap().pooled(2).unwrap())
}

fn close(what: &str, found: f64, expected: f64, bound: f64) {
    let off = (found / expected - 1.0).abs();
    println!("{what}: {found} against {expected}, off by {off:.1e}");
    assert!(off <= bound, "{what}: {found} against {expected}");
}

#[test]
fn pytorchs_losses_gradient_and_mistakes_are_ours() {
    let (said, weights) = (said(), Weights::from_safetensors(WEIGHTS).unwrap());
    let train = dataset(Shipped::Train);
    let mut descent = Descent::new(&train, weights.clone());
    let tally = descent.look();
    close("train loss", tally.loss, said.train_loss, 1e-5);
    close("accuracy", f64::from(tally.right) / train.len() as f64, said.train_accuracy, 1e-12);
    let norm = descent.gradient().iter().map(|slope| f64::from(*slope).powi(2)).sum::<f64>().sqrt();
    close("gradient", norm, said.gradient_norm, 1e-5);
    let test = dataset(Shipped::Test).measure(&weights);
    close("test loss", test.loss, said.test_loss, 1e-5);
    let differing = test.wrong.iter().filter(|index| !said.wrong.contains(index)).count()
        + said.wrong.iter().filter(|index| !test.wrong.contains(index)).count();
    assert!(differing <= 1, "{differing} digits differ");
}

#[test]
fn pytorchs_eigenvalues_are_ours() {
    let (said, weights) = (said(), Weights::from_safetensors(WEIGHTS).unwrap());
    // The inputs of the network tell how the digits are pooled.
    let digits = [Shipped::Train, Shipped::Test].map(|which| Digits::shipped(which).unwrap());
    let [train, test] = digits.map(|all| Dataset::new(all.for_inputs(weights.shape.inputs()).unwrap()));
    let reading = Reading::take([&train, &test], weights, 2_000, Bends::BOTH);
    close("gradient", reading.gradient_norm, said.gradient_norm, 1e-5);
    for (spectrum, flat, eigenvalues, flatness) in [
        (&reading.layer, reading.flatness_layer(), &said.layer2_eigenvalues, said.flatness_layer2),
        (&reading.all, reading.flatness_all(), &said.eigenvalues, said.flatness_all),
    ] {
        let spectrum = spectrum.as_ref().unwrap();
        println!("{} products, residual {:.1e}", spectrum.products, spectrum.residual);
        for (found, expected) in spectrum.values.iter().zip(eigenvalues) {
            close("eigenvalue", *found, *expected, 1e-4);
        }
        close("flatness", flat.unwrap(), flatness, 1e-4);
    }
    assert_eq!(reading.sharpness(), Some(reading.all.as_ref().unwrap().values[0]));
}
