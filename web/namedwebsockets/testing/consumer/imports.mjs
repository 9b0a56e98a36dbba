/** Uses the installed package by `import`, on Node's own WebSocket or on `ws`. */
import named, { LocalWebSocket, NamedWebSocket } from 'namedwebsockets';

const [, , proxy, withWs] = process.argv;
if (withWs) NamedWebSocket.WebSocket = (await import('ws')).default;
NamedWebSocket.proxy = proxy;

const { state } = await NamedWebSocket.availability();
const socket = new LocalWebSocket('chat', 'v1', { id: 7 });
socket.addEventListener('message', ({ data }) => {
  const isGlobal = globalThis.LocalWebSocket === LocalWebSocket && named === NamedWebSocket;
  console.log([state, data, socket.protocol, socket.peers.length, isGlobal].join(' '));
  socket.close();
});
await socket.ready;
socket.send('there and back');
