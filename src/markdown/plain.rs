//! Plain text → paragraphs with links; and any body → plain text.

use super::{
    Context,
    build::{Builder, Origin},
};
use crate::view::node::{Element, Tag};

/// Feeds plain text: an empty line parts paragraphs, a line break stays one.
pub(super) fn feed(source: &str, builder: &mut Builder, context: &Context<'_>) {
    let mut block = 0;
    let mut open = false;
    for line in source.lines() {
        if builder.is_full() {
            break;
        }
        let line = line.trim();
        if line.is_empty() {
            if open {
                builder.close_markdown(|element| element);
            }
            open = false;
            continue;
        }
        if open {
            builder.leaf(Element::new(Tag::Br));
        } else {
            builder.open(context.block(Element::new(Tag::P), block), Origin::Markdown);
            block += 1;
            open = true;
        }
        builder.text(line);
    }
}
