// The element <liseuse-reader> and its loader: what only JavaScript can do, and what must work
// before the module is here. Everything else is drawn by the module.
//
// `cargo xtask build` puts the style sheet and the module's bindings where the two marks stand,
// and wraps the whole in one function, so that nothing becomes global. Of the same it makes an
// ECMAScript module: `@classic` and `@module` begin what is for one of them alone, `@served` what a page of one file,
// which has all in it, can do without; `@both` ends it. What stands before `@then` is a function by itself, which hands over
// these names: browsers that note who asks for a file (as for developer tools) read the asking function once more.

// A page's own scripts may take these names (`const history = …`, `class Node`), and hide the
// browser's by that.
/* @classic */
const { Element, Map, Set, URL, WeakMap, history, navigator, origin, performance } = window;
/* @module */
// Not `URL`, which bundlers look for. Where there is no page, as on a server that renders one, this can be imported, and
// defines nothing.
const { Element, Map, Set, WeakMap, history, navigator, origin, performance, HTMLElement = class {}, customElements = { get: () => true } } = globalThis;
/* @both */

const NAME = "liseuse-reader";

/** The parts of the module: what is needed at once; what searches, shows two texts together and knows rare character references. */
const FIRST = "liseuse.wasm";
const MORE = "liseuse.more.wasm";

/** What was asked for ahead, by its address. */
const ahead = {};

/**
 * A property of a node or of the document. Asked for by itself, it may be hidden: a page can give
 * any element the name `body`, and a field of a form the name `parentNode`.
 */
function own(node, name) {
  return Reflect.get((node === document ? Document : Element).prototype, name, node);
}

/** What an action gives; nothing if it may not be done, as storage in a sandboxed frame. */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** A page there may not fetch its neighbours: it may load scripts, and nothing else. */
function isDisk(address) {
  return address.protocol === "file:";
}

/** Where a post's text is, in a bundle of several files. The command line writes the same: `cli::pieces`. */
function textAddress(bundle, id) {
  const name = [...new TextEncoder().encode(id)].map((byte) => String.fromCharCode(byte).replace(/[^a-z0-9_-]/, `=${byte.toString(16).padStart(2, 0)}`)).join("");
  const url = new URL(bundle);
  url.pathname = url.pathname.replace(/(\.json)?$/, `/${name}.json`);
  return url;
}

/** The id of the post that the page's address asks of the reader of this name, else the one that the author names. */
function wantedPost(name, route, post) {
  const [key, place] = location.hash.slice(1).split("?");
  return (key === name && route !== "none" && new URLSearchParams(place).get("post")) || post;
}

/* @classic */
const script = own(document, "currentScript");
/** Where a part of the module is: in the folder that the script's tag names, else beside the script. */
const address = (name) => new URL(name, script?.dataset.base ? new URL(script.dataset.base.replace(/\/?$/, "/"), document.baseURI) : script?.src || document.baseURI);
/* @module */
const script = null;
/** Where the parts of the module are: beside this file. Bundlers know this way to write it; they copy the files and give them names. */
let address = (name) => name === MORE ? new URL("./liseuse.more.wasm", import.meta.url) : new URL("./liseuse.wasm", import.meta.url);
/* @both */

/* @classic */
/** Asks for what will be wanted: `get` has it then. */
function askAhead(address, options) {
  if (isDisk(address)) return;
  ahead[address] = fetch(address, options);
  ahead[address].catch(() => {});
}

// What the script's own tag says that it needs is under way before anything is made of it. What is wrong there is told later.
if (script && !customElements.get(NAME)) {
  attempt(() => {
    const { module, integrity, src, split, id = "read", post, route } = script.dataset;
    const bundle = src && new URL(src, document.baseURI);
    const wanted = bundle && split !== undefined && wantedPost(id, route, post);
    // The smallest first: how the post begins can be shown before the module is there.
    if (wanted) askAhead(textAddress(bundle, wanted));
    if (!module) askAhead(address(FIRST), { integrity });
    if (bundle) askAhead(bundle);
  });
}
/* @both */
/* @then Element, Map, Set, URL, WeakMap, history, navigator, origin, performance, NAME, FIRST, MORE, ahead, own, attempt, isDisk, textAddress, wantedPost, script, address */

/* @style */
/* @bindings */

/** The name under which the choice of languages is remembered. */
const STORED = "liseuse-languages";
/** Settles when what can be read before the module is here has been painted: until then nothing else takes the processor. */
let first;

/** The attributes with a property of the same name, and the property's value when there is none. */
const ATTRIBUTES = {
  src: "", languages: "", view: "single", untranslated: "show", tags: "", match: "any", query: "",
  post: "", route: "hash", theme: "auto", images: "load", split: "",
};

/** What must be said without the module. The rest of the interface's words are in it. */
const WORDS = {
  en: {
    loading: "Loading…",
    failed: "The reader could not start.",
    remedy: "Its module did not arrive, was refused or is of another build. liseuse.wasm (from disk liseuse.wasm.js) belongs beside liseuse.js, from another site it needs Access-Control-Allow-Origin, a Content-Security-Policy has to allow 'wasm-unsafe-eval' in script-src, and the browser must not be older than 2023.",
  },
  fr: {
    loading: "Chargement…",
    failed: "Le lecteur n’a pas pu démarrer.",
    remedy: "Son module n’est pas arrivé, a été refusé ou vient d’une autre compilation. La place de liseuse.wasm (depuis le disque liseuse.wasm.js) est à côté de liseuse.js, d’un autre site il lui faut Access-Control-Allow-Origin, une Content-Security-Policy doit permettre 'wasm-unsafe-eval' dans script-src, et le navigateur ne doit pas dater d’avant 2023.",
  },
};

