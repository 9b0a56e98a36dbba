/**
 * Which sites may open sockets here: the rule, and what a person decided about single sites.
 * Confined to one loop; never does input or output, never looks at a clock.
 */
@NullMarked
package org.namedwebsockets.proxy.access;

import org.jspecify.annotations.NullMarked;
