/**
 * Real Chromium on the pages we serve; what it saw is kept as pictures under target/screenshots.
 */
package org.namedwebsockets.verify.browser;
