// A router as some are: it finds links in shadow roots too, and asks nobody whether a click was
// answered. In the capturing phase it is even there first.
window.taken = [];
const take = (event) => {
  const link = event.composedPath().find((node) => node.localName === "a");
  if (!link) return;
  event.preventDefault();
  window.taken.push(link.getAttribute("href"));
  document.querySelector("#view").textContent = link.textContent;
};
document.addEventListener("click", take, new URLSearchParams(location.search).has("capture"));
