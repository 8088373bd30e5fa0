// The same reader as a module, and as one of another address: the first to come serves.
import { define } from "../../liseuse.mjs";
import { define as again } from "../../liseuse.mjs?v=2";

define();
again();
window.defined = customElements.get("liseuse-reader");
