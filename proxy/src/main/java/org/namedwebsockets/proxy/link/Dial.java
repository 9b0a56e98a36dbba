package org.namedwebsockets.proxy.link;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.namedwebsockets.protocol.ProxyId;

/**
 * One attempt to reach another proxy.
 *
 * @param number tells this attempt from all others of this run
 * @param expected whom we look for; empty for an address out of the configuration
 * @param address where; resolved
 */
public record Dial(long number, Optional<ProxyId> expected, InetSocketAddress address) {}
