package org.namedwebsockets.proxy.net;

/** Maps a request to a {@link Route}. Pure. */
interface Routing {
  /** What a request is for. */
  Route route(RequestHead head);
}
