// Computes what Keras does, one image at a time. An array is {shape, data}, without the batch; weights are float32, sums
// are made in float64. `tests/play` compares it with Keras.

const sizeOf = shape => shape.reduce((product, side) => product * side, 1);
const zeros = shape => ({shape, data: new Float32Array(sizeOf(shape))});
const axisOf = (axis, shape) => axis < 0 ? axis + shape.length : axis;

// The weights of a network: little-endian float32, float16, or bytes with a factor for each place of the last axis.
function unpacked(network) {
  const blob = bytesFrom(network.blob), view = new DataView(blob.buffer);
  return network.weights.map(({shape, at, form, scale}) => {
    const array = zeros(shape), {data} = array, last = shape.at(-1);
    for (let each = 0; each < data.length; each++) {
      if (form === "float32") data[each] = view.getFloat32(at + 4 * each, true);
      else if (form === "float16") data[each] = half(view.getUint16(at + 2 * each, true));
      else data[each] = Math.fround(view.getInt8(at + each) * scale[each % last]);
    }
    return array;
  });
}

function half(bits) {
  const sign = bits >> 15 ? -1 : 1, exponent = bits >> 10 & 31, fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * fraction / 1024);
}

function bytesFrom(text) {
  const binary = atob(text), bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
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
  softsign: x => x / (1 + Math.abs(x)), exp: Math.exp, abs: Math.abs, square: x => x * x, negative: x => -x,
  hard_sigmoid: x => Math.min(1, Math.max(0, x / 6 + 0.5)),
  rectify: (x, {slope, most, least}) => x >= least ? (most === null ? x : Math.min(most, x)) : slope * (x - least),
};
const PAIRS = {
  add: (x, y) => x + y, subtract: (x, y) => x - y, multiply: (x, y) => x * y, divide: (x, y) => x / y, maximum: Math.max, minimum: Math.min,
};

// Two arrays of one rank, or an array and a number; sides of 1 are repeated.
function pair(function_, a, b) {
  const rank = Math.max(a.shape.length, b.shape.length);
  const sides = each => each.shape.length ? each.shape : Array(rank).fill(1);
  const first = sides(a), second = sides(b), made = zeros(first.map((side, at) => Math.max(side, second[at])));
  const index = Array(rank).fill(0);
  const place = shape => shape.reduce((at, side, axis) => at * side + (side === 1 ? 0 : index[axis]), 0);
  for (let at = 0; at < made.data.length; at++) {
    made.data[at] = function_(a.data[place(first)], b.data[place(second)]);
    for (let axis = rank - 1; axis >= 0 && ++index[axis] === made.shape[axis]; axis--) index[axis] = 0;
  }
  return made;
}

// Where a window of a convolution or of pooling begins, and how many there are, as TensorFlow counts them.
function windows(side, size, stride, dilation, padding) {
  const reach = (size - 1) * dilation + 1;
  if (padding === "valid") return {count: Math.floor((side - reach) / stride) + 1, before: 0};
  const count = Math.ceil(side / stride);
  return {count, before: Math.floor(Math.max((count - 1) * stride + reach - side, 0) / 2)};
}

// Call `visit(output's place, input's place, kernel's place)` for all pairs of pixels that meet.
function meet(x, [kernelHeight, kernelWidth], {strides, padding, dilation = [1, 1]}, visit) {
  const [height, width] = x.shape;
  const rows = windows(height, kernelHeight, strides[0], dilation[0], padding), columns = windows(width, kernelWidth, strides[1], dilation[1], padding);
  for (let row = 0; row < rows.count; row++) for (let column = 0; column < columns.count; column++) {
    for (let i = 0; i < kernelHeight; i++) {
      const y = row * strides[0] - rows.before + i * dilation[0];
      if (y < 0 || y >= height) continue;
      for (let j = 0; j < kernelWidth; j++) {
        const z = column * strides[1] - columns.before + j * dilation[1];
        if (z >= 0 && z < width) visit(row * columns.count + column, y * width + z, i * kernelWidth + j);
      }
    }
  }
  return [rows.count, columns.count];
}

function withBias(sums, shape, bias) {
  const made = {shape, data: new Float32Array(sums.length)}, count = shape.at(-1);
  for (let at = 0; at < sums.length; at++) made.data[at] = sums[at] + (bias ? bias.data[at % count] : 0);
  return made;
}

// Along one axis: `inner` is how far apart neighbours are, `outer` how many runs there are.
function along(shape, axis) {
  const at = axisOf(axis, shape);
  return {at, side: shape[at], inner: sizeOf(shape.slice(at + 1)), outer: sizeOf(shape.slice(0, at))};
}

