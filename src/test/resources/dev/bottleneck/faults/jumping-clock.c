/* Preloaded, it has the wall clock of a process jump once: so many seconds after its start by so many
 * seconds, as CLOCK_JUMP=AFTER:BY says. The monotonic clock goes on as it does. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

typedef int clock_function(clockid_t, struct timespec *);

static clock_function *real;
static double begun, after, by;

static double monotonic(void) {
  struct timespec now;
  real(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

__attribute__((constructor)) static void begin(void) {
  const char *jump = getenv("CLOCK_JUMP");
  real = (clock_function *)dlsym(RTLD_NEXT, "clock_gettime");
  begun = monotonic();
  if (!jump || sscanf(jump, "%lf:%lf", &after, &by) != 2) by = 0;
}

static long offset(void) { return monotonic() - begun >= after ? (long)by : 0; }

int clock_gettime(clockid_t which, struct timespec *now) {
  int code;
  if (!real) begin();
  code = real(which, now);
  if (code == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) now->tv_sec += offset();
  return code;
}

int gettimeofday(struct timeval *now, void *zone) {
  struct timespec exact;
  int code = clock_gettime(CLOCK_REALTIME, &exact);
  (void)zone;
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return code;
}

time_t time(time_t *to) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (to) *to = exact.tv_sec;
  return exact.tv_sec;
}
