/** What is believed of what is heard on the LAN. */
@NullMarked
package org.namedwebsockets.proxy.discovery;

import org.jspecify.annotations.NullMarked;
