customElements.define("host-box", class extends HTMLElement {
  connectedCallback() {
    const reader = document.createElement("liseuse-reader");
    Object.assign(reader, { src: "../../posts.json", route: "none" });
    this.attachShadow({ mode: "open" }).append(reader);
  }
});
