// A sheet of paper: pen, finger and keyboard draw on it. A stroke is a list of points, in pixels of the paper.
function paper(side, changed) {
  const PEN = side * 0.085, STEP = side / 35;
  const canvas = element("canvas", {
    width: side, height: side, class: "play-paper", tabindex: 0, role: "application",
    "aria-label": "Paper to draw on. With the keyboard: arrow keys move the pen, Space puts it down and lifts it, Delete clears, Control Z undoes.",
  });
  const cursor = element("span", {class: "play-cursor", "aria-hidden": "true"});
  const context = canvas.getContext("2d", {willReadFrequently: true});
  let strokes = [], stroke = null, pen = {x: side / 2, y: side / 2}, down = false;

  const line = (from, to) => {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y + (from.x === to.x && from.y === to.y ? 0.01 : 0));  // a point is a short line
    context.stroke();
  };
  const blank = () => {
    context.fillStyle = "black";
    context.fillRect(0, 0, side, side);
    Object.assign(context, {strokeStyle: "white", lineWidth: PEN, lineCap: "round", lineJoin: "round"});
  };
  const again = () => {
    blank();
    for (const each of strokes) each.forEach((point, at) => line(each[Math.max(0, at - 1)], point));
  };
  const place = event => {
    const box = canvas.getBoundingClientRect();
    return {x: (event.clientX - box.left) / box.width * side, y: (event.clientY - box.top) / box.height * side};
  };
  const begin = point => { strokes.push(stroke = [point]); line(point, point); };
  const go = point => { line(stroke.at(-1), point); stroke.push(point); };
  const clear = () => { strokes = []; stroke = null; down = false; blank(); point(); changed(true); };
  const undo = () => { strokes.pop(); stroke = null; down = false; again(); point(); changed(true); };
  const point = () => {
    cursor.style.left = `${100 * pen.x / side}%`;
    cursor.style.top = `${100 * pen.y / side}%`;
    cursor.classList.toggle("down", down);
  };

  canvas.addEventListener("pointerdown", event => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    down = false;
    begin(place(event));
    changed(false);
  });
  canvas.addEventListener("pointermove", event => {
    if (!stroke || !canvas.hasPointerCapture(event.pointerId)) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) go(place(each));
    changed(false);
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => {
    if (!stroke) return;
    pen = stroke.at(-1);
    stroke = null;
    point();
    changed(true);
  });
  canvas.addEventListener("keydown", event => {
    const ways = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}, way = ways[event.key];
    const within = value => Math.min(side - 1, Math.max(0, value));
    if (way) {
      pen = {x: within(pen.x + STEP * way[0]), y: within(pen.y + STEP * way[1])};
      if (down) { go(pen); changed(false); }
    } else if (event.key === " ") {
      down = !down;
      if (down) begin(pen); else stroke = null;
      changed(!down);
    } else if (event.key === "Delete" || event.key === "Backspace") clear();
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
    else return;
    event.preventDefault();
    event.stopPropagation();  // a notebook has commands on the same keys
    point();
  });
  blank();
  point();
  return {
    root: element("div", {class: "play-sheet"}, canvas, cursor), clear, undo,
    isBlank: () => !strokes.length,
    ink: () => {
      const {data} = context.getImageData(0, 0, side, side), ink = new Uint8Array(side * side);
      for (let at = 0; at < ink.length; at++) ink[at] = data[4 * at];
      return ink;
    },
  };
}

