// Stands first in every page that is measured, the same for all: when what is looked for was
// painted, and what held the main thread.
{
  const asked = JSON.parse(document.currentScript.dataset.probe);
  performance.setResourceTimingBufferSize(100000);
  const tasks = [];
  const take = (list) => list.forEach(({ startTime, duration }) => tasks.push({ start: startTime, duration }));
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: "longtask", buffered: true });
  /** Where elements may stand: in the page, or in the reader's shadow root. */
  const roots = () => [document, document.querySelector("liseuse-reader")?.shadowRoot];
  const isThere = () => roots().some((root) => [...root?.querySelectorAll(asked.where) ?? []].some((element) =>
    element.textContent.trim().startsWith(asked.text) && element.getBoundingClientRect().top < innerHeight));
  // What modules hold is told nowhere else. (Chromium 156 crashes over `Runtime.queryObjects` of memories.)
  const memories = new Set();
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    for (const value of Object.values((made.instance ?? made).exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
    return made;
  };
  // Our element may show how a post begins before it can do anything.
  const begun = new Promise((resolve) => document.addEventListener("liseuse-ready", () => resolve(performance.now())));
  window.probe = {
    begun,
    modules: () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    tasks: () => (take(observer.takeRecords()), tasks),
    // In the frame that has it, a message is answered after the paint.
    shown: new Promise((resolve) => {
      const look = () => {
        if (!asked.text || !isThere()) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      };
      requestAnimationFrame(look);
    }),
  };
}
