#define _GNU_SOURCE
#include "wire.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int connect_socket(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to)) return -1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

int ask_upgrade(int fd, const char *path, int port, int mqtt) {
  char text[1024];
  int n = snprintf(text, sizeof text,
                   "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
                   path, port, mqtt ? "Sec-WebSocket-Protocol: mqtt\r\n" : "");
  return send(fd, text, n, MSG_NOSIGNAL) == n ? 0 : -1;
}

// Frames may follow at once: only the answer itself is taken out of the socket.
int read_upgrade(int fd) {
  char text[1024], *end = NULL;
  while (!end) {
    ssize_t n = recv(fd, text, sizeof text - 1, MSG_PEEK);
    if (n <= 0) return -1;
    text[n] = 0;
    end = strstr(text, "\r\n\r\n");
    if (!end && n == sizeof text - 1) return -1;
  }
  size_t length = end + 4 - text;
  if (recv(fd, text, length, 0) != (ssize_t)length) return -1;
  if (!strncmp(text, "HTTP/1.1 101", 12)) return 0;
  fprintf(stderr, "load: %.60s\n", text);
  return -1;
}

void expand(char *out, size_t size, const char *pattern, int channel, int peer) {
  size_t at = 0;
  for (; *pattern && at + 12 < size; pattern++) {
    if (pattern[0] == '%' && (pattern[1] == 'c' || pattern[1] == 'p')) {
      at += snprintf(out + at, size - at, "%d", pattern[1] == 'c' ? channel : peer + 1);
      pattern++;
    } else {
      out[at++] = *pattern;
    }
  }
  out[at] = 0;
}

uint8_t *client_head(uint8_t *at, int opcode, size_t length) {
  *at++ = 0x80 | opcode;
  if (length < 126) {
    *at++ = 0x80 | length;
  } else if (length < 65536) {
    *at++ = 0x80 | 126;
    *at++ = length >> 8;
    *at++ = length;
  } else {
    *at++ = 0x80 | 127;
    for (int shift = 56; shift >= 0; shift -= 8) *at++ = (uint64_t)length >> shift;
  }
  memset(at, 0, 4);
  return at + 4;
}

int server_head(const uint8_t *in, size_t n, size_t *head, size_t *length) {
  if (n < 2) return -1;
  size_t l = in[1] & 127;
  *head = l < 126 ? 2 : l == 126 ? 4 : 10;
  if (n < *head) return -1;
  if (l == 126) l = (size_t)in[2] << 8 | in[3];
  else if (l == 127)
    for (int i = l = 0; i < 8; i++) l = l << 8 | in[2 + i];
  *length = l;
  return in[0] & 15;
}

enum { BACKSLASH = '\\' - '0' };  // would end a JSON string early; the next free letter stands for it

void put64(uint8_t *at, uint64_t value, int chars) {
  for (int i = chars - 1; i >= 0; i--, value >>= 6) at[i] = (value & 63) == BACKSLASH ? 'p' : '0' + (value & 63);
}

uint64_t get64(const uint8_t *at, int chars) {
  uint64_t value = 0;
  for (int i = 0; i < chars; i++) value = value << 6 | (at[i] == 'p' ? BACKSLASH : (uint8_t)(at[i] - '0'));
  return value;
}
