// What is run in pages that are ready. `bench` is what the widget at hand lets do: see `widget.js`
// and `liseuse.js`.

/** The end of the frame that comes. */
const frame = () => new Promise((resolve) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = resolve;
  port2.postMessage(0);
}));
/** In a task of the page's own: what a driver runs itself is not counted as the page's code. */
const task = (work) => new Promise((resolve, reject) => setTimeout(() => {
  try { resolve(work()); } catch (error) { reject(error); }
}));
/** When the first post was painted, and what held the main thread until then. */
const start = async () => {
  const at = await Promise.race([probe.shown, new Promise((_, reject) => setTimeout(reject, 60000, new Error("nothing was shown in 60 s")))]);
  // Long tasks are told after they have ended.
  for (let frames = 0; frames < 6; frames += 1) await frame();
  const tasks = probe.tasks().filter(({ start }) => start < at);
  // The others can do all they can when they show something.
  const whole = document.querySelector("liseuse-reader") ? Math.max(at, await probe.begun) : at;
  return { at, whole, blocking: tasks.reduce((sum, { duration }) => sum + duration - 50, 0), ...fetched() };
};
/** The bytes and the requests until now. */
const fetched = () => {
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return { bytes: entries.reduce((sum, { transferSize }) => sum + transferSize, 0), requests: entries.length };
};
/** Opens posts, one after the other; gives milliseconds of all. */
const open = (ids) => task(() => {
  const begin = performance.now();
  for (const id of ids) bench.open(id);
  return performance.now() - begin;
});
/** From now on nothing is shown, so that neither style nor layout is in what is measured; nor is the history, which the peers leave alone. */
const bare = async () => {
  document.body.hidden = true;
  document.querySelector("liseuse-reader")?.setAttribute("route", "none");
  for (let frames = 0; frames < 5; frames += 1) await frame();
};
/** Opens a post; gives milliseconds until it is laid out. */
const laid = (id) => task(() => {
  const begin = performance.now();
  bench.open(id);
  bench.root().querySelector("article").getBoundingClientRect();
  return performance.now() - begin;
});
/** Opens each post and fails if its title and its text do not stand there at once. */
const check = (posts) => task(() => {
  for (const { id, title, words } of posts) {
    bench.open(id);
    const article = bench.root().querySelector("article");
    const text = article?.textContent ?? "";
    if (!text.includes(title) || !text.includes(words)) throw new Error(`${id} is not there: ${text.slice(0, 200)}`);
  }
});
/** Runs each query so often; gives what was found the first time, and the least milliseconds of each. */
const search = async (queries, passes, options) => {
  const found = [];
  const times = queries.map(() => Infinity);
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [at, query] of queries.entries()) {
      const begin = performance.now();
      const ids = await bench.search(query, options);
      times[at] = Math.min(times[at], performance.now() - begin);
      if (pass === 0) found[at] = ids.slice(0, 20);
    }
  }
  return { found, times };
};
/** Filters by each tag, when the list before is there to its end; gives milliseconds until the list is laid out, and until it is painted. */
const filter = async (tags) => {
  const laid = [];
  const painted = [];
  for (const tag of tags) {
    for (let frames = 0; frames < 12; frames += 1) await frame();
    const begin = performance.now();
    await task(() => bench.filter([tag]));
    bench.root().querySelector("ul").getBoundingClientRect();
    laid.push(performance.now() - begin);
    await frame();
    painted.push(performance.now() - begin);
  }
  return { laid, painted };
};
/** Filters by a tag and waits until so many posts are listed: a library in pages fetches them first. */
const settle = async (tag, count) => {
  bench.filter([tag]);
  const begin = performance.now();
  while (bench.shown() !== count) {
    if (performance.now() - begin > 60000) throw new Error(`${bench.shown()} posts are listed with the tag ${tag}, and ${count} have it`);
    await frame();
  }
  await frame();
};
/** Types words into the search box, letter by letter. */
const type = async (words) => {
  const box = bench.root().querySelector("[type=search]");
  box.focus();
  for (let end = 1; end <= words.length; end += 1) {
    box.value = words.slice(0, end);
    box.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    await frame();
    await frame();
  }
  await bench.search(words);
  await frame();
};
/** Reads a post to its end. */
const read = async (id) => {
  await bench.open(id);
  for (let step = 0; step < 20; step += 1) {
    scrollBy({ top: 700, behavior: "instant" });
    await frame();
  }
};
/** The tasks over 50 ms since a moment. */
const long = async (since) => {
  for (let frames = 0; frames < 6; frames += 1) await frame();
  const durations = probe.tasks().filter(({ start }) => start >= since).map(({ duration }) => duration);
  return { count: durations.length, longest: Math.max(0, ...durations) };
};
