/** Types of namedwebsockets.js: what it exports and the globals it defines. */

export type PeerId = number | string;

export interface NamedSocketOptions {
  /** Address of the proxy, such as `ws://localhost:9009`. */
  proxy?: string;
  /**
   * What is shown to a proxy that was started with `--programs token`: in Node the token of its file,
   * in a page what `nws token --page` prints for its site.
   */
  token?: string;
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

/** How to join with everything on one socket; `scope` is network if left out. */
export interface JoinOptions {
  scope?: 'local' | 'network';
  channel: string;
  id?: PeerId | bigint;
  /** What others are told of this peer: for people, 1 to 64 characters. */
  name?: string;
  /** And for programs: 1 to 32 of `a-z 0-9 -`. */
  kind?: string;
  proxy?: string;
  /** What is shown to a proxy that asks for a token. */
  token?: string;
  reconnect?: Reconnect;
}

/** Text or other JSON values, or bytes. */
export type Payload = unknown;

/** Somebody else on a channel. */
export interface NamedMember {
  readonly id: string;
  readonly name?: string;
  readonly kind?: string;
  /** The site its page came from, as its proxy saw it. */
  readonly origin?: string;
  /** Where it is; left out if on this machine. */
  readonly proxy?: string;
  send(data: Payload): Promise<void>;
  request<T = any>(data: Payload, options?: { timeout?: number }): Promise<T>;
}

export interface ChannelMessageEvent<T = any> extends MessageEvent<T> {
  readonly senderId: string;
  /** Null if it has left already. */
  readonly sender: NamedMember | null;
  readonly isDirect: boolean;
}

export interface RequestEvent<T = any> extends Event {
  readonly data: T;
  readonly senderId: string;
  readonly sender: NamedMember | null;
  /** To be called once. */
  readonly reply: (answer: Payload) => void;
}

export interface NamedChannelEventMap {
  message: ChannelMessageEvent;
  request: RequestEvent;
  joined: CustomEvent<{ readonly peer: NamedMember }>;
  left: CustomEvent<{ readonly peer: NamedMember }>;
  ready: CustomEvent<{ readonly peers: ReadonlyMap<string, NamedMember> }>;
  refused: CustomEvent<NamedSocketError>;
  away: CustomEvent<Away>;
  reconnect: CustomEvent<Reconnected>;
  close: CustomEvent<{ readonly code: number; readonly reason: string }>;
}

/** One channel on one socket, made by `NamedWebSocket.join`. */
export interface NamedChannel extends EventTarget {
  readonly scope: 'local' | 'network';
  readonly name: string;
  readonly id: string;
  readonly readyState: number;
  /** By id; the second of two that share one behind two proxies stands under `id@proxy`. */
  readonly peers: ReadonlyMap<string, NamedMember>;
  onmessage: Handler<this, ChannelMessageEvent>;
  onrequest: Handler<this, RequestEvent>;
  onjoined: Handler<this, NamedChannelEventMap['joined']>;
  onleft: Handler<this, NamedChannelEventMap['left']>;
  onready: Handler<this, NamedChannelEventMap['ready']>;
  onrefused: Handler<this, CustomEvent<NamedSocketError>>;
  onaway: Handler<this, CustomEvent<Away>>;
  onreconnect: Handler<this, CustomEvent<Reconnected>>;
  onclose: Handler<this, NamedChannelEventMap['close']>;
  broadcast(data: string | ArrayBuffer | ArrayBufferView): void;
  send(to: string | number | NamedMember, data: Payload): Promise<void>;
  request<T = any>(
    to: string | number | NamedMember, data: Payload, options?: { timeout?: number }): Promise<T>;
  close(code?: number, reason?: string): void;
  addEventListener<K extends keyof NamedChannelEventMap>(
    type: K, listener: (this: this, event: NamedChannelEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions): void;
}

export type NamedErrorCode =
  | 'no-such-peer' | 'no-direct-messages' | 'no-requests' | 'peer-busy' | 'timed-out' | 'peer-left'
  | 'too-big' | 'away' | 'too-many' | 'answered' | 'refused'
  | Exclude<Availability['state'], 'ready'>;

/** Why a message, a request or a channel came to nothing. */
export interface NamedSocketError extends Error {
  readonly name: 'NamedSocketError';
  readonly code: NamedErrorCode;
  readonly to?: PeerId;
  /** What a person can do, if a channel could not be joined. */
  readonly next?: string;
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
  sendsMax: number;
  requestsMax: number;
  answerGraceMs: number;
}

export interface NamedWebSocketNamespace {
  readonly LocalWebSocket: NamedSocketConstructor;
  readonly NetworkWebSocket: NamedSocketConstructor;
  readonly NamedPeer: { readonly prototype: NamedPeer };
  readonly NamedChannel: { readonly prototype: NamedChannel };
  readonly NamedSocketError: { readonly prototype: NamedSocketError };
  /**
   * Joins a channel with everything on one socket; kept once everybody there is known, else broken
   * with a `NamedSocketError`, or a `SyntaxError` for what is not legal.
   */
  join(options: JoinOptions): Promise<NamedChannel>;
  readonly limits: Limits;
  /** Address of the proxy for sockets that have no option of their own. */
  proxy: string | undefined;
  /** What sockets without an option of their own show to a proxy that asks for a token. */
  token: string | undefined;
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
