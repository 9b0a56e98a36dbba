/** One channel of the invite: who is there, what is said, and a line to write. */
const LINES_MAX = 500;
const NAME_OF_GUESTS = 'guest';

export class Room {
  #part = {};
  #channel = null;
  #news;
  element;

  /** @param news called when something was said */
  constructor({ scope, name }, news) {
    this.#news = news;
    this.element = document.getElementById('room').content.firstElementChild.cloneNode(true);
    for (const element of this.element.querySelectorAll('[data-part]')) {
      this.#part[element.dataset.part] = element;
    }
    this.#part.scope.textContent = scope === 'local' ? 'one computer' : 'the network';
    this.#part.name.textContent = name;
    this.#part.say.addEventListener('submit', (event) => this.#send(event));
  }

  /** Shows a channel that was joined. */
  use(channel) {
    this.#channel = channel;
    const change = (word) => ({ detail: { peer } }) => this.#tell(peer, word);
    channel.addEventListener('joined', change('came'));
    channel.addEventListener('left', change('left'));
    channel.addEventListener('message', (event) => this.#hear(event));
    this.#drawPeers();
  }

  note(text) {
    const line = make('p', 'note');
    line.append(text);
    this.#add(line);
  }

  focus() {
    this.#part.text.focus({ preventScroll: true });
  }

  #tell(peer, word) {
    this.#drawPeers();
    const line = make('p', 'note');
    line.append(nameOf(peer), ` ${word}.`);
    this.#add(line);
  }

  #drawPeers() {
    const peers = [...this.#channel.peers.values()];
    this.#part.count.textContent = peers.length || '';
    this.#part.alone.hidden = peers.length > 0;
    this.#part.peers.replaceChildren(...peers.map((peer) => {
      const item = make('li');
      item.append(nameOf(peer));
      if (peer.kind === NAME_OF_GUESTS) item.append(' (guest)');
      return item;
    }));
  }

  #hear({ data, sender, senderId, isDirect }) {
    const from = sender ? nameOf(sender) : bdi(senderId);
    this.#say('', from, isDirect ? ' (to you)' : '', data);
    this.#news();
  }

  #send(event) {
    event.preventDefault();
    const text = this.#part.text.value;
    if (!text || !this.#channel) return;
    this.#channel.broadcast(text);
    this.#say('own', bdi('You'), '', text);
    this.#part.text.value = '';
  }

  #say(kind, from, how, data) {
    const line = make('p', kind);
    const who = make('span', 'who');
    who.append(from, how, ': ');
    line.append(who, typeof data === 'string' ? data : `${data.byteLength ?? data.size} bytes`);
    this.#add(line);
  }

  #add(line) {
    const { log } = this.#part;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    log.append(line);
    while (log.childElementCount > LINES_MAX) log.firstElementChild.remove();
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }
}

function nameOf({ name, id }) {
  return bdi(name || id);
}

/** Of its own, so that a name of right-to-left letters does not reorder what follows. */
function bdi(text) {
  const element = make('bdi');
  element.append(String(text));
  return element;
}

function make(tag, className = '') {
  return Object.assign(document.createElement(tag), { className });
}
