/** Types of namedwebsockets.js: what it exports and the globals it defines. */

export type PeerId = number | string;

export interface NamedSocketOptions {
  /** Address of the proxy, such as `ws://localhost:9009`. */
  proxy?: string;
  /** This peer's id on the channel, 1 to 64 of `A-Z a-z 0-9 _ -`; random if left out. */
  id?: PeerId | bigint;
  /** Whether messages shall have `senderId` and `sender`; costs one small message more for each. */
  senders?: boolean;
  /**
   * Whether the socket comes back by itself: true once it was open (the default), 'always' from the
   * first attempt on, false never, and then it is the platform's own WebSocket.
   */
  reconnect?: Reconnect;
}

export type Reconnect = boolean | 'always';

/** What stands between a page and its proxy, with a sentence and a next step for a person. */
export interface Availability {
  readonly state:
    'ready' | 'needs-permission' | 'denied' | 'not-installed' | 'blocked-by-browser';
  readonly sentence: string;
  readonly next: string;
}

/** Why a socket could not be opened: as above, or the proxy refused this one. */
export interface Refusal extends Omit<Availability, 'state'> {
  readonly state: Availability['state'] | 'refused';
}

/** The connection broke, and will be tried again. */
export interface Away {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
  /** 1 when the connection broke, one more after each attempt that failed. */
  readonly attempt: number;
  /** When the next attempt comes. */
  readonly retryMs: number;
}

/** The connection is back. */
export interface Reconnected {
  /** Messages sent while it was away, which have left now. */
  readonly queued: number;
  /** Older ones that were dropped, for too many waited. */
  readonly dropped: number;
  /** Bytes the platform still held when the connection broke; they are lost. */
  readonly unsentBytes: number;
  readonly awayMs: number;
  /** What others said meanwhile did not come here, and will not. */
  readonly missed: true;
}

/** A message whose sender is known: every direct one, and broadcasts with the option `senders`. */
export interface NamedMessageEvent<T = any> extends MessageEvent<T> {
  readonly senderId: PeerId | null;
  readonly sender: NamedPeer | null;
}

export interface Undelivered {
  readonly id: PeerId;
  readonly target: NamedPeer | null;
  readonly reason: string;
}

export interface NamedPeerEventMap {
  open: Event;
  message: NamedMessageEvent;
  close: CloseEvent;
  error: CustomEvent & { readonly message: string };
  undelivered: CustomEvent<Undelivered>;
}

type Handler<This, E> = ((this: This, event: E) => unknown) | null;

/** Another peer of the channel, in the shape of a WebSocket. */
export interface NamedPeer extends EventTarget {
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
  /** A number where that is exact, else a string of digits, or the peer's own word. */
  readonly id: PeerId;
  readonly url: string;
  readonly protocol: string;
  readonly extensions: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType: BinaryType;
  onopen: Handler<this, Event>;
  onmessage: Handler<this, NamedMessageEvent>;
  onclose: Handler<this, CloseEvent>;
  onerror: Handler<this, NamedPeerEventMap['error']>;
  onundelivered: Handler<this, CustomEvent<Undelivered>>;
  /** Strings and other JSON values go as text; Blobs, buffers and views as binary. */
  send(data: unknown): void;
  close(code?: number, reason?: string): void;
  /** Lets messages go that wait for the first listener. */
  start(): void;
  addEventListener<K extends keyof NamedPeerEventMap>(
    type: K, listener: (this: this, event: NamedPeerEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions): void;
}

export interface PeerEvent extends CustomEvent<{ readonly target: NamedPeer }> {}
export interface ReadyEvent extends CustomEvent<{ readonly peers: NamedPeer[] }> {}

export interface NamedSocketEventMap extends Omit<WebSocketEventMap, 'error'> {
  connect: PeerEvent;
  disconnect: PeerEvent;
  ready: ReadyEvent;
  undelivered: CustomEvent<Undelivered>;
  away: CustomEvent<Away>;
  reconnect: CustomEvent<Reconnected>;
  /** Of a first attempt that failed, with the reason in words; bare if `reconnect` is false. */
  error: Event & { readonly message?: string; readonly detail?: Refusal };
}

/** A WebSocket to one channel, and the peers that are on it. */
export interface NamedSocket extends WebSocket {
  readonly id: PeerId;
  readonly peers: readonly NamedPeer[];
  /** Kept once everybody there is in `peers`, anew after each return; broken when all is over. */
  readonly ready: Promise<NamedSocket>;
  onconnect: Handler<this, PeerEvent>;
  ondisconnect: Handler<this, PeerEvent>;
  onready: Handler<this, ReadyEvent>;
  onundelivered: Handler<this, CustomEvent<Undelivered>>;
  onaway: Handler<this, CustomEvent<Away>>;
  onreconnect: Handler<this, CustomEvent<Reconnected>>;
  onerror: ((this: WebSocket, event: any) => unknown) | null;
  addEventListener<K extends keyof NamedSocketEventMap>(
    type: K, listener: (this: NamedSocket, event: NamedSocketEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions): void;
}

export interface NamedSocketConstructor {
  (name: string, protocols?: string | string[] | null, options?: NamedSocketOptions): NamedSocket;
  new (
    name: string, protocols?: string | string[] | null, options?: NamedSocketOptions): NamedSocket;
  new (name: string, options: NamedSocketOptions & { protocols?: string | string[] }): NamedSocket;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
}

export interface Limits {
  queueBytesMax: number;
  unheardMessagesMax: number;
  unheardBytesMax: number;
  senderWaitMs: number;
  sendersMax: number;
  readyWaitMs: number;
  controlGraceMs: number;
  awayMessagesMax: number;
  awayBytesMax: number;
  retryFirstMs: number;
  retryMaxMs: number;
  retryCalmMs: number;
  healthWaitMs: number;
}

export interface NamedWebSocketNamespace {
  readonly LocalWebSocket: NamedSocketConstructor;
  readonly NetworkWebSocket: NamedSocketConstructor;
  readonly NamedPeer: { readonly prototype: NamedPeer };
  readonly limits: Limits;
  /** Address of the proxy for sockets that have no option of their own. */
  proxy: string | undefined;
  /** A WebSocket class for Node before 22, such as that of `ws`. */
  WebSocket: unknown;
  /** Whether sockets come back by themselves, unless their option says otherwise; true at first. */
  reconnect: Reconnect;
  /**
   * What stands between this page and its proxy. Never fails, and lets the browser ask the person
   * only with `ask`, which belongs into a click.
   */
  availability(options?: { proxy?: string; ask?: boolean }): Promise<Availability>;
  /** Whether a proxy answers; where browsers guard the local machine they ask for leave here. */
  isRunning(proxy?: string): Promise<boolean>;
}

export const LocalWebSocket: NamedSocketConstructor;
export const NetworkWebSocket: NamedSocketConstructor;
export const NamedPeer: { readonly prototype: NamedPeer };
export const NamedWebSocket: NamedWebSocketNamespace;

declare global {
  var LocalWebSocket: NamedSocketConstructor;
  var NetworkWebSocket: NamedSocketConstructor;
  var NamedWebSocket: NamedWebSocketNamespace;
}
