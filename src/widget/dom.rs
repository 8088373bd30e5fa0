//! Nodes → the live page: every call that changes the page is here.
//!
//! What is drawn is remembered, so that nothing is ever read back: no property of an element made
//! from content is looked at, no tree is walked. Elements are told apart by identity alone.

use js_sys::{Map, Object, WeakMap, WeakSet};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    action::Action,
    text::digits,
    view::node::{Element, Handle, Node, Shared, Tag, Written},
};

/// A drawing, and what is needed to change it into another.
pub(super) struct Dom {
    document: Option<web_sys::Document>,
    root: web_sys::Node,
    drawn: Vec<Drawn>,
    book: Book,
}

/// What elements ask for, and under which names they are found again.
#[derive(Default)]
struct Book {
    /// Element → index in `actions`; of a side of a bead, its number taken from -1.
    elements: Option<WeakMap>,
    actions: Vec<Option<Action>>,
    free: Vec<u32>,
    /// Name → element.
    handles: Map,
    /// The elements whose children somebody else has changed.
    touched: Option<WeakSet>,
    /// What stands before a fragment in a link, see [`super::port::Hooks`].
    page: String,
}

struct Drawn {
    node: web_sys::Node,
    what: What,
}

enum What {
    Text(String),
    Slot,
    /// A node that is shared, among others that are not.
    Shared(Shared, Box<Drawn>),
    Element {
        element: web_sys::Element,
        tag: Tag,
        key: Option<u32>,
        attributes: Vec<Written>,
        handles: Vec<Handle>,
        action: Option<u32>,
        children: Vec<Drawn>,
        shared: Option<Shared>,
    },
}

impl Dom {
    pub(super) fn new(root: web_sys::Node) -> Self {
        let book = Book {
            elements: Some(WeakMap::new()),
            ..Book::default()
        };
        Self {
            document: root.owner_document(),
            root,
            drawn: Vec::new(),
            book,
        }
    }

    /// Makes the page show these nodes. Elements that somebody else has `touched`, such as a
    /// translator, are filled anew: what was drawn there may be gone. `page` stands before fragments
    /// in links.
    pub(super) fn draw(&mut self, nodes: &[Node], touched: Option<WeakSet>, page: String) {
        let Some(document) = &self.document else {
            return;
        };
        self.book.touched = touched;
        self.book.page = page;
        let drawn = std::mem::take(&mut self.drawn);
        self.drawn = children(document, &mut self.book, &self.root, drawn, nodes);
    }

    /// What the innermost of these targets asks for that asks for anything `wanted`. The path is
    /// the event's own.
    pub(super) fn action(
        &self,
        path: &js_sys::Array,
        wanted: &dyn Fn(&Action) -> bool,
    ) -> Option<Action> {
        let elements = self.book.elements.as_ref()?;
        path.iter().find_map(|target| {
            let index = elements.get(target.unchecked_ref()).as_f64()?;
            let index = Some(index).filter(|index| *index >= 0.0)?;
            let action = self.book.actions.get(index as usize)?.as_ref();
            action.filter(|action| wanted(action)).cloned()
        })
    }

    /// The number of the side of a bead that these targets are in. The path is the event's own.
    pub(super) fn bead(&self, path: &js_sys::Array) -> Option<u32> {
        let elements = self.book.elements.as_ref()?;
        path.iter().find_map(|target| {
            let index = elements.get(target.unchecked_ref()).as_f64()?;
            (index < 0.0).then_some((-1.0 - index) as u32)
        })
    }

    /// The element under this name.
    pub(super) fn find(&self, handle: &Handle) -> Option<web_sys::Element> {
        let element = self.book.handles.get(&name(handle));
        element.is_object().then(|| element.unchecked_into())
    }
}

impl Book {
    fn set_action(
        &mut self,
        element: &web_sys::Element,
        old: Option<u32>,
        action: Option<&Action>,
    ) -> Option<u32> {
        let index = match (old, action) {
            (None, None) => return None,
            (Some(index), _) => index,
            (None, Some(_)) => self.free.pop().unwrap_or_else(|| {
                self.actions.push(None);
                u32::try_from(self.actions.len() - 1).unwrap_or(0)
            }),
        };
        if let Some(place) = self.actions.get_mut(index as usize) {
            *place = action.cloned();
        }
        if old.is_none()
            && let Some(elements) = &self.elements
        {
            elements.set(element.as_ref(), &JsValue::from(index));
        }
        Some(index)
    }

    /// Takes names from an element, unless another one has got them meanwhile.
    fn release(&mut self, handles: &[Handle], element: &web_sys::Node) {
        for handle in handles {
            let name = name(handle);
            if Object::is(&self.handles.get(&name), element) {
                self.handles.delete(&name);
            }
            if let (Handle::Bead(_), Some(elements)) = (handle, &self.elements) {
                elements.set(element, &JsValue::UNDEFINED);
            }
        }
    }

