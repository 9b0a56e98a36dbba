'use strict';
/**
 * A chat. Everybody on the channel hears what is said; a whisper reaches one peer alone.
 * Messages are JSON: {nick} tells a name, {say} tells something.
 */
const LINES_MAX = 300;
const CHANNEL = 'examples.chat';
const EVERYBODY = '';

const [trouble, entry, nick, room, people, log, talk, to, text] =
  ['trouble', 'entry', 'nick', 'room', 'people', 'log', 'talk', 'to', 'text']
    .map((id) => document.getElementById(id));

/** For a proxy elsewhere: ?proxy=ws://localhost:9100 */
NamedWebSocket.proxy = new URLSearchParams(location.search).get('proxy') ?? undefined;

let socket;
let receiver = EVERYBODY;
const nicks = new Map();

function enter() {
  socket = new NetworkWebSocket(CHANNEL, [], { senders: true });
  socket.onready = () => {
    show(trouble, '');
    [entry.hidden, room.hidden] = [true, false];
    note(`You are ${nick.value}.`);
    drawPeople();
    text.focus();
  };
  socket.onconnect = ({ detail }) => welcome(detail.target);
  socket.ondisconnect = ({ detail }) => {
    note(`${nameOf(detail.target.id)} left.`);
    nicks.delete(String(detail.target.id));
    drawPeople();
  };
  socket.onmessage = (event) => hear(event, '');
  socket.onerror = (event) => event.message && show(trouble, event.message);
  socket.onaway = () => show(trouble, 'The connection is gone. It comes back by itself.');
  socket.onclose = () => {
    [entry.hidden, room.hidden] = [false, true];
    show(trouble, 'There is no connection to the proxy. Start it with “nws”, then enter again.');
  };
}

/** A newcomer knows nobody yet: tell it our name. Its own will come the same way. */
function welcome(peer) {
  peer.onmessage = (event) => hear(event, 'whisper');
  peer.send({ nick: nick.value });
  drawPeople();
}

function hear({ data, senderId }, kind) {
  const { nick: name, say: words } = read(data);
  if (name) {
    if (!nicks.has(String(senderId))) note(`${name} is here.`);
    nicks.set(String(senderId), String(name).slice(0, 40));
    drawPeople();
  }
  if (words) said(nameOf(senderId), String(words), kind);
}

function read(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return { say: data }; // somebody with a plain WebSocket
  }
}

function say(words) {
  const peer = socket.peers.find(({ id }) => String(id) === receiver);
  if (receiver !== EVERYBODY && !peer) return note('They left; nothing was said.');
  if (peer) peer.send({ say: words });
  else socket.send(JSON.stringify({ say: words }));
  said(peer ? `You, to ${nameOf(peer.id)}` : 'You', words, peer ? 'whisper' : '');
  text.value = '';
}

function nameOf(id) {
  return nicks.get(String(id)) ?? `Guest ${String(id ?? '').slice(-4)}`;
}

function drawPeople() {
  const everybody = choice(EVERYBODY, 'Everybody');
  const others = socket.peers.map(({ id }) => choice(String(id), nameOf(id)));
  people.replaceChildren(everybody, ...others);
}

function choice(id, name) {
  const [item, button] = [document.createElement('li'), document.createElement('button')];
  Object.assign(button, { type: 'button', textContent: name });
  button.setAttribute('aria-pressed', String(id === receiver));
  button.onclick = () => {
    receiver = id;
    to.textContent = id === EVERYBODY ? 'To everybody' : `To ${name} alone`;
    drawPeople();
    text.focus();
  };
  item.append(button);
  return item;
}

function said(who, words, kind) {
  const name = document.createElement('b');
  name.textContent = who;
  addLine(kind, name, kind === 'whisper' && !who.startsWith('You') ? `(to you) ${words}` : words);
}

function note(sentence) {
  addLine('note', sentence);
}

function addLine(kind, ...content) {
  const line = document.createElement('li');
  line.className = kind;
  line.append(...content);
  log.append(line);
  if (log.childElementCount > LINES_MAX) log.firstElementChild.remove();
  log.parentElement.scrollTop = log.scrollHeight;
}

function show(element, sentence) {
  element.textContent = sentence;
  element.hidden = !sentence;
}

entry.onsubmit = (event) => {
  event.preventDefault();
  if (nick.value.trim()) enter();
};

talk.onsubmit = (event) => {
  event.preventDefault();
  if (text.value) say(text.value);
};
