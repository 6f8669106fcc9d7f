//! The window, drawn on the processor and worked by its own controls.

#[path = "../support/every_mark.rs"]
mod every_mark;
#[path = "../support/panels.rs"]
mod stand;
#[path = "../support/mod.rs"]
mod support;

mod asking;
mod column;
mod desk;
mod experiments;
mod gallery;
mod guessing;
mod hand;
mod keeping;
mod legibility;
mod lens;
mod lessons;
mod links;
mod network_bench;
mod network_lessons;
mod network_panels;
mod networks;
mod newcomer;
mod panel_pictures;
mod panels;
mod raster;
mod snapshots;
mod stage;
mod stage_picture;
mod time;
mod widgets;
