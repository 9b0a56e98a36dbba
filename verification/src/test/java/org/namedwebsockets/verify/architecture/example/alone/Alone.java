package org.namedwebsockets.verify.architecture.example.alone;

/** Keeps every rule. */
public record Alone(int value) {}
