'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const load = (file) => vm.runInThisContext(readFileSync(path.join(__dirname, '..', file), 'utf8'));
load('yjs.js');
const Y = vm.runInThisContext('Y');
load('y-nws.js');

const LIMIT = { timeout: 60_000 };

/** A channel in memory: every word arrives in a turn of its own, in order. */
class World {
  sockets = new Set();
  broadcasts = 0;
  directs = 0;

  Socket = ((world) => class extends EventTarget {
    readyState = 0;
    peers = [];

    constructor() {
      super();
      queueMicrotask(() => world.open(this));
    }

    send(bytes) {
      world.broadcasts++;
      for (const other of world.sockets) if (other !== this) world.tell(other, 'message', { data: copy(bytes) });
    }

    close() {
      world.end(this);
    }
  })(this);

  open(socket) {
    socket.readyState = 1;
    for (const other of this.sockets) {
      this.introduce(socket, other);
      this.introduce(other, socket);
    }
    this.sockets.add(socket);
    this.tell(socket, 'ready');
  }

  introduce(to, who) {
    const peer = Object.assign(new EventTarget(), { who });
    peer.send = (bytes) => {
      this.directs++;
      const back = who.peers.find((one) => one.who === to);
      if (back) queueMicrotask(() => back.dispatchEvent(word('message', { data: copy(bytes) })));
    };
    to.peers.push(peer);
    this.tell(to, 'connect', { detail: { target: peer } });
  }

  end(socket) {
    if (!this.sockets.delete(socket)) return;
    socket.readyState = 3;
    for (const other of this.sockets) {
      const peer = other.peers.find((one) => one.who === socket);
      other.peers.splice(other.peers.indexOf(peer), 1);
      this.tell(other, 'disconnect', { detail: { target: peer } });
    }
    this.tell(socket, 'close');
  }

  tell(socket, type, more) {
    queueMicrotask(() => socket.dispatchEvent(word(type, more)));
  }
}

const word = (type, more) => Object.assign(new Event(type), more);
const copy = (bytes) => Uint8Array.from(bytes).buffer;
const settled = () => new Promise((done) => setImmediate(() => setImmediate(done)));

function writer(t, world, awareness = false) {
  const doc = new Y.Doc();
  const options = { Y, Socket: world.Socket, awareness: awareness ? new Y.Awareness(doc) : null };
  const provider = new NamedProvider('notes', doc, options);
  t.after(() => {
    provider.destroy();
    options.awareness?.destroy();
  });
  return { provider, awareness: options.awareness, text: doc.getText('text') };
}

test('what one writes the others have, and who comes later too', LIMIT, async (t) => {
  const world = new World();
  const [ann, bob] = [writer(t, world), writer(t, world)];
  await settled();
  ann.text.insert(0, 'hello');
  await settled();
  const cat = writer(t, world);
  await settled();
  assert.equal(String(bob.text), 'hello');
  assert.equal(String(cat.text), 'hello');
  assert.ok(cat.provider.isSynced);
});

test('what was written apart is merged on both sides after they meet again', LIMIT, async (t) => {
  const world = new World();
  const [ann, bob] = [writer(t, world), writer(t, world)];
  await settled();
  ann.text.insert(0, 'middle ');
  await settled();
  bob.provider.disconnect();
  bob.text.insert(7, 'end');
  ann.text.insert(0, 'start ');
  await settled();
  assert.equal(String(ann.text), 'start middle ');
  bob.provider.connect();
  await settled();
  assert.equal(String(ann.text), 'start middle end');
  assert.equal(String(bob.text), 'start middle end');
});

test('what came from others is not told once more', LIMIT, async (t) => {
  const world = new World();
  const [ann, bob] = [writer(t, world), writer(t, world)];
  await settled();
  ann.text.insert(0, 'once');
  await settled();
  assert.equal(String(bob.text), 'once');
  assert.equal(world.broadcasts, 1);
});

test('a lost connection comes back by itself', LIMIT, async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const world = new World();
  const [ann, bob] = [writer(t, world), writer(t, world)];
  await settled();
  for (const socket of [...world.sockets]) world.end(socket);
  ann.text.insert(0, 'meanwhile');
  await settled();
  assert.equal(ann.provider.isConnected, false);
  t.mock.timers.tick(500);
  await settled();
  assert.equal(ann.provider.isConnected, true);
  assert.equal(String(bob.text), 'meanwhile');
});

test('a broadcast that was lost is made up for when somebody is asked again', LIMIT, async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const world = new World();
  const [ann, bob] = [writer(t, world), writer(t, world)];
  await settled();
  const tell = world.tell;
  world.tell = () => null;
  ann.text.insert(0, 'lost');
  world.tell = tell;
  await settled();
  assert.equal(String(bob.text), '');
  t.mock.timers.tick(30_000);
  await settled();
  assert.equal(String(bob.text), 'lost');
});

test('awareness reaches those who are there and those who come', LIMIT, async (t) => {
  const world = new World();
  const [ann, bob] = [writer(t, world, true), writer(t, world, true)];
  ann.awareness.setLocalState({ name: 'Ann' });
  await settled();
  const cat = writer(t, world, true);
  await settled();
  for (const { awareness } of [bob, cat]) {
    assert.deepEqual(awareness.getStates().get(ann.awareness.clientID), { name: 'Ann' });
  }
});

test('what is not ours is passed over', LIMIT, async (t) => {
  const world = new World();
  const [ann, bob] = [writer(t, world), writer(t, world)];
  await settled();
  const [socket] = world.sockets;
  for (const data of ['text', new ArrayBuffer(0), copy([0, 255, 255]), copy([9]), copy([2])]) {
    socket.dispatchEvent(word('message', { data }));
  }
  bob.text.insert(0, 'still here');
  await settled();
  assert.equal(String(ann.text), 'still here');
});
