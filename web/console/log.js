/** A bounded list of lines with a filter and a pause. Draws once a frame, whatever arrives. */
import { size, time } from './format.js';

const LINES_MAX = 500;

export class Log {
  #list;
  #entries = [];
  #undrawn = [];
  #isPaused = false;
  #wanted = '';
  #kind = '';
  #frame = 0;
  #onHeld;
  #isAtEnd = true;

  /** @param onHeld is told how many lines a pause holds back */
  constructor(list, onHeld) {
    [this.#list, this.#onHeld] = [list, onHeld];
    list.addEventListener('scroll', () => {
      this.#isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    });
    new ResizeObserver(() => this.#isAtEnd && this.#scrollToEnd()).observe(list);
  }

  add(entry) {
    this.#entries.push(entry);
    if (this.#entries.length > LINES_MAX) this.#entries.shift();
    this.#undrawn.push(entry);
    if (this.#undrawn.length > LINES_MAX) this.#undrawn.shift();
    this.#drawSoon();
  }

  clear() {
    [this.#entries, this.#undrawn] = [[], []];
    this.#list.replaceChildren();
    this.#onHeld(0);
  }

  pause(isPaused) {
    this.#isPaused = isPaused;
    this.#drawSoon();
  }

  filter(text, kind) {
    [this.#wanted, this.#kind] = [text.trim().toLowerCase(), kind];
    this.#undrawn = [];
    this.#list.replaceChildren(...this.#entries.filter((entry) => this.#isWanted(entry)).map(row));
    this.#scrollToEnd();
  }

  #isWanted({ kind, direction, who, text }) {
    if (this.#kind && this.#kind !== kind && this.#kind !== direction) return false;
    return `${who} ${text}`.toLowerCase().includes(this.#wanted);
  }

  #drawSoon() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    this.#onHeld(this.#isPaused ? this.#undrawn.length : 0);
    if (this.#isPaused) return;
    const list = this.#list;
    const rows = this.#undrawn.splice(0).filter((entry) => this.#isWanted(entry)).map(row);
    list.append(...rows);
    while (list.childElementCount > LINES_MAX) list.firstElementChild.remove();
    if (this.#isAtEnd) this.#scrollToEnd();
  }

  #scrollToEnd() {
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#isAtEnd = true;
  }
}

function row(entry) {
  const line = document.createElement('li');
  line.className = `line ${entry.kind} ${entry.direction} ${entry.tone ?? ''}`;
  const [seconds, milliseconds] = time(entry.at).split('.');
  const stamp = cell('time', 'at', seconds, cell('span', 'fine', `.${milliseconds}`));
  stamp.dateTime = entry.at.toISOString();
  line.append(stamp);
  if (entry.kind === 'message') line.append(cell('span', 'who', ...whose(entry)));
  line.append(cell('span', `text ${entry.form ?? ''}`, entry.text || '(empty)'));
  if (entry.kind === 'message') {
    const form = cell('span', `form ${entry.form}`, `${entry.form}, `);
    line.append(cell('span', 'kind', form, size(entry.bytes)));
  }
  return line;
}

function whose({ direction, who, to }) {
  const arrow = cell('span', 'arrow', direction === 'in' ? '↓' : '↑');
  arrow.setAttribute('aria-hidden', 'true');
  const word = cell('span', 'unseen', direction === 'in' ? 'from ' : 'to ');
  const aside = to === 'you' ? [cell('span', 'aside', 'to you')] : [];
  return [arrow, word, cell('span', 'peer', who), ...aside];
}

function cell(tag, className, ...content) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}
