package org.namedwebsockets.protocol;

/**
 * What tells one channel from another: two scopes never meet, even under one name.
 *
 * @param scope how far the channel reaches
 * @param name the name its peers share
 */
public record ChannelKey(Scope scope, ChannelName name) {}
