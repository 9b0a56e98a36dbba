'use strict';
/** The sending end: a block ahead of a block, as far as the receiver allows. */
class Sending extends Transfer {
  #file;
  #print;
  #next = 0;
  #isReading = false;

  constructor(channel, file) {
    super(channel, file.size);
    [this.#file, this.#print] = [file, new Fingerprint(file.size)];
  }

  met() {}

  hearBytes() {}

  hear({ have, again, isSame }) {
    if (isSame === true) this.end('done', '', true);
    if (isSame === false) this.end('failed', DIFFERENT, true);
    if (this.isOver || !(have >= 0 && have <= this.size)) return;
    this.bytes = have;
    if (again) this.#next = have;
    this.become(have === this.size ? 'checking' : 'moving');
    if (have === this.size) this.#print.text().then((sum) => this.tell({ sum }));
    else this.#pump();
  }

  /** One reader at a time; it begins anew where the receiver says. */
  async #pump() {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.state === 'moving' && this.#next < Math.min(this.size, this.bytes + WINDOW)) {
        const at = this.#next;
        const bytes = await this.#file.slice(at, at + BLOCK).arrayBuffer();
        await this.#print.add(at, bytes);
        if (at !== this.#next) continue;
        this.tell(packet(at, bytes));
        this.#next += bytes.byteLength;
      }
    } catch (error) {
      this.cancel(`The file cannot be read: ${error.message}`);
    } finally {
      this.#isReading = false;
    }
  }
}

function packet(offset, bytes) {
  const message = new Uint8Array(OFFSET_BYTES + bytes.byteLength);
  new DataView(message.buffer).setFloat64(0, offset);
  message.set(new Uint8Array(bytes), OFFSET_BYTES);
  return message;
}
