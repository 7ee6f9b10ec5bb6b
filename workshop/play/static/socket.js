// The door of the local page: what anywidget's model does, through a WebSocket.
const heard = {}, page = JSON.parse(document.getElementById("page").textContent);
const tell = (event, ...told) => (heard[event] ?? []).forEach(hear => hear(...told));
const socket = new WebSocket(`ws://${location.host}/socket${location.search}`), early = [];
socket.onopen = () => early.splice(0).forEach(text => socket.send(text));
socket.onmessage = event => tell("msg:custom", JSON.parse(event.data), []);
socket.onclose = () => tell("lost");
const model = {
  get: name => ({page})[name],
  on: (event, hear) => (heard[event] ??= []).push(hear),
  off: (event, hear) => { heard[event] = (heard[event] ?? []).filter(each => each !== hear); },
  send: content => {
    const text = JSON.stringify(content);
    if (socket.readyState === WebSocket.CONNECTING) early.push(text);
    else if (socket.readyState === WebSocket.OPEN) socket.send(text);
  },
};
play.render({model, el: document.getElementById("play")});
