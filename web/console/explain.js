/** Sentences for what went wrong: what it was, and what to do next. */
import { ask, whyNone } from './access.js';
import { size } from './format.js';

const START_IT = 'Start it with “nws”, then choose Rejoin.';

export function explainName(error) {
  return `${error.message.replace(/: ".*$/s, '')}. Change it, then join.`;
}

/** Why a socket that never opened did not: browsers do not tell, so this asks the proxy. */
async function explainRefusal({ scope, name, id }) {
  const status = await fetchStatus().catch((error) => ({ error }));
  if (status.error?.status === 401) return whyNone(status.error);
  if (status.error) return `The proxy does not answer. ${START_IT}`;
  const isHere = (channel) => channel.scope === scope && channel.name === name;
  const peers = status.channels.find(isHere)?.peers ?? [];
  if (peers.some((peer) => String(peer.id) === String(id))) {
    return `The id ${id} is taken on this channel. Leave, and join with another or with none.`;
  }
  return 'The proxy refused. It may have reached a limit: leave channels that you do not need, '
    + 'look at what it printed, then choose Rejoin.';
}

/** Why an open socket closed; empty if the page wanted it. */
function explainClose({ code, reason }, messageBytesMax) {
  const said = reason ? ` (“${reason}”)` : '';
  if (code === 1001) return `The proxy is going away${said}. ${START_IT}`;
  if (code === 1006) return `The connection broke: the proxy may have stopped. ${START_IT}`;
  if (code === 1009) {
    return `A message was too big: ${size(messageBytesMax)} is the most. Send less, and rejoin.`;
  }
  if (code === 1013) {
    return `The proxy reached a limit${said}. Leave other channels or wait, then rejoin.`;
  }
  if (code === 1008 && reason.startsWith('slow')) {
    return 'This page read too slowly, so the proxy let it go. Close busy tabs, then rejoin.';
  }
  return `The proxy closed the socket with code ${code}${said}. Rejoin to go on.`;
}

/** Shows that a channel is over, and why as soon as that is known; the reason comes back. */
export async function showEnd(channel, { event, wasOpen }, watcher) {
  watcher.state('closed', 'The connection ended. Looking for the reason…');
  const sentence = wasOpen
    ? explainClose(event, channel.messageBytesMax)
    : await explainRefusal(channel);
  watcher.state('closed', sentence);
  return sentence;
}

export async function fetchStatus() {
  const signal = AbortSignal.timeout(4000);
  const answer = await ask('/api/status', { cache: 'no-store', signal });
  if (!answer.ok) {
    const error = new Error(`/api/status answered ${answer.status}`);
    throw Object.assign(error, { status: answer.status });
  }
  return answer.json();
}
