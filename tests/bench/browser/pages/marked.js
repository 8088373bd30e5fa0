// The stack that most people would pick: marked, DOMPurify, MiniSearch.
import DOMPurify from "dompurify";
import { marked } from "marked";
import MiniSearch from "minisearch";
import { index } from "./text.js";
import { start } from "./widget.js";

start({
  render: ({ content_text }) => DOMPurify.sanitize(marked.parse(content_text), { RETURN_DOM_FRAGMENT: true }),
  setUp: index(MiniSearch),
});
