/**
 * The LAN on the wire: multicast DNS and DNS service discovery, sans-I/O in all but {@code
 * MdnsLan}, {@code Wires} and {@code PeerNames}. Never decides who is dialled.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6762 RFC 6762, "Multicast DNS"
 * @spec https://www.rfc-editor.org/rfc/rfc6763 RFC 6763, "DNS-Based Service Discovery"
 */
@NullMarked
package org.namedwebsockets.proxy.mdns;

import org.jspecify.annotations.NullMarked;
