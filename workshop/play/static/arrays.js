// Arrays, {shape, data} without the batch, and what is done with each of their numbers. Data is float32; sums are made in
// float64.
const sizeOf = shape => shape.reduce((product, side) => product * side, 1);
const zeros = shape => ({shape, data: new Float32Array(sizeOf(shape))});
const axisOf = (axis, shape) => axis < 0 ? axis + shape.length : axis;

// How far apart neighbours along each axis lie.
const stridesOf = shape => shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));

// Call `visit(place, places, index)` for all indices of a shape in their order. `strides` has a list for each array that is
// walked through as well: how far one goes in it along each axis.
function walk(shape, strides, visit) {
  const index = Array(shape.length).fill(0), places = strides.map(() => 0), all = sizeOf(shape);
  for (let at = 0; at < all; at++) {
    visit(at, places, index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const isLast = ++index[axis] === shape[axis];
      for (let which = 0; which < places.length; which++) places[which] += strides[which][axis] * (isLast ? 1 - shape[axis] : 1);
      if (!isLast) break;
      index[axis] = 0;
    }
  }
}

// Arrays of one shape, but for sides of 1, which are repeated; one of fewer axes lacks the first ones.
function together(function_, ...arrays) {
  const rank = Math.max(...arrays.map(each => each.shape.length));
  const shapes = arrays.map(each => [...Array(rank - each.shape.length).fill(1), ...each.shape]);
  const made = zeros(Array.from({length: rank}, (_, axis) => Math.max(...shapes.map(shape => shape[axis]))));
  const strides = shapes.map(shape => stridesOf(shape).map((stride, axis) => shape[axis] === 1 ? 0 : stride));
  walk(made.shape, strides, (at, places) => { made.data[at] = function_(...arrays.map((each, which) => each.data[places[which]])); });
  return made;
}

// What each number becomes.
const erf = x => {  // Abramowitz and Stegun, 7.1.26: to 1.5e-7
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? -y : y;
};
const EACH = {
  relu: x => Math.max(0, x), relu6: x => Math.min(6, Math.max(0, x)), tanh: Math.tanh, sigmoid: x => 1 / (1 + Math.exp(-x)),
  leaky: (x, {slope}) => x < 0 ? slope * x : x, elu: (x, {slope}) => x < 0 ? slope * Math.expm1(x) : x,
  selu: x => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x),
  softplus: x => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))), silu: x => x / (1 + Math.exp(-x)), gelu: x => x * (1 + erf(x / Math.SQRT2)) / 2,
  gelu_by_tanh: x => x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) / 2,
  softsign: x => x / (1 + Math.abs(x)), hard_sigmoid: x => Math.min(1, Math.max(0, x / 6 + 0.5)),
  exp: Math.exp, log: Math.log, sqrt: Math.sqrt, rsqrt: x => 1 / Math.sqrt(x), reciprocal: x => 1 / x, sin: Math.sin, cos: Math.cos,
  abs: Math.abs, square: x => x * x, negative: x => -x, sign: Math.sign, floor: Math.floor, truncate: Math.trunc, truth: x => x === 0 ? 0 : 1,
  constant: (_, {value}) => value, clip: (x, {least, most}) => Math.min(most, Math.max(least, x)),
  rectify: (x, {slope, most, least}) => x >= least ? (most === null ? x : Math.min(most, x)) : slope * (x - least),
};
// What several numbers become.
const TOGETHER = {
  add: (x, y) => x + y, subtract: (x, y) => x - y, multiply: (x, y) => x * y, divide: (x, y) => x / y, maximum: Math.max, minimum: Math.min,
  power: (x, y) => x ** y, equal: (x, y) => x === y, unequal: (x, y) => x !== y, greater: (x, y) => x > y, greater_equal: (x, y) => x >= y,
  less: (x, y) => x < y, less_equal: (x, y) => x <= y, where: (condition, x, y) => condition ? x : y, prelu: (x, slope) => x < 0 ? slope * x : x,
};

// Along axes that are then gone, or 1 long.
function over(x, axes, keep, start, merge, end = value => value) {
  const gone = axes.map(axis => axisOf(axis, x.shape)), shape = x.shape.map((side, axis) => gone.includes(axis) ? 1 : side);
  const sums = new Float64Array(sizeOf(shape)).fill(start), strides = stridesOf(shape).map((stride, axis) => gone.includes(axis) ? 0 : stride);
  walk(x.shape, [strides], (at, [place]) => { sums[place] = merge(sums[place], x.data[at]); });
  return {shape: keep ? shape : x.shape.filter((_, axis) => !gone.includes(axis)), data: Float32Array.from(sums, value => end(value))};
}

const REDUCED = {
  sum_over: ({axes, keep}, [x]) => over(x, axes, keep, 0, (sum, value) => sum + value),
  mean_over: ({axes, keep}, [x]) => {
    const count = sizeOf(axes.map(axis => x.shape[axisOf(axis, x.shape)]));
    return over(x, axes, keep, 0, (sum, value) => sum + value, sum => sum / count);
  },
  max_over: ({axes, keep}, [x]) => over(x, axes, keep, -Infinity, Math.max),
  min_over: ({axes, keep}, [x]) => over(x, axes, keep, Infinity, Math.min),
  standardize({axes, epsilon}, [x]) {
    const mean = REDUCED.mean_over({axes, keep: true}, [x]), square = together((value, middle) => (value - middle) ** 2, x, mean);
    const variance = REDUCED.mean_over({axes, keep: true}, [square]);
    return together((value, middle, spread) => (value - middle) / Math.sqrt(spread + epsilon), x, mean, variance);
  },
  softmax({axis}, [x]) {
    const most = over(x, [axis], true, -Infinity, Math.max), powers = together((value, top) => Math.exp(value - top), x, most);
    return together((power, all) => power / all, powers, over(powers, [axis], true, 0, (sum, value) => sum + value));
  },
  log_softmax({axis}, [x]) {
    const most = over(x, [axis], true, -Infinity, Math.max), all = over(together((value, top) => Math.exp(value - top), x, most), [axis], true, 0, (sum, value) => sum + value);
    return together((value, top, sum) => value - top - Math.log(sum), x, most, all);
  },
};