    /// Forgets a drawing that is gone.
    fn forget(&mut self, drawn: Drawn) {
        let (handles, action, children) = match drawn.what {
            What::Element {
                handles,
                action,
                children,
                ..
            } => (handles, action, children),
            What::Shared(_, drawn) => return self.forget(*drawn),
            _ => return,
        };
        self.release(&handles, &drawn.node);
        if let Some(index) = action {
            if let Some(place) = self.actions.get_mut(index as usize) {
                *place = None;
            }
            self.free.push(index);
        }
        for child in children {
            self.forget(child);
        }
    }
}

/// Changes the children of `parent` from `old` to `new`, keeping what can be kept.
fn children(
    document: &web_sys::Document,
    book: &mut Book,
    parent: &web_sys::Node,
    mut old: Vec<Drawn>,
    new: &[Node],
) -> Vec<Drawn> {
    if let Some(touched) = &book.touched
        && touched.has(parent)
    {
        parent.set_text_content(None);
        old.drain(..).for_each(|drawn| book.forget(drawn));
    }
    let mut old: Vec<Option<Drawn>> = old.into_iter().map(Some).collect();
    let keyed = Map::new();
    for (index, drawn) in old.iter().enumerate() {
        if let Some(key) = drawn.as_ref().and_then(key) {
            keyed.set(&key.into(), &(index as u32).into());
        }
    }

    // First find what stays: by key, else the next of the same kind.
    let mut next = 0;
    let kept: Vec<Option<usize>> = new
        .iter()
        .map(|node| {
            let index = match node_key(node) {
                Some(key) => keyed.get(&key.into()).as_f64()? as usize,
                None => {
                    let found = (next..old.len()).find(|index| {
                        let drawn = old.get(*index).and_then(Option::as_ref);
                        drawn.is_some_and(|drawn| key(drawn).is_none() && is_alike(drawn, node))
                    })?;
                    next = found + 1;
                    found
                }
            };
            old.get(index)
                .and_then(Option::as_ref)
                .filter(|drawn| is_alike(drawn, node))?;
            Some(index)
        })
        .collect();

    // Then take away what goes, so that its names are free again.
    let mut stays = vec![false; old.len()];
    for index in kept.iter().flatten() {
        if let Some(stays) = stays.get_mut(*index) {
            *stays = true;
        }
    }
    for (place, stays) in old.iter_mut().zip(stays) {
        if !stays && let Some(drawn) = place.take() {
            let _ = parent.remove_child(&drawn.node);
            book.forget(drawn);
        }
    }

    // Then draw, noting which must be put in their place.
    let mut last = None;
    let mut result = Vec::with_capacity(new.len());
    for (node, index) in new.iter().zip(kept) {
        let drawn = index.and_then(|index| old.get_mut(index)?.take());
        let is_placed = drawn.is_some() && last < index;
        if is_placed {
            last = index;
        }
        let drawn = match drawn {
            Some(drawn) => patch(document, book, drawn, node),
            None => create(document, book, node),
        };
        if let Some(drawn) = drawn {
            result.push((drawn, is_placed));
        }
    }
    let mut anchor: Option<&web_sys::Node> = None;
    for (drawn, is_placed) in result.iter().rev() {
        if !is_placed {
            let _ = parent.insert_before(&drawn.node, anchor);
        }
        anchor = Some(&drawn.node);
    }
    result.into_iter().map(|(drawn, _)| drawn).collect()
}

fn name(handle: &Handle) -> JsValue {
    match handle {
        Handle::Title => "title".into(),
        Handle::List => "list".into(),
        Handle::Card(number) => ["card ", &digits(*number)].concat().into(),
        Handle::Block(number) => ["block ", &digits(*number)].concat().into(),
        Handle::Other(number) => ["other ", &digits(*number)].concat().into(),
        Handle::Peek(number) => ["peek ", &digits(*number)].concat().into(),
        Handle::Pane => "pane".into(),
        Handle::Bar => "bar".into(),
        Handle::Version => "version".into(),
        Handle::Bead(number) => ["bead ", &digits(*number)].concat().into(),
        Handle::Article => "article".into(),
        Handle::Id(id) => ["id ", id].concat().into(),
    }
}

fn key(drawn: &Drawn) -> Option<u32> {
    match &drawn.what {
        What::Element { key, .. } => *key,
        _ => None,
    }
}

fn node_key(node: &Node) -> Option<u32> {
    match node {
        Node::Element(element) => element.key,
        _ => None,
    }
}

