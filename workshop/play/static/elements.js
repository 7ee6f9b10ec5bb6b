// Elements of pages, and the messages that they send. All parts together are one ES module, in anywidget's form.

// An element with attributes, listeners ("onclick") and children.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const bytesOf = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

function textOf(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

// A canvas for images of a shape, [height, width] or with 1 or 3 channels behind; `side` is its width on the page.
function plate(shape, side, label) {
  const canvas = element("canvas", {width: shape[1], height: shape[0], class: "play-plate", role: "img", "aria-label": label});
  canvas.style.width = `${side}px`;
  return canvas;
}

// Show bytes on a canvas. They are an image each; `which` says which of them, and `stride` and `offset` which channel.
function paint(canvas, bytes, shape, which = 0) {
  const [height, width, channels = 1] = shape, pixels = height * width;
  const context = canvas.getContext("2d"), image = context.createImageData(width, height);
  for (let at = 0; at < pixels; at++) {
    const from = (which * pixels + at) * channels;
    for (let colour = 0; colour < 3; colour++) image.data[4 * at + colour] = bytes[from + (channels === 3 ? colour : 0)];
    image.data[4 * at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

// One channel of bytes (height, width, channels), grey.
function paintChannel(canvas, bytes, shape, channel) {
  const [height, width, channels] = shape, one = new Uint8Array(height * width);
  for (let at = 0; at < one.length; at++) one[at] = bytes[at * channels + channel];
  paint(canvas, one, [height, width]);
}

// Asking: `ask` returns a promise of the answer; `newest` asks for what is wanted now, and drops what came between.
function talking(model, trouble) {
  const SILENCE = 15000, waiting = new Map(), under = new Map(), mark = Math.random().toString(36).slice(2);
  let count = 0;
  const hear = answer => {
    const settle = waiting.get(answer?.id);
    if (!settle) return;
    waiting.delete(answer.id);
    settle(answer);
  };
  model.on("msg:custom", hear);
  const ask = content => new Promise(resolve => {
    const id = `${mark}-${++count}`;
    const clock = setTimeout(() => trouble("No answer for 15 seconds. Is Python busy with something else, or was it stopped? It goes on as soon as Python answers."), SILENCE);
    waiting.set(id, answer => {
      clearTimeout(clock);
      trouble(answer.error ?? "");
      resolve(answer);
    });
    model.send({...content, id});
  });
  const newest = (subject, content, show) => {
    if (under.has(subject)) return void under.set(subject, {content, show});
    under.set(subject, null);
    ask(content).then(answer => {
      const next = under.get(subject);
      under.delete(subject);
      if (!answer.error) show(answer);
      if (next) newest(subject, next.content, next.show);
    });
  };
  return {ask, newest, end: () => model.off("msg:custom", hear)};
}

// A slider with a name and its value in words.
function slider(name, {low, high, step = 0.05, value}, told, moved) {
  const output = element("output", {class: "play-value"}, told(value));
  const input = element("input", {type: "range", min: low, max: high, step, value, oninput: () => { say(); moved(Number(input.value)); }});
  const say = () => { output.textContent = told(Number(input.value)); input.setAttribute("aria-valuetext", output.textContent); };
  say();
  return {
    root: element("label", {class: "play-slider"}, element("span", {}, name), input, output),
    set: number => { input.value = number; say(); },
  };
}

const button = (text, act, attributes = {}) => element("button", {type: "button", onclick: act, ...attributes}, text);