// ---------------------------------------------------------------- the module

/** The compiled parts, shared by every instance. */
const compiled = {};
/** The running instance. A trap ends it, and another begins. */
let running;
/** Settles when it has its later part. */
let joined;
/** When the last traps were, in milliseconds. */
let traps = [];
/** The readers that are in the page. */
const readers = new Set();

function compile(name) {
  compiled[name] ??= load(name);
  compiled[name].catch(() => { delete compiled[name]; });
  return compiled[name];
}

/** The module of this very build; a cache that has another is passed by. */
async function load(name, url, isLast) {
  // A page of one file has it on the script's own tag.
  const packed = script?.dataset.module;
  url ??= packed ? "this page" : address(name);
  const written = () => take(new URL(`${url}.js`));
  const found = packed ?? await (isDisk(url) ? written() : get(url, undefined, script?.dataset.integrity).catch(otherwise(written)));
  const isText = typeof found === "string";
  const module = await (isText ? WebAssembly.compile(await unpack(found).arrayBuffer()) : receive(found));
  if (WebAssembly.Module.customSections(module, BUILD)[0]) return module;
  if (isText || isLast) throw new Error(`${url} is of another build than the script: put the files of one build there, and empty the caches`);
  url.searchParams.set("v", BUILD);
  return load(name, url, true);
}

async function receive(response) {
  const type = response.headers.get("Content-Type");
  await first;
  try {
    // Streaming needs the right type, which many servers do not know.
    return await (type === "application/wasm"
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer()));
  } catch (error) {
    throw new Error(`${response.url} cannot be compiled (${response.status}, ${type}): ${error.message}`);
  }
}

function run() {
  running ??= compile(FIRST).then(bindings);
  running.catch(() => { running = undefined; });
  return running;
}

/** Joins the later part to the running instance, when it is first needed. A module that scripts bring is whole, and says so. */
function join() {
  joined ??= run().then(async (instance) => WebAssembly.Module.customSections(await compile(FIRST), "whole")[0] || instance.join(await compile(MORE)));
  joined.catch(() => { joined = undefined; });
  return joined;
}

/** After a trap nothing in the instance can be trusted: every reader begins anew in another. */
function recover(error, guilty) {
  console.error("Liseuse: the reader broke and begins again.", error);
  const now = performance.now();
  traps = [...traps.filter((time) => now - time < 60_000), now];
  running = joined = undefined;
  for (const reader of readers) reader[RESTART](guilty, traps.length > 3 ? error : undefined);
}

// ---------------------------------------------------------------- from disk

/**
 * Nor may a frame without an origin (`sandbox`), unless the server lets everybody. What to do then,
 * for that frame and nobody else.
 */
const otherwise = (take) => (error) => {
  if (origin !== "null") throw error;
  return take().catch(() => { throw error; });
};
/** What scripts are about to hand over, by their addresses. */
const taking = {};

/**
 * What a script hands over: a text, as the property `liseuse` of its own element. It may stand in
 * the page already, and has to where the page's policy lets no script load another.
 */
function take(address) {
  return taking[address] ??= new Promise((resolve) => {
    const written = [...own(document, "scripts")].find((script) => script.src === address.href && script.liseuse);
    if (written) return resolve(written.liseuse);
    const added = document.createElement("script");
    const end = () => {
      added.remove();
      resolve(added.liseuse);
    };
    added.onload = added.onerror = end;
    added.src = address;
    own(document, "head").append(added);
  }).catch(() => {}).then((text) => {
    delete taking[address];
    if (!text) throw new Failure("not-found", `${address} is missing, broken or refused; where a policy refuses it, write it as a script before liseuse.js`);
    return text;
  });
}

/** How many items of a page of the list are taken at once. */
const SLICE = 50;

/** Lets the page answer in between. */
const breathe = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

/** What is in raw deflate, and in base64 of such. */
const inflate = (stream) => new Response(stream.pipeThrough(new DecompressionStream("deflate-raw")));
const unpack = (text) => inflate(new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt())]).stream());

/**
 * A value as the module takes it, all at once (`widget::flat`): what it is made of in numbers, and its texts in one. The
 * bodies of posts stay here, and so does what is nested deeper than bundles may be.
 */
function flat(value) {
  const shape = [];
  const texts = [];
  const text = (text) => texts.push(text.replaceAll("\0", "\ufffd"));
  const put = (value, depth, name) => {
    const kind = typeof value;
    if (kind === "string" && /^content_(text|html)$/.test(name)) shape.push(5);
    else if (kind === "string") {
      shape.push(4);
      text(value);
    } else if (kind === "number") shape.push(3, value);
    else if (!value || kind !== "object" || depth > 64 || shape.length > 8e6) shape.push(value === false ? 1 : value === true ? 2 : 0);
    else if (Array.isArray(value)) {
      shape.push(6, value.length);
      for (const part of value) put(part, depth + 1);
    } else {
      const entries = Object.entries(value);
      shape.push(7, entries.length);
      for (const [name, part] of entries) {
        text(name);
        put(part, depth + 1, name);
      }
    }
  };
  put(value, 0);
  return [Float64Array.from(shape), texts.join("\0")];
}

/* @served */
/**
 * What the opening of a post may be made of: elements, classes of ours, and parts. Without attributes none of it leads
 * anywhere or does anything; whatever else a bundle says there is a span.
 */
const OPENING = /^(a|article|b|bdi|blockquote|br|button|code|div|em|h1|h2|h3|h4|h5|h6|header|i|kbd|li|ol|p|s|small|span|strong|sub|sup|time|u|ul)((?:\.(?:after|back|bar|body|fine|gap|kept|languages|meta|open|post|tag-name|tools|views))*)(?::([a-z]+))?$/;

