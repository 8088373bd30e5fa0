/** What is shown of a post with several versions. */
export type View = "single" | "side-by-side" | "interleaved";

/** A post of the list. */
export interface Post {
  id: string;
  translationKey: string | null;
  language: string;
  title: string;
  tags: string[];
  url: string | null;
  /** Every version of its work, this one included. */
  versions: { language: string; id: string }[];
}

/** A post that holds what was searched for. */
export interface Hit {
  id: string;
  language: string;
  title: string;
  /** More is better; only numbers of one search can be compared. */
  score: number;
  /** The words in their surroundings; null where nobody looked them up: beyond the first twenty. */
  snippet: string | null;
  /** The block that they are in. */
  block: number | null;
}

/** What `liseuse-navigate` and `liseuse-post` tell: a post and a block of it, or the list (`id` is null). */
export type Place = (Post & { block: number | null }) | { id: null; block: number | null };

/** Everything about a reader's place. */
export interface Snapshot {
  status: "loading" | "ready" | "failed";
  /** The open post, by id. */
  post: string | null;
  /** Its language. */
  language: string | null;
  /** What the reader reads, best first. */
  languages: string[];
  everyLanguage: boolean;
  view: View;
  tags: string[];
  match: "any" | "all";
  query: string;
  block: number | null;
  /** The cards of the list, with the filter and without. */
  shown: number;
  total: number;
  fragment: string;
}

/** Why something failed. */
export interface Failure {
  kind:
    | "no-source" | "not-found" | "network" | "offline" | "server" | "not-json" | "not-a-feed" | "too-new" | "too-large"
    | "unknown-post" | "wasm";
  message: string;
}

/** A reading room for one bundle of posts: `<liseuse-reader>`. */
export class LiseuseReader extends HTMLElement {
  /** The address of the bundle. */
  src: string;
  /** BCP 47 tags of what the reader reads, best first; `*` for every version. */
  get languages(): string;
  set languages(languages: string | string[]);
  view: View;
  untranslated: "show" | "summary" | "hide";
  get tags(): string;
  set tags(tags: string | string[]);
  match: "any" | "all";
  query: string;
  /** The post to open first, by id. */
  post: string;
  route: "hash" | "none";
  theme: "auto" | "light" | "dark" | "sepia";
  images: "load" | "click";
  /** Says that the bundle is in pieces, whatever the text; null and false take it away. */
  get split(): string;
  set split(split: string | boolean | null);
  /** A bundle as a parsed object, in place of `src`. */
  bundle: unknown;
  /** Words of the interface to say otherwise, by name; `language` says in which language they are. */
  messages: Record<string, string> | undefined;

  /** Fulfilled when the posts can be read, rejected when they cannot be had. */
  readonly ready: Promise<this>;
  /** Null before the module runs. */
  readonly state: Snapshot | null;

  /** The posts of the list under the current filter, in its order. */
  posts(): Post[];
  /** Finds posts by words, the best first. What searches is fetched when it is first needed. */
  search(query: string): Promise<Hit[]>;
  /** Opens a post, in this language if its work has it, at this block. */
  open(id: string, where?: { language?: string; block?: number }): Promise<this>;
  /** Goes back to the list. */
  close(): Promise<this>;
  /** Sets what the reader reads; the choice is remembered. */
  setLanguages(languages: string | string[]): Promise<this>;
  setView(view: View): Promise<this>;
  /** What is left out is reset. */
  setFilter(filter?: { tags?: string[]; match?: "any" | "all"; query?: string }): Promise<this>;
}

/**
 * Makes `<liseuse-reader>` known to the page. Again, and where there is no page, it does nothing.
 *
 * `wasm` is the address of `liseuse.wasm`, for bundlers that do not find it by themselves, relative to the page; `more`
 * that of `liseuse.more.wasm`, if it does not lie beside it.
 */
export function define(wasm?: string | URL, more?: string | URL): void;

declare global {
  interface HTMLElementTagNameMap {
    "liseuse-reader": LiseuseReader;
  }
  // They bubble out of every shadow root, so the document and the window hear them too.
  interface GlobalEventHandlersEventMap {
    "liseuse-ready": CustomEvent<Snapshot>;
    "liseuse-navigate": CustomEvent<Place>;
    "liseuse-post": CustomEvent<Place>;
    "liseuse-filter": CustomEvent<Snapshot>;
    "liseuse-language": CustomEvent<Snapshot>;
    "liseuse-error": CustomEvent<Failure>;
  }
}
