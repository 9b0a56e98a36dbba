/** What lets this browser in: the secret of its link, then a token of its own. */
const KEPT = 'nws-guest';

/** The secret stands behind the #, which browsers keep to themselves. */
export function secretOf(hash) {
  return /^#([a-z2-7]{26})$/.exec(hash)?.[1] ?? '';
}

/**
 * Shows what it has: the token, if it came by this link before, else the secret.
 * @returns what the proxy says, or `{ why, sentence }`
 */
export async function enter() {
  const secret = secretOf(location.hash);
  const kept = read();
  if (kept && (!secret || secret === kept.secret)) return visit(kept.token);
  if (!secret) return { why: location.hash.length > 1 ? 'unknown' : 'none' };
  const pass = await ask('/redeem', secret);
  if (pass.token) keep({ secret, token: pass.token });
  return pass;
}

/** Whether the token still holds. */
export function visit(token) {
  return ask('/visit', token);
}

export function forget() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    return; // a browser that keeps nothing
  }
}

async function ask(path, shown) {
  const signal = AbortSignal.timeout(20_000);
  const headers = { Authorization: `Bearer ${shown}` };
  const asked = { method: 'POST', headers, cache: 'no-store', signal };
  const answer = await fetch(path, asked).catch(() => null);
  if (!answer) return { why: 'gone' };
  return answer.json().catch(() => ({ why: 'gone' }));
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function keep(pass) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(pass));
    // From here on the token will do: the secret need not stand in the address.
    history.replaceState(null, '', '/');
  } catch {
    return; // a browser that keeps nothing: the link has to stay
  }
}
