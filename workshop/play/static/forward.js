// Computes what Keras does, one image at a time. `tests/play` compares it with Keras.
const DOES = {...REDUCED, ...LAYERS, ...SHAPES};

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

// A function from input arrays to output arrays, each {shape, data}.
function computing(network) {
  const weights = unpacked(network);
  return inputs => {
    const arrays = [];
    network.inputs.forEach((number, at) => { arrays[number] = inputs[at]; });
    for (const step of network.steps) {
      const sources = step.from.map(each => typeof each === "object" ? {shape: [], data: [each.is]} : arrays[each]);
      if (step.op in EACH) arrays[step.to] = {shape: sources[0].shape, data: sources[0].data.map(value => EACH[step.op](value, step))};
      else if (step.op in TOGETHER) arrays[step.to] = together(TOGETHER[step.op], ...sources);
      else arrays[step.to] = DOES[step.op](step, sources, (step.weights ?? []).map(place => weights[place]));
    }
    return network.outputs.map(number => arrays[number]);
  };
}
