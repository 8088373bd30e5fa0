// How the peers read texts for their searches.

/** Lower case without accents. */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Makes an index of MiniSearch that finds while somebody types: every word, or what begins with it. */
export const index = (MiniSearch) => (items) => {
  const search = new MiniSearch({
    fields: ["title", "tags", "content_text"],
    extractField: (item, name) => name === "tags" ? item.tags?.join(" ") ?? "" : item[name],
    processTerm: fold,
  });
  search.addAll(items);
  const options = { prefix: true, combineWith: "AND", boost: { title: 3, tags: 2 } };
  return (query, { fuzzy = 0 } = {}) => search.search(query, { ...options, fuzzy }).slice(0, 100).map(({ id }) => id);
};

/** No index: every text folded once, and looked through for each query. */
export const scan = (items) => {
  const texts = items.map((item) => fold(`${item.title}\n${item.tags?.join("\n") ?? ""}\n${item.content_text}`));
  return (query) => {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const found = [];
    for (let at = 0; at < texts.length && found.length < 100; at += 1) {
      if (words.every((word) => texts[at].includes(word))) found.push(items[at].id);
    }
    return found;
  };
};
