// Direct messages on control sockets: docs/protocol/local.md. Two peers, 1 sends to 2.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { DIRECT_START = 19 };  // bytes that tell whether it is a message

// Writes what comes before the payload of peer index, and returns where that goes.
uint8_t *direct_head(uint8_t *at, int index, size_t size);
uint8_t *direct_tail(uint8_t *at);
int direct_is_message(const uint8_t *text);
// How a message to peer index arrives: bytes before the payload, bytes of all.
size_t direct_extra(int index);
size_t direct_length(int index, size_t size);
