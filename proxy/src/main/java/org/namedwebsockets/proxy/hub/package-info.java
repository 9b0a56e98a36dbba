/**
 * Who is on which channel and who hears what. Confined to one loop; never does input or output,
 * never looks at a clock, never forwards what came from another proxy.
 */
@NullMarked
package org.namedwebsockets.proxy.hub;

import org.jspecify.annotations.NullMarked;
