// WebSocket as far as a load generator needs it: the handshake, frame heads, numbers in ASCII.
#pragma once
#include <stdint.h>
#include <stddef.h>

int connect_socket(int port);
int ask_upgrade(int fd, const char *path, int port, int mqtt);
int read_upgrade(int fd);
void expand(char *out, size_t size, const char *pattern, int channel, int peer);
// Writes the head of a client frame (mask key 0) and returns where the payload goes.
uint8_t *client_head(uint8_t *at, int opcode, size_t length);
// Reads the head of a server frame; returns the opcode or -1 if it is not whole.
int server_head(const uint8_t *in, size_t n, size_t *head, size_t *length);
// Six bits a character, so that text stays ASCII, and legal inside a JSON string.
void put64(uint8_t *at, uint64_t value, int chars);
uint64_t get64(const uint8_t *at, int chars);
