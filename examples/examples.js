'use strict';
/** What the pages of the examples share. Take it along, or write these few lines your own way. */

/** For a proxy elsewhere: ?proxy=ws://localhost:9100 */
NamedWebSocket.proxy = new URLSearchParams(location.search).get('proxy') ?? undefined;

function byId(...ids) {
  return ids.map((id) => document.getElementById(id));
}

/** An element with its properties and content. */
function make(tag, properties = {}, ...content) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
}

/** Shows one sentence on top of the page, or takes it away. */
function complain(sentence = '') {
  const [trouble] = byId('trouble');
  if (trouble.textContent === sentence) return;
  trouble.textContent = sentence;
  trouble.hidden = !sentence;
}

/** Others on a channel may say anything: what is not a JSON object counts as an empty one. */
function parse(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

/** Joins a channel, and joins anew when the connection is lost; each socket is given to `setUp`. */
function stayOn(Kind, channel, options, setUp, waitMs = 500) {
  const socket = new Kind(channel, options);
  socket.addEventListener('ready', () => {
    waitMs = 500;
    complain();
  });
  socket.addEventListener('close', () => {
    complain('There is no connection to the proxy. Start it with “nws”; this page tries again.');
    setTimeout(stayOn, waitMs, Kind, channel, options, setUp, Math.min(2 * waitMs, 8000));
  });
  setUp(socket);
}

/** Tells each newcomer who we are, and hands on what anybody tells us alone. */
function meet(socket, card, hear) {
  socket.addEventListener('connect', ({ detail: { target: peer } }) => {
    peer.addEventListener('message', ({ data }) => hear(peer, parse(data)));
    peer.send(card());
  });
}

/** A name to begin with: nobody likes to fill in a form before anything moves. */
function randomName() {
  const any = (words) => words.split(' ')[Math.floor(Math.random() * words.split(' ').length)];
  const kind = any('Calm Brave Bright Quick Quiet Merry Gentle Clever Sunny Proud');
  return `${kind} ${any('Otter Heron Fox Badger Finch Hare Lynx Robin Seal Wren')}`;
}

/** What others call themselves, short enough to show. */
function shortName(name, peer) {
  return String(name ?? '').trim().slice(0, 40) || `Guest ${String(peer.id).slice(-4)}`;
}
