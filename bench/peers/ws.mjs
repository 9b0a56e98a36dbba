// npm's ws on Node: a loop over the other members, as its manual shows it. node ws.mjs PORT
import { WebSocketServer } from 'ws';

const channels = new Map();
const server = new WebSocketServer({
  port: Number(process.argv[2]),
  host: '127.0.0.1',
  backlog: 1024,
  perMessageDeflate: false,
});

server.on('connection', (socket, request) => {
  const name = request.url.split('/').slice(1, 3).join('/');
  if (!channels.has(name)) channels.set(name, new Set());
  const members = channels.get(name);
  members.add(socket);
  socket.on('message', (data, isBinary) => {
    for (const member of members) {
      if (member !== socket) member.send(data, { binary: isBinary });
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    members.delete(socket);
    if (members.size === 0) channels.delete(name);
  });
});
