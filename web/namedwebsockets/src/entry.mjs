import { STATES, limits } from './limits.mjs';
import { NamedPeer } from './peer.mjs';
import { socketClassFor } from './socket.mjs';
import { ID, NAME, randomId } from './wire.mjs';

const DEFAULT_PROXY = 'ws://localhost:9009';
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i;
/** Where a proxy serves this script; a copy on somebody's development server is elsewhere. */
const SERVED_PATH = /^\/(web\/namedwebsockets\/)?namedwebsockets\.m?js$/;

const scopes = new WeakMap();
let ownProxy;

/** Joins a channel that ends at this machine. */
function LocalWebSocket(name, protocols, options) {
  return join(LocalWebSocket, name, protocols, options);
}

/** Joins a channel of this machine and the machines around it. */
function NetworkWebSocket(name, protocols, options) {
  return join(NetworkWebSocket, name, protocols, options);
}

for (const [Type, scope] of [[LocalWebSocket, 'local'], [NetworkWebSocket, 'network']]) {
  Object.assign(Type, STATES, { scope });
  Object.defineProperty(Type, Symbol.hasInstance, { value: (it) => scopes.get(it) === scope });
}

export const NamedWebSocket = {
  LocalWebSocket,
  NetworkWebSocket,
  NamedPeer,
  limits,
  /** The proxy's address, and the WebSocket class (Node's `ws`), unless the platform's will do. */
  proxy: undefined,
  WebSocket: undefined,
  isRunning,
  cameFrom,
};

function join({ scope }, name, protocols, options) {
  const isBag = Object.prototype.toString.call(protocols) === '[object Object]';
  const { id = randomId(), senders = false, proxy, ...bag } = (isBag ? protocols : options) ?? {};
  check(NAME.test(name), 'A channel name has 1 to 255 of A-Z a-z 0-9 . _ - + = *', name);
  check(ID.test(id), 'A peer id has 1 to 64 of A-Z a-z 0-9 _ -', id);
  const Base = NamedWebSocket.WebSocket ?? globalThis.WebSocket;
  if (!Base) throw new DOMException('Set NamedWebSocket.WebSocket to ws', 'NotSupportedError');
  const Socket = socketClassFor(Base);
  const [address, path] = [addressOf(proxy), `${scope}/${name}/${id}`];
  // The control line first, so that nobody can send to us before we can hear it.
  const control = new Base(`${address}/control/${path}?ready=1${senders ? '&senders=1' : ''}`);
  try {
    const wanted = (isBag ? bag.protocols : protocols) ?? [];
    const own = { token: String(id), control, senders };
    const socket = new Socket(`${address}/${path}`, wanted, own);
    scopes.set(socket, scope);
    return socket;
  } catch (failure) {
    control.close();
    throw failure;
  }
}

function check(isLegal, sentence, value) {
  if (!isLegal) throw new DOMException(`${sentence}: "${value}"`, 'SyntaxError');
}

/** The address that sockets go to, without a slash at its end. */
function addressOf(proxy = NamedWebSocket.proxy ?? ownProxy ?? DEFAULT_PROXY) {
  check(/^(ws|http)s?:\/\/[^/?#\s]+[^?#\s]*$/i.test(proxy), `Not like ${DEFAULT_PROXY}`, proxy);
  return proxy.replace(/^http/i, 'ws').replace(/\/+$/, '');
}

/** Whether a proxy answers. Browsers that guard the local machine ask the person for leave here. */
async function isRunning(proxy) {
  const url = `${addressOf(proxy).replace(/^ws/i, 'http')}/healthz`;
  const answer = await fetch(url).catch(() => null);
  return answer?.ok === true;
}

/** Tells where this script was loaded from: a proxy's own pages talk to that proxy. */
function cameFrom(url, chosen) {
  const from = url ? new URL(url) : null;
  const isProxy = from && LOOPBACK.test(from.hostname) && SERVED_PATH.test(from.pathname);
  ownProxy ??= chosen || (isProxy ? from.origin : undefined);
}

const script = globalThis.document?.currentScript;
cameFrom(script?.src, script?.dataset.proxy);
