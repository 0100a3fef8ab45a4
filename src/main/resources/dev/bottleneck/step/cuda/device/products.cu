// Products of matrices, and the sums over rows that go with them.

// C[m, n] = f(sum over k of A[i, k] B[k, j] + bias[j]), or added to what C holds.
//
// A[i, k] is a[i * a_row + k * a_column], and so of B and C; C's columns lie side by side. A block
// makes a tile of TILE * TILE; each thread ROWS * COLUMNS of it, DOWN and ACROSS apart.
template <int TILE, int DEPTH>
INLINE void product_tile(
    const float *a, int a_row, int a_column, const float *b, int b_row, int b_column,
    const float *bias, float *c, int c_row, int m, int n, int depth, int function, int adds,
    float (*tile_a)[TILE + 1], float (*tile_b)[TILE + 1]) {
  const int ACROSS = 16;
  const int DOWN = THREADS / ACROSS;
  const int ROWS = TILE / DOWN;
  const int COLUMNS = TILE / ACROSS;
  int first_row = blockIdx.x * TILE;  // there may be more rows than blocks in y
  int first_column = blockIdx.y * TILE;
  int row = threadIdx.x / ACROSS;
  int column = threadIdx.x % ACROSS;
  float sums[ROWS][COLUMNS];
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < COLUMNS; j++) sums[i][j] = 0;
  }
  for (int start = 0; start < depth; start += DEPTH) {
    // Neighbouring threads read what lies side by side.
    for (int i = threadIdx.x; i < TILE * DEPTH; i += THREADS) {
      int k = a_column == 1 ? i % DEPTH : i / TILE;
      int r = a_column == 1 ? i / DEPTH : i % TILE;
      int inside = first_row + r < m && start + k < depth;
      tile_a[k][r] =
          inside ? a[(long long)(first_row + r) * a_row + (long long)(start + k) * a_column] : 0;
      k = b_row == 1 ? i % DEPTH : i / TILE;
      r = b_row == 1 ? i / DEPTH : i % TILE;
      inside = first_column + r < n && start + k < depth;
      tile_b[k][r] =
          inside ? b[(long long)(start + k) * b_row + (long long)(first_column + r) * b_column] : 0;
    }
    THREADS_MEET();
    for (int k = 0; k < DEPTH; k++) {
      for (int i = 0; i < ROWS; i++) {
        float left = tile_a[k][row + i * DOWN];
        for (int j = 0; j < COLUMNS; j++) {
          sums[i][j] = fmaf(left, tile_b[k][column + j * ACROSS], sums[i][j]);
        }
      }
    }
    THREADS_MEET();
  }
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < COLUMNS; j++) {
      int to_row = first_row + row + i * DOWN;
      int to_column = first_column + column + j * ACROSS;
      if (to_row < m && to_column < n) {
        float sum = sums[i][j] + (bias == 0 ? 0 : bias[to_column]);
        store(c + (long long)to_row * c_row + to_column, activated(function, sum), adds);
      }
    }
  }
}

#define PRODUCT(TILE, DEPTH) \
  (const float *a, long long a_stride, int a_row, int a_column, const float *b, \
   long long b_stride, int b_row, int b_column, const float *bias, long long bias_stride, \
   float *c, long long c_stride, int c_row, int m, int n, int depth, int function, int adds) { \
    OF_BLOCK float tile_a[DEPTH][TILE + 1]; \
    OF_BLOCK float tile_b[DEPTH][TILE + 1]; \
    product_tile<TILE, DEPTH>( \
        of_trial(a, a_stride), a_row, a_column, of_trial(b, b_stride), b_row, b_column, \
        bias == 0 ? bias : of_trial(bias, bias_stride), of_trial(c, c_stride), c_row, m, n, depth, \
        function, adds, tile_a, tile_b); \
  }

// Few outputs: smaller tiles, of which there are more.
KERNEL_OF_BLOCKS(product_of_few)
PRODUCT(16, 32)

KERNEL_OF_BLOCKS(product)
PRODUCT(32, 32)

KERNEL_OF_BLOCKS(product_of_many)
PRODUCT(64, 16)

// The sum over the rows of G[rows, columns], 32 columns a block.
KERNEL_OF_BLOCKS(sum_rows)
(const float *g, long long g_stride, float *sums, long long sums_stride, int rows, int columns,
 int adds) {
  OF_BLOCK float room[THREADS];
  g = of_trial(g, g_stride);
  sums = of_trial(sums, sums_stride);
  int column = blockIdx.x * 32 + threadIdx.x % 32;
  int part = threadIdx.x / 32;
  float sum = 0;
  if (column < columns) {
    for (int row = part; row < rows; row += THREADS / 32) sum += g[(long long)row * columns + column];
  }
  room[threadIdx.x] = sum;
  THREADS_MEET();
  if (part == 0 && column < columns) {
    for (int other = 1; other < THREADS / 32; other++) sum += room[threadIdx.x + other * 32];
    store(sums + column, sum, adds);
  }
}
