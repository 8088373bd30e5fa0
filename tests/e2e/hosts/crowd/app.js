// Counts what is listened to and observed, before the reader's script comes.
window.counts = { listeners: 0, observers: 0 };
const { addEventListener } = EventTarget.prototype;
EventTarget.prototype.addEventListener = function (type, listener, options) {
  const signal = options?.signal;
  // What a removed element listens to goes with it; the page stays.
  if (this === window || this === document || this === undefined) {
    window.counts.listeners += 1;
    if (signal) addEventListener.call(signal, "abort", () => { window.counts.listeners -= 1; }, { once: true });
    else if (options?.once) addEventListener.call(this ?? window, type, () => { window.counts.listeners -= 1; }, { once: true });
  }
  return addEventListener.call(this ?? window, type, listener, options);
};
for (const Observer of [MutationObserver, ResizeObserver]) {
  const { observe, disconnect } = Observer.prototype;
  const at = new WeakSet();
  Observer.prototype.observe = function (...parts) {
    if (!at.has(this)) window.counts.observers += 1;
    at.add(this);
    return observe.apply(this, parts);
  };
  Observer.prototype.disconnect = function () {
    if (at.delete(this)) window.counts.observers -= 1;
    return disconnect.call(this);
  };
}
