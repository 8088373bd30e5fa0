// What the bench lets Liseuse do, by its public methods.
const reader = document.querySelector("liseuse-reader");
window.bench = {
  ready: reader.ready,
  root: () => reader.shadowRoot,
  open: (id) => reader.open(id),
  filter: (tags) => reader.setFilter({ tags }),
  shown: () => reader.state.shown,
  // Searching for nothing makes ready whatever a search needs.
  setUp: () => reader.search(""),
  search: async (query) => (await reader.search(query)).map(({ id }) => id),
};
