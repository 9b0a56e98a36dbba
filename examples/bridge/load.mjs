// Tells the channel every second how busy this machine is: node load.mjs [ws://localhost:9009]
// Node 22 or newer (20 with --experimental-websocket). A page on the channel may say {"every": 500}.
import { cpus, freemem, hostname, totalmem } from 'node:os';

const [proxy = 'ws://localhost:9009'] = process.argv.slice(2);
const id = 1 + Math.floor(Math.random() * 2 ** 48);
let every = 1000;
let before = times();
let timer;

/** Milliseconds that all processors together have worked, and have lived. */
function times() {
  const all = cpus().map(({ times }) => Object.values(times).reduce((sum, ms) => sum + ms, 0));
  const idle = cpus().map(({ times }) => times.idle);
  const sum = (numbers) => numbers.reduce((one, two) => one + two, 0);
  return { all: sum(all), idle: sum(idle) };
}

function load() {
  const now = times();
  const share = 1 - (now.idle - before.idle) / Math.max(1, now.all - before.all);
  before = now;
  return Math.min(1, Math.max(0, share));
}

function join() {
  const socket = new WebSocket(`${proxy}/network/examples.bridge/${id}`);
  const tell = () => {
    const memory = 1 - freemem() / totalmem();
    socket.send(JSON.stringify({ id, name: `${hostname()} (Node)`, load: load(), memory }));
    timer = setTimeout(tell, every);
  };
  socket.onopen = tell;
  socket.onmessage = ({ data }) => {
    const wish = /^\{"every":(\d+)\}$/.exec(data);
    if (wish) every = Math.min(10_000, Math.max(100, Number(wish[1])));
  };
  socket.onclose = () => {
    clearTimeout(timer);
    console.error('no connection; trying again');
    setTimeout(join, 1000);
  };
}

join();