/** Builds what is written as `[name, piece, …]`: a name as `p.meta:meta`, with its classes and its part; a piece is a text or another such list. */
function build([name, ...pieces]) {
  const [, tag = "span", classes, part] = OPENING.exec(name) ?? [];
  const element = document.createElement(tag);
  if (classes) element.className = classes.replaceAll(".", " ").trim();
  if (part) element.part = part;
  element.append(...pieces.map((piece) => Array.isArray(piece) ? build(piece) : piece));
  return element;
}

/* @both */
// ---------------------------------------------------------------- the element

const RESTART = Symbol("restart");
let count = 0;
/** The two parts of the style sheet for each document: an element may be moved into a frame's. */
const sheets = new WeakMap();

/**
 * A reading room for one bundle of posts.
 *
 * Attributes: src, languages, lang, view, untranslated, tags, match, query, post, route, theme,
 * images, split. Events: liseuse-ready, liseuse-navigate, liseuse-post, liseuse-filter,
 * liseuse-language, liseuse-error.
 */
class LiseuseReader extends HTMLElement {
  static observedAttributes = [...Object.keys(ATTRIBUTES), "id", "lang"];

  #id = 0;
  /** What the reader's fragments begin with, and the id that it was made from. */
  #name;
  #named;
  #box;
  /** Whether it began above what could be seen, when the place was looked at last. */
  #isAbove;
  #observer = new MutationObserver(() => this.#queue());
  // In the next frame: what is drawn anew has other sizes again.
  #sizes = new ResizeObserver(() => requestAnimationFrame(() => this.#queue()));
  #instance;
  #life;
  /** The one that is listened to. */
  #heard;
  #fetching;
  #feed;
  /** How the post that is asked for begins, as long as the module shows nothing. */
  #opening;
  /** Settles when it is shown, or cannot be. */
  #early;
  /** Of a bundle in pieces: the items that came later, what is under way by its path, and the pages' end. */
  #items = [];
  #pieces = {};
  #pages;
  #given;
  #messages;
  #failure;
  #isWhole = false;
  #isLoaded = false;
  #isQueued = false;
  #isGrowing = false;
  #source;
  #drawing;
  #broken = [];
  #turn = Promise.resolve();
  #wanted;
  #waiting = [];
  #ready;
  #settle;

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.#promise();
  }

  /** Settles when the posts can be read, or cannot be had. */
  get ready() { return this.#ready; }

  /** A bundle as an object, in place of `src`. */
  get bundle() { return this.#given; }
  set bundle(feed) {
    this.#given = feed;
    this.#source = undefined;
    this.#queue();
  }

  /** Words of the interface to say otherwise, by name; `language` says in which language they are. */
  get messages() { return this.#messages; }
  set messages(messages) {
    this.#messages = messages;
    this.#queue();
  }

  /** Everything about the reader's place; null before it has begun. */
  get state() { return this.#do("state") ?? null; }

  /** The posts of the list under the current filter, in its order. */
  posts() { return (this.#isLoaded && this.#do("posts")) || []; }

  /** Finds posts by words: a list of `{id, language, title, score, snippet, block}`, the best first. */
  async search(query) {
    await this.#ready;
    return this.#seek(query, false);
  }

  /** Opens a post by its id, in a language and at a block if they are given. */
  open(id, { language, block } = {}) { return this.#ask("open", { id, language, block }); }
  /** Goes back to the list. */
  close() { return this.#ask("close"); }
  /** Sets what the reader reads: BCP 47 tags, best first. */
  setLanguages(list) { return this.#ask("setLanguages", list); }
  /** Sets how a post with several versions is shown. */
  setView(view) { return this.#ask("setView", view); }
  /** Sets the filter of the list. */
  setFilter({ tags = [], match = "any", query = "" } = {}) { return this.#ask("setFilter", { tags, match, query }); }

  connectedCallback() {
    // A move in the page is a disconnection and a connection in one turn: nothing has ended yet.
    if (this.#life) return this.#arrive();
    // In a document that no window shows there is nobody to read.
    if (!this.ownerDocument.defaultView) return;
    for (const name of [...Object.keys(ATTRIBUTES), "bundle", "messages"]) {
      // Properties that were set before the element was defined hide ours.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#begin();
  }

  disconnectedCallback() {
    queueMicrotask(() => { if (!this.isConnected) this.#end(); });
  }

  attributeChangedCallback(name, old, value) {
    if (old !== value) this.#queue();
  }

  #begin() {
    this.#life = new AbortController();
    this.#id = ++count;
    readers.add(this);
    this.#fallback();
    this.#arrive();
    this.#mount();
    this.#update();
    // The first look at what is stored takes milliseconds: now there is time, while everything is on its way. (Where a text
    // comes first, its fonts are looked for now.)
/* @served */
    if (this.#early) return void (own(document, "readyState") === "loading" ? setTimeout(() => this.#warm()) : this.#warm());
/* @both */
    attempt(() => history.state);
    attempt(() => localStorage.getItem(STORED));
  }

  /** Hears what is done here and in the page, for as long as the element is in it. */
  #listen() {
    if (this.#heard === this.#life) return;
    this.#heard = this.#life;
    const { signal } = this.#life;
    const act = (event) => this.#call((instance) => instance.click(this.#id, event));
    this.shadowRoot.addEventListener("click", act, { signal });
    this.shadowRoot.addEventListener("keydown", (event) => event.key === "Escape" && act(event), { signal });
    this.shadowRoot.addEventListener("input", ({ target }) => {
      if (target.type === "search") this.#do("typed", target.value);
    }, { signal });
    // Who goes to the search box will want the search.
    this.shadowRoot.addEventListener("focusin", ({ target }) => target.type === "search" && this.#seek("", false).catch(() => {}), { signal });
    const point = (event) => {
      // What is selected on one side spans words of the other, which would now count.
      if (this.#call((instance) => instance.point(this.#id, event))) getSelection().removeAllRanges();
    };
    for (const type of ["pointerdown", "pointerover", "focusin"]) this.shadowRoot.addEventListener(type, point, { signal });
    this.addEventListener("pointerleave", point, { signal });
    // Chromium and Firefox hold the page by themselves when a picture comes above it.
    if (!CSS.supports("overflow-anchor", "auto")) {
      const settle = () => this.#do("settle");
      this.shadowRoot.addEventListener("load", () => requestAnimationFrame(settle), { capture: true, signal });
    }
    addEventListener("popstate", () => this.#isLoaded && this.#do("history"), { signal });
    // What has the focus, or is being selected, is not taken away.
    for (const type of ["selectionchange", "focusout"]) document.addEventListener(type, () => setTimeout(() => this.#deliver()), { signal });
    addEventListener("online", () => this.#failure && this.#refetch(), { signal });
  }

  /** Wears the style sheet; at first as much of it as an opening needs. */
  #dress(isWhole = this.#isWhole) {
    this.#isWhole = isWhole;
    const { ownerDocument, ownerDocument: { defaultView } } = this;
    const worn = sheets.get(ownerDocument) ?? [];
    const texts = isWhole ? [STYLE, LATER] : [STYLE];
    while (defaultView && worn.length < texts.length) {
      const sheet = new defaultView.CSSStyleSheet();
      sheet.replaceSync(texts[worn.length]);
      worn.push(sheet);
    }
    sheets.set(ownerDocument, worn);
    this.shadowRoot.adoptedStyleSheets = worn.slice(0, texts.length);
  }

  /** Takes note of where in the page the element stands. */
  #arrive() {
    this.#dress();
    // The page's language and colours are followed live, wherever they are written.
    this.#observer.disconnect();
    for (const node of around(this)) this.#observer.observe(node, { attributes: true });
    this.#queue();
  }

  #end() {
    if (!this.#life) return;
    readers.delete(this);
    this.#name = this.#named = this.#box = undefined;
    this.#life.abort();
    this.#life = undefined;
    this.#observer.disconnect();
    this.#sizes.disconnect();
    this.#fetching?.abort();
    this.#call((instance) => instance.unmount(this.#id));
    this.#instance = undefined;
    this.#isLoaded = false;
    this.#source = undefined;
    if (this.#failure) this.#promise();
    this.#failure = undefined;
  }

  /** Starts the reader in the module, as soon as that is here. */
  async #mount() {
    const life = this.#life;
    try {
      const instance = await run();
      // The module has nothing to show without that text.
      await this.#early;
      if (life !== this.#life || life.signal.aborted) return;
      this.#listen();
      this.#dress(true);
      this.#instance = instance;
      this.#box = undefined;
      // Measured before the page's own content goes for a moment: an empty page would not stay scrolled.
      const settings = flat(this.#settings());
      this.#still(() => {
        // What can be read stays untouched: Firefox holds the page by it.
        for (const node of [...this.shadowRoot.childNodes]) if (node !== this.#opening) node.remove();
        this.#call((instance) => instance.mount(this.#id, this.shadowRoot, this, this.#hooks(), settings));
      });
      // Of the element itself nothing is measured: the page may have made it inline.
      this.#box = this.#opening ? this.#opening.nextElementSibling : this.shadowRoot.firstElementChild;
      this.#sizes.disconnect();
      // What begins the reader and what it shows first are long enough, each for itself.
      await breathe();
      this.#deliver();
    } catch (error) {
      if (life === this.#life) this.#refuse(error);
    }
  }

  /** Does something that may leave the page empty for a moment: WebKit, which anchors no scroll, would go to the top. */
  #still(action) {
    const node = this.#scroller();
    const top = !CSS.supports("overflow-anchor", "auto") && own(node, "scrollTop");
    action();
    if (top && !own(node, "scrollTop")) node.scrollTo({ top, behavior: "instant" });
  }

  [RESTART](guilty, last) {
    this.#instance = undefined;
    this.#isLoaded = false;
    this.#drawing = undefined;
    if (guilty !== undefined) this.#broken.push(guilty);
    this.#id = ++count;
    if (last) this.#refuse(last);
    else this.#mount();
  }

  /** What scrolls around this element, out of shadow roots too; else the page. */
  #scroller() {
    for (const outer of around(this, true)) {
      const name = own(outer, "localName");
      // The way of scrolling that is written to the body is the page's own, unless the root has one.
      if (name === "html" || name === "body" && getComputedStyle(own(outer, "parentNode")).overflowY === "visible") break;
      if (/auto|scroll/.test(getComputedStyle(outer).overflowY) && own(outer, "scrollHeight") > own(outer, "clientHeight")) return outer;
    }
    return own(document, "scrollingElement") ?? own(document, "documentElement");
  }

  /** Whether the beginning of what is drawn is above what can be seen. */
  #hasPassed() {
    const top = (node) => node.getBoundingClientRect().top;
    return top(this.#box) < Math.max(0, top(this.#scroller()));
  }

  #hooks() {
    // Translators and the like write into shadow roots too. Below what is drawn, they leave nothing
    // as it was; beside it, they do no harm.
    let touched;
    const note = (records) => {
      for (const { target } of records) if (target !== this.shadowRoot) (touched ??= new WeakSet()).add(target);
    };
    const watch = new MutationObserver(note);
    watch.observe(this.shadowRoot, { childList: true, subtree: true });
    const { signal } = this.#life;
    signal.addEventListener("abort", () => watch.disconnect());
    const page = () => location.href.split("#")[0];
    // Who comes back to the page finds the place again, though what was there comes late. What is written while the page goes is
    // lost in a reload, but in WebKit.
    const keep = () => this.#isLoaded && this.route !== "none" && hooks.keep(undefined, hooks.scroll(undefined, 0), false, true);
    for (const type of ["pagehide", "scrollend"]) addEventListener(type, keep, { capture: true, signal });
    const hooks = {
      fragment: () => location.href.slice(page().length + 1),
      page: () => document.baseURI.split("#")[0] === page() ? "" : page(),
      kept: () => attempt(() => history.state.liseuse[this.#name]),
      keep: (place, scroll, isNew, isHere, address) => attempt(() => {
        const { state } = history;
        // The page may keep what has no room for more: a text, a list, a map. That stays as it is.
        const old = !state || state.constructor === Object ? { ...state } : undefined;
        const own = { ...(!isNew && old?.liseuse?.[this.#name]), ...(place && { place }), ...(scroll != null && { scroll }) };
        const kept = old || isNew ? { ...old, liseuse: { ...old?.liseuse, [this.#name]: own } } : state;
        // In full: alone, a fragment would be relative to the page's `<base>`.
        history[isNew ? "pushState" : "replaceState"](kept, "", isHere ? undefined : `${page()}#${place}`);
        // The post's own page; from a disk no page may take the name of another.
        if (address) history.replaceState(kept, "", `${address}#${place}`);
      }),
      remember: (languages) => attempt(() => localStorage.setItem(STORED, languages)),
      touched: () => {
        // What is drawn instead has the same lines at the same places, so nobody may see both.
        if (this.#isShown()) this.#opening?.remove();
        note(watch.takeRecords());
        const found = touched;
        touched = undefined;
        return found;
      },
      refetch: () => this.#refetch(),
      join: () => {
        const joined = (isHere) => this.#do("joined", isHere);
        join().then(() => joined(true), (error) => {
          console.warn(`Liseuse: ${MORE} did not arrive.`, error);
          joined(false);
        });
      },
      search: (query) => {
        this.#wanted = query;
        this.#seek(query, true).catch((error) => {
          console.warn("Liseuse: the search did not arrive.", error);
          if (query === this.#wanted) this.#do("found", false);
        });
      },
      text: (position, member) => {
        const items = this.#feed?.items;
        const text = (items?.[position] ?? this.#items[position - items?.length])?.[member];
        return typeof text === "string" ? text : undefined;
      },
      piece: async (id, address) => {
        const { signal } = this.#fetching;
        await this.#body(id, address);
        await breathe();
        if (!signal.aborted) this.#do("arrived", id);
      },
      prefetch: (id, address) => navigator.connection?.saveData || this.#piece(id, address).catch(() => {}),
      pages: () => this.#further(),
      grow: () => {
        if (this.#isGrowing) return;
        this.#isGrowing = true;
        requestAnimationFrame(async () => {
          await breathe();
          this.#isGrowing = false;
          this.#do("grow");
        });
      },
      scroll: (node, top) => {
        node ??= this.#scroller();
        if (top) node.scrollBy({ top, behavior: "instant" });
        else this.#isAbove = this.#hasPassed();
        return own(node, "scrollTop");
      },
      top: () => {
        // WebKit lays out what is half drawn when the focus goes with it, and so may have scrolled by now.
        if (!this.#opening && (this.#isAbove || this.#hasPassed())) this.#box.scrollIntoView({ block: "start", behavior: "instant" });
        this.#isAbove = false;
      },
      copy: async (text) => {
        let isDone = false;
        try {
          await navigator.clipboard.writeText(text);
          isDone = true;
        } catch {
          // Pages that are not served safely have no clipboard.
        }
        this.#do("copied", isDone);
      },
      drawing: (post) => { this.#drawing = post; },
      tell: (name, detail, cancelable) => this.#tell(name, detail, cancelable),
    };
    return hooks;
  }

  #tell(name, detail, cancelable = false) {
    if (name === "liseuse-ready") {
      this.#settle.resolve(this);
      for (const [method, argument] of this.#waiting.splice(0)) this.#ask(method, argument);
    }
    if (name === "liseuse-error" && detail.kind !== "unknown-post") this.#settle.reject(new Failure(detail.kind, detail.message));
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }

  /** Runs something in the instance. Whatever it throws is a trap. */
  #call(action) {
    if (!this.#instance) return undefined;
    const opening = this.#opening;
    const top = opening && own(this.#scroller(), "scrollTop");
    try {
      return action(this.#instance);
    } catch (error) {
      recover(error, this.#drawing);
      return undefined;
    } finally {
      if (opening && this.#isShown()) {
        this.#opening = undefined;
        if (top) this.#scroller().scrollTo({ top, behavior: "instant" });
      }
    }
  }

  /** Whether the module has drawn something: until then its status stands alone. */
  #isShown() { return this.#box?.childElementCount > 1; }

/* @served */
  /** Has the fonts of an opening ready when that comes: to find those that nothing has used yet takes as long as the text. */
  #warm() {
    if (this.shadowRoot.firstElementChild?.localName !== "slot" || this.textContent.trim()) return;
    const root = build(["div", ["div.post", ["article", ["header", ["h1:title", "a"], ["p.meta", "a"]], ["div.body", ["p", "a"]]]]]);
    root.className = "reader opening";
    this.shadowRoot.prepend(root);
    // This lays it out; nobody sees it.
    root.getBoundingClientRect();
    root.remove();
  }

  /**
   * Shows how a post begins, as its piece says, until the module does; nothing where the page has content of its own.
   * Settles when it has been painted.
   */
  async #open({ items: [{ language }], _liseuse: { opening } }) {
    const place = new URLSearchParams(location.hash.split("?")[1]);
    const isOther = this.view !== "single" || place.has("view") || place.has("block") || (place.get("lang") ?? language) !== language;
    if (isOther || this.textContent.trim() || this.shadowRoot.firstElementChild?.localName !== "slot" || JSON.stringify(opening).length > 5e4) return;
    // Who comes back wants the place that was left.
    if (attempt(() => history.state?.liseuse?.[this.#key()]?.scroll)) return;
    const isFrench = this.#words() === WORDS.fr;
    const { fr, en, text } = opening;
    const [header, narrow, wide] = isFrench ? fr : en;
    const article = build(["article:article", header, ["div.body:body", ...text]]);
    article.lang = language ?? "";
    article.dir = "auto";
    const root = this.#opening = build(["div", ["div.post", wide && this.#isWide() ? wide : narrow, article]]);
    root.className = `reader opening ${/^(light|dark|sepia)$/.test(this.theme) ? this.theme : getComputedStyle(this).colorScheme === "normal" ? "system" : ""}`;
    root.lang = isFrench ? "fr" : "en";
    this.shadowRoot.prepend(root);
    // (Pages that nobody looks at are not painted.)
    await Promise.race([new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))), new Promise((resolve) => setTimeout(resolve, 500))]);
  }
/* @both */

  /** Calls a method of the reader in the instance. */
  #do(method, argument) { return this.#call((instance) => instance.call(this.#id, method, argument)); }

  /** One search after the other, in short tasks; `isShown` puts what is found into the list. */
  #seek(query, isShown) {
    return this.#turn = this.#turn.catch(() => {}).then(async () => {
      // Somebody who goes on typing waits for the last word only.
      if (isShown && query !== this.#wanted) return;
      await join();
      // What an index finds is in the list.
      if (query && this.#feed?._liseuse?.search) await this.#further();
      this.#do("seek", query);
      for (let more, files; (more = this.#do("search", files)) || more === null;) {
        if (!more) throw new Error("its index is broken, or of another version");
        if (more.id && isShown) this.#do("found", true);
        files = await (more.id ? this.#body(more.id, more.address) : more.map ? Promise.all(more.map((name) => this.#part(name))) : breathe());
        if (isShown && query !== this.#wanted) {
          // What has come is kept.
          if (more.map) this.#do("search", files);
          return;
        }
      }
      if (isShown) this.#do("found", true);
      return this.#do("hits");
    });
  }

  /**
   * An address that the bundle gives, relative to another of its own, or else to itself. It leads to nowhere
   * but beside it: whoever made it cannot make its readers ask somebody else. Throws a Failure.
   */
  #beside(address, base = "") {
    const bundle = new URL(this.#address() ?? document.baseURI);
    const url = new URL(address, new URL(base, bundle));
    if (!url.href.startsWith(new URL(".", bundle))) throw new Failure("not-found", `${url} is not beside the bundle`);
    return url;
  }

  /** A file of the written index, if there is one; its address is relative to that of the entry. */
  async #part(name) {
    const { search } = this.#feed._liseuse ?? {};
    if (!search) return undefined;
    const address = this.#beside(name, search);
    const written = async () => {
      const other = new URL(address);
      other.pathname += ".js";
      return unpack(await take(other));
    };
    const fetched = async ({ ok, status, body }) => {
      if (!ok) throw new Error(`${address} is not there (${status})`);
      return inflate(body);
    };
    return (await (isDisk(address) ? written() : get(address).then(fetched, otherwise(written)))).text();
  }

  #ask(method, argument) {
    if (this.#isLoaded) this.#do(method, flat(argument));
    else this.#waiting.push([method, argument]);
    return this.#ready;
  }

  /** Several changes in one turn are one change. */
  #queue() {
    if (this.#isQueued || !this.#life) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      if (this.#life) this.#update();
    });
  }

  #update() {
    const source = this.#given ?? this.getAttribute("src");
    if (source !== this.#source) {
      this.#source = source;
      this.#refetch();
    } else {
      this.#configure();
    }
  }

  #configure() { this.#call((instance) => instance.configure(this.#id, flat(this.#settings()))); }

  #settings() {
    const settings = Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, this.getAttribute(name) ?? ""]));
    return {
      ...settings,
      messages: this.#messages,
      key: this.#key(),
      source: this.#address()?.href ?? document.baseURI,
      interface: languageOf(this),
      remembered: attempt(() => localStorage.getItem(STORED)),
      guess: (navigator.languages ?? [navigator.language]).join(" "),
      scheme: getComputedStyle(this).colorScheme,
      wide: this.#isWide(),
      broken: this.#broken,
    };
  }

  /** What the reader's fragments begin with. */
  #key() {
    const id = this.id || "read";
    if (this.#named !== id) {
      // Two readers under one name: the later one gets a number.
      const taken = [...readers].map((reader) => reader !== this && reader.#name);
      let name = id;
      for (let number = 2; taken.includes(name); number += 1) name = `${id}-${number}`;
      this.#named = id;
      this.#name = name;
    }
    return this.#name;
  }

  /** Whether there is room for two columns of text. */
  #isWide() {
    const box = this.#box ?? this;
    return box.clientWidth >= 44 * parseFloat(getComputedStyle(box).fontSize);
  }

  #address() {
    const src = this.getAttribute("src");
    return src && URL.canParse(src, document.baseURI) ? new URL(src, document.baseURI) : undefined;
  }

  // -------------------------------------------------------------- the bundle

  async #refetch() {
    this.#fetching?.abort();
    this.#opening = this.#opening?.remove();
    const fetching = this.#fetching = new AbortController();
    if (this.#failure) this.#promise();
    this.#failure = undefined;
    this.#feed = undefined;
    this.#pieces = {};
    this.#isLoaded = false;
    // The post that is asked for first comes at the same time as the list: at once where the page says that
    // the bundle is in pieces, else as soon as the bundle does.
    const early = () => {
/* @served */
      const post = wantedPost(this.#name ?? (this.id || "read"), this.route, this.post);
      if (!post) return;
      first = this.#early = this.#piece(post).then((piece) => fetching.signal.aborted || this.#open(piece)).catch(() => {});
      // Who waits for a moment only is not told so: that too would be laid out and painted first. Where the page took long, there
      // is time for it, and what has been painted once is painted sooner.
      const slot = this.shadowRoot.firstElementChild;
      const page = performance.getEntriesByType("navigation")[0];
      if (slot?.localName !== "slot" || !isSplit || page?.responseEnd - page?.requestStart > 120) return;
      const { textContent } = slot;
      slot.textContent = "";
      setTimeout(() => this.#opening || slot.append(textContent), 300);
/* @both */
    };
    const isSplit = this.hasAttribute("split");
    if (isSplit) early();
    try {
      const feed = await this.#read(fetching.signal);
      if (fetching.signal.aborted) return;
      this.#feed = feed;
      if (!isSplit && feed?._liseuse?.posts) early();
    } catch (error) {
      if (fetching.signal.aborted) return;
      this.#failure = error;
    }
    this.#deliver();
  }

  /** The bundle, from the property, an inline script or the address. Throws a Failure. */
  async #read(signal) {
    if (this.#given) return this.#given;
    if (!this.getAttribute("src")) {
      if (own(document, "readyState") === "loading") {
        await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
      }
      const inline = this.querySelector(':scope > script[type="application/feed+json"]');
      if (!inline) throw new Failure("no-source", "the element has no src; give it the address of a bundle");
      return parse(inline.textContent, "the bundle in the page");
    }
    const address = this.#address();
    if (!address) throw new Failure("not-found", `src is not an address: ${this.getAttribute("src")}`);
    return this.#json(address, signal, this.#early);
  }

  /** What is at an address, parsed after something else. Throws a Failure. */
  async #json(address, signal, earlier) {
    const written = async () => {
      const other = new URL(address);
      other.pathname = address.pathname.replace(/(\.json)?$/, ".js");
      return parse(await take(other), other);
    };
    if (isDisk(address)) return written();
    let feed;
    let response = await get(address, signal).catch(otherwise(async () => { feed = await written(); }));
    if (!response) return feed;
    if (response.status >= 500) {
      // Servers that restart answer so for a moment.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      response = await get(address, signal);
    }
    const { status } = response;
    if (status === 404 || status === 410) throw new Failure("not-found", `${address} is not there (${status}); check src`);
    if (!response.ok) throw new Failure("server", `${address}: the server answered ${status}`);
    await earlier;
    try {
      return await response.json();
    } catch (error) {
      if (signal.aborted) throw error;
      const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
      throw new Failure("not-json", `${address} ${isPage ? "is a web page, not a bundle" : `is not JSON: ${error.message}`}; build it with liseuse-bundle`);
    }
  }

  /** A piece of the bundle: the text of a post, which lies where its id says, or else at this address. Throws a Failure. */
  async #piece(id, address) {
    const url = this.#beside(address ?? textAddress(this.#beside(""), id));
    const { signal } = this.#fetching;
    const fetch = (key) => {
      this.#pieces[key] ??= this.#json(url, signal);
      this.#pieces[key].catch(() => { delete this.#pieces[key]; });
      return this.#pieces[key];
    };
    const piece = await fetch(url.pathname);
    const version = url.searchParams.get("v");
    // A cache may have an older one.
    return version && address && id && piece._liseuse?.hash !== version ? fetch(url.href) : piece;
  }

  /** Hands over a piece; its texts stay here. */
  #add(feed, kind, signal) {
    if (signal.aborted) return;
    if (!Array.isArray(feed.items)) throw new Failure("not-a-feed", "a piece of the bundle has no list of items");
    const start = this.#feed.items.length + this.#items.length;
    for (const item of feed.items) this.#items.push(item?.content_text || item?.content_html ? item : 0);
    this.#do(kind, [flat(feed), start]);
  }

  /** Fetches the text of a post. */
  async #body(id, address) {
    const { signal } = this.#fetching;
    try {
      this.#add(await this.#piece(id, address), "body", signal);
    } catch (error) {
      console.warn("Liseuse: a text did not arrive.", error);
    }
  }

  /** The further pages of the list, one after the other; the next is always on its way. */
  #further() {
    const { signal } = this.#fetching;
    return this.#pages ??= (async () => {
      const pages = [...this.#feed._liseuse.pages ?? []];
      const get = (at) => at < pages.length ? this.#piece("", pages[at]) : undefined;
      let next = get(0);
      for (let at = 0; at < pages.length; at += 1) {
        const page = await next;
        next = get(at + 1);
        next?.catch(() => {});
        delete this.#pieces[this.#beside(pages[at]).pathname];
        // In slices, each of them a short task.
        let begin = 0;
        do {
          await breathe();
          const items = page.items?.slice?.(begin, begin += SLICE);
          this.#add({ ...page, items }, next || begin < page.items?.length ? "page" : "lastPage", signal);
        } while (begin < page.items.length);
      }
    })().catch((error) => {
      this.#pages = undefined;
      console.warn("Liseuse: a page of the list did not arrive.", error);
      if (!signal.aborted) this.#do("lost");
    });
  }

  /** Hands over what has come, once both the module and the bundle's fate are here. */
  #deliver() {
    if (!this.#instance || this.#isLoaded) return;
    if (this.#failure) {
      const { kind = "network", message } = this.#failure;
      this.#call((instance) => instance.fail(this.#id, kind, message));
    } else if (this.#feed !== undefined && !this.#isInUse()) {
      this.#isLoaded = true;
      this.#items = [];
      this.#pages = undefined;
      this.#still(() => {
        this.#configure();
        this.#call((instance) => instance.load(this.#id, flat(this.#feed)));
      });
    } else {
      return;
    }
    // Not earlier: WebKit may hand over what was fetched while it delivers sizes, and what is drawn then
    // changes them: an error to the page.
    if (this.#box) this.#sizes.observe(this.#box);
  }

  /** Whether someone has the focus in the page's own content, or words of it selected. */
  #isInUse() {
    const selection = getSelection();
    const { activeElement } = document;
    // The browser gives the focus to headings too that the address names: nobody types there.
    return (activeElement !== this && this.contains(activeElement) && activeElement.tabIndex >= 0) || (selection?.isCollapsed === false && selection.containsNode(this, true));
  }

  // -------------------------------------------------------------- without the module

  /** The page's own content, or a word. */
  #fallback(...notice) {
    this.#box = this.#opening = undefined;
    const slot = document.createElement("slot");
    if (notice.length === 0) slot.textContent = this.#words().loading;
    this.shadowRoot.replaceChildren(...notice, slot);
  }

  #refuse(error) {
    const words = this.#words();
    const notice = document.createElement("div");
    notice.className = "reader system notice";
    notice.setAttribute("role", "alert");
    notice.part.add("notice");
    notice.lang = words === WORDS.fr ? "fr" : "en";
    for (const text of [words.failed, words.remedy]) notice.appendChild(document.createElement("p")).textContent = text;
    this.#fallback(notice);
    this.#dress(true);
    console.error(`Liseuse: ${words.failed} ${words.remedy}`, error);
    this.#tell("liseuse-error", { kind: "wasm", message: String(error?.message ?? error) });
  }

  #words() { return WORDS[languageOf(this).slice(0, 2).toLowerCase()] ?? WORDS.en; }

  #promise() {
    this.#ready = new Promise((resolve, reject) => { this.#settle = { resolve, reject }; });
    // A page that does not ask need not hear of it twice.
    this.#ready.catch(() => {});
  }
}

for (const [name, fallback] of Object.entries(ATTRIBUTES)) {
  Object.defineProperty(LiseuseReader.prototype, name, {
    configurable: true,
    enumerable: true,
    get() { return this.getAttribute(name) ?? fallback; },
    set(value) {
      if (value == null || value === false) this.removeAttribute(name);
      else this.setAttribute(name, Array.isArray(value) ? value.join(", ") : value);
    },
  });
}

/** Why there is no bundle: a kind for the program, a message for its author. */
class Failure extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

async function get(address, signal, integrity) {
  const asked = ahead[address];
  delete ahead[address];
  try {
    return await (asked ?? fetch(address, { signal, integrity }));
  } catch (error) {
    if (signal?.aborted) throw error;
    if (navigator.onLine === false) throw new Failure("offline", `${address} cannot be fetched offline`);
    throw new Failure("network", `${address} could not be fetched: ${error.message}; if it is on another site, that must send Access-Control-Allow-Origin`);
  }
}

function parse(text, name) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure("not-json", `${name} is not JSON: ${error.message}`);
  }
}

/** The elements around one, itself first, out of shadow roots too; as they are shown, into slots. */
function* around(element, isShown) {
  const end = element.ownerDocument;
  for (let node = element; node && node !== end;) {
    const isElement = own(node, "nodeType") === 1;
    if (isElement) yield node;
    node = isElement && isShown && own(node, "assignedSlot") || (own(node, "parentNode") ?? node.host);
  }
}

/** The nearest `lang` around an element. */
function languageOf(element) {
  for (const node of around(element)) {
    const language = Element.prototype.getAttribute.call(node, "lang");
    if (language) return language;
  }
  return navigator.language ?? "en";
}

// ---------------------------------------------------------------- begin

/** Makes the element known. The same script may be given twice: the first one serves. */
function define() {
  if (!customElements.get(NAME)) {
    compile(FIRST).catch(() => {});
    customElements.define(NAME, LiseuseReader);
  }
}

/* @classic */
define();

if (script?.dataset.src) {
  const reader = document.createElement(NAME);
  for (const [name, value] of Object.entries(script.dataset)) {
    if (name in ATTRIBUTES || name === "id" || name === "lang") reader.setAttribute(name, value);
  }
  if (script.parentNode === own(document, "head")) {
    const insert = () => own(document, "body").prepend(reader);
    if (own(document, "body")) insert();
    else document.addEventListener("DOMContentLoaded", insert, { once: true });
  } else {
    script.after(reader);
  }
}
/* @module */
/** The same. A bundler that leaves the module behind can say here where it is, and its later part if that is not beside it. */
function defineWith(wasm, more = MORE) {
  if (wasm) address = (name) => name === MORE ? new URL(more, address(FIRST)) : new URL(wasm, document.baseURI);
  define();
}

export { LiseuseReader, defineWith as define };
/* @both */
