/** Multicast DNS in virtual time, on wires that exist only here. */
@NullMarked
package org.namedwebsockets.proxy.mdns;

import org.jspecify.annotations.NullMarked;
