// A standard normal number, by Box and Muller; and codes of them.
const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
const noise = count => Array.from({length: count}, normal);
const short = code => code.map(number => Math.round(1e4 * number) / 1e4);

// Between two codes of normal numbers, along the sphere: the straight line leads through codes that are too short.
function between(a, b, share) {
  const size = code => Math.hypot(...code), dot = a.reduce((sum, number, at) => sum + number * b[at], 0);
  const angle = Math.acos(Math.min(1, Math.max(-1, dot / (size(a) * size(b) || 1))));
  if (angle < 1e-3) return a.map((number, at) => number + share * (b[at] - number));
  return a.map((number, at) => (Math.sin((1 - share) * angle) * number + Math.sin(share * angle) * b[at]) / Math.sin(angle));
}

// A square with a knob; `moved` gets x and y from -1 to 1, upwards.
function pad(label, moved) {
  const knob = element("i", {class: "play-knob"});
  const root = element("div", {class: "play-pad", tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": -100, "aria-valuemax": 100}, element("i", {class: "play-ring"}), knob);
  let at = {x: 0, y: 0};
  const set = (x, y) => {
    at = {x: Math.min(1, Math.max(-1, x)), y: Math.min(1, Math.max(-1, y))};
    knob.style.left = `${50 + 50 * at.x}%`;
    knob.style.top = `${50 - 50 * at.y}%`;
    root.setAttribute("aria-valuenow", Math.round(100 * at.x));
    root.setAttribute("aria-valuetext", `${Math.round(100 * at.x)} across, ${Math.round(100 * at.y)} up`);
  };
  const go = (x, y) => { set(x, y); moved(at.x, at.y); };
  const follow = event => {
    const box = root.getBoundingClientRect();
    go((event.clientX - box.left) / box.width * 2 - 1, 1 - (event.clientY - box.top) / box.height * 2);
  };
  root.addEventListener("pointerdown", event => { if (!event.button) { root.setPointerCapture(event.pointerId); follow(event); } });
  root.addEventListener("pointermove", event => root.hasPointerCapture(event.pointerId) && follow(event));
  root.addEventListener("keydown", event => {
    const way = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    go(at.x + 0.05 * way[0], at.y + 0.05 * way[1]);
  });
  set(0, 0);
  return {root, set};
}

// A choice among names, as buttons of which one is pressed in.
function choice(label, names, chosen) {
  const group = `choice-${Math.random().toString(36).slice(2)}`;
  return element("fieldset", {class: "play-choice"}, element("legend", {}, label), ...names.map((name, at) => element("label", {},
    element("input", {type: "radio", name: group, checked: at === 0, onchange: () => chosen(at)}), element("span", {}, name))));
}

// Images side by side, for each network a row.
function strip(page, count, label) {
  const side = Math.max(page.shape[1], 48);
  const rows = page.networks.map(() => Array.from({length: count}, (_, at) => plate(page.shape, side, `${label}, step ${at + 1} of ${count}`)));
  return {
    root: element("div", {class: "play-strips"}, ...rows.map(row => element("div", {class: "play-strip"}, ...row))),
    show: images => images.forEach((text, which) => { const bytes = bytesOf(text); rows[which].forEach((each, at) => paint(each, bytes, page.shape, at)); }),
  };
}

// The large image of each network; what stands below it is told of it.
function large(page) {
  const scale = Math.max(1, Math.round(224 / page.shape[1]));
  const shown = page.networks.map((network, at) => {
    const image = plate(page.shape, scale * page.shape[1], `what ${network.title} makes of the numbers`), told = element("p", {class: "play-note"});
    return {image, told, root: element("div", {class: "play-large"}, ...page.networks.length > 1 ? [element("h3", {}, `${at ? "After" : "Before"}: ${network.title}`)] : [], image, told)};
  });
  return {
    root: element("div", {class: "play-larges"}, ...shown.map(each => each.root)),
    show: images => images.forEach((text, which) => paint(shown[which].image, bytesOf(text), page.shape)),
    tell: (which, text) => { shown[which].told.textContent = text; },
  };
}

// What stands beside the large image where one asks for it: the nearest real image, and a judge's word.
function beside(page, talk, big, wanted) {
  const found = page.networks.map(() => ({image: plate(page.shape, 2 * Math.max(page.shape[1], 28), "the nearest real image"), told: element("span", {class: "play-note"})}));
  const rows = found.map(each => element("p", {class: "play-nearest"}, each.image, each.told));
  const nearest = element("input", {type: "checkbox", onchange: () => look()}), judge = element("input", {type: "checkbox", onchange: () => look()});
  const look = () => {
    rows.forEach(row => { row.hidden = !nearest.checked; });
    if (nearest.checked) talk.newest("nearest", {ask: "nearest", ...wanted()}, answer => answer.nearest.forEach((each, which) => {
      paint(found[which].image, bytesOf(each.image), page.shape);
      found[which].told.textContent = `The nearest training image: ${each.label}. Its pixels differ by ${each.distance} of 255 on average (root mean square); those of a copy would by 0.`;
    }));
    if (judge.checked) talk.newest("judge", {ask: "judge", ...wanted()}, answer => answer.verdicts.forEach((verdict, which) => big.tell(which, verdict.told)));
    else page.networks.forEach((_, which) => big.tell(which, ""));
  };
  look();
  const boxes = [];
  if (page.nearest) boxes.push(element("label", {class: "play-check"}, nearest, " the nearest training image"), ...rows);
  if (page.judge) boxes.push(element("label", {class: "play-check"}, judge, " what the judge says"));
  return {root: element("div", {}, ...boxes), look};
}

// The page on which one asks a generator.
function explorePage(page, el, talk) {
  const COUNT = 24, STEPS = 9, FEW = 8, {newest} = talk;
  let code = noise(page.latent), plane = [code, noise(page.latent)], label = 0, strength = page.strength?.value ?? 0, walk = [], samples = [];
  const asked = codes => ({codes: codes.map(short), label, strength});
  const big = large(page), aside = beside(page, talk, big, () => asked([code]));
  const drawLarge = () => { newest("large", {ask: "make", ...asked([code])}, answer => { big.show(answer.images); el.dispatchEvent(new CustomEvent("answered", {detail: answer})); }); aside.look(); };
  const drawSamples = () => newest("samples", {ask: "make", ...asked(samples)}, answer => grid.show(answer.images));
  const drawWalk = () => {
    if (walk.length < 2) return;
    const codes = Array.from({length: STEPS}, (_, at) => between(samples[walk[0]], samples[walk[1]], at / (STEPS - 1)));
    newest("walk", {ask: "make", ...asked(codes)}, answer => path.show(answer.images));
  };
  const everything = () => { drawLarge(); drawSamples(); drawWalk(); };

  const field = pad("A plane through the latent space: arrow keys move in it", (x, y) => {
    code = plane[0].map((number, at) => 1.5 * (x * number + y * plane[1][at]));
    sliders.forEach((each, at) => each.set(code[at]));
    drawLarge();
  });
  const lay = (first, second) => { plane = [first, second]; field.set(1 / 1.5, 0); take(first); };
  const sliders = code.map((number, at) => slider(`${at + 1}`, {low: -4, high: 4, value: number}, value => value.toFixed(2), value => { code = code.with(at, value); drawLarge(); }));
  const take = chosen => { code = chosen; sliders.forEach((each, at) => each.set(code[at])); drawLarge(); };

  const grid = samplesGrid(page, COUNT, which => {
    walk = [...walk, which].slice(-2);
    grid.mark(walk);
    lay(samples[which], noise(page.latent));
    status.textContent = walk.length < 2 ? "Choose a second sample, and the walk from the first to it is drawn." : "";
    path.root.hidden = walk.length < 2;
    drawWalk();
  });
  const fresh = () => { samples = Array.from({length: COUNT}, () => noise(page.latent)); walk = []; grid.mark(walk); path.root.hidden = true; status.textContent = "Choose two samples, and the walk from one to the other is drawn."; drawSamples(); };
  const path = strip(page, STEPS, "a walk between two samples"), status = element("p", {class: "play-note", role: "status"});

  const asks = [];
  if (page.labels) asks.push(choice("Asked for", page.labels, at => { label = at; everything(); }));
  if (page.strength) asks.push(slider(page.strength.name, {...page.strength, step: 0.05}, value => value.toFixed(2), value => { strength = value; everything(); }).root);
  const first = sliders.slice(0, FEW).map(each => each.root), rest = sliders.slice(FEW).map(each => each.root);
  el.append(element("div", {class: "play-columns watched"},
    element("section", {}, element("h2", {}, "An image"), big.root, ...asks, aside.root),
    element("section", {}, element("h2", {}, `The latent space: ${page.latent} numbers`),
      field.root,
      element("p", {class: "play-note"}, "The square is a plane through it, laid at random through the middle and this image. In training nearly all noise was as far out as the ring; further in, and further out, is new to the network."),
      element("p", {class: "play-buttons"}, button("New noise", () => lay(noise(page.latent), noise(page.latent))), button("Another plane", () => lay(code, noise(page.latent)))),
      element("div", {class: "play-sliders"}, ...first),
      ...rest.length ? [element("details", {}, element("summary", {}, `The other ${rest.length} numbers`), element("div", {class: "play-sliders"}, ...rest))] : []),
    element("section", {}, element("h2", {}, "Samples, and a walk"), grid.root, element("p", {class: "play-buttons"}, button("Other samples", fresh)), status, path.root)));
  lay(plane[0], plane[1]);
  fresh();
}

// Samples that can be chosen; of two networks, the first's.
function samplesGrid(page, count, chosen) {
  const side = Math.max(page.shape[1], 44);
  const images = Array.from({length: count}, (_, at) => plate(page.shape, side, `sample ${at + 1}`));
  const buttons = images.map((image, at) => element("button", {type: "button", class: "play-sample", "aria-pressed": "false", onclick: () => chosen(at)}, image));
  return {
    root: element("div", {class: "play-grid"}, ...buttons),
    show: texts => { const bytes = bytesOf(texts[0]); images.forEach((image, at) => paint(image, bytes, page.shape, at)); },
    mark: places => buttons.forEach((each, at) => {
      each.setAttribute("aria-pressed", String(places.includes(at)));
      each.dataset.place = places.indexOf(at) < 0 ? "" : "AB"[places.indexOf(at)];
    }),
  };
}
