//! What goes to a worker of a page goes as bytes that have no names in them: what leaves a field out, or is known by what it
//! looks like, cannot be read back from them. Such data is wrapped in `readable`, or this test says where it is.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Attribute, Fields, Ident, ImplItem, Item, Meta};

use crate::sources::sources;

/// What serde does that such bytes cannot carry.
const UNREADABLE: [&str; 5] = ["skip_serializing_if", "flatten", "untagged", "tag", "content"];

/// All types by their names, and what is sent away by name.
#[derive(Default)]
struct Known {
    types: BTreeMap<String, Vec<Item>>,
    sent: BTreeSet<String>,
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
            Item::Struct(found) => self.types.entry(found.ident.to_string()).or_default().push(item.clone()),
            Item::Enum(found) => self.types.entry(found.ident.to_string()).or_default().push(item.clone()),
            Item::Type(found) => self.types.entry(found.ident.to_string()).or_default().push(item.clone()),
            Item::Impl(found) => {
                let of = found.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
                if of.is_some_and(|of| of.ident == "Away" || of.ident == "Mission") {
                    self.sent.extend(names_in(|named| named.visit_type(&found.self_ty)));
                    for item in &found.items {
                        if let ImplItem::Type(of) = item {
                            self.sent.extend(names_in(|named| named.visit_type(&of.ty)));
                        }
                    }
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
    for (_, text) in sources() {
        known.visit_file(&syn::parse_file(&text).unwrap());
    }
    assert!(known.sent.len() > 20, "{:?}", known.sent);
    let mut due: Vec<String> = known.sent.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    while let Some(name) = due.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        for item in known.types.get(&name).into_iter().flatten() {
            let names = match item {
                Item::Struct(found) => carried(&name, &found.attrs, vec![&found.fields], &mut wrong),
                Item::Enum(found) => {
                    let fields = found.variants.iter().map(|variant| &variant.fields).collect();
                    carried(&name, &found.attrs, fields, &mut wrong)
                }
                Item::Type(found) => names_in(|named| named.visit_type(&found.ty)),
                _ => BTreeSet::new(),
            };
            due.extend(names);
        }
    }
    assert!(seen.contains("Scenario") && seen.contains("Twig"), "{seen:?}");
    assert!(wrong.is_empty(), "cannot be read from bytes without names: {wrong:#?}");
}
