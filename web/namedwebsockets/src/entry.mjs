import { LOOPBACK, answers, availabilityOf, whyNot } from './availability.mjs';
import { NamedChannel, whenReady } from './joined.mjs';
import { lastingClassFor } from './lasting.mjs';
import { STATES, limits } from './limits.mjs';
import { NamedPeer } from './peer.mjs';
import { admitted, keptSession } from './admitted.mjs';
import { socketClassFor } from './socket.mjs';
import { NamedSocketError } from './v1.mjs';
import { ID, NAME, randomId } from './wire.mjs';

const DEFAULT_PROXY = 'ws://localhost:9009';
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
  NamedChannel,
  NamedSocketError,
  limits,
  /** The proxy's address, and the WebSocket class (Node's `ws`), unless the platform's will do. */
  proxy: undefined,
  WebSocket: undefined,
  /** What is shown to a proxy that asks for a token; its own pages know theirs. */
  token: undefined,
  /** Whether sockets come back by themselves, unless their option `reconnect` says otherwise. */
  reconnect: true,
  join: joinChannel,
  availability,
  isRunning,
  cameFrom,
};

function join({ scope }, name, protocols, options) {
  const isBag = Object.prototype.toString.call(protocols) === '[object Object]';
  const { id = randomId(), senders = false, proxy, token, ...bag } = (isBag ? protocols : options) ?? {};
  check(NAME.test(name), 'A channel name has 1 to 255 of A-Z a-z 0-9 . _ - + = *', name);
  check(ID.test(id), 'A peer id has 1 to 64 of A-Z a-z 0-9 _ -', id);
  const wanted = (isBag ? bag.protocols : protocols) ?? [];
  const address = addressOf(proxy);
  const Base = platformSocket(address, token);
  const place = { address, path: `${scope}/${name}/${id}`, token: String(id), senders, wanted };
  const connect = (peers) => connectTo(place, Base, peers);
  const explain = () => whyNot(httpOf(address));
  const socket = withReturn(bag.reconnect, { Base, connect, explain });
  scopes.set(socket, scope);
  return socket;
}

function withReturn(wish = NamedWebSocket.reconnect, { Base, connect, explain }) {
  if (!wish) return connect();
  const Lasting = lastingClassFor(Base);
  return new Lasting({ connect, explain, wish });
}

/** Joins a channel with everything on one socket; kept once it is known who is there. */
async function joinChannel({ scope = 'network', channel, id = randomId(), proxy, token, ...more } = {}) {
  check(scope === 'local' || scope === 'network', 'A scope is local or network', scope);
  check(NAME.test(channel), 'A channel name has 1 to 255 of A-Z a-z 0-9 . _ - + = *', channel);
  check(ID.test(id), 'A peer id has 1 to 64 of A-Z a-z 0-9 _ -', id);
  const address = addressOf(proxy);
  const Base = platformSocket(address, token);
  const details = ['name', 'kind'].filter((key) => more[key] !== undefined);
  const query = details.map((key) => `${key}=${encodeURIComponent(more[key])}`).join('&');
  const url = `${address}/${scope}/${channel}/${id}${query && `?${query}`}`;
  const socket = new (lastingClassFor(Base))({
    connect: () => new Base(url, 'nws.v1'),
    explain: () => whyNot(httpOf(address)),
    wish: more.reconnect ?? NamedWebSocket.reconnect,
  });
  return whenReady(socket, { scope, channel, id: String(id) });
}

function platformSocket(address, token = NamedWebSocket.token) {
  const Base = NamedWebSocket.WebSocket ?? globalThis.WebSocket;
  if (!Base) throw new DOMException('Set NamedWebSocket.WebSocket to ws', 'NotSupportedError');
  const secret = token ?? keptSession(httpOf(address));
  return secret ? admitted(Base, secret) : Base;
}

/** One connection: a socket and its control line. */
function connectTo({ address, path, token, senders, wanted }, Base, peers) {
  // The control line first, so that nobody can send to us before we can hear it.
  const control = new Base(`${address}/control/${path}?ready=1${senders ? '&senders=1' : ''}`);
  try {
    const Socket = socketClassFor(Base);
    return new Socket(`${address}/${path}`, wanted, { token, control, senders, peers });
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

function httpOf(address) {
  return address.replace(/^ws/i, 'http');
}

/** Whether a proxy answers. Browsers that guard the local machine ask the person for leave here. */
async function isRunning(proxy) {
  return answers(httpOf(addressOf(proxy)), true);
}

/** What stands between this page and its proxy, in words for a person; asks nobody unless told. */
async function availability({ proxy, ask = false } = {}) {
  try {
    return await availabilityOf(httpOf(addressOf(proxy)), ask);
  } catch (failure) {
    const next = `Give the proxy's address like ${DEFAULT_PROXY}.`;
    return { state: 'not-installed', sentence: failure.message, next };
  }
}

/** Tells where this script was loaded from: a proxy's own pages talk to that proxy. */
function cameFrom(url, chosen) {
  const from = url ? new URL(url) : null;
  const isProxy = from && LOOPBACK.test(from.hostname) && SERVED_PATH.test(from.pathname);
  ownProxy ??= chosen || (isProxy ? from.origin : undefined);
}

const script = globalThis.document?.currentScript;
cameFrom(script?.src, script?.dataset.proxy);
