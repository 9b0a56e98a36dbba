'use strict';
/** One clipboard for pages of different origins, which may share nothing else. */
const CHANNEL = 'examples.crossdomain';
const TEXT_MAX = 1_000_000;

const [text, here, copy, paste, others, alone, twin, said] =
  byId('text', 'here', 'copy', 'paste', 'others', 'alone', 'twin', 'said');
const origins = new Map();
let socket;
/** What was written last wins; the number grows with each change, and new pages learn it. */
let version = 0;

stayOn(LocalWebSocket, CHANNEL, {}, (next) => {
  socket = next;
  origins.clear();
  const card = () => ({ origin: ownOrigin(), version, text: text.value });
  meet(socket, card, (peer, message) => {
    if (message.origin) origins.set(peer, String(message.origin).slice(0, 200));
    take(message);
    drawOthers();
  });
  socket.addEventListener('message', ({ data }) => take(parse(data)));
  socket.addEventListener('disconnect', ({ detail }) => {
    origins.delete(detail.target);
    drawOthers();
  });
});

/** Two that write at the same moment: the greater text stays, here as there. */
function take({ version: theirs, text: words }) {
  if (!Number.isSafeInteger(theirs) || typeof words !== 'string') return;
  const isOlder = theirs < version || (theirs === version && words <= text.value);
  if (isOlder || words.length > TEXT_MAX) return;
  version = theirs;
  text.value = words;
}

function tell() {
  version++;
  socket.send(JSON.stringify({ version, text: text.value.slice(0, TEXT_MAX) }));
}

function drawOthers() {
  alone.hidden = origins.size > 0;
  others.replaceChildren(...[...origins.values()].map((origin) =>
    make('li', {}, make('code', {}, origin), origin === ownOrigin() ? ' (the same)' : '')));
}

/** Pages from disk all have the origin “null”. */
function ownOrigin() {
  return location.protocol === 'file:' ? 'file (null)' : location.origin;
}

text.oninput = tell;
copy.onclick = () => navigator.clipboard.writeText(text.value).then(
  () => (said.textContent = 'Copied.'),
  (error) => (said.textContent = `The browser does not let us: ${error.message}`));
paste.onclick = () => navigator.clipboard.readText().then(
  (words) => {
    text.value = words;
    tell();
    said.textContent = 'Pasted, for all pages.';
  },
  (error) => (said.textContent = `The browser does not let us: ${error.message}`));

here.textContent = ownOrigin();
if (/^(localhost|127\.0\.0\.1)$/.test(location.hostname)) {
  const other = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  twin.href = location.href.replace(location.hostname, other);
  twin.textContent = twin.href;
} else {
  twin.href = 'http://localhost:9009/examples/crossdomain/';
  twin.textContent = twin.href;
}
