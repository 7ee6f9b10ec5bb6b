// The module's two functions of anywidget's form. `model` is a widget's, or one that behaves like it.
function render({model, el}) {
  const page = model.get("page"), alarm = element("p", {class: "play-alarm", role: "alert", hidden: true});
  const trouble = text => {
    if (lost) return;
    alarm.textContent = text;
    alarm.hidden = !text;
  };
  let lost = false;
  const talk = talking(model, trouble);
  model.on("lost", () => {
    const command = page.command ? element("code", {class: "command"}, page.command) : "";
    alarm.replaceChildren("The program that answers has ended, so nothing on this page is answered any more. To go on, type this in a terminal, and open the address that it prints:", command);
    alarm.hidden = false;
    lost = true;
    el.classList.add("lost");
  });
  el.classList.add("play");
  if (page.notebook) el.classList.add("in-notebook");
  el.append(alarm);
  ({draw: drawPage, explore: explorePage, mix: mixPage})[page.kind](page, el, talk);
  return talk.end;
}

export default {render};
