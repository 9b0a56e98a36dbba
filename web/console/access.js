/** What this page shows to its proxy, where that asks for a token (`--programs token`). */
const KEPT = 'nws.session';
const WANTED = 'This proxy asks for its token. Open the link that “nws token --console” prints.';

/** The link of `nws token --console` holds a ticket behind #, which no log and no server sees. */
async function useTicket(hash) {
  const ticket = /^#ticket=([\w-]+)$/.exec(hash ?? '')?.[1];
  if (!ticket) return;
  history.replaceState(null, '', location.pathname);
  // Shown a second time it would end what it was good for: somebody else may have been first.
  if (localStorage.getItem(KEPT) && (await ask('/api/status').catch(() => null))?.ok) return;
  const headers = { authorization: `Bearer ${ticket}` };
  const answer = await fetch('/api/sessions', { method: 'POST', headers }).catch(() => null);
  if (answer?.ok) localStorage.setItem(KEPT, (await answer.json()).session);
}

// Kept for this very address and port: a cookie would go to every port of this machine.
await useTicket(globalThis.location?.hash);

/** Asks the proxy, and shows what this browser was given. */
export function ask(path, options = {}) {
  const session = localStorage.getItem(KEPT);
  const headers = session ? { authorization: `Bearer ${session}` } : {};
  return fetch(path, { ...options, headers });
}

/** Changes something here; if that is refused, an element says why. */
export async function change(path, problem) {
  const answer = await ask(path, { method: 'POST' }).catch(() => null);
  problem.hidden = answer?.ok ?? false;
  if (answer?.ok) return answer.json();
  problem.textContent = answer ? await answer.text() : 'The proxy does not answer.';
  return null;
}

/** A socket of this page, past the script for pages; it shows the same. */
export function socket(path, protocols = []) {
  const session = globalThis.localStorage?.getItem(KEPT);
  const token = session ? `${path.includes('?') ? '&' : '?'}token=${session}` : '';
  return new WebSocket(`ws://${location.host}${path}${token}`, protocols);
}

/** Why there is no answer, in words for a person. */
export function whyNone(error) {
  return error?.status === 401 ? WANTED : 'The proxy does not answer. Start it with “nws”.';
}
