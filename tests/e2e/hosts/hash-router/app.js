// The page shows its own views by the fragment; what it does not know is somebody else's.
const views = { "": "Home", "#/": "Home", "#/about": "About", "#/posts/3": "Post 3" };
const show = () => {
  const view = views[location.hash];
  if (view) document.querySelector("#view").textContent = view;
};
addEventListener("hashchange", show);
show();
