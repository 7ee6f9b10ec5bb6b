// Layers with weights, and whatever moves a window over an image.
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

const LAYERS = {
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
  max_pool: (step, [x]) => pool(x, step, -Infinity, Math.max, sum => sum),
  average_pool: (step, [x]) => pool(x, step, 0, (sum, value) => sum + value, (sum, count) => sum / count),
  // To other sides: each pixel is the nearest one, or a mean of the nearest four.
  resize({sides, smooth}, [x]) {
    const [height, width, channels] = x.shape, made = zeros([...sides, channels]);
    const near = (at, to, side) => {  // two neighbours, and the share of the second
      const middle = (at + 0.5) * side / to, low = Math.floor(Math.max(0, middle - 0.5));
      return smooth ? [low, Math.min(side - 1, low + 1), Math.max(0, middle - 0.5) - low] : [Math.floor(middle), Math.floor(middle), 0];
    };
    for (let row = 0; row < sides[0]; row++) for (let column = 0; column < sides[1]; column++) {
      const [top, bottom, down] = near(row, sides[0], height), [left, right, across] = near(column, sides[1], width);
      for (let channel = 0; channel < channels; channel++) {
        const value = (y, z) => x.data[(y * width + z) * channels + channel];
        made.data[(row * sides[1] + column) * channels + channel] = (1 - down) * ((1 - across) * value(top, left) + across * value(top, right)) + down * ((1 - across) * value(bottom, left) + across * value(bottom, right));
      }
    }
    return made;
  },
  stored: ({}, [], [array]) => array,
  embedding({}, [x], [vectors]) {
    const length = sizeOf(vectors.shape.slice(1)), made = zeros([...x.shape, ...vectors.shape.slice(1)]);
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
