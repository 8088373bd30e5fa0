// Another version may take the place of the one that a page was made for: the title and the language
// of the page follow.
(() => {
  const page = document.documentElement;
  const { title, lang } = { title: document.title, lang: page.lang };
  addEventListener("liseuse-post", ({ target, detail }) => {
    const isOwn = !detail.id || detail.id === target.getAttribute("post");
    // The interface goes on in the language that the page began with.
    target.lang = lang;
    document.title = isOwn ? title : detail.title;
    page.lang = isOwn ? lang : detail.language;
  });
})();
