/**
 * A peer in Java: {@link org.namedwebsockets.client.NamedWebSocket}. Speaks the one-socket form
 * ({@code docs/protocol/v1.md}) over the JDK's own WebSocket with the proxy of this machine.
 */
@NullMarked
package org.namedwebsockets.client;

import org.jspecify.annotations.NullMarked;
