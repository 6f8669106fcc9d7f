//! Every path that a source file names, resolved as the compiler does: through renames, groups, `self` and `super`, in
//! expressions, types and the arguments of macros.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{ExprMethodCall, ItemMod, ItemUse, Macro, UseTree};

/// What a file reaches for.
pub enum Reached {
    /// A path of this crate, from its root.
    Ours(Vec<String>),
    /// One of another crate.
    Others(Vec<String>),
    /// A method, by its name.
    Method(String),
}

/// The module that a file is.
pub fn module(place: &Path) -> Vec<String> {
    let parts = place.with_extension("");
    let mut names: Vec<String> = parts.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    names.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
    names
}

/// Everything that a file reaches for, with the line.
pub fn reached(place: &Path, text: &str) -> Vec<(usize, Reached)> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
    let mut names = Reader { module: module(place), names: BTreeMap::new(), found: Vec::new() };
    // A rename may stand below its use, and be of another rename.
    for _ in 0..3 {
        names.found.clear();
        names.visit_file(&file);
    }
    names.found
}

struct Reader {
    module: Vec<String>,
    /// What names that the file imports stand for; `crate` first where they are ours.
    names: BTreeMap<String, Vec<String>>,
    found: Vec<(usize, Reached)>,
}

impl Reader {
    /// The whole path, with `crate` first where it is ours; none where it is of the file itself.
    fn whole(&self, path: &[String]) -> Option<Vec<String>> {
        let mut base = self.module.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "frostline" if path.len() == 1 => return None,
            "crate" | "frostline" => return Some([&["crate".to_owned()], &path[1..]].concat()),
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|first| first == "super") {
                    base.pop()?;
                    rest = &rest[1..];
                }
            }
            name => {
                return match self.names.get(name) {
                    Some(meant) => Some([meant, &path[1..]].concat()),
                    None => (path.len() > 1).then(|| path.to_vec()),
                };
            }
        }
        Some([&["crate".to_owned()], &base[..], rest].concat())
    }

    fn note(&mut self, line: usize, path: &[String]) {
        let Some(whole) = self.whole(path) else { return };
        self.found.push((
            line,
            match whole.split_first() {
                Some((first, rest)) if first == "crate" => Reached::Ours(rest.to_vec()),
                _ => Reached::Others(whole),
            },
        ));
    }

    /// The leaves of a `use`.
    fn import(&mut self, line: usize, before: &[String], tree: &UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.import(line, &with(&path.ident), &path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(line, before, tree)),
            UseTree::Glob(_) => self.note(line, before),
            UseTree::Name(name) if name.ident == "self" => self.bind(line, before, before.last().cloned()),
            UseTree::Name(name) => self.bind(line, &with(&name.ident), Some(name.ident.to_string())),
            UseTree::Rename(rename) => {
                let path = if rename.ident == "self" { before.to_vec() } else { with(&rename.ident) };
                self.bind(line, &path, Some(rename.rename.to_string()));
            }
        }
    }

    fn bind(&mut self, line: usize, path: &[String], name: Option<String>) {
        // A crate's own name is nothing that is imported.
        if path.len() == 1 && name.as_ref() == path.first() {
            return self.note_alone(line, path);
        }
        self.note(line, path);
        if let (Some(name), Some(whole)) = (name, self.whole(path))
            && whole.first() != Some(&name)
        {
            self.names.insert(name, whole);
        }
    }

    fn note_alone(&mut self, line: usize, path: &[String]) {
        self.found.push((line, Reached::Others(path.to_vec())));
    }

    /// Paths in the tokens of a macro, whose grammar only the macro knows.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut line, mut colons) = (0, 0);
        for token in tokens.into_iter().map(Some).chain([None]) {
            match &token {
                Some(TokenTree::Ident(ident)) if path.is_empty() || colons == 2 => {
                    if path.is_empty() {
                        line = ident.span().start().line;
                    }
                    path.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && !path.is_empty() && colons < 2 => {
                    colons += 1;
                    continue;
                }
                _ => {}
            }
            if path.len() > 1 {
                self.note(line, &path);
            }
            (path, colons) = (Vec::new(), 0);
            match token {
                Some(TokenTree::Group(group)) => self.tokens(group.stream()),
                Some(TokenTree::Ident(ident)) => {
                    line = ident.span().start().line;
                    path.push(ident.to_string());
                }
                _ => {}
            }
        }
    }
}

fn is_for_tests(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|on| on == "test")
}

fn names(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.import(item.span().start().line, &[], &item.tree);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        // What a test reaches for is the test's own business.
        if item.attrs.iter().any(is_for_tests) {
            return;
        }
        self.module.push(item.ident.to_string());
        let known = self.names.clone();
        visit::visit_item_mod(self, item);
        if item.content.is_some() {
            self.names = known;
        }
        self.module.pop();
    }

    /// Who may see an item is nothing that the item reaches for.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.note(path.span().start().line, &names(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.note(item.path.span().start().line, &names(&item.path));
        self.tokens(item.tokens.clone());
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.found.push((call.method.span().start().line, Reached::Method(call.method.to_string())));
        visit::visit_expr_method_call(self, call);
    }
}
