/** The form that sends: to whom, and as text, hex or a file. */
import { parseHex, size } from './format.js';

const FORMS = [['text', 'Text'], ['hex', 'Hex'], ['file', 'File']];
const HINTS = {
  text: 'Enter sends, Shift+Enter is a new line',
  hex: 'Bytes in hex, such as 0a ff 7e',
  file: 'Goes as one binary message',
};
/** A binary message to one peer travels as base64 inside JSON. */
const DIRECT_OVERHEAD = 4 / 3;

export class Composer {
  #parts;
  #send;
  #bytesMax;
  #form = 'text';

  /** @param send takes a peer's id (or '') and data; it throws what is to be shown */
  constructor(parts, number, bytesMax, send) {
    [this.#parts, this.#send, this.#bytesMax] = [parts, send, bytesMax];
    const choices = FORMS.map(([value, word]) => this.#choice(value, word, `form-${number}`));
    parts.forms.append(...choices);
    parts.composer.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    parts.text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
  }

  /** Keeps a receiver that has left, marked: else the next message would go to everybody. */
  showPeers(ids) {
    const { to } = this.#parts;
    const chosen = to.value;
    const everybody = new Option(`Everybody (${ids.length})`, '');
    to.replaceChildren(everybody, ...ids.map((id) => new Option(id, id)));
    if (chosen && !ids.includes(chosen)) to.append(new Option(`${chosen} – has left`, chosen));
    to.value = chosen;
  }

  address(id) {
    this.#parts.to.value = id;
    this.#parts[this.#form === 'file' ? 'file' : 'text'].focus();
  }

  #choice(value, word, name) {
    const label = document.createElement('label');
    const input = Object.assign(document.createElement('input'), { type: 'radio', name, value });
    input.checked = value === this.#form;
    input.addEventListener('change', () => this.#choose(value));
    label.append(input, Object.assign(document.createElement('span'), { textContent: word }));
    return label;
  }

  #choose(form) {
    const parts = this.#parts;
    this.#form = form;
    parts['text-field'].hidden = form === 'file';
    parts['file-field'].hidden = form !== 'file';
    parts['text-label'].textContent = form === 'hex' ? 'Bytes to send, in hex' : 'Text to send';
    parts.text.placeholder = form === 'hex' ? '0a ff 7e' : 'Message';
    parts.text.classList.toggle('mono', form === 'hex');
    parts.hint.textContent = HINTS[form];
    this.#complain('');
  }

  #submit() {
    const { text, file, to } = this.#parts;
    try {
      const data = this.#read();
      this.#check(data.size ?? data.byteLength ?? new Blob([data]).size, data, to.value);
      this.#send(to.value, data);
      text.value = '';
      file.value = '';
      this.#complain('');
    } catch (problem) {
      this.#complain(problem.message);
    }
  }

  #read() {
    const { text, file } = this.#parts;
    if (this.#form === 'text') return text.value;
    if (this.#form === 'hex') return parseHex(text.value);
    if (!file.files[0]) throw new Error('Choose a file first.');
    return file.files[0];
  }

  #check(bytes, data, to) {
    const isWrapped = to && typeof data !== 'string';
    const most = isWrapped ? this.#bytesMax / DIRECT_OVERHEAD - 200 : this.#bytesMax;
    if (bytes <= most) return;
    throw new Error(`This has ${size(bytes)}, and ${size(most)} is the most. Send less at once.`);
  }

  #complain(sentence) {
    const { 'send-error': problem } = this.#parts;
    problem.textContent = sentence;
    problem.hidden = !sentence;
  }
}
