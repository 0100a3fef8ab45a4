// Lets a host's C++ compiler make the CUDA kernels: blocks one after another, and within a block the
// threads, as fibers, each running to where threads wait for one another, one after another.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

struct Dimensions {
  unsigned x, y, z;
};

static Dimensions threadIdx, blockIdx, blockDim, gridDim;

static void threads_meet();

#define KERNEL(name) extern "C" void name
#define KERNEL_OF_BLOCKS(name) extern "C" void name
#define THREADS_MEET() threads_meet()
#define OF_BLOCK static
#define INLINE static inline

static const unsigned MOST_THREADS = THREADS;
// A few lines more than a power of two: the tops of the stacks are not to share lines of the cache.
static const size_t STACK = 32 * 1024 + 5 * 64;

#if defined(__x86_64__) && defined(__ELF__)

// Keeps what a called function must keep, and goes on where another fiber was left.
extern "C" void switch_fiber(void **left, void *next);
asm(R"(
.text
.globl switch_fiber
.type switch_fiber, @function
switch_fiber:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
)");

typedef void *Fiber;

static void make_fiber(Fiber *fiber, char *stack, void (*body)()) {
  void **top = reinterpret_cast<void **>(stack + STACK);
  *--top = nullptr;  // nobody is returned to
  *--top = reinterpret_cast<void *>(body);
  for (int i = 0; i < 6; i++) *--top = nullptr;
  *fiber = top;
}

static void change(Fiber *from, Fiber *to) { switch_fiber(from, *to); }

#else

#include <ucontext.h>
typedef ucontext_t Fiber;

static void make_fiber(Fiber *fiber, char *stack, void (*body)()) {
  getcontext(fiber);
  fiber->uc_stack.ss_sp = stack;
  fiber->uc_stack.ss_size = STACK;
  fiber->uc_link = nullptr;
  makecontext(fiber, body, 0);
}

static void change(Fiber *from, Fiber *to) { swapcontext(from, to); }

#endif

static Fiber fibers[MOST_THREADS + 1];  // the last is the caller
static char *stacks;
static void (*kernel_call)(void **);
static void **kernel_arguments;

// Fiber by fiber, the last to the first: all of them have come as far as this when it goes on.
static void threads_meet() {
  unsigned me = threadIdx.x;
  change(&fibers[me], &fibers[(me + 1) % blockDim.x]);
  threadIdx.x = me;
}

static void thread() {
  char here;  // on this fiber's stack
  unsigned me = (reinterpret_cast<uintptr_t>(&here) - reinterpret_cast<uintptr_t>(stacks)) / STACK;
  threadIdx.x = me;
  kernel_call(kernel_arguments);
  change(&fibers[me], &fibers[me + 1 == blockDim.x ? MOST_THREADS : me + 1]);
}

template <typename... A, size_t... I>
static void call(void (*kernel)(A...), void **arguments, std::index_sequence<I...>) {
  kernel(*static_cast<A *>(arguments[I])...);
}

template <typename... A>
static void call(void (*kernel)(A...), void **arguments) {
  call(kernel, arguments, std::index_sequence_for<A...>());
}

static void run_block(bool meet) {
  if (!meet) {
    for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) kernel_call(kernel_arguments);
    return;
  }
  if (!stacks) stacks = static_cast<char *>(std::aligned_alloc(64, MOST_THREADS * STACK));
  if (!stacks) std::abort();
  for (unsigned i = 0; i < blockDim.x; i++) make_fiber(&fibers[i], stacks + i * STACK, thread);
  change(&fibers[MOST_THREADS], &fibers[0]);
}

// Kernels whose threads wait for one another are made for blocks of THREADS.
static void run_grid(
    void (*kernel)(void **), bool meet, unsigned across, unsigned down, unsigned deep,
    unsigned threads, void **arguments) {
  kernel_call = kernel;
  kernel_arguments = arguments;
  blockDim = {meet ? THREADS : threads, 1, 1};
  gridDim = {across, down, deep};
  for (blockIdx.z = 0; blockIdx.z < deep; blockIdx.z++) {
    for (blockIdx.y = 0; blockIdx.y < down; blockIdx.y++) {
      for (blockIdx.x = 0; blockIdx.x < across; blockIdx.x++) run_block(meet);
    }
  }
}

extern "C" void *allocate(uint64_t bytes) {
  uint64_t whole = (bytes + 255) / 256 * 256;
  void *memory = std::aligned_alloc(256, whole);
  if (memory) std::memset(memory, 0, whole);
  return memory;
}

extern "C" void give_back(void *memory) { std::free(memory); }
