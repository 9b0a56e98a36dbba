/**
 * The LAN on the wire: multicast DNS and DNS service discovery, sans-I/O in all but {@code
 * MdnsLan}, {@code Sockets} and {@code Cards}. Never decides who is dialled.
 *
 * <p>Where we leave RFC 6762, and why:
 *
 * <ul>
 *   <li>8.1: we announce with the first probe, not after the third. Names are hashes of a key made
 *       for this run, so nobody else holds them; waiting would cost 750 ms.
 *   <li>8.2, 9: a conflict is no reason to take another name. Who speaks of ours is answered once
 *       in ten seconds and else left to the handshake, which tells who holds the key.
 *   <li>5.2: the first question of a process is not delayed. After a change of the network, which
 *       many notice together, it is.
 *   <li>10: lifetimes below a minute are taken as a minute, and above 75 minutes as those.
 *   <li>10.1: a goodbye counts at once, not after a second: nobody else could answer for that name.
 *   <li>11: we hear neighbours only, also by multicast, since we dial neighbours only.
 *   <li>5.2: what is seen of a proxy is not refreshed while a link with it stands.
 * </ul>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6762 RFC 6762, "Multicast DNS"
 * @spec https://www.rfc-editor.org/rfc/rfc6763 RFC 6763, "DNS-Based Service Discovery"
 */
@NullMarked
package org.namedwebsockets.proxy.mdns;

import org.jspecify.annotations.NullMarked;
