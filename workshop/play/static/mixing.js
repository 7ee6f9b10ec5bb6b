// The page on which one mixes two real images, by their codes.
function mixPage(page, el, talk) {
  const STEPS = 9, {newest} = talk, real = bytesOf(page.real);
  let ends = [0, 1], share = 0.5;
  // Along the straight line: an autoencoder's codes are no noise, and the networks were trained on such mixtures.
  const mixed = part => page.codes.map(codes => codes[ends[0]].map((number, at) => (1 - part) * number + part * codes[ends[1]][at]));
  const asked = parts => { const found = parts.map(mixed); return {codes: page.networks.map((_, which) => found.map(each => short(each[which])))}; };
  const big = large(page), aside = beside(page, talk, big, () => asked([share]));
  const pixels = plate(page.shape, Math.max(1, Math.round(112 / page.shape[1])) * page.shape[1], "the same mixture of the pixels");
  const path = strip(page, STEPS, "from one image to the other");
  const length = real.length / page.count;
  const drawLarge = () => {
    newest("large", {ask: "make", ...asked([share])}, answer => { big.show(answer.images); el.dispatchEvent(new CustomEvent("answered", {detail: answer})); });
    const blend = new Uint8Array(length);
    for (let at = 0; at < length; at++) blend[at] = Math.round((1 - share) * real[ends[0] * length + at] + share * real[ends[1] * length + at]);
    paint(pixels, blend, page.shape);
    aside.look();
  };
  const drawWalk = () => newest("walk", {ask: "make", ...asked(Array.from({length: STEPS}, (_, at) => at / (STEPS - 1)))}, answer => path.show(answer.images));
  const rows = ["First", "Second"].map((name, which) => {
    const side = Math.max(page.shape[1], 44);
    const buttons = Array.from({length: page.count}, (_, at) => {
      const image = plate(page.shape, side, `image ${at + 1}`);
      paint(image, real, page.shape, at);
      return element("button", {type: "button", class: "play-sample", "aria-pressed": String(at === ends[which]), onclick: () => {
        ends[which] = at;
        buttons.forEach((each, place) => each.setAttribute("aria-pressed", String(place === at)));
        drawLarge();
        drawWalk();
      }}, image);
    });
    return [element("h3", {}, `${name} image`), element("div", {class: "play-grid"}, ...buttons)];
  });
  el.append(element("div", {class: "play-columns watched"},
    element("section", {}, element("h2", {}, "The mixture"), big.root,
      slider("of the second", {low: 0, high: 1, step: 0.01, value: share}, value => `${Math.round(100 * value)} %`, value => { share = value; drawLarge(); }).root,
      element("h3", {}, "All the way"), path.root, aside.root),
    element("section", {}, element("h2", {}, "Of two images"),
      element("p", {class: "play-note"}, "Neither was among those that the network learned from."), ...rows.flat()),
    element("section", {}, element("h2", {}, "The pixels, mixed"), pixels,
      element("p", {class: "play-note"}, "The same mixture without a network: both images are seen through each other."))));
  drawLarge();
  drawWalk();
}
