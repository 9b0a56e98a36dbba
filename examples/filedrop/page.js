'use strict';
/** The page around the transfers: who is here, what is offered, how far everything is. */
const LOBBY = 'examples.filedrop';
const PRIVATE = /^examples\.filedrop\.[0-9a-f]{32}$/;
const ROWS_MAX = 50;
const STATES = {
  waiting: 'waiting for the other side…',
  moving: 'on its way',
  checking: 'comparing both files…',
  done: 'done, both files are the same',
  failed: 'failed',
};

const [me, people, alone, rows, none] = byId('me', 'people', 'alone', 'rows', 'none');
const names = new WeakMap();
let socket;

me.value = randomName();
me.onchange = () => socket.peers.forEach((peer) => peer.send({ name: me.value }));

function setUp(next) {
  socket = next;
  meet(socket, () => ({ name: me.value }), hear);
  socket.addEventListener('connect', draw);
  socket.addEventListener('disconnect', ({ detail }) => {
    for (const row of [...rows.children]) if (row.peer === detail.target) row.remove();
    draw();
  });
}

function hear(peer, { name, offer, declined, withdrawn }) {
  if (name) names.set(peer, name);
  const row = document.getElementById(withdrawn);
  if (row?.peer === peer) row.remove();
  if (offer && PRIVATE.test(offer.channel) && offer.size >= 0) offered(peer, offer);
  if (declined) document.getElementById(declined)?.decline?.();
  draw();
}

/** One tile for each person: drop a file there, or choose one. */
function draw() {
  alone.hidden = socket.peers.length > 0;
  const known = new Map([...people.children].map((tile) => [tile.peer, tile]));
  people.replaceChildren(...socket.peers.map((peer) => known.get(peer) ?? tileOf(peer)));
  for (const { peer, firstChild } of people.children) firstChild.textContent = nameOf(peer);
}

const nameOf = (peer) => shortName(names.get(peer), peer);

function tileOf(peer) {
  const input = make('input', { type: 'file', multiple: true });
  const label = make('label', {}, 'Drop a file here, or choose one', input);
  const tile = make('li', { className: 'card drop', peer }, make('h3'), label);
  input.onchange = () => {
    send(peer, input.files);
    input.value = '';
  };
  tile.ondragover = (event) => event.preventDefault();
  tile.ondragenter = () => tile.classList.add('over');
  tile.ondragleave = ({ relatedTarget: into }) =>
    tile.contains(into) || tile.classList.remove('over');
  tile.ondrop = (event) => {
    event.preventDefault();
    tile.classList.remove('over');
    send(peer, event.dataTransfer.files);
  };
  return tile;
}

function send(peer, files) {
  for (const file of files) {
    const secret = crypto.getRandomValues(new Uint8Array(16));
    const hex = Array.from(secret, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const channel = `${LOBBY}.${hex}`;
    const transfer = new Sending(channel, file);
    const row = follow(transfer, file.name, () => `to ${nameOf(peer)}`);
    const decline = () => transfer.end('failed', 'They declined.', true);
    Object.assign(row, { id: channel, decline });
    const withdraw = () => transfer.state === 'failed' && peer.send({ withdrawn: channel });
    transfer.addEventListener('change', withdraw);
    peer.send({ offer: { channel, name: file.name, size: file.size } });
  }
}

/** Nothing is written before the person agrees, and says where. */
function offered(peer, { channel, name, size }) {
  const safeName = String(name).replace(/[/\\\0]/g, '_').slice(0, 200) || 'file';
  const [accept, decline] = ['Accept', 'Decline']
    .map((word) => make('button', { type: 'button' }, word));
  accept.className = 'main';
  const sentence = `${nameOf(peer)} offers ${safeName} (${inUnits(size)})`;
  const row = addRow(make('p', {}, sentence), make('p', { className: 'row' }, accept, decline));
  Object.assign(row, { id: channel, peer });
  accept.onclick = async () => {
    try {
      const sink = await openSink(safeName, size);
      row.remove();
      follow(new Receiving(channel, size, sink), safeName, () => `from ${nameOf(peer)}`, sink.kind);
    } catch (error) {
      if (error.name !== 'AbortError') complain(error.message); // else they closed the dialogue
    }
  };
  decline.onclick = () => {
    peer.send({ declined: channel });
    row.remove();
  };
}

/** One row that says how far it is. */
function follow(transfer, name, whom, kind) {
  const bar = make('progress', { max: Math.max(1, transfer.size) });
  const state = make('p', { className: 'number' });
  const title = make('h3');
  const stop = make('button', { type: 'button', onclick: () => transfer.cancel() }, 'Stop');
  const last = make('p', { className: 'row' }, stop);
  const row = addRow(title, bar, state, last);
  const tell = () => {
    title.textContent = `${name} ${whom()}`;
    bar.setAttribute('aria-label', title.textContent);
    bar.value = transfer.size ? transfer.bytes : Number(transfer.state === 'done');
    row.dataset.state = transfer.state;
    state.className = { done: 'good', failed: 'bad' }[transfer.state] ?? 'number';
    const speed = transfer.startedAt ? `, ${inUnits(transfer.bytesPerSecond)}/s` : '';
    state.textContent = `${inUnits(transfer.bytes)} of ${inUnits(transfer.size)}${speed}: `
      + (transfer.why || STATES[transfer.state]);
    stop.hidden = transfer.isOver;
    const isToSave = transfer.state === 'done' && kind && kind !== 'disk';
    if (isToSave) last.replaceChildren(saveLink(transfer.file, name));
  };
  transfer.addEventListener('change', tell);
  tell();
  return row;
}

function saveLink(file, name) {
  return make('a', { href: URL.createObjectURL(file), download: name }, `Save ${name}`);
}

function addRow(...content) {
  const row = make('li', { className: 'card' }, ...content);
  rows.prepend(row);
  if (rows.childElementCount > ROWS_MAX) rows.lastElementChild.remove();
  none.hidden = true;
  return row;
}

if (globalThis.crypto?.subtle) stayOn(NetworkWebSocket, LOBBY, {}, setUp);
else complain('Browsers compare files on https and localhost pages only: open this page there.');
tidyUp();