// What one network says of a drawing: a bar for each class, and what its first kernels see.
function reading(network) {
  const rows = network.classes.map(name => {
    const bar = element("i"), share = element("span", {class: "play-share"}, "");
    return {bar, share, root: element("li", {}, element("b", {}, name), element("span", {class: "play-track"}, bar), share)};
  });
  const answer = element("p", {class: "play-answer"}, "");
  const root = element("section", {class: "play-network"}, answer, element("ul", {class: "play-bars"}, ...rows.map(row => row.root)));
  const maps = [];
  if (network.maps) {
    const [height, width, count] = network.maps, {shape, bytes} = network.kernels, kernels = bytesOf(bytes);
    for (let each = 0; each < count; each++) {
      const kernel = plate(shape, 22, `kernel ${each + 1}`), map = plate([height, width], 56, `what kernel ${each + 1} sees`);
      paintChannel(kernel, kernels, shape, each);
      maps.push(map);
      maps[each].pair = element("span", {class: "play-pair"}, map, kernel);
    }
    root.append(element("div", {class: "play-kernels"}, element("h3", {}, "What its first kernels see"),
      element("p", {class: "play-note"}, "Grey is nothing; white and black are what a kernel answers to, and the opposite. Beside each is the kernel."),
      element("div", {class: "play-maps"}, ...maps.map(map => map.pair))));
  }
  return {
    root,
    // Returns what it reads, in words.
    show({scores, maps: seen}, isBlank) {
      const best = scores.indexOf(Math.max(...scores)), name = network.classes[best], percent = score => `${(100 * score).toFixed(score > 0.0995 ? 0 : 1)} %`;
      rows.forEach((row, at) => {
        row.bar.style.width = `${isBlank ? 0 : 100 * scores[at]}%`;
        row.share.textContent = isBlank ? "" : percent(scores[at]);
        row.root.classList.toggle("best", !isBlank && at === best);
      });
      if (seen) { const bytes = bytesOf(seen); maps.forEach((map, at) => paintChannel(map, bytes, network.maps, at)); }
      answer.replaceChildren(...isBlank ? ["Nothing is drawn yet."] : ["It reads ", element("strong", {}, name), `, at ${percent(scores[best])}.`]);
      return isBlank ? "Nothing is drawn." : `${name}, ${percent(scores[best])}`;
    },
  };
}

// The page on which one draws, and one network or two read.
function drawPage(page, el, {newest}) {
  const digits = page.networks[0].classes.every((name, at) => name === String(at));
  const status = element("p", {class: "play-unseen", role: "status"});
  const seen = plate([page.side, page.side], 140, "what the network gets");
  const readings = page.networks.map(reading);
  const centre = element("input", {type: "checkbox", checked: true, onchange: () => changed(true)});
  const changed = ended => {
    const isBlank = sheet.isBlank();
    newest("read", {ask: "read", ink: textOf(sheet.ink()), raw: !centre.checked}, answer => {
      paint(seen, bytesOf(answer.seen), [page.side, page.side]);
      const told = readings.map((each, at) => each.show(answer.answers[at], isBlank));
      if (ended) status.textContent = told.map((words, at) => told.length > 1 ? `${page.networks[at].title}: ${words}` : words).join("; ");
      el.dispatchEvent(new CustomEvent("answered", {detail: answer}));
    });
  };
  const sheet = paper(page.paper, changed);
  const what = digits ? `a digit from 0 to ${page.networks[0].classes.length - 1}` : `one of these: ${page.networks[0].classes.join(", ")}`;
  el.append(element("div", {class: page.networks.length > 1 ? "play-columns" : "play-columns single"},
    element("section", {class: "play-desk"},
      element("p", {class: "play-lead"}, `Draw ${what}, with mouse, finger or keyboard.`),
      sheet.root,
      element("p", {class: "play-buttons"}, button("Undo", sheet.undo), button("Clear", sheet.clear)),
      element("details", {class: "play-keys"}, element("summary", {}, "Keys"), element("p", {}, "On the paper: arrow keys move the pen, Space puts it down and lifts it, Delete clears, Ctrl+Z undoes."))),
    ...readings.map((each, at) => {
      each.root.prepend(element("h2", {}, page.networks.length > 1 ? `${at ? "After" : "Before"}: ${page.networks[at].title}` : "What it reads"));
      return each.root;
    }),
    element("section", {class: "play-seen"},
      element("h2", {}, page.networks.length > 1 ? "What both get" : "What the network gets"), seen,
      element("label", {class: "play-check"}, centre, " centred and scaled"),
      element("p", {class: "play-note"}, `${page.side}x${page.side} pixels. The images that it learned from have their ink in a box of ${Math.round(page.side * 20 / 28)}x${Math.round(page.side * 20 / 28)}, its centre of mass in the middle. Your drawing is treated the same way. Take the tick away, draw small and in a corner, and see what the network knows of that.`)),
  ), status);
  changed(true);
}
