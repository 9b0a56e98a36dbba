import { limits } from './limits.mjs';

export const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i;

/** What a page may find, and what a person can do then. */
const FINDINGS = {
  ready: ['The proxy runs and this page may reach it.', 'Join a channel.'],
  'needs-permission': [
    'The browser has not been told yet whether this page may reach the proxy on this machine.',
    'Open the socket from a click, and answer the browser’s question with “Allow”.',
  ],
  denied: [
    'The browser was told that this page may not reach programs on this machine.',
    'Allow it in the site settings beside the address bar, then load the page again.',
  ],
  'not-installed': [
    'No proxy answers on this machine.',
    'Install Named Web Sockets, start it with “nws”, then try again.',
  ],
};

const BLOCKED = {
  frame: [
    'The page around this frame does not let it reach programs on this machine.',
    'Give the iframe the attribute allow="loopback-network; local-network".',
  ],
  insecure: [
    'Browsers let only secure pages reach programs on this machine, and this one came over http.',
    'Serve the page over https, or from the proxy itself at its own address.',
  ],
  webkit: [
    'No proxy answers, or the browser keeps this https page from it, as Safari does.',
    'Start the proxy with “nws”; if it runs, use another browser or a page that it serves.',
  ],
  worker: [
    'A service or shared worker cannot ask for leave to reach programs on this machine.',
    'Open a socket from a page of the same site first, from a click.',
  ],
};

function found(state, [sentence, next] = FINDINGS[state]) {
  return { state, sentence, next };
}

/**
 * Tells whether sockets can be opened, without a question to the person unless `ask`. Never fails.
 * @param url the proxy's address, over http
 */
export async function availabilityOf(url, ask) {
  const permission = isNear(url) ? null : await permissionFor(url);
  const barrier = permission && barrierBefore(permission);
  if (barrier) return barrier;
  if (permission?.state === 'prompt' && !ask) return needsPermission();
  if (await answers(url, permission?.state === 'prompt')) return found('ready');
  const after = permission && (await permissionFor(url))?.state;
  if (after === 'denied') return found('denied');
  if (after === 'prompt') return needsPermission();
  return isSafariOverHttps() ? found('blocked-by-browser', BLOCKED.webkit) : found('not-installed');
}

/** Why the socket was not opened: here the person was asked already, and shall not be again. */
export async function whyNot(url) {
  const finding = await availabilityOf(url, false);
  if (finding.state !== 'ready') return finding;
  return {
    state: 'refused',
    sentence: 'The proxy runs, but refused this socket.',
    next: 'Its id may be taken, this site may not be allowed, or the channel or proxy is full.',
  };
}

function needsPermission() {
  const isPage = Boolean(globalThis.document);
  const isOwnWorker = typeof globalThis.DedicatedWorkerGlobalScope === 'function';
  if (isPage || isOwnWorker) return found('needs-permission');
  return found('needs-permission', BLOCKED.worker);
}

function barrierBefore({ name, state }) {
  if (isBarredFrame(name)) return found('blocked-by-browser', BLOCKED.frame);
  if (globalThis.isSecureContext === false) return found('blocked-by-browser', BLOCKED.insecure);
  return state === 'denied' ? found('denied') : null;
}

/** Pages of this machine, from disk and of the proxy's own host need no leave; programs neither. */
function isNear(url) {
  const host = hostOf(globalThis.origin);
  if (!globalThis.location || globalThis.location.protocol === 'file:') return true;
  return host !== '' && (LOOPBACK.test(host) || host === hostOf(url));
}

function hostOf(url) {
  try {
    return new URL(url).hostname;
  } catch {
    return ''; // pages from disk and frames in a sandbox have the origin "null"
  }
}

/** The browser's permission and its name; null where it knows of none. */
async function permissionFor(url) {
  const own = LOOPBACK.test(hostOf(url)) ? 'loopback-network' : 'local-network';
  for (const name of [own, 'local-network-access']) {
    const status = await query(name);
    if (status) return { name, state: status.state };
  }
  return null;
}

async function query(name) {
  try {
    return await globalThis.navigator.permissions.query({ name });
  } catch {
    return null; // no permissions, or not this one
  }
}

/** A frame of another site may do this only if the page around it says so. */
function isBarredFrame(name) {
  const policy = globalThis.document?.featurePolicy ?? globalThis.document?.permissionsPolicy;
  if (!policy?.features?.().includes(name)) return false;
  return !policy.allowsFeature(name);
}

function isSafariOverHttps() {
  const agent = globalThis.navigator?.userAgent ?? '';
  const isSafari = /AppleWebKit/.test(agent) && !/Chrom|Edg|Android/.test(agent);
  return isSafari && globalThis.location?.protocol === 'https:';
}

/** Whether a proxy says that it is well; a person may take any time to answer the browser. */
export async function answers(url, isPersonAsked) {
  try {
    const inTime = isPersonAsked ? undefined : AbortSignal.timeout(limits.healthWaitMs);
    const answer = await fetch(`${url}/healthz`, { cache: 'no-store', signal: inTime });
    return answer.ok === true;
  } catch {
    return false; // nobody there, or the browser does not let us through: it does not say which
  }
}
