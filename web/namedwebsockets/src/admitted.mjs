const KEPT = 'nws.session';

/** A page of the proxy itself: what its browser was given for a link of `nws token --console`. */
export function keptSession(url) {
  try {
    const isOwn = globalThis.location?.origin === url;
    return (isOwn && globalThis.localStorage.getItem(KEPT)) || undefined;
  } catch {
    return undefined; // a page without storage
  }
}

/** A WebSocket class whose sockets show a token: in a header, or where pages have none, a query. */
export function admitted(Base, token) {
  const headers = { authorization: `Bearer ${token}` };
  const isNode = Boolean(globalThis.process?.versions?.node) && !globalThis.document;
  const isOwnOfNode = isNode && Base === globalThis.WebSocket;
  return class extends Base {
    constructor(url, protocols = []) {
      if (isOwnOfNode) super(url, { protocols, headers });
      else if (isNode) super(url, protocols, { headers });
      else super(withToken(url, token), protocols);
    }
  };
}

function withToken(url, token) {
  return `${url}${url.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`;
}
