'use strict';
/** Finds printers, asks them to print, and is one if you like. */
const CHANNEL = 'examples.discovery';
const PRINT_MS = 1500;
const SHEETS_MAX = 20;

const [found, nobody, words, form, serve, name, sheets, paper] =
  byId('found', 'nobody', 'words', 'form', 'serve', 'name', 'sheets', 'paper');
let isPrinter = false;
let pages = 0;
let queue = Promise.resolve();
let ahead = 0;
let requests;
let socket;

stayOn(NetworkWebSocket, CHANNEL, {}, (next) => {
  socket = next;
  found.replaceChildren();
  nobody.hidden = false;
  requests = new Requests(socket, { describe, print });
  // Whoever comes is asked what it is; whoever becomes a printer says so by itself.
  socket.addEventListener('connect', ({ detail: { target: peer } }) => {
    peer.addEventListener('message', ({ data }) => hearNews(peer, parse(data)));
    requests.ask(peer, 'describe').then((card) => show(peer, card), () => null);
  });
  socket.addEventListener('disconnect', ({ detail }) => show(detail.target, {}));
});

function hearNews(peer, { news }) {
  if (news) show(peer, news);
}

/** What we are: nothing, for a page that only looks. */
function describe() {
  return isPrinter ? { kind: 'printer', name: name.value, ahead } : {};
}

/** One job after the other; the answer comes when the sheet is out. */
function print({ text } = {}, peer) {
  if (!isPrinter) throw new Error('This is no printer any more.');
  ahead++;
  tellEverybody();
  const job = queue.then(() => new Promise((done) => setTimeout(done, PRINT_MS))).then(() => {
    ahead--;
    tellEverybody();
    const sheet = String(text).slice(0, 500);
    sheets.prepend(make('li', { className: 'card' }, sheet));
    if (sheets.childElementCount > SHEETS_MAX) sheets.lastElementChild.remove();
    return { page: ++pages, printer: name.value };
  });
  queue = job.catch(() => null);
  return job;
}

function tellEverybody() {
  for (const peer of socket.peers) peer.send({ news: describe() });
}

function show(peer, { kind, name: title, ahead: jobs }) {
  const known = [...found.children].find((tile) => tile.peer === peer);
  if (kind !== 'printer') {
    known?.remove();
  } else {
    const tile = known ?? tileOf(peer);
    tile.querySelector('h3').textContent = shortName(title, peer);
    tile.querySelector('.quiet').textContent = jobs > 0 ? `${Number(jobs)} jobs wait` : 'idle';
    if (!known) found.append(tile);
  }
  nobody.hidden = found.childElementCount > 0;
}

function tileOf(peer) {
  const button = make('button', { type: 'button', className: 'main' }, 'Print there');
  const answer = make('p', {});
  answer.setAttribute('role', 'status');
  button.onclick = async () => {
    button.disabled = true;
    answer.className = '';
    answer.textContent = 'Printing…';
    try {
      const { page } = await requests.ask(peer, 'print', { text: words.value }, 30_000);
      answer.textContent = `Printed as page ${Number(page)}.`;
    } catch (error) {
      [answer.textContent, answer.className] = [error.message, 'bad'];
    }
    button.disabled = false;
  };
  const tile = make('li', { className: 'card', peer }, make('h3'));
  tile.append(make('p', { className: 'quiet' }), button, answer);
  return tile;
}

form.onsubmit = (event) => {
  event.preventDefault();
  isPrinter = !isPrinter;
  serve.textContent = isPrinter ? 'Stop being a printer' : 'Be a printer';
  serve.setAttribute('aria-pressed', String(isPrinter));
  name.readOnly = isPrinter;
  paper.hidden = !isPrinter;
  tellEverybody();
};

name.value = `Printer of ${randomName()}`;
