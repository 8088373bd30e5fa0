// What translators of pages do: words go into elements of theirs, what was there is thrown away.
window.translate = (root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) found.push(walker.currentNode);
  for (const text of found) {
    const outer = document.createElement("font");
    const inner = document.createElement("font");
    inner.textContent = `[${text.data}]`;
    outer.append(inner);
    text.replaceWith(outer);
  }
  document.documentElement.lang = "fr";
  document.documentElement.className = "translated-ltr";
};
// What others do: a translation after each paragraph's own words, and a style sheet in every root.
window.annotate = (root) => {
  for (const block of root.querySelectorAll("p, h1, h2, h3")) {
    const font = document.createElement("font");
    font.textContent = `[${block.textContent}]`;
    block.append(font);
  }
  // (Theirs is exempt from the page's policy; this one is empty.)
  const style = document.createElement("link");
  style.className = "extension";
  root.prepend(style);
};