function over(x, axes, keep, merge, end = value => value) {
  const gone = axes.map(axis => axisOf(axis, x.shape)), shape = x.shape.map((side, axis) => gone.includes(axis) ? 1 : side);
  const sums = new Float64Array(sizeOf(shape)).fill(NaN), index = Array(x.shape.length).fill(0);
  for (let at = 0; at < x.data.length; at++) {
    const place = shape.reduce((sum, side, axis) => sum * side + (side === 1 ? 0 : index[axis]), 0);
    sums[place] = Number.isNaN(sums[place]) ? x.data[at] : merge(sums[place], x.data[at]);
    for (let axis = index.length - 1; axis >= 0 && ++index[axis] === x.shape[axis]; axis--) index[axis] = 0;
  }
  return {shape: keep ? shape : x.shape.filter((_, axis) => !gone.includes(axis)), data: Float32Array.from(sums, value => end(value))};
}

const DOES = {
  dense({}, [x], [kernel, bias]) {
    const [count, units] = kernel.shape, rows = x.data.length / count, sums = new Float64Array(rows * units);
    for (let row = 0; row < rows; row++) for (let i = 0; i < count; i++) {
      const value = x.data[row * count + i];
      if (value) for (let unit = 0; unit < units; unit++) sums[row * units + unit] += value * kernel.data[i * units + unit];
    }
    return withBias(sums, [...x.shape.slice(0, -1), units], bias);
  },
  conv(step, [x], [kernel, bias]) {
    const [height, width, channels, filters] = kernel.shape, sums = [];
    const rows = windows(x.shape[0], height, step.strides[0], step.dilation[0], step.padding), columns = windows(x.shape[1], width, step.strides[1], step.dilation[1], step.padding);
    const totals = new Float64Array(rows.count * columns.count * filters);
    meet(x, [height, width], step, (to, from, at) => {
      for (let channel = 0; channel < channels; channel++) {
        const value = x.data[from * channels + channel], row = (at * channels + channel) * filters;
        if (value) for (let filter = 0; filter < filters; filter++) totals[to * filters + filter] += value * kernel.data[row + filter];
      }
    });
    return withBias(totals, [rows.count, columns.count, filters], bias);
  },
  depthwise(step, [x], [kernel, bias]) {
    const [height, width, channels, times] = kernel.shape, filters = channels * times;
    const rows = windows(x.shape[0], height, step.strides[0], step.dilation[0], step.padding), columns = windows(x.shape[1], width, step.strides[1], step.dilation[1], step.padding);
    const totals = new Float64Array(rows.count * columns.count * filters);
    meet(x, [height, width], step, (to, from, at) => {
      for (let channel = 0; channel < channels; channel++) for (let time = 0; time < times; time++) {
        totals[to * filters + channel * times + time] += x.data[from * channels + channel] * kernel.data[at * filters + channel * times + time];
      }
    });
    return withBias(totals, [rows.count, columns.count, filters], bias);
  },
  // The other way round: what the gradient of `conv` by its input is.
  conv_transpose({strides, padding}, [x], [kernel, bias]) {
    const [height, width, filters, channels] = kernel.shape;
    const sides = [0, 1].map(axis => x.shape[axis] * strides[axis] + (padding === "valid" ? Math.max(kernel.shape[axis] - strides[axis], 0) : 0));
    const before = [0, 1].map(axis => padding === "valid" ? 0 : Math.floor(Math.max((x.shape[axis] - 1) * strides[axis] + kernel.shape[axis] - sides[axis], 0) / 2));
    const sums = new Float64Array(sides[0] * sides[1] * filters);
    for (let row = 0; row < x.shape[0]; row++) for (let column = 0; column < x.shape[1]; column++) {
      const from = (row * x.shape[1] + column) * channels;
      for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) {
        const y = row * strides[0] - before[0] + i, z = column * strides[1] - before[1] + j;
        if (y < 0 || y >= sides[0] || z < 0 || z >= sides[1]) continue;
        for (let filter = 0; filter < filters; filter++) {
          const line = ((i * width + j) * filters + filter) * channels;
          let sum = 0;
          for (let channel = 0; channel < channels; channel++) sum += x.data[from + channel] * kernel.data[line + channel];
          sums[(y * sides[1] + z) * filters + filter] += sum;
        }
      }
    }
    return withBias(sums, [...sides, filters], bias);
  },
  affine: ({}, [x], [factor, summand]) => ({shape: x.shape, data: x.data.map((value, at) => value * factor.data[at % factor.data.length] + summand.data[at % factor.data.length])}),
  prelu: ({}, [x], [slopes]) => { const all = pair((_, slope) => slope, x, slopes); return {shape: x.shape, data: x.data.map((value, at) => value < 0 ? all.data[at] * value : value)}; },
  standardize({epsilon}, [x]) {
    const made = zeros(x.shape), count = x.shape.at(-1);
    for (let row = 0; row < x.data.length; row += count) {
      const values = x.data.subarray(row, row + count), mean = values.reduce((sum, value) => sum + value, 0) / count;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
      values.forEach((value, at) => { made.data[row + at] = (value - mean) / Math.sqrt(variance + epsilon); });
    }
    return made;
  },
  softmax({}, [x]) {
    const made = zeros(x.shape), count = x.shape.at(-1);
    for (let row = 0; row < x.data.length; row += count) {
      const values = x.data.subarray(row, row + count), most = Math.max(...values), all = values.reduce((sum, value) => sum + Math.exp(value - most), 0);
      values.forEach((value, at) => { made.data[row + at] = Math.exp(value - most) / all; });
    }
    return made;
  },
  log_softmax: (step, sources) => { const made = DOES.softmax(step, sources); return {shape: made.shape, data: made.data.map(Math.log)}; },
  reshape: ({shape}, [x]) => {
    const known = -sizeOf(shape);
    return {shape: shape.map(side => side === -1 ? x.data.length / known : side), data: x.data};
  },
  expand: ({axis}, [x]) => { const shape = [...x.shape]; shape.splice(axis < 0 ? axis + shape.length + 1 : axis, 0, 1); return {shape, data: x.data}; },
  squeeze: ({axis}, [x]) => ({shape: x.shape.filter((_, at) => at !== axisOf(axis, x.shape)), data: x.data}),
  permute({order}, [x]) {
    const made = zeros(order.map(axis => x.shape[axis])), index = Array(order.length).fill(0);
    for (let at = 0; at < made.data.length; at++) {
      const from = Array(order.length);
      order.forEach((axis, to) => { from[axis] = index[to]; });
      made.data[at] = x.data[x.shape.reduce((sum, side, axis) => sum * side + from[axis], 0)];
      for (let axis = order.length - 1; axis >= 0 && ++index[axis] === made.shape[axis]; axis--) index[axis] = 0;
    }
    return made;
  },
  max_pool: (step, [x]) => pool(x, step, -Infinity, Math.max, sum => sum),
  average_pool: (step, [x]) => pool(x, step, 0, (sum, value) => sum + value, (sum, count) => sum / count),
  sum_over: ({axes, keep}, [x]) => over(x, axes, keep, (sum, value) => sum + value),
  mean_over: ({axes, keep}, [x]) => { const count = sizeOf(axes.map(axis => x.shape[axisOf(axis, x.shape)])); return over(x, axes, keep, (sum, value) => sum + value, sum => sum / count); },
  max_over: ({axes, keep}, [x]) => over(x, axes, keep, Math.max),
  upsample({size, smooth}, [x]) {
    const [height, width, channels] = x.shape, made = zeros([height * size[0], width * size[1], channels]);
    const near = (at, times, side) => {  // two neighbours, and the share of the second
      if (!smooth) return [Math.floor(at / times), Math.floor(at / times), 0];
      const exact = Math.max(0, (at + 0.5) / times - 0.5), low = Math.min(side - 1, Math.floor(exact));
      return [low, Math.min(side - 1, low + 1), exact - low];
    };
    for (let row = 0; row < made.shape[0]; row++) for (let column = 0; column < made.shape[1]; column++) {
      const [top, bottom, down] = near(row, size[0], height), [left, right, across] = near(column, size[1], width);
      for (let channel = 0; channel < channels; channel++) {
        const value = (y, z) => x.data[(y * width + z) * channels + channel];
        made.data[(row * made.shape[1] + column) * channels + channel] = (1 - down) * ((1 - across) * value(top, left) + across * value(top, right)) + down * ((1 - across) * value(bottom, left) + across * value(bottom, right));
      }
    }
    return made;
  },
  pad: ({by}, [x]) => framed(x, by, 1),
  crop: ({by}, [x]) => framed(x, by, -1),
  repeat({axis, count}, [x]) {
    const {at, side, inner, outer} = along(x.shape, axis), made = zeros(x.shape.with(at, side * count));
    for (let run = 0; run < outer; run++) for (let place = 0; place < side * count; place++) {
      const from = (run * side + Math.floor(place / count)) * inner;
      made.data.set(x.data.subarray(from, from + inner), (run * side * count + place) * inner);
    }
    return made;
  },
  concatenate({axis}, sources) {
    const {at, inner, outer} = along(sources[0].shape, axis), total = sources.reduce((sum, each) => sum + each.shape[at], 0);
    const made = zeros(sources[0].shape.with(at, total));
    let before = 0;
    for (const each of sources) {
      const length = each.shape[at] * inner;
      for (let run = 0; run < outer; run++) made.data.set(each.data.subarray(run * length, (run + 1) * length), run * total * inner + before);
      before += length;
    }
    return made;
  },
  embedding({}, [x], [vectors]) {
    const length = vectors.shape[1], made = zeros([...x.shape, length]);
    x.data.forEach((label, at) => made.data.set(vectors.data.subarray(label * length, (label + 1) * length), at * length));
    return made;
  },
  one_hot({count}, [x]) {
    const made = zeros([...x.shape, count]);
    x.data.forEach((label, at) => { if (label >= 0 && label < count) made.data[at * count + label] = 1; });
    return made;
  },
};

