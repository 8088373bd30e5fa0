// Kept while the page is kept.
window.shown = [];
addEventListener("pageshow", (event) => window.shown.push(event.persisted));
