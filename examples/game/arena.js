'use strict';
/**
 * Tag. Everybody decides where they are, and tells it 60 times a second in 28 bytes. Who is “it” is
 * one number that only grows: whoever is it tags, with the next number; the highest one counts.
 */
const [WIDTH, HEIGHT, RADIUS] = [160, 100, 4];
const [ACCELERATION, FRICTION] = [420, 3.2];
const STATE_BYTES = 28;
/** Who was just tagged cannot tag back for so long. */
const REST_MS = 1000;

class Arena {
  players = new Map();
  tag = { count: 0, it: 0 };
  #taggedAt = 0;

  constructor(own) {
    this.own = { id: own, x: spot(WIDTH), y: spot(HEIGHT), vx: 0, vy: 0, hue: (own * 47) % 360 };
  }

  /** @param push where to, each way from -1 to 1 */
  move(seconds, push, now) {
    const me = this.own;
    me.vx += (push.x * ACCELERATION - me.vx * FRICTION) * seconds;
    me.vy += (push.y * ACCELERATION - me.vy * FRICTION) * seconds;
    [me.x, me.vx] = bounce(me.x + me.vx * seconds, me.vx, WIDTH);
    [me.y, me.vy] = bounce(me.y + me.vy * seconds, me.vy, HEIGHT);
    // Between two words of somebody, they go on as they went.
    for (const other of this.players.values()) {
      const ahead = Math.min(0.1, (now - other.heardAt) / 1000);
      [other.shownX, other.shownY] = [other.x + other.vx * ahead, other.y + other.vy * ahead];
    }
    this.#touch(now);
  }

  #touch(now) {
    if (this.tag.it !== this.own.id) return this.#choose();
    if (now - this.#taggedAt < REST_MS) return;
    const isNear = ({ shownX, shownY }) =>
      Math.hypot(shownX - this.own.x, shownY - this.own.y) < 2 * RADIUS;
    const victim = [...this.players.values()].find(isNear);
    if (victim) this.#set({ count: this.tag.count + 1, it: victim.id }, now);
  }

  /** Whoever was it has left: the smallest number is it. Everybody comes to the same. */
  #choose() {
    if (this.players.has(this.tag.it)) return;
    const smallest = Math.min(this.own.id, ...this.players.keys());
    if (smallest === this.own.id) this.#set({ count: this.tag.count + 1, it: smallest }, 0);
  }

  #set(tag, now) {
    if (tag.it === this.own.id && this.tag.it !== tag.it) this.#taggedAt = now;
    this.tag = tag;
  }

  /** What we broadcast. */
  word() {
    const { id, x, y, vx, vy } = this.own;
    const view = new DataView(new ArrayBuffer(STATE_BYTES));
    view.setUint32(0, id);
    [x, y, vx, vy].forEach((number, i) => view.setFloat32(4 + 4 * i, number));
    view.setUint32(20, this.tag.count);
    view.setUint32(24, this.tag.it);
    return view.buffer;
  }

  hear(buffer, now) {
    if (buffer.byteLength !== STATE_BYTES) return;
    const view = new DataView(buffer);
    const player = this.players.get(view.getUint32(0));
    const [x, y, vx, vy] = [4, 8, 12, 16].map((at) => view.getFloat32(at));
    if (!player || ![x, y, vx, vy].every(Number.isFinite)) return;
    Object.assign(player, { x, y, vx, vy, heardAt: now, words: player.words + 1 });
    const tag = { count: view.getUint32(20), it: view.getUint32(24) };
    const isNewer = tag.count > this.tag.count
      || (tag.count === this.tag.count && tag.it < this.tag.it);
    if (isNewer) this.#set(tag, now);
  }

  join(id, now) {
    const hue = (id * 47) % 360;
    this.players.set(id,
      { id, hue, x: -99, y: -99, vx: 0, vy: 0, shownX: -99, shownY: -99, heardAt: now, words: 0 });
  }
}

function spot(size) {
  return RADIUS + Math.random() * (size - 2 * RADIUS);
}

function bounce(at, speed, size) {
  if (at < RADIUS) return [RADIUS, Math.abs(speed)];
  if (at > size - RADIUS) return [size - RADIUS, -Math.abs(speed)];
  return [at, speed];
}
