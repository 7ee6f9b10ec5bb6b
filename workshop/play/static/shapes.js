// What moves numbers to other places, and sums of products by letters.
const SHAPES = {
  reshape: ({shape}, [x]) => {
    const known = -sizeOf(shape);
    return {shape: shape.map(side => side === -1 ? x.data.length / known : side), data: x.data};
  },
  expand: ({axis}, [x]) => ({shape: [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)], data: x.data}),
  squeeze: ({axis}, [x]) => ({shape: x.shape.filter((_, at) => at !== axis), data: x.data}),
  permute({order}, [x]) {
    const made = zeros(order.map(axis => x.shape[axis])), strides = stridesOf(x.shape);
    walk(made.shape, [order.map(axis => strides[axis])], (at, [from]) => { made.data[at] = x.data[from]; });
    return made;
  },
  repeat({axis, count}, [x]) {
    const at = axisOf(axis, x.shape), inner = sizeOf(x.shape.slice(at + 1)), made = zeros(x.shape.with(at, x.shape[at] * count));
    for (let run = 0; run * inner < made.data.length; run++) {
      const from = Math.floor(run / count) * inner;
      made.data.set(x.data.subarray(from, from + inner), run * inner);
    }
    return made;
  },
  concatenate({axis}, sources) {
    const at = axisOf(axis, sources[0].shape), lengths = sources.map(each => sizeOf(each.shape.slice(at)));
    const made = zeros(sources[0].shape.with(at, sources.reduce((sum, each) => sum + each.shape[at], 0)));
    for (let place = 0, run = 0; place < made.data.length; run++) sources.forEach((each, which) => {
      made.data.set(each.data.subarray(run * lengths[which], (run + 1) * lengths[which]), place);
      place += lengths[which];
    });
    return made;
  },
  // Of each axis `count` places, from `start` on, `step` apart.
  part({start, step, count}, [x]) {
    const made = zeros(count), strides = stridesOf(x.shape), first = start.reduce((sum, place, axis) => sum + place * strides[axis], 0);
    walk(count, [strides.map((stride, axis) => stride * step[axis])], (at, [from]) => { made.data[at] = x.data[first + from]; });
    return made;
  },
  // A border; `by` says for each axis how much before and behind. A mirror stands on the last place, or behind it.
  pad({by, mode, value}, [x]) {
    const made = zeros(x.shape.map((side, axis) => side + by[axis][0] + by[axis][1])), strides = stridesOf(x.shape);
    const inside = (at, side) => {
      if (at >= 0 && at < side) return at;
      return {constant: -1, reflect: at < 0 ? -at : 2 * side - 2 - at, symmetric: at < 0 ? -at - 1 : 2 * side - 1 - at}[mode];
    };
    const from = made.shape.map((side, axis) => Array.from({length: side}, (_, at) => inside(at - by[axis][0], x.shape[axis])));
    walk(made.shape, [], (at, _, index) => {
      const places = index.map((each, axis) => from[axis][each]);
      made.data[at] = places.some(place => place < 0) ? value : x.data[places.reduce((sum, place, axis) => sum + place * strides[axis], 0)];
    });
    return made;
  },
  // Along one axis the places that a second array names.
  take_along({axis}, [x, which]) {
    const at = axisOf(axis, x.shape), made = zeros(which.shape), strides = stridesOf(x.shape);
    walk(which.shape, [strides.with(at, 0)], (place, [from]) => { made.data[place] = x.data[from + strides[at] * which.data[place]]; });
    return made;
  },
  // Einstein's sum: `terms` has a letter for each axis of each array, `to` those of the result.
  einsum({terms, to}, sources) {
    const sides = {};
    terms.forEach((term, which) => [...term].forEach((letter, axis) => { sides[letter] = sources[which].shape[axis]; }));
    const letters = [...to, ...Object.keys(sides).filter(letter => !to.includes(letter))];
    const along = (term, shape) => letters.map(letter => term.includes(letter) ? stridesOf(shape)[[...term].indexOf(letter)] : 0);
    const shape = [...to].map(letter => sides[letter]), sums = new Float64Array(sizeOf(shape));
    walk(letters.map(letter => sides[letter]), [along(to, shape), ...terms.map((term, which) => along(term, sources[which].shape))], (_, [place, ...places]) => {
      sums[place] += places.reduce((product, from, which) => product * sources[which].data[from], 1);
    });
    return {shape, data: Float32Array.from(sums)};
  },
};
