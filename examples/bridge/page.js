'use strict';
/** Shows what the programs on the channel say of their machines, and tells them how often to. */
const CHANNEL = 'examples.bridge';
const POINTS = 60;
const MACHINES_MAX = 20;
const SVG = 'http://www.w3.org/2000/svg';

const [tiles, nobody, every] = byId('tiles', 'nobody', 'every');
let socket;

stayOn(NetworkWebSocket, CHANNEL, {}, (next) => {
  socket = next;
  socket.addEventListener('message', ({ data }) => show(parse(data)));
  socket.addEventListener('disconnect', ({ detail }) => {
    document.getElementById(`machine-${detail.target.id}`)?.remove();
    nobody.hidden = tiles.childElementCount > 0;
  });
});

function show({ id, name, load, memory }) {
  if (!Number.isInteger(id) || !(load >= 0 && load <= 1 && memory >= 0 && memory <= 1)) return;
  if (!socket.peers.some((peer) => Number(peer.id) === id)) return; // It went, or is told of next.
  const tile = document.getElementById(`machine-${id}`) ?? addTile(id, String(name).slice(0, 60));
  if (!tile) return;
  tile.loads.push(load);
  if (tile.loads.length > POINTS) tile.loads.shift();
  const points = tile.loads.map((share, i) => `${i},${(1 - share) * 20 + 0.5}`);
  tile.querySelector('polyline').setAttribute('points', points.join(' '));
  tile.querySelector('.load').textContent = `Processors ${inPercent(load)}`;
  tile.querySelector('.memory').textContent = `Memory ${inPercent(memory)}`;
}

function addTile(id, name) {
  if (tiles.childElementCount >= MACHINES_MAX) return null;
  nobody.hidden = true;
  const line = document.createElementNS(SVG, 'polyline');
  line.setAttribute('vector-effect', 'non-scaling-stroke');
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', `0 0 ${POINTS - 1} 21`);
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('aria-hidden', 'true');
  picture.classList.add('spark');
  picture.append(line);
  const numbers = ['load', 'memory'].map((kind) => make('span', { className: `${kind} number` }));
  const last = make('p', { className: 'row' }, ...numbers);
  const tile = make('li', { className: 'card', id: `machine-${id}`, loads: [] });
  tile.append(make('h3', {}, name), picture, last);
  tiles.append(tile);
  return tile;
}

const inPercent = (share) => `${Math.round(100 * share)} %`;

every.onchange = () => socket.send(JSON.stringify({ every: Number(every.value) }));
