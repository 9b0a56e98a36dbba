/** A project of somebody else, as strict as the compiler goes. */
import named, { LocalWebSocket, NamedWebSocket, NetworkWebSocket } from 'namedwebsockets';
import type { Availability, NamedChannel, NamedSocketError } from 'namedwebsockets';
import type { NamedPeer, NamedSocket, PeerId, Reconnected } from 'namedwebsockets';

const socket: NamedSocket = new LocalWebSocket('chat', ['v1'], { senders: true, id: 7n });
const asWebSocket: WebSocket = socket;
const wide = new NetworkWebSocket('chat', { reconnect: 'always', protocols: 'v1' });

socket.onmessage = ({ data }) => console.log(data);
socket.onconnect = ({ detail }) => detail.target.send({ any: ['json', 1, null] });
socket.onaway = ({ detail }) => console.log(detail.attempt, detail.retryMs);
socket.addEventListener('reconnect', ({ detail }) => {
  const news: Reconnected = detail;
  const counts: number[] = [news.queued, news.dropped, news.unsentBytes, news.awayMs];
  console.log(counts, news.missed satisfies true);
});
socket.addEventListener('error', ({ message, detail }) => {
  if (detail?.state === 'refused') console.log(message, detail.next);
});
socket.addEventListener('open', () => wide.close(1000));

const peer: NamedPeer | undefined = socket.peers[0];
peer?.addEventListener('message', ({ senderId, sender }) => {
  const id: PeerId | null = senderId;
  sender?.send(`you are ${id}`);
});

const channel: NamedChannel = await NamedWebSocket.join({ channel: 'chat', kind: 'page' });
channel.onrequest = ({ data, sender, reply }) => reply({ [sender?.id ?? '']: data });
channel.addEventListener('message', ({ data, isDirect, senderId }) => {
  if (isDirect) void channel.send(senderId, data);
});
try {
  const time = await channel.request<string>('clock', 'time?', { timeout: 100 });
  channel.broadcast(time.toUpperCase());
} catch (failure) {
  const { code } = failure as NamedSocketError;
  if (code === 'timed-out') channel.peers.get('clock')?.name?.trim();
}

const finding: Availability = await NamedWebSocket.availability({ ask: true });
const words: Record<Availability['state'], string> = {
  ready: 'go', 'needs-permission': 'ask', denied: 'no', 'not-installed': 'get',
  'blocked-by-browser': 'elsewhere',
};
named.limits.awayBytesMax = 1 << 20;
named.reconnect = false;
const inGlobal: NamedSocket = new globalThis.NetworkWebSocket('chat');
console.log(words[finding.state], asWebSocket.readyState, await inGlobal.ready);

// @ts-expect-error there is no such state
finding.state === 'maybe';
// @ts-expect-error a name is a string
new LocalWebSocket(7);
// @ts-expect-error the list is for reading
socket.peers.push(peer);
// @ts-expect-error a broadcast is text or bytes
channel.broadcast({ a: 1 });
// @ts-expect-error there is no such wish
new LocalWebSocket('chat', { reconnect: 'sometimes' });
