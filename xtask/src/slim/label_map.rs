//! What pulldown-cmark asks of its maps, over the one kind of map that the widget has anyway.
//!
//! This file is compiled inside the copy of pulldown-cmark that the widget is built with.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use unicase::UniCase;

use crate::CowStr;

/// Values by the label of a link or a footnote; labels that differ by case alone are one.
#[derive(Clone, Debug)]
pub(crate) struct Labels<K, V> {
    places: BTreeMap<String, u32>,
    values: Vec<V>,
    labels: PhantomData<K>,
}

impl<K, V> Default for Labels<K, V> {
    fn default() -> Self {
        Self {
            places: BTreeMap::new(),
            values: Vec::new(),
            labels: PhantomData,
        }
    }
}

impl<K, V> Labels<K, V> {
    fn place(&self, label: &UniCase<CowStr<'_>>) -> Option<usize> {
        let place = self.places.get(label.to_folded_case().as_str())?;
        Some(*place as usize)
    }

    pub(crate) fn get(&self, label: &UniCase<CowStr<'_>>) -> Option<&V> {
        self.values.get(self.place(label)?)
    }

    pub(crate) fn get_mut(&mut self, label: &UniCase<CowStr<'_>>) -> Option<&mut V> {
        let place = self.place(label)?;
        self.values.get_mut(place)
    }

    pub(crate) fn contains_key(&self, label: &UniCase<CowStr<'_>>) -> bool {
        self.place(label).is_some()
    }

    /// Sets a value, in place of the one that may be there.
    pub(crate) fn insert(&mut self, label: UniCase<CowStr<'_>>, value: V) {
        self.places.insert(label.to_folded_case(), self.values.len() as u32);
        self.values.push(value);
    }

    pub(crate) fn entry<'a, 'b>(&'a mut self, label: UniCase<CowStr<'b>>) -> Entry<'a, 'b, K, V> {
        Entry { labels: self, label }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        let value = |(label, place): (_, &u32)| Some((label, self.values.get(*place as usize)?));
        self.places.iter().filter_map(value)
    }
}

/// The place of a label that may have a value or not.
pub(crate) struct Entry<'a, 'b, K, V> {
    labels: &'a mut Labels<K, V>,
    label: UniCase<CowStr<'b>>,
}

impl<K, V> Entry<'_, '_, K, V> {
    /// Sets the value if there is none.
    pub(crate) fn or_insert(self, value: V) {
        if !self.labels.contains_key(&self.label) {
            self.labels.insert(self.label, value);
        }
    }
}

/// Values by number, for a few different numbers: lengths of runs, depths of braces.
pub(crate) struct Numbers<K, V>(Vec<(K, V)>);

impl<K, V> Default for Numbers<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Copy + Eq, V: Default> Numbers<K, V> {
    fn place(&self, key: K) -> Option<usize> {
        self.0.iter().position(|(one, _)| *one == key)
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.place(*key)?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    pub(crate) fn entry(&mut self, key: K) -> Number<'_, V> {
        let place = self.place(key).unwrap_or_else(|| {
            self.0.push((key, V::default()));
            self.0.len() - 1
        });
        Number(&mut self.0[place].1)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// The value of a number.
pub(crate) struct Number<'a, V>(&'a mut V);

impl<'a, V> Number<'a, V> {
    pub(crate) fn or_default(self) -> &'a mut V {
        self.0
    }
}
