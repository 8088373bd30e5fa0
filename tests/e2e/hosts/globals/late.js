// And frozen, once everything is there.
for (const kind of [Object, Array, Function, Error, Promise]) Object.freeze(kind.prototype);