function pool(x, step, start, merge, end) {
  const channels = x.shape[2], sums = [], counts = [];
  const sides = meet(x, step.size, step, (to, from) => {
    counts[to] = (counts[to] ?? 0) + 1;
    for (let channel = 0; channel < channels; channel++) sums[to * channels + channel] = merge(sums[to * channels + channel] ?? start, x.data[from * channels + channel]);
  });
  return {shape: [...sides, channels], data: Float32Array.from(sums, (sum, at) => end(sum, counts[Math.floor(at / channels)]))};
}

function framed(x, [[top, bottom], [left, right]], sign) {
  const [height, width, channels] = x.shape, made = zeros([height + sign * (top + bottom), width + sign * (left + right), channels]);
  for (let row = 0; row < made.shape[0]; row++) for (let column = 0; column < made.shape[1]; column++) {
    const y = row - sign * top, z = column - sign * left;
    if (y < 0 || y >= height || z < 0 || z >= width) continue;
    for (let channel = 0; channel < channels; channel++) made.data[(row * made.shape[1] + column) * channels + channel] = x.data[(y * width + z) * channels + channel];
  }
  return made;
}

// A function from input arrays to output arrays, each {shape, data}.
function computing(network) {
  const weights = unpacked(network);
  return inputs => {
    const arrays = [];
    network.inputs.forEach((number, at) => { arrays[number] = inputs[at]; });
    for (const step of network.steps) {
      const sources = step.from.map(each => typeof each === "object" ? {shape: [], data: [each.is]} : arrays[each]);
      if (step.op in EACH) arrays[step.to] = {shape: sources[0].shape, data: sources[0].data.map(value => EACH[step.op](value, step))};
      else if (step.op in PAIRS) arrays[step.to] = pair(PAIRS[step.op], ...sources);
      else arrays[step.to] = DOES[step.op](step, sources, (step.weights ?? []).map(place => weights[place]));
    }
    return network.outputs.map(number => arrays[number]);
  };
}

