'use strict';
/** The receiving end: writes what comes, in order, and says how much of it is on disk. */
const MEMORY_MAX = 512 * 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

class Receiving extends Transfer {
  file = null;
  #sink;
  #next = 0;
  #writing = Promise.resolve();
  #sum = '';
  #ownSum;

  constructor(channel, size, sink) {
    super(channel, size);
    this.#sink = sink;
  }

  /** The sender is there, or there again: what is not taken yet shall come. */
  met() {
    this.become(this.#next < this.size ? 'moving' : 'checking');
    this.tell({ have: this.#next, again: true });
    if (this.#next === this.size) this.#finish();
  }

  hear({ sum }) {
    if (typeof sum !== 'string') return;
    this.#sum = sum;
    this.#compare();
  }

  /** What comes twice, or after a gap, is passed over: the sender has been told where to go on. */
  hearBytes(message) {
    const bytes = new Uint8Array(message, OFFSET_BYTES);
    const fits = this.#next + bytes.length <= this.size;
    if (this.isOver || !fits || new DataView(message).getFloat64(0) !== this.#next) return;
    this.#next += bytes.length;
    this.#writing = this.#writing.then(() => this.#write(bytes));
  }

  async #write(bytes) {
    if (this.isOver) return;
    try {
      await this.#sink.write(bytes);
    } catch (error) {
      return this.cancel(`The file cannot be written: ${error.message}`);
    }
    this.bytes += bytes.length;
    this.tell({ have: this.bytes });
    this.become('moving');
    if (this.bytes === this.size) this.#finish();
  }

  /** Reads back what is on disk: that is what shall be the same. */
  #finish() {
    this.become('checking');
    this.#ownSum ??= this.#writing
      .then(() => this.#sink.finish())
      .then((file) => ((this.file = file), Fingerprint.of(file)));
    this.#ownSum.then(() => this.#compare(), (error) => this.cancel(error.message));
  }

  async #compare() {
    if (!this.#sum || !this.#ownSum || this.isOver) return;
    const ownSum = await this.#ownSum;
    if (!this.isOver) this.compared(ownSum === this.#sum);
  }

  left() {
    if (this.state === 'failed') this.#sink.abandon().catch(() => null);
  }
}

/** Where the bytes go: a file the person chooses, the browser's own storage, or memory. */
async function openSink(name, size) {
  if ('showSaveFilePicker' in window) {
    return streamTo(await showSaveFilePicker({ suggestedName: name }), 'disk');
  }
  const own = await ownStorage();
  if (own) {
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
    if (size > quota - usage) throw new Error('There is no room for it in the browser’s storage.');
    const file = `${Date.now()}-${crypto.randomUUID()}`;
    const handle = await own.getFileHandle(file, { create: true });
    return streamTo(handle, 'storage', () => own.removeEntry(file));
  }
  if (size > MEMORY_MAX) throw new Error('Only memory is left to keep it: 512 MiB at most.');
  const parts = [];
  return {
    kind: 'memory',
    write: async (bytes) => parts.push(bytes),
    finish: async () => new Blob(parts),
    abandon: async () => (parts.length = 0),
  };
}

async function streamTo(handle, kind, remove = async () => null) {
  const stream = await handle.createWritable();
  return {
    kind,
    write: (bytes) => stream.write(bytes),
    finish: () => stream.close().then(() => handle.getFile()),
    abandon: () => stream.abort().catch(() => null).then(remove),
  };
}

/** The browser's storage for this origin, if it can be written as a stream; null otherwise. */
async function ownStorage() {
  if (!globalThis.FileSystemFileHandle?.prototype.createWritable) return null;
  return navigator.storage.getDirectory().catch(() => null); // pages from disk have none
}

/** Files of a day ago, which nobody saved, go. */
async function tidyUp() {
  const own = await ownStorage();
  if (!own) return;
  for await (const name of own.keys()) {
    if (Date.now() - parseInt(name, 10) > DAY_MS) own.removeEntry(name).catch(() => null);
  }
}
