/** What {@code ./package} built, installed and used in fresh roots without Java. */
package org.namedwebsockets.verify.packages;
