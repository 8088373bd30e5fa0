// The fastest peer with the same safety, without tables: commonmark.js, DOMPurify, MiniSearch.
import { HtmlRenderer, Parser } from "commonmark";
import DOMPurify from "dompurify";
import MiniSearch from "minisearch";
import { index } from "./text.js";
import { start } from "./widget.js";

const parser = new Parser();
const renderer = new HtmlRenderer();
start({
  render: ({ content_text }) => DOMPurify.sanitize(renderer.render(parser.parse(content_text)), { RETURN_DOM_FRAGMENT: true }),
  setUp: index(MiniSearch),
});
