/* A CUDA driver with the answers that its macros give: CUDA, INIT, COUNT, MAJOR, MINOR. */
#include <stddef.h>
#include <string.h>

int cuInit(unsigned flags) { return INIT; }
int cuDriverGetVersion(int *version) { *version = CUDA; return 0; }
int cuDeviceGetCount(int *count) { *count = COUNT; return 0; }
int cuDeviceGet(int *device, int ordinal) { *device = ordinal + 100; return 0; }
int cuDeviceGetName(char *name, int length, int device) {
  strncpy(name, device == 100 ? "First GPU" : "Second GPU", length);
  return 0;
}
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  if (attribute != 75 && attribute != 76) return 1;
  *value = attribute == 75 ? MAJOR : MINOR;
  return 0;
}
/* More than four bytes hold. */
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t) 24 << 30; return 0; }
