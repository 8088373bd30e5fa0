// Another version may take the place of the one that a page was made for: title and language of the
// page follow, here and in the history.
(() => {
  const page = document.documentElement;
  const first = { title: document.title, lang: page.lang, dir: page.dir };
  addEventListener("liseuse-post", ({ target, detail }) => {
    const isOwn = !detail.id || detail.id === target.getAttribute("post");
    document.title = isOwn ? first.title : detail.title;
    // The interface speaks the page's language, whichever version is open.
    target.lang = first.lang;
    page.lang = isOwn ? first.lang : detail.language;
  });
})();
