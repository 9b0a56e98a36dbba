'use strict';
/** The page around the arena: keys and fingers in, picture and latency out. */
const CHANNEL = 'examples.game';
const STEP_MS = 1000 / 60;
const KEYS = {
  arrowleft: [-1, 0], a: [-1, 0], arrowright: [1, 0], d: [1, 0],
  arrowup: [0, -1], w: [0, -1], arrowdown: [0, 1], s: [0, 1],
};

const [field, me, rows, state] = byId('field', 'me', 'rows', 'state');
const paint = field.getContext('2d');
const pressed = new Set();
const names = new Map();
// Numbers of 31 bits are the ids: a message has its sender in 4 bytes.
const arena = new Arena(1 + Math.floor(Math.random() * 0x7ffffffe));
let socket;
let finger = null;
let sentAt = 0;
let colours;

me.value = randomName();
me.onchange = () => socket.peers.forEach((peer) => peer.send({ name: me.value }));

stayOn(NetworkWebSocket, CHANNEL, { id: arena.own.id }, (next) => {
  socket = next;
  socket.binaryType = 'arraybuffer';
  meet(socket, () => ({ name: me.value }), hear);
  socket.addEventListener('connect', ({ detail }) => {
    arena.join(Number(detail.target.id), performance.now());
  });
  socket.addEventListener('disconnect', ({ detail }) => {
    arena.players.delete(Number(detail.target.id));
    names.delete(detail.target);
  });
  socket.addEventListener('message', ({ data }) => arena.hear(data, performance.now()));
});

/** A ping is a direct message, so it takes the way that direct messages take. */
function hear(peer, { name, ping, pong }) {
  if (name) names.set(peer, name);
  if (ping !== undefined) peer.send({ pong: ping });
  const player = arena.players.get(Number(peer.id));
  if (player && pong !== undefined) player.latencyMs = performance.now() - Number(pong);
}

setInterval(() => {
  rows.replaceChildren(...socket.peers.map(rowOf));
  for (const player of arena.players.values()) player.words = 0;
  for (const peer of socket.peers) peer.send({ ping: performance.now() });
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  colours = { ink: read('--ink'), bad: read('--bad') };
  const isIt = arena.tag.it === arena.own.id;
  const sentence = socket.peers.length === 0
    ? 'Nobody else is here yet. Open this page in another window or on another machine.'
    : isIt ? 'You are it: catch somebody!' : 'Run!';
  if (state.textContent !== sentence) state.textContent = sentence;
}, 1000);

function rowOf(peer) {
  const { latencyMs, words = 0, hue = 0 } = arena.players.get(Number(peer.id)) ?? {};
  const latency = latencyMs === undefined ? '…' : `${latencyMs.toFixed(1)} ms`;
  const cells = [shortName(names.get(peer), peer), latency, String(words)];
  const row = make('tr', {}, ...cells.map((cell) => make('td', { className: 'number' }, cell)));
  row.firstChild.style.borderLeft = `0.5rem solid hsl(${hue} 60% 50%)`;
  return row;
}

function frame(now, last) {
  arena.move(Math.min(0.05, (now - last) / 1000), push(), now);
  // Screens of 120 Hz tell no more than others.
  if (socket.readyState === WebSocket.OPEN && now - sentAt > STEP_MS - 2) {
    sentAt = now;
    socket.send(arena.word());
  }
  draw();
  requestAnimationFrame((next) => frame(next, now));
}

function push() {
  if (finger) {
    const [x, y] = [finger.x - arena.own.x, finger.y - arena.own.y];
    const far = Math.max(8, Math.hypot(x, y));
    return { x: x / far, y: y / far };
  }
  const sum = (axis) => [...pressed].reduce((all, key) => all + KEYS[key][axis], 0);
  return { x: Math.sign(sum(0)), y: Math.sign(sum(1)) };
}

function draw() {
  const scale = field.clientWidth * devicePixelRatio / WIDTH;
  if (field.width !== Math.round(WIDTH * scale)) {
    [field.width, field.height] = [Math.round(WIDTH * scale), Math.round(HEIGHT * scale)];
  }
  paint.setTransform(scale, 0, 0, scale, 0, 0);
  paint.clearRect(0, 0, WIDTH, HEIGHT);
  const others = [...arena.players.values()].map((one) => ({ ...one, x: one.shownX, y: one.shownY }));
  for (const player of [...others, arena.own]) drawPlayer(player);
}

function drawPlayer({ id, x, y, hue }) {
  paint.beginPath();
  paint.arc(x, y, RADIUS, 0, 2 * Math.PI);
  paint.fillStyle = `hsl(${hue} 60% 50%)`;
  paint.fill();
  paint.lineWidth = id === arena.own.id ? 1 : 0;
  paint.strokeStyle = colours?.ink ?? '#888888';
  if (id === arena.own.id) paint.stroke();
  if (id !== arena.tag.it) return;
  paint.beginPath();
  paint.arc(x, y, RADIUS + 2, 0, 2 * Math.PI);
  paint.lineWidth = 1;
  paint.setLineDash([2, 1]);
  paint.strokeStyle = colours?.bad ?? '#cc0000';
  paint.stroke();
  paint.setLineDash([]);
}

field.onkeydown = (event) => {
  const key = event.key.toLowerCase();
  if (!KEYS[key]) return;
  event.preventDefault();
  pressed.add(key);
};
field.onkeyup = ({ key }) => pressed.delete(key.toLowerCase());
field.onblur = () => pressed.clear();
field.onpointerdown = (event) => {
  field.focus();
  field.setPointerCapture(event.pointerId);
  point(event);
};
field.onpointermove = (event) => finger && point(event);
field.onpointerup = field.onpointercancel = () => (finger = null);

function point({ offsetX, offsetY }) {
  const scale = WIDTH / field.clientWidth;
  finger = { x: offsetX * scale, y: offsetY * scale };
}

requestAnimationFrame((now) => frame(now, now));
