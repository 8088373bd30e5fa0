//! BCP 47 language tags: reading, matching (RFC 4647 lookup) and writing direction.

/// A well-formed BCP 47 tag in canonical case, for instance `fr`, `pt-BR` or `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);