// A drawing as MNIST has its digits; `workshop/play/drawing.py` says why. `ink` is bytes, `side` by `side`.
function averages(count, length) {
  const scale = length / count, reach = Math.max(scale, 1);
  return Array.from({length: count}, (_, at) => {
    const weights = Array.from({length}, (_, from) => Math.max(0, 1 - Math.abs((at + 0.5) * scale - 0.5 - from) / reach));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map(weight => weight / all);
  });
}

function resized(ink, [height, width]) {
  const rows = averages(height, ink.length), columns = averages(width, ink[0].length);
  const low = rows.map(weights => ink[0].map((_, column) => weights.reduce((sum, weight, row) => sum + (weight && weight * ink[row][column]), 0)));
  return low.map(row => columns.map(weights => weights.reduce((sum, weight, column) => sum + weight * row[column], 0)));
}

function centred(bytes, paper, side, raw = false) {
  const FAINT = 0.1, image = new Float32Array(side * side);
  let ink = Array.from({length: paper}, (_, row) => Array.from(bytes.subarray(row * paper, (row + 1) * paper), value => value / 255));
  const put = (small, top, left) => small.forEach((row, y) => row.forEach((value, x) => { image[(top + y) * side + left + x] = Math.min(1, Math.max(0, value)); }));
  if (raw) { put(resized(ink, [side, side]), 0, 0); return image; }
  const rows = [...ink.keys()].filter(row => ink[row].some(value => value > FAINT)), columns = [...ink.keys()].filter(column => ink.some(row => row[column] > FAINT));
  if (!rows.length) return image;
  ink = ink.slice(rows[0], rows.at(-1) + 1).map(row => row.slice(columns[0], columns.at(-1) + 1));
  const longest = Math.round(side * 20 / 28), sides = [ink.length, ink[0].length];
  const small = resized(ink, sides.map(length => Math.max(1, Math.floor(longest * length / Math.max(...sides) + 0.5))));
  let mass = 0, down = 0, across = 0;
  small.forEach((row, y) => row.forEach((value, x) => { mass += value; down += y * value; across += x * value; }));
  const start = (middle, length) => Math.min(Math.max(Math.floor(side / 2 - middle + 0.5), 0), side - length);
  put(small, start(down / mass, small.length), start(across / mass, small[0].length));
  return image;
}
