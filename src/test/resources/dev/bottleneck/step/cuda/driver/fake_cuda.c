/* A CUDA driver on the host's memory, for the tests of those who call one.
 *
 * What it is given on a stream it does when that is waited for, as a GPU may, and it refuses what is
 * called without a context. The functions fake_... steer it and tell what became of it. Macros leave
 * a function each out: WITHOUT_CAPTURE, WITHOUT_FLAGS and WITHOUT_LAUNCH. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))
#define MOST 64

typedef struct {
  char name[64], types[32];
} kernel;

typedef struct {
  kernel *kernel;
  unsigned blocks[3], threads;
  uint64_t arguments[32];
} launch;

typedef struct {
  enum { COPY, SET, LAUNCH } kind;
  char *to;
  const char *from;
  size_t bytes;
  int value;
  launch launch;
} operation;

typedef struct {
  int count;
  launch *launches;
} graph;

static kernel kernels[MOST];
static int kernel_count;

static operation *operations;
static int operation_count, done;

static launch *made;
static int made_count;
static char told[4096];

static struct {
  char *address;
  size_t bytes;
} blocks[MOST];
static size_t total, taken;

static int cuda, major, minor, open_things, modules, lost;
static struct {
  char function[48];
  int countdown, error;
} failure;
static graph *captured;

static char context[1];
static __thread const void *stack[8];
static __thread int depth;

/* Steering */

EXPORT void fake_reset(void) {
  kernel_count = operation_count = done = made_count = open_things = modules = lost = 0;
  failure.countdown = 0;
  memset(blocks, 0, sizeof blocks);
  total = (size_t) 1 << 30, taken = 0;
  cuda = 13000, major = 9, minor = 0;
  captured = NULL;
}

EXPORT void fake_driver(int version, int first, int second) {
  cuda = version, major = first, minor = second;
}

/* A kernel's name, and its arguments' types: i, l, f, d. */
EXPORT void fake_kernel(const char *name, const char *types) {
  snprintf(kernels[kernel_count].name, sizeof kernels->name, "%s", name);
  snprintf(kernels[kernel_count++].types, sizeof kernels->types, "%s", types);
}

/* The so-manieth call of a function from now on fails, 1 for the next. */
EXPORT void fake_fail(const char *function, int call, int error) {
  snprintf(failure.function, sizeof failure.function, "%s", function);
  failure.countdown = call, failure.error = error;
}

/* The device is lost, as by a kernel that reads where nothing is. */
EXPORT void fake_lose(int error) { lost = error; }

/* How much is not given back. */
EXPORT int fake_open(void) { return open_things; }

/* How many contexts the calling thread has. */
EXPORT int fake_depth(void) { return depth; }

/* How many launches were carried out. */
EXPORT int fake_launches(void) { return made_count; }

/* One of them, such as "mix 2x1x1 128 7 4096 0.5 0.25". */
EXPORT const char *fake_launch(int i) {
  launch *l = &made[i];
  int at = snprintf(told, sizeof told, "%s %ux%ux%u %u", l->kernel->name, l->blocks[0],
                    l->blocks[1], l->blocks[2], l->threads);
  for (int a = 0; l->kernel->types[a]; a++) {
    const void *value = &l->arguments[a];
    char *end = told + at;
    size_t left = sizeof told - at;
    switch (l->kernel->types[a]) {
      case 'i': at += snprintf(end, left, " %d", *(const int32_t *) value); break;
      case 'l': at += snprintf(end, left, " %lld", *(const long long *) value); break;
      case 'f': at += snprintf(end, left, " %g", *(const float *) value); break;
      default: at += snprintf(end, left, " %g", *(const double *) value);
    }
  }
  return told;
}

/* Errors */

