// Search without any library: a plain scan.
import DOMPurify from "dompurify";
import { marked } from "marked";
import { scan } from "./text.js";
import { start } from "./widget.js";

start({
  render: ({ content_text }) => DOMPurify.sanitize(marked.parse(content_text), { RETURN_DOM_FRAGMENT: true }),
  setUp: scan,
});
