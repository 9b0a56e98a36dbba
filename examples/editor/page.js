'use strict';
/** A text that everybody writes in at once: a textarea bound to a Y.Text. */
const CHANNEL = 'examples.editor';

const [text, me, people, state, offline, undo] =
  byId('text', 'me', 'people', 'state', 'offline', 'undo');
const doc = new Y.Doc();
const shared = doc.getText('text');
const awareness = new Y.Awareness(doc);
const undoer = new Y.UndoManager(shared, { captureTimeout: 500 });
const provider = new NamedProvider(CHANNEL, doc, { awareness });

/** What is different, as one replacement: where, how much goes, what comes. */
function difference(before, after, caret) {
  const most = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  // Up to the caret at most, or "aa" plus an "a" in front would count as one behind.
  while (start < Math.min(most, caret) && before[start] === after[start]) start++;
  if (isHighHalf(before[start - 1])) start--;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (end > 0 && isLowHalf(before.at(-end))) end--;
  return { start, gone: before.length - start - end, come: after.slice(start, after.length - end) };
}

/** A character beyond the first 65,536 is two halves: they must stay together. */
const isHighHalf = (unit) => /^[\ud800-\udbff]$/.test(unit ?? '');
const isLowHalf = (unit) => /^[\udc00-\udfff]$/.test(unit ?? '');

text.oninput = () => {
  const { start, gone, come } = difference(String(shared), text.value, text.selectionEnd);
  doc.transact(() => {
    shared.delete(start, gone);
    shared.insert(start, come);
  }, text);
};

/** Others write before our caret: it stays with its letters, not with its number. */
let selection = [];
doc.on('beforeTransaction', () => {
  const at = (index) => Y.createRelativePositionFromTypeIndex(shared, index);
  selection = [at(text.selectionStart), at(text.selectionEnd), text.selectionDirection];
});

shared.observe((event, { origin }) => {
  if (origin === text) return;
  const at = (place) => Y.createAbsolutePositionFromRelativePosition(place, doc)?.index ?? 0;
  const [start, end, direction] = selection;
  const top = text.scrollTop;
  text.value = String(shared);
  text.setSelectionRange(at(start), at(end), direction);
  text.scrollTop = top;
});

/** The browser's own undo does not know what others wrote. */
undoer.addTrackedOrigin(text);
undo.onclick = () => undoer.undo();
text.onkeydown = (event) => {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || !['z', 'y'].includes(key)) return;
  event.preventDefault();
  if (key === 'y' || event.shiftKey) undoer.redo();
  else undoer.undo();
};

function tellWhere() {
  awareness.setLocalState({ name: me.value.slice(0, 40), line: lineOf(text.selectionEnd) });
}

const lineOf = (index) => text.value.slice(0, index).split('\n').length;

document.addEventListener('selectionchange', tellWhere);
me.oninput = tellWhere;
me.value = randomName();
tellWhere();

awareness.on('change', () => {
  const others = [...awareness.getStates()].filter(([client]) => client !== doc.clientID);
  const items = others.map(([, { name, line }]) =>
    make('li', {}, make('b', {}, String(name).slice(0, 40)), ` in line ${Number(line)}`));
  const nobody = make('li', { className: 'quiet' }, 'Nobody else yet');
  people.replaceChildren(...(items.length ? items : [nobody]));
});

provider.addEventListener('status', () => {
  const isOff = offline.getAttribute('aria-pressed') === 'true';
  state.textContent = provider.isConnected ? 'Connected' : 'Not connected: go on writing';
  complain(provider.isConnected || isOff
    ? ''
    : 'There is no connection to the proxy. Start it with “nws”; this page tries again.');
});

offline.onclick = () => {
  const isOff = offline.getAttribute('aria-pressed') !== 'true';
  offline.setAttribute('aria-pressed', String(isOff));
  if (isOff) provider.disconnect();
  else provider.connect();
};

/** Who leaves is gone at once, not when its silence is noticed. */
window.addEventListener('pagehide', () => awareness.setLocalState(null));
