'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { joined, record } = require('../testing/world.js');

/** A page that wants to know senders, with peers 2 and 3. */
function listening() {
  const world = joined({ id: 1, senders: true });
  world.control.opens();
  world.data.opens();
  world.tell('connect', 2);
  world.tell('connect', 3);
  world.tell('ready', 0);
  const heard = record(world.socket, 'message');
  const told = () => heard.map(({ data, senderId }) => [data, senderId]);
  return { ...world, heard, told };
}

describe('senders of broadcasts', () => {
  test('are not asked for unless wanted', () => {
    const { socket, data, control } = joined();
    const heard = record(socket, 'message');

    data.hears('hi');

    assert.doesNotMatch(control.url, /senders/);
    assert.equal(heard.length, 1);
    assert.ok(!('senderId' in heard[0]));
  });

  test('are known at once when word came first', () => {
    const { socket, data, tell, heard } = listening();
    tell('sender', 2, 1);

    data.hears('hi');

    assert.equal(heard[0].senderId, 2);
    assert.equal(heard[0].sender, socket.peers[0]);
    assert.equal(heard[0].origin, data.url);
  });

  test('are waited for, and order is kept', () => {
    const { data, tell, told } = listening();

    data.hears('a');
    data.hears('b');
    assert.deepEqual(told(), []);
    tell('sender', 3, 1);
    assert.deepEqual(told(), [['a', 3]]);
    tell('sender', 2, 2);

    assert.deepEqual(told(), [['a', 3], ['b', 2]]);
  });

  test('nobody waits for word of what came before the control line', () => {
    const { data, tell, told } = listening();
    data.hears('early');
    data.hears('first');

    tell('sender', 2, 2);

    assert.deepEqual(told(), [['early', null], ['first', 2]]);
  });

  test('a message waits a bounded time for word', () => {
    const { clock, data, tell, told } = listening();
    data.hears('a');
    clock.passes(200);
    data.hears('b');

    clock.passes(50);
    assert.deepEqual(told(), [['a', null]]);
    tell('sender', 2, 1);
    tell('sender', 3, 2);

    assert.deepEqual(told(), [['a', null], ['b', 3]]);
    assert.equal(clock.waiting, 0);
  });

  test('without a control line nothing waits', () => {
    const { data, control, told } = listening();
    data.hears('a');

    control.ends();
    data.hears('b');

    assert.deepEqual(told(), [['a', null], ['b', null]]);
  });

  test('what is held arrives before the close', () => {
    const { socket, data } = listening();
    const order = [];
    for (const type of ['message', 'close']) socket.addEventListener(type, () => order.push(type));

    data.hears('a');
    data.ends(1000, '', true);

    assert.deepEqual(order, ['message', 'close']);
  });

  test('a sender that has left keeps its id', () => {
    const { data, tell, heard } = listening();
    tell('sender', 2, 1);
    tell('disconnect', 2);

    data.hears('last words');

    assert.deepEqual([heard[0].senderId, heard[0].sender], [2, null]);
  });

  test('the handler attribute hears the message once, with its sender', () => {
    const { socket, data, tell } = listening();
    const calls = [];
    socket.addEventListener('message', ({ senderId }) => calls.push(senderId));

    data.hears('a');
    tell('sender', 3, 1);

    assert.deepEqual(calls, [3]);
  });

  test('words far ahead are bounded', () => {
    const { page, data, tell, told } = listening();
    page.NamedWebSocket.limits.sendersMax = 1;
    tell('sender', 2, 1);
    tell('sender', 3, 2);

    data.hears('a');
    data.hears('b');

    assert.deepEqual(told(), [['a', 2], ['b', null]]);
  });
});
