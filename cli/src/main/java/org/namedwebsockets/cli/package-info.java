/**
 * {@code nws} at the shell: settings from flags, environment and file, the commands, the log's
 * form. Knows nothing of sockets; the proxy does the work.
 */
@NullMarked
package org.namedwebsockets.cli;

import org.jspecify.annotations.NullMarked;
