import named = require('namedwebsockets');

const socket: named.NamedSocket = new named.LocalWebSocket('chat');
void named.NamedWebSocket.availability().then(({ sentence }) => socket.send(sentence));
