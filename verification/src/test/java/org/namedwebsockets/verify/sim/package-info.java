/**
 * A small world that replays: proxies of the real parts on a LAN, sockets and a clock that are not
 * there. A seed is a run; a run that fails says how to see it again.
 */
@NullMarked
package org.namedwebsockets.verify.sim;

import org.jspecify.annotations.NullMarked;
