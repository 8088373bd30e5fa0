// What a competent developer writes by hand in place of Liseuse: one script tag, the bundle fetched,
// a list of 100 rows, tags, languages, a search that is made ready in idle time after the first post.

const ROWS = 100;

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

/**
 * Starts the widget. `render` makes clean nodes of a post; `setUp` makes a function of the posts that
 * finds the ids of at most 100.
 */
export function start({ render, setUp }) {
  const { src, inline } = document.currentScript.dataset;
  let settle;
  let items = [];
  let find;
  const filter = { tags: [], language: "", found: undefined };
  const list = make("ul", {});
  const count = make("p", {});
  const tags = make("div", { className: "tags" });
  const box = make("input", { type: "search", placeholder: "Search" });
  const languages = make("div", { className: "tags" });
  const view = make("main", {});
  const home = [make("nav", {}, box, languages, tags), count, list];
  const matches = (item) => (!filter.language || item.language === filter.language)
    && filter.tags.every((tag) => item.tags?.includes(tag));
  let shown = [];

  const draw = () => {
    const chosen = filter.found ? filter.found.map((id) => byId.get(id)) : items;
    shown = chosen.filter(matches);
    count.textContent = `${shown.length} of ${items.length} posts`;
    list.replaceChildren(...shown.slice(0, ROWS).map((item) => make("li", {},
      make("h3", {}, make("a", { href: `#post=${encodeURIComponent(item.id)}`, textContent: item.title })),
      make("p", { className: "meta", textContent: `${item.date_published?.slice(0, 10) ?? ""} · ${item.language}` }),
      make("p", { className: "summary", textContent: item.summary ?? "" }),
      make("p", { className: "meta", textContent: item.tags?.join(", ") ?? "" }))));
    if (!list.isConnected) view.replaceChildren(...home);
  };
  const byId = new Map();
  const open = (id) => {
    const item = byId.get(id);
    const title = make("h1", { textContent: item.title });
    const meta = make("p", { className: "meta", textContent: `${item.date_published?.slice(0, 10) ?? ""} · ${item.tags?.join(", ") ?? ""}` });
    view.replaceChildren(make("a", { href: "#", textContent: "All posts" }),
      make("article", { lang: item.language }, title, meta, render(item)));
  };
  const route = () => {
    const id = new URLSearchParams(location.hash.slice(1)).get("post");
    if (id) open(id);
    else draw();
  };
  const search = (query, options) => {
    find ??= setUp(items);
    return find(query, options);
  };
  const toggle = (text, act) => {
    const button = make("button", { textContent: text });
    button.onclick = act;
    return button;
  };
  const load = (feed) => {
    ({ items } = feed);
    const counts = new Map();
    for (const item of items) {
      byId.set(item.id, item);
      for (const tag of item.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
    const known = [...counts].sort((a, b) => b[1] - a[1]);
    tags.replaceChildren(...known.slice(0, 40).map(([tag, number]) => toggle(`${tag} ${number}`, () => {
      filter.tags = filter.tags.includes(tag) ? filter.tags.filter((other) => other !== tag) : [...filter.tags, tag];
      draw();
    })));
    languages.replaceChildren(...[...new Set(items.map(({ language }) => language))].map((language) => toggle(language, () => {
      filter.language = filter.language === language ? "" : language;
      draw();
    })));
    box.oninput = () => {
      filter.found = box.value ? search(box.value) : undefined;
      draw();
    };
    addEventListener("hashchange", route);
    route();
    settle();
    // Where set-up is measured by itself, it is not made ready before.
    if (document.documentElement.dataset.lazy === undefined) requestIdleCallback(() => { find ??= setUp(items); });
  };
  window.bench = {
    ready: new Promise((resolve) => { settle = resolve; }),
    root: () => view,
    open,
    filter: (tags) => {
      filter.tags = tags;
      draw();
    },
    shown: () => shown.length,
    setUp: () => { find ??= setUp(items); },
    search: async (query, options) => search(query, options),
  };
  document.body.append(view);
  if (inline) load(JSON.parse(document.getElementById(inline).textContent));
  else fetch(src).then((response) => response.json()).then(load);
}
