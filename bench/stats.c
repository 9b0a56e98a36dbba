#define _GNU_SOURCE
#include "stats.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLES_MAX = 1 << 22 };
static uint32_t *all;
static size_t count;

void options(Options *opt, int argc, char **argv) {
  *opt = (Options){.channels = 1, .peers = 2, .senders = 1, .window = 1, .size = 100, .seconds = 3, .warmup = 1,
                   .sample = 1, .batch = 1, .pid = "", .ports = "", .path = "/local/c%c/%p"};
  struct { const char *name; int *i; double *d; } known[] = {
      {"--port", &opt->port, 0},       {"--channels", &opt->channels, 0}, {"--peers", &opt->peers, 0},
      {"--senders", &opt->senders, 0}, {"--window", &opt->window, 0},     {"--size", &opt->size, 0},
      {"--binary", &opt->binary, 0},   {"--mqtt", &opt->mqtt, 0},         {"--stuck", &opt->stuck, 0},
      {"--direct", &opt->direct, 0},   {"--await", &opt->await, 0},       {"--batch", &opt->batch, 0},
      {"--first", &opt->first, 0},
      {"--sample", &opt->sample, 0},   {"--seconds", 0, &opt->seconds},   {"--warmup", 0, &opt->warmup},
      {"--rate", 0, &opt->rate},       {"--hold", 0, &opt->hold}};
  struct { const char *name, **text; } texts[] = {
      {"--path", &opt->path}, {"--pid", &opt->pid}, {"--port2", &opt->ports}};
  for (int i = 1; i < argc; i += 2) {
    int found = 0;
    for (size_t k = 0; i + 1 < argc && k < sizeof texts / sizeof *texts; k++)
      if (!strcmp(argv[i], texts[k].name)) {
        *texts[k].text = argv[i + 1];
        found = 1;
      }
    for (size_t k = 0; !found && i + 1 < argc && k < sizeof known / sizeof *known; k++)
      if (!strcmp(argv[i], known[k].name)) {
        if (known[k].i) *known[k].i = atoi(argv[i + 1]);
        else *known[k].d = atof(argv[i + 1]);
        found = 1;
      }
    if (!found) {
      fprintf(stderr, "load: what is %s?\n", argv[i]);
      exit(2);
    }
  }
}

uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

double own_cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int nth(const char *list, int n) {
  int i = 0;
  for (const char *at = list; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
    if (i++ == n) return atoi(at);
  return 0;
}

// Nanoseconds from the scheduler of all threads; /proc/<pid>/stat counts in 10 ms steps only.
static double cpu_seconds(int pid) {
  clockid_t clock;
  struct timespec t;
  if (pid <= 0 || clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t)) return 0;
  return t.tv_sec + t.tv_nsec / 1e9;
}

static long rss_kb(int pid) {
  char path[64], line[256];
  long kb = 0;
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *f = pid > 0 ? fopen(path, "r") : NULL;
  while (f && fgets(line, sizeof line, f))
    if (sscanf(line, "VmRSS: %ld", &kb) == 1) break;
  if (f) fclose(f);
  return kb;
}

double cpu_seconds_of(const char *pids) {
  double sum = 0;
  for (int i = 0, pid; (pid = nth(pids, i)); i++) sum += cpu_seconds(pid);
  return sum;
}

long rss_kb_of(const char *pids) {
  long sum = 0;
  for (int i = 0, pid; (pid = nth(pids, i)); i++) sum += rss_kb(pid);
  return sum;
}

void stats_add(uint64_t ns) {
  if (!all) all = malloc(SAMPLES_MAX * sizeof *all);
  if (count < SAMPLES_MAX) all[count++] = ns > 0xffffffffu ? 0xffffffffu : ns;
}

static int by_size(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

void stats_print(void) {
  if (!count) return;
  qsort(all, count, sizeof *all, by_size);
  printf(",\"p50us\":%.1f,\"p99us\":%.1f,\"p999us\":%.1f,\"samples\":%zu", all[count / 2] / 1e3,
         all[(size_t)(count * .99)] / 1e3, all[(size_t)(count * .999)] / 1e3, count);
}
