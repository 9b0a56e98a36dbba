/**
 * Sockets, HTTP and WebSocket: turns bytes into calls on the hub and back. Never decides who hears
 * what.
 */
@NullMarked
package org.namedwebsockets.proxy.net;

import org.jspecify.annotations.NullMarked;
