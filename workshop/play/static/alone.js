// The door of a page without Python: what anywidget's model does, with JavaScript that answers as `Session`s do.
const heard = {}, page = JSON.parse(document.getElementById("page").textContent);
const told = JSON.parse(document.getElementById("network").textContent), networks = told.map(computing);
// Whether what Keras made of some input is made here as well.
const isProven = networks.every((compute, at) => {
  const {inputs, output, within} = told[at].proof;
  try {
    const [made] = compute(inputs.map((numbers, which) => ({shape: told[at].shapes[which], data: Float32Array.from(numbers)})));
    return made.data.length === output.length && output.every((number, place) => Math.abs(number - made.data[place]) <= within);
  } catch { return false; }
});
const tell = (event, ...news) => (heard[event] ?? []).forEach(hear => hear(...news));
const packed = bytes => { let text = ""; for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192)); return btoa(text); };

// Numbers of both signs as bytes: 0 is grey; of so many channels as are shown.
function aroundGrey({shape, data}, count) {
  const channels = shape.at(-1), shown = data.filter((_, at) => at % channels < count), most = shown.reduce((found, value) => Math.max(found, Math.abs(value)), 1e-9);
  return Uint8Array.from(shown, value => Math.round(127.5 + 127.5 * value / most));
}

function read({ink, raw}) {
  const bytes = bytesFrom(ink), images = {};
  const answers = networks.map((compute, at) => {
    const {side, softmax, maps} = page.readers[at], image = images[side] ??= centred(bytes, page.paper, side, raw);
    const [scores, seen] = compute([{shape: [side, side, 1], data: image}]);
    const shares = softmax ? DOES.softmax({axis: -1}, [scores]).data : scores.data;
    return {scores: Array.from(shares), ...seen ? {maps: packed(aroundGrey(seen, page.networks[at].maps[2]))} : {}};
  });
  return {seen: packed(Uint8Array.from(images[page.side], value => Math.round(255 * value))), answers};
}

function make({codes, label = 0, strength = 0}) {
  return {images: networks.map((compute, at) => {
    const {roles, shapes, latent} = page.makers[at], size = page.shape[0] * page.shape[1] * page.shape[2];
    const asked = page.kind === "mix" ? codes[at] : codes, made = new Uint8Array(asked.length * size);
    asked.forEach((code, which) => {
      const given = {noise: code.slice(0, latent), label: [label], strength: [strength]};
      const [image] = compute(roles.map((role, input) => ({shape: shapes[input], data: Float32Array.from(given[role])})));
      image.data.forEach((value, pixel) => { made[which * size + pixel] = Math.min(255, Math.max(0, Math.round(255 * (value - page.low) / (1 - page.low)))); });
    });
    return packed(made);
  })};
}

const model = {
  get: name => ({page})[name],
  on: (event, hear) => (heard[event] ??= []).push(hear),
  off: (event, hear) => { heard[event] = (heard[event] ?? []).filter(each => each !== hear); },
  send: content => setTimeout(() => {
    let found;
    try { found = isProven ? {read, make}[content.ask](content) : {error: "This browser computes something else than Keras, so the page does not answer. Please report it, with the network."}; }
    catch (error) { found = {error: `The network did not answer: ${error}`}; }
    tell("msg:custom", {id: content.id, ...found}, []);
  }),
};
globalThis.workshop = {networks, centred};  // for who wants to look, and for tests
play.render({model, el: document.getElementById("play")});
