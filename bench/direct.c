#include "direct.h"
#include <stdio.h>
#include <string.h>
#include "wire.h"

enum { TAIL = 2 };

// Peer ids are counted from 1; the other one's is told by ours.
static int id(int index) { return index + 1; }
static int other(int index) { return id(1 - index); }

uint8_t *direct_head(uint8_t *at, int index, size_t size) {
  char text[128];
  int n = snprintf(text, sizeof text, "{\"Action\":\"message\",\"Target\":%d,\"Payload\":\"", other(index));
  uint8_t *payload = client_head(at, 1, n + size + TAIL);
  memcpy(payload, text, n);
  return payload + n;
}

uint8_t *direct_tail(uint8_t *at) {
  memcpy(at, "\"}", TAIL);
  return at + TAIL;
}

int direct_is_message(const uint8_t *text) { return !memcmp(text, "{\"Action\":\"message\"", DIRECT_START); }

size_t direct_extra(int index) {
  return snprintf(NULL, 0, "{\"Action\":\"message\",\"Source\":%d,\"Target\":%d,\"Payload\":\"", other(index),
                  id(index));
}

size_t direct_length(int index, size_t size) { return direct_extra(index) + size + TAIL; }
