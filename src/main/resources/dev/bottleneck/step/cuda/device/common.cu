// What all kernels share.
//
// Arrays are floats in C order. Every pointer is that of the first of the trials that are trained at
// once, one a layer of blocks (blockIdx.z); a stride, in elements, leads from a trial's array to the
// next one's. Sums have an order of their own, whatever the launch: a network trained among others
// has the bits that it has alone.

// Threads of a block, where they wait for one another.
#ifndef THREADS
#define THREADS 256
#endif

// A kernel of one-dimensional blocks whose threads do not wait for one another, and one of blocks
// of THREADS threads that do.
#ifndef KERNEL
#define KERNEL(name) extern "C" __global__ void name
#define KERNEL_OF_BLOCKS(name) extern "C" __global__ void __launch_bounds__(THREADS) name
#define THREADS_MEET() __syncthreads()
#define OF_BLOCK __shared__
#define INLINE __device__ __forceinline__
#endif

typedef unsigned long long Bits;

// The elements of a loop that are this thread's.
#define FOR_EACH(i, count) \
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < (unsigned)(count); \
       i += gridDim.x * blockDim.x)

// A trial's array.
template <typename T>
INLINE T *of_trial(T *first, long long stride) {
  return first + (long long)blockIdx.z * stride;
}

INLINE void store(float *place, float value, int adds) {
  *place = adds ? *place + value : value;
}

// The sum of the block's values, by halves, on every thread.
INLINE double sum_of_block(double value, double *room) {
  room[threadIdx.x] = value;
  THREADS_MEET();
  for (int half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) room[threadIdx.x] += room[threadIdx.x + half];
    THREADS_MEET();
  }
  double sum = room[0];
  THREADS_MEET();
  return sum;
}

// Activations, as ElementwiseFunction numbers them.
#define LINEAR 0
#define SIGMOID 1
#define TANH 2
#define RELU 3
#define GELU 4
#define GELU_TANH 5

INLINE float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

#define ROOT_HALF 0.70710678118654752f
#define ROOT_2_BY_PI 0.79788456080286536f
#define ROOT_1_BY_2_PI 0.39894228040143268f
#define GELU_CUBE 0.044715f

INLINE float activated(int function, float x) {
  switch (function) {
    case SIGMOID: return sigmoid(x);
    case TANH: return tanhf(x);
    case RELU: return x > 0 ? x : 0;
    case GELU: return 0.5f * x * (1 + erff(x * ROOT_HALF));
    case GELU_TANH: return 0.5f * x * (1 + tanhf(ROOT_2_BY_PI * (x + GELU_CUBE * x * x * x)));
    default: return x;
  }
}

// f'(x): of a sigmoid, a tanh and a ReLU from y = f(x), of the others from x.
INLINE float slope(int function, float known) {
  switch (function) {
    case SIGMOID: return known * (1 - known);
    case TANH: return 1 - known * known;
    case RELU: return known > 0 ? 1 : 0;
    case GELU:
      return 0.5f * (1 + erff(known * ROOT_HALF))
          + known * ROOT_1_BY_2_PI * expf(-0.5f * known * known);
    case GELU_TANH: {
      float square = known * known;
      float t = tanhf(ROOT_2_BY_PI * known * (1 + GELU_CUBE * square));
      return 0.5f * (1 + t)
          + 0.5f * known * (1 - t * t) * ROOT_2_BY_PI * (1 + 3 * GELU_CUBE * square);
    }
    default: return 1;
  }
}

// java.util.SplittableRandom: its numbers follow from their place alone.
#define GOLDEN_GAMMA 0x9e3779b97f4a7c15ULL

INLINE double uniform(Bits seed, int place) {
  Bits z = seed + (Bits)(place + 1) * GOLDEN_GAMMA;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  z = z ^ (z >> 31);
  return (double)(z >> 11) * (1.0 / 9007199254740992.0);
}
