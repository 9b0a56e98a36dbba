/** Real sockets and processes on one machine. */
package org.namedwebsockets.verify.system;
