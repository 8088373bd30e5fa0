// An element of the page's own, with a reader in its shadow root.
customElements.define("host-box", class extends HTMLElement {
  connectedCallback() {
    const reader = document.createElement("liseuse-reader");
    reader.languages = "de";
    reader.bundle = {"version":"https://jsonfeed.org/version/1.1","title":"Heft","language":"de","items":[
{"id":"brot","title":"Das Brot","language":"de","tags":["küche"],"content_text":"Mehl und Wasser."},
{"id":"wasser","title":"Das Wasser","language":"de","content_text":"Es fließt."}]};
    this.attachShadow({ mode: "open" }).append(document.createElement("h2"), reader);
  }
});
