/** The same script for `import`: loaded in either form, it is one set of classes. */
import './namedwebsockets.js';

const { NamedWebSocket } = globalThis;
NamedWebSocket.cameFrom(import.meta.url);

export default NamedWebSocket;
export const { LocalWebSocket, NetworkWebSocket, NamedPeer } = NamedWebSocket;
export { NamedWebSocket };
