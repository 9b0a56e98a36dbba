/** Tests of the cryptography; T1 to T31 are the cases of the security design. */
@NullMarked
package org.namedwebsockets.proxy.secure;

import org.jspecify.annotations.NullMarked;
