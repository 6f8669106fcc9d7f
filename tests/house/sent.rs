//! What goes to a worker of a page goes as bytes that have no names in them: what leaves a field out, or is known by what it
//! looks like, cannot be read back from them. Such data is wrapped in `readable`, or this test says where it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Fields, Ident, ImplItem, Item, Meta};

use crate::paths::module;
use crate::sources::sources;

/// What serde does that such bytes cannot carry.
const UNREADABLE: [&str; 5] = ["skip_serializing_if", "flatten", "untagged", "tag", "content"];

/// A type that can be written as bytes, and the file it stands in.
struct Written {
    place: PathBuf,
    item: Item,
}

/// All of these by their names, the text of every file, and what is sent away: its name, and the file that sends it.
#[derive(Default)]
struct Known {
    types: BTreeMap<String, Vec<Written>>,
    texts: BTreeMap<PathBuf, String>,
    sent: BTreeSet<(String, PathBuf)>,
    /// The file that is being read.
    place: PathBuf,
}

impl Known {
    fn note(&mut self, name: &Ident, attributes: &[Attribute], item: &Item) {
        let derived = |attribute: &Attribute| {
            let Meta::List(list) = &attribute.meta else { return false };
            list.path.is_ident("derive") && list.tokens.to_string().contains("Serialize")
        };
        if attributes.iter().any(derived) || matches!(item, Item::Type(_)) {
            let written = Written { place: self.place.clone(), item: item.clone() };
            self.types.entry(name.to_string()).or_default().push(written);
        }
    }

    /// What a name means in a file: what stands there itself, or what it names the module of, or any.
    fn meant(&self, name: &str, place: &Path) -> Vec<&Written> {
        let all: Vec<&Written> = self.types.get(name).into_iter().flatten().collect();
        let here: Vec<&Written> = all.iter().copied().filter(|written| written.place == place).collect();
        if !here.is_empty() {
            return here;
        }
        let text = &self.texts[place];
        let named = |written: &&&Written| {
            let parts = module(&written.place);
            parts.last().is_some_and(|last| text.contains(&format!("{last}::")))
        };
        let named: Vec<&Written> = all.iter().filter(named).copied().collect();
        if named.is_empty() { all } else { named }
    }
}

/// The names of all types that something is made of.
#[derive(Default)]
struct Named(BTreeSet<String>);

impl<'ast> Visit<'ast> for Named {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.0.insert(ident.to_string());
    }
}

fn names_in(visit: impl FnOnce(&mut Named)) -> BTreeSet<String> {
    let mut named = Named::default();
    visit(&mut named);
    named.0
}

impl<'ast> Visit<'ast> for Known {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Struct(found) => self.note(&found.ident, &found.attrs, item),
            Item::Enum(found) => self.note(&found.ident, &found.attrs, item),
            Item::Type(found) => self.note(&found.ident, &found.attrs, item),
            Item::Impl(found) => {
                let of = found.trait_.as_ref().and_then(|(path, _)| path.segments.last());
                if of.is_some_and(|of| of.ident == "Away" || of.ident == "Mission") {
                    let mut names = names_in(|named| named.visit_type(&found.self_ty));
                    for item in &found.items {
                        if let ImplItem::Type(of) = item {
                            names.extend(names_in(|named| named.visit_type(&of.ty)));
                        }
                    }
                    self.sent.extend(names.into_iter().map(|name| (name, self.place.clone())));
                }
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }
}

/// What serde is told of a type or a field, word by word.
fn told(attributes: &[Attribute]) -> Vec<(String, String)> {
    let mut told = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let Meta::List(list) = &attribute.meta else { continue };
        list.parse_nested_meta(|meta| {
            let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            let value = match meta.value() {
                Ok(value) => value.parse::<syn::LitStr>()?.value(),
                Err(_) => String::new(),
            };
            told.push((word, value));
            Ok(())
        })
        .unwrap();
    }
    told
}

/// Whether bytes can carry it, and the types that they then carry.
fn carried(
    owner: &str,
    attributes: &[Attribute],
    fields: Vec<&Fields>,
    wrong: &mut Vec<String>,
) -> BTreeSet<String> {
    let of_type = told(attributes);
    let mut names = BTreeSet::new();
    let instead = of_type.iter().filter(|(word, _)| ["into", "from", "try_from"].contains(&word.as_str()));
    for (_, other) in instead {
        names.extend(names_in(|named| named.visit_type(&syn::parse_str(other).unwrap())));
    }
    if !names.is_empty() {
        return names;
    }
    wrong.extend(
        of_type
            .iter()
            .filter(|(word, _)| UNREADABLE.contains(&word.as_str()))
            .map(|(word, _)| format!("{owner}: {word}")),
    );
    for field in fields.into_iter().flatten() {
        let of_field = told(&field.attrs);
        if of_field.iter().any(|(word, by)| word == "skip" || word == "with" && by.ends_with("readable")) {
            continue;
        }
        wrong.extend(of_field.iter().filter(|(word, _)| UNREADABLE.contains(&word.as_str())).map(
            |(word, _)| {
                let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                format!("{owner}.{name}: {word}")
            },
        ));
        names.extend(names_in(|named| named.visit_type(&field.ty)));
    }
    names
}

#[test]
fn what_goes_to_a_worker_can_be_read_there() {
    let mut known = Known::default();
    for (place, text) in sources() {
        let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
        known.place.clone_from(&place);
        known.visit_file(&syn::parse_file(&text[..end]).unwrap());
        known.texts.insert(place, text);
    }
    assert!(known.sent.len() > 20, "{:?}", known.sent);
    let mut due: Vec<(String, PathBuf, String)> =
        known.sent.iter().map(|(name, place)| (name.clone(), place.clone(), String::new())).collect();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    while let Some((name, from, way)) = due.pop() {
        for Written { place, item } in known.meant(&name, &from) {
            if !seen.insert((name.clone(), place.clone())) {
                continue;
            }
            let way = format!("{way} {name}");
            let names = match item {
                Item::Struct(found) => carried(&way, &found.attrs, vec![&found.fields], &mut wrong),
                Item::Enum(found) => {
                    let fields = found.variants.iter().map(|variant| &variant.fields).collect();
                    carried(&way, &found.attrs, fields, &mut wrong)
                }
                Item::Type(found) => names_in(|named| named.visit_type(&found.ty)),
                _ => BTreeSet::new(),
            };
            due.extend(names.into_iter().map(|name| (name, place.clone(), way.clone())));
        }
    }
    let reached = |name: &str| seen.iter().any(|(seen, _)| seen == name);
    assert!(reached("Scenario") && reached("Twig"), "{seen:?}");
    assert!(wrong.is_empty(), "cannot be read from bytes without names: {wrong:#?}");
}
