#define _GNU_SOURCE
#include "mqtt.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "wire.h"

static int topic(char *out, int channel) { return sprintf(out, "c%06d", channel); }
enum { TOPIC = 7 };

static size_t varint(uint8_t *at, size_t value) {
  size_t n = 0;
  do {
    at[n] = value % 128 | (value > 127 ? 128 : 0);
    value /= 128;
    n++;
  } while (value);
  return n;
}

static void frame(int fd, const uint8_t *packet, size_t n) {
  uint8_t out[512], *payload = client_head(out, 2, n);
  memcpy(payload, packet, n);
  if (send(fd, out, payload + n - out, MSG_NOSIGNAL) < 0) exit(3);
}

static void answer(int fd, int type) {
  uint8_t in[64];
  size_t got = 0, head, length;
  while (got < 2 || server_head(in, got, &head, &length) < 0 || got < head + length)
    if (recv(fd, in + got++, 1, 0) != 1) exit(3);
  if (in[head] >> 4 != type) exit(3);
}

void mqtt_open(int fd, int channel, int peer, int subscribe) {
  uint8_t p[256];
  char id[32];
  int l = sprintf(id, "p%d-%d", channel, peer);
  uint8_t connect[] = {0x10, (uint8_t)(12 + l), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, (uint8_t)l};
  memcpy(p, connect, sizeof connect);
  memcpy(p + sizeof connect, id, l);
  frame(fd, p, sizeof connect + l);
  answer(fd, 2);
  if (!subscribe) return;
  uint8_t head[] = {0x82, 5 + TOPIC, 0, 1, 0, TOPIC};
  memcpy(p, head, sizeof head);
  topic((char *)p + sizeof head, channel);
  p[sizeof head + TOPIC] = 0;
  frame(fd, p, sizeof head + TOPIC + 1);
  answer(fd, 9);
}

static size_t rest(size_t size) { return 2 + TOPIC + size; }

size_t mqtt_varint(size_t frame_length) {
  for (size_t n = 1; n < 5; n++) {
    uint8_t v[8];
    if (varint(v, frame_length - 1 - n) == n) return n;
  }
  return 4;
}

size_t mqtt_length(int channel, size_t size) {
  uint8_t v[8];
  (void)channel;
  return 1 + varint(v, rest(size)) + rest(size);
}

size_t mqtt_head(int channel) {
  (void)channel;
  return 1 + 2 + TOPIC;
}

uint8_t *mqtt_publish_head(uint8_t *at, int channel, size_t size) {
  uint8_t *p = client_head(at, 2, mqtt_length(channel, size));
  *p++ = 0x30;
  p += varint(p, rest(size));
  *p++ = 0;
  *p++ = TOPIC;
  char name[16];
  topic(name, channel);
  memcpy(p, name, TOPIC);
  return p + TOPIC;
}
