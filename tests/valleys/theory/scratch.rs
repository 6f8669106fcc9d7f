use super::*;
use frostline::valleys::theory::{langevin, langevin_wide, p_steady_wide};
#[test]
fn scratch_held() {
    for (y, delta_s) in [(2.0, 1e-3), (3.0, 1e-3), (5.0, 4e-3), (10.0, 4e-3)] {
        for eta in [0.001, 0.005, 0.01, 0.03, 0.05, 0.1] {
            let s = Scenario {
                hold_y: Some(y),
                eta: Schedule::Constant(eta),
                sigma: Schedule::Constant(delta_s / eta),
                steps: (400.0 / eta) as u32,
                ..Scenario::default()
            };
            let p = final_share(&s);
            println!(
                "y {y} eta {eta}: density {p:.4} steady {:.4} wide {:.4}",
                value(&p_steady(&s.landscape, HESSIAN, y, delta_s)),
                value(&p_steady_wide(&s.landscape, HESSIAN, y, delta_s, eta))
            );
        }
    }
}
#[test]
fn scratch_free() {
    for y_i in [1.0, 5.0] {
        for eta in [0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.15] {
            let delta_s = 1e-3;
            let s = Scenario {
                y_i,
                eta: Schedule::Constant(eta),
                sigma: Schedule::Constant(delta_s / eta),
                steps: (200.0 / eta) as u32,
                ..Scenario::default()
            };
            let l = langevin(&s, &[s.steps], Patience::ENDLESS);
            let w = langevin_wide(&s, &[s.steps], Patience::ENDLESS);
            println!(
                "y_i {y_i} eta {eta}: density {:.4} langevin {:?} wide {:?} {:?}",
                final_share(&s),
                l.last().map(|p| p.p_flat),
                w.last().map(|p| p.p_flat),
                w.domain
            );
        }
    }
}