fn is_alike(drawn: &Drawn, node: &Node) -> bool {
    match (&drawn.what, node) {
        (What::Text(_), Node::Text(_)) | (What::Slot, Node::Slot(_)) => true,
        (What::Element { tag, .. }, Node::Element(element)) => *tag == element.tag,
        (What::Shared(_, drawn), Node::Shared(shared)) => {
            shared.first().is_some_and(|node| is_alike(drawn, node))
        }
        _ => false,
    }
}

fn create(document: &web_sys::Document, book: &mut Book, node: &Node) -> Option<Drawn> {
    match node {
        Node::Text(text) => {
            let node = document.create_text_node(text).into();
            Some(Drawn {
                node,
                what: What::Text(text.clone()),
            })
        }
        Node::Slot(words) => {
            let node: web_sys::Node = document.create_element("slot").ok()?.into();
            node.set_text_content(Some(words));
            Some(Drawn {
                node,
                what: What::Slot,
            })
        }
        // Several are the sole child of an element, and are drawn with it.
        Node::Shared(shared) => {
            let drawn = create(document, book, shared.first()?)?;
            Some(Drawn {
                node: drawn.node.clone(),
                what: What::Shared(shared.clone(), Box::new(drawn)),
            })
        }
        Node::Element(element) => {
            let made = document.create_element(element.tag.name()).ok()?;
            let what = What::Element {
                element: made.clone(),
                tag: element.tag,
                key: element.key,
                attributes: Vec::new(),
                handles: Vec::new(),
                action: None,
                children: Vec::new(),
                shared: None,
            };
            patch_element(
                document,
                book,
                Drawn {
                    node: made.into(),
                    what,
                },
                element,
            )
        }
    }
}

fn patch(
    document: &web_sys::Document,
    book: &mut Book,
    mut drawn: Drawn,
    node: &Node,
) -> Option<Drawn> {
    match (&mut drawn.what, node) {
        (What::Text(old), Node::Text(new)) => {
            if old != new {
                drawn.node.set_node_value(Some(new));
                old.clone_from(new);
            }
            Some(drawn)
        }
        (What::Element { .. }, Node::Element(element)) => {
            patch_element(document, book, drawn, element)
        }
        (What::Shared(old, inner), Node::Shared(new)) if !old.is_same(new) => {
            let inner = std::mem::replace(
                &mut **inner,
                Drawn {
                    node: drawn.node.clone(),
                    what: What::Slot,
                },
            );
            let inner = patch(document, book, inner, new.first()?)?;
            Some(Drawn {
                node: inner.node.clone(),
                what: What::Shared(new.clone(), Box::new(inner)),
            })
        }
        (What::Slot, Node::Slot(words)) => {
            drawn.node.set_text_content(Some(words));
            Some(drawn)
        }
        _ => Some(drawn),
    }
}

fn patch_element(
    document: &web_sys::Document,
    book: &mut Book,
    drawn: Drawn,
    new: &Element,
) -> Option<Drawn> {
    let Drawn {
        node,
        what:
            What::Element {
                element,
                tag,
                attributes,
                handles,
                action,
                children: old,
                shared,
                ..
            },
    } = drawn
    else {
        return None;
    };
    for attribute in &new.attributes {
        if !attributes.contains(attribute) {
            let (name, value) = (attribute.name(), attribute.value());
            let _ = match name == "href" && value.starts_with('#') {
                true => element.set_attribute(name, &[&book.page, value].concat()),
                false => element.set_attribute(name, value),
            };
            // Once somebody has typed, the attribute does not count any more.
            if name == "value" && tag == Tag::Input {
                super::port::set(element.unchecked_ref(), name, &value.into());
            }
        }
    }
    for attribute in &attributes {
        let name = attribute.name();
        if !new.attributes.iter().any(|other| other.name() == name) {
            let _ = element.remove_attribute(name);
        }
    }
    if handles != new.handles {
        book.release(&handles, &node);
    }
    for handle in &new.handles {
        book.handles.set(&name(handle), &element);
        if let (Handle::Bead(number), Some(elements)) = (handle, &book.elements) {
            elements.set(&element, &JsValue::from(-1.0 - f64::from(*number)));
        }
    }
    let action = book.set_action(&element, action, new.action.as_ref());
    let mut now_shared = None;
    let old = match new.children.as_slice() {
        [Node::Shared(nodes)] => {
            now_shared = Some(nodes.clone());
            match shared {
                Some(shown) if shown.is_same(nodes) => old,
                _ => children(document, book, &node, old, nodes),
            }
        }
        nodes => children(document, book, &node, old, nodes),
    };
    let what = What::Element {
        element,
        tag,
        key: new.key,
        attributes: new.attributes.clone(),
        handles: new.handles.clone(),
        action,
        children: old,
        shared: now_shared,
    };
    Some(Drawn { node, what })
}
