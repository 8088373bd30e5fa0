// Names of the browser's, taken by the page as classic scripts take them.
const URL = "https://example.org/api";
const history = ["one", "two"];
const navigator = "compass";
const performance = { score: 3 };
const origin = "null";
class Node {}
class Element {}
class Map {}
class Set {}
class WeakMap {}

// Old libraries.
Array.prototype.each = function (action) { for (const item of this) action(item); };
Object.prototype.foo = "foo";
Object.prototype.extend = () => {};
String.prototype.format = () => "";

// A monitor around fetch, and a promise of the page's own.
window.asked = [];
window.fetch = ((fetch) => (...parts) => {
  window.asked.push(String(parts[0]));
  return fetch(...parts);
})(window.fetch);
window.Promise = class Promise extends window.Promise {};
