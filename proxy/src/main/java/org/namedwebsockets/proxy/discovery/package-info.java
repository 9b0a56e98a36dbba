/**
 * What we say and hear on the LAN: one advert of our own, sightings of other proxies. Confined to
 * the hub's loop; never does input or output and never looks at a clock.
 */
@NullMarked
package org.namedwebsockets.proxy.discovery;

import org.jspecify.annotations.NullMarked;
