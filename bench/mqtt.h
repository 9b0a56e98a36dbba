// MQTT 3.1.1 inside WebSocket, as far as publish and subscribe at QoS 0 need it, to measure Mosquitto.
#pragma once
#include <stddef.h>
#include <stdint.h>

void mqtt_open(int fd, int channel, int peer, int subscribe);
uint8_t *mqtt_publish_head(uint8_t *at, int channel, size_t size);
size_t mqtt_head(int channel);                  // fixed byte and topic, without the length's bytes
size_t mqtt_length(int channel, size_t size);   // of the whole frame payload
size_t mqtt_varint(size_t frame_length);
