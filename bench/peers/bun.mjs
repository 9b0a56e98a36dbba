// Bun's own publish and subscribe (uWebSockets below), as its manual shows it. bun bun.mjs PORT
const limit = 2 ** 30;

Bun.serve({
  port: Number(process.argv[2]),
  hostname: '127.0.0.1',
  fetch(request, server) {
    const [, scope, channel] = new URL(request.url).pathname.split('/');
    if (server.upgrade(request, { data: { topic: `${scope}/${channel}` } })) return undefined;
    return new Response('upgrade', { status: 426 });
  },
  websocket: {
    perMessageDeflate: false,
    publishToSelf: false,
    idleTimeout: 0,
    sendPings: false,
    maxPayloadLength: 2 ** 26,
    backpressureLimit: limit, // nothing is dropped
    closeOnBackpressureLimit: false,
    open(socket) {
      socket.subscribe(socket.data.topic);
    },
    message(socket, message) {
      socket.publish(socket.data.topic, message);
    },
  },
});
