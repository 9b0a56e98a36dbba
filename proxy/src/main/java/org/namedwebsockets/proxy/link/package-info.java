/**
 * Which proxies to hold a link with, the life of a link, and which channels both ends share.
 * Confined to the hub's loop; never does input or output and never looks at a clock.
 */
@NullMarked
package org.namedwebsockets.proxy.link;

import org.jspecify.annotations.NullMarked;