static const struct {
  int error;
  const char *name, *text;
} ERRORS[] = {
    {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {200, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {214, "CUDA_ERROR_ECC_UNCORRECTABLE", "uncorrectable ECC error encountered"},
    {500, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {801, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH",
     "system has unsupported display driver / cuda driver combination"},
    {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED",
     "operation not permitted when stream is capturing"},
};

static const char *find(int error, int text) {
  for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
    if (ERRORS[i].error == error) return text ? ERRORS[i].text : ERRORS[i].name;
  return NULL;
}

EXPORT int cuGetErrorName(int error, const char **name) {
  *name = find(error, 0);
  return *name ? 0 : 1;
}

EXPORT int cuGetErrorString(int error, const char **text) {
  *text = find(error, 1);
  return *text ? 0 : 1;
}

/* What a function returns at once; 0 if it is to go on. */
static int refusal(const char *function, int wants_context) {
  if (failure.countdown && !strcmp(function, failure.function) && !--failure.countdown)
    return failure.error;
  if (lost) return lost;
  return wants_context && (!depth || stack[depth - 1] != context) ? 201 : 0;
}

#define ANYWHERE \
  { \
    int refused = refusal(__func__, 0); \
    if (refused) return refused; \
  }
#define IN_CONTEXT \
  { \
    int refused = refusal(__func__, 1); \
    if (refused) return refused; \
  }
#define NOT_CAPTURED \
  IN_CONTEXT \
  if (captured) return 900;

/* The stream's work */

static operation *add(void) {
  operations = realloc(operations, (operation_count + 1) * sizeof *operations);
  return &operations[operation_count++];
}

static void carry_out(launch *l) {
  made = realloc(made, (made_count + 1) * sizeof *made);
  made[made_count++] = *l;
  if (!strcmp(l->kernel->name, "twice")) /* the one that computes: float *values, int count */
    for (int i = 0; i < (int) l->arguments[1]; i++) ((float *) l->arguments[0])[i] *= 2;
}

static void work(int until) {
  for (; done < until; done++) {
    operation *o = &operations[done];
    if (o->kind == COPY) memcpy(o->to, o->from, o->bytes);
    if (o->kind == SET) memset(o->to, o->value, o->bytes);
    if (o->kind == LAUNCH) carry_out(&o->launch);
  }
}

static void add_launch(launch *l) {
  operation *o = add();
  o->kind = LAUNCH, o->launch = *l;
}

static int add_copy(char *to, const char *from, size_t bytes) {
  operation *o = add();
  o->kind = COPY, o->to = to, o->from = from, o->bytes = bytes;
  return 0;
}

/* The driver and its devices */

EXPORT int cuInit(unsigned flags) {
  ANYWHERE
  return flags ? 1 : 0;
}

EXPORT int cuDriverGetVersion(int *version) {
  ANYWHERE
  *version = cuda;
  return 0;
}

EXPORT int cuDeviceGetCount(int *count) {
  ANYWHERE
  *count = 1;
  return 0;
}

EXPORT int cuDeviceGet(int *device, int ordinal) {
  ANYWHERE
  *device = 100;
  return ordinal ? 101 : 0;
}

EXPORT int cuDeviceGetName(char *name, int length, int device) {
  ANYWHERE
  snprintf(name, length, "Fake GPU");
  return device == 100 ? 0 : 101;
}

EXPORT int cuDeviceTotalMem_v2(size_t *bytes, int device) {
  ANYWHERE
  *bytes = total;
  return device == 100 ? 0 : 101;
}

EXPORT int cuDeviceGetAttribute(int *value, int attribute, int device) {
  ANYWHERE
  *value = attribute == 75 ? major : minor;
  return device == 100 && (attribute == 75 || attribute == 76) ? 0 : 1;
}

EXPORT int cuDevicePrimaryCtxRetain(const void **retained, int device) {
  ANYWHERE
  open_things++;
  *retained = context;
  return device == 100 ? 0 : 101;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device) {
  open_things--;
  return device == 100 ? lost : 101;
}

EXPORT int cuCtxPushCurrent_v2(const void *one) {
  ANYWHERE
  if (depth == sizeof stack / sizeof *stack) return 1;
  stack[depth++] = one;
  return 0;
}

EXPORT int cuCtxPopCurrent_v2(const void **one) {
  *one = stack[--depth];
  return lost;
}

EXPORT int cuStreamCreate(void **stream, unsigned flags) {
  IN_CONTEXT
  open_things++;
  *stream = malloc(1);
  return flags == 1 ? 0 : 1;
}

EXPORT int cuStreamDestroy_v2(void *stream) {
  IN_CONTEXT
  open_things--;
  free(stream);
  return 0;
}

EXPORT int cuStreamSynchronize(void *stream) {
  NOT_CAPTURED
  work(operation_count);
  return 0;
}

EXPORT int cuEventCreate(int **event, unsigned flags) {
  IN_CONTEXT
  open_things++;
  *event = calloc(1, sizeof **event);
  return flags == 2 ? 0 : 1;
}

EXPORT int cuEventDestroy_v2(int *event) {
  IN_CONTEXT
  open_things--;
  free(event);
  return 0;
}

EXPORT int cuEventRecord(int *event, void *stream) {
  NOT_CAPTURED
  *event = operation_count;
  return stream ? 0 : 1;
}

EXPORT int cuEventSynchronize(int *event) {
  NOT_CAPTURED
  work(*event);
  return 0;
}

/* Memory */

EXPORT int cuMemGetInfo_v2(size_t *unused, size_t *all) {
  IN_CONTEXT
  *unused = total - taken, *all = total;
  return 0;
}

EXPORT int cuMemAlloc_v2(char **address, size_t bytes) {
  IN_CONTEXT
  if (!bytes) return 1;
  if (bytes > total - taken) return 2;
  int free_place = 0;
  while (blocks[free_place].address) free_place++;
  size_t whole = (bytes + 255) / 256 * 256;
  *address = aligned_alloc(256, whole);
  memset(*address, 0xAB, whole); /* not 0: whoever wants that sets it */
  blocks[free_place].address = *address, blocks[free_place].bytes = bytes;
  taken += bytes, open_things++;
  return 0;
}

EXPORT int cuMemFree_v2(char *address) {
  IN_CONTEXT
  for (int i = 0; i < MOST; i++) {
    if (blocks[i].address == address) {
      blocks[i].address = NULL;
      taken -= blocks[i].bytes, open_things--;
      free(address);
      return 0;
    }
  }
  return 1;
}

EXPORT int cuMemAllocHost_v2(void **address, size_t bytes) {
  IN_CONTEXT
  open_things++;
  *address = malloc(bytes);
  return 0;
}

EXPORT int cuMemFreeHost(void *address) {
  IN_CONTEXT
  open_things--;
  free(address);
  return 0;
}

EXPORT int cuMemsetD8Async(char *address, unsigned char value, size_t count, void *stream) {
  NOT_CAPTURED
  operation *o = add();
  o->kind = SET, o->to = address, o->value = value, o->bytes = count;
  return stream ? 0 : 1;
}

EXPORT int cuMemcpyHtoDAsync_v2(char *to, const char *from, size_t bytes, void *stream) {
  NOT_CAPTURED
  return stream ? add_copy(to, from, bytes) : 1;
}

EXPORT int cuMemcpyDtoHAsync_v2(char *to, const char *from, size_t bytes, void *stream) {
  NOT_CAPTURED
  return stream ? add_copy(to, from, bytes) : 1;
}

/* Kernels */

EXPORT int cuModuleLoadData(void **module, const char *image) {
  IN_CONTEXT
  if (memcmp(image, "\177ELF", 4)) return 200;
  open_things++, modules++;
  *module = malloc(1);
  return 0;
}

EXPORT int cuModuleUnload(void *module) {
  IN_CONTEXT
  open_things--, modules--;
  free(module);
  return 0;
}

EXPORT int cuModuleGetFunction(kernel **function, void *module, const char *name) {
  NOT_CAPTURED
  for (int i = 0; module && i < kernel_count; i++) {
    if (!strcmp(kernels[i].name, name)) {
      *function = &kernels[i];
      return 0;
    }
  }
  return 500;
}

EXPORT int cuFuncGetAttribute(int *value, int attribute, kernel *function) {
  IN_CONTEXT
  *value = attribute;
  return function ? 0 : 1;
}

#ifndef WITHOUT_LAUNCH
EXPORT int cuLaunchKernel(kernel *function, unsigned x, unsigned y, unsigned z, unsigned threads,
                          unsigned threads_y, unsigned threads_z, unsigned shared, void *stream,
                          void **arguments, void **extra) {
  IN_CONTEXT
  if (threads > 1024 || threads_y != 1 || threads_z != 1 || shared || extra || !stream) return 1;
  launch l = {function, {x, y, z}, threads, {0}};
  for (int a = 0; function->types[a]; a++)
    memcpy(&l.arguments[a], arguments[a], strchr("if", function->types[a]) ? 4 : 8);
  if (!captured) {
    add_launch(&l);
    return 0;
  }
  captured->launches = realloc(captured->launches, (captured->count + 1) * sizeof l);
  captured->launches[captured->count++] = l;
  return 0;
}
#endif

/* Graphs */

static int destroy(graph *one) {
  open_things--;
  free(one->launches);
  free(one);
  return 0;
}

#ifndef WITHOUT_CAPTURE
EXPORT int cuStreamBeginCapture_v2(void *stream, int mode) {
  NOT_CAPTURED
  open_things++;
  captured = calloc(1, sizeof *captured);
  return stream && mode == 1 ? 0 : 1;
}
#endif

EXPORT int cuStreamEndCapture(void *stream, graph **ended) {
  int refused = refusal(__func__, 1);
  *ended = captured;
  captured = NULL;
  if (refused) {
    destroy(*ended);
    *ended = NULL;
  }
  return refused;
}

static int instantiate(graph **executable, graph *of) {
  open_things++;
  *executable = calloc(1, sizeof **executable);
  (*executable)->count = of->count;
  (*executable)->launches = malloc(of->count * sizeof(launch) + 1);
  memcpy((*executable)->launches, of->launches, of->count * sizeof(launch));
  return 0;
}

#ifndef WITHOUT_FLAGS
EXPORT int cuGraphInstantiateWithFlags(graph **executable, graph *of, unsigned long long flags) {
  IN_CONTEXT
  return flags ? 1 : instantiate(executable, of);
}
#endif

EXPORT int cuGraphInstantiate_v2(graph **executable, graph *of, void **node, char *log,
                                 size_t bytes) {
  IN_CONTEXT
  return node || log || bytes ? 1 : instantiate(executable, of);
}

EXPORT int cuGraphLaunch(graph *executable, void *stream) {
  NOT_CAPTURED
  for (int i = 0; i < executable->count; i++) add_launch(&executable->launches[i]);
  return stream ? 0 : 1;
}

EXPORT int cuGraphExecDestroy(graph *executable) {
  IN_CONTEXT
  return modules ? destroy(executable) : 1; /* its kernels are gone */
}

EXPORT int cuGraphDestroy(graph *one) {
  IN_CONTEXT
  return destroy(one);
}
