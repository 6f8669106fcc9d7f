//! What is read and written: the command line, sessions, tables, figures and films.

#[path = "../support/command.rs"]
mod command;
#[path = "../support/every_mark.rs"]
mod every_mark;

mod autosave;
mod command_line;
mod exchange;
mod export;
mod figures;
mod links;
mod moving;
mod networks;
mod parsers;
mod said;
mod sessions;
mod tables;
