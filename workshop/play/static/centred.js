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
