// Convolutions, transposed convolutions and pooling: [batch, channels, height, width].
//
// A window stands on the larger image at every pixel of the smaller one: pixel (p, q) of the
// smaller is joined to (p * stride - above + u, q * stride - left + v) of the larger, for each (u, v)
// of the kernel. The weights are [channels of the smaller, channels of the larger, height, width]
// both ways: a convolution gathers the larger into the smaller, a transposed one spreads the
// smaller over the larger, and each is the other's gradient.

struct Window {
  int batch;
  int small_channels, small_height, small_width;
  int large_channels, large_height, large_width;
  int kernel_height, kernel_width;
  int stride_down, stride_across;
  int above, left;
};

#define WINDOW \
  int batch, int small_channels, int small_height, int small_width, int large_channels, \
      int large_height, int large_width, int kernel_height, int kernel_width, int stride_down, \
      int stride_across, int above, int left
#define THE_WINDOW \
  { \
    batch, small_channels, small_height, small_width, large_channels, large_height, large_width, \
        kernel_height, kernel_width, stride_down, stride_across, above, left \
  }

KERNEL(gather_images)
(long long stride, const float *large, const float *weights, const float *bias,
 long long network_stride, float *small, WINDOW, int adds) {
  struct Window w = THE_WINDOW;
  large = of_trial(large, stride);
  weights = of_trial(weights, network_stride);
  small = of_trial(small, stride);
  int small_pixels = w.small_height * w.small_width;
  int large_pixels = w.large_height * w.large_width;
  int taps = w.kernel_height * w.kernel_width;
  FOR_EACH(i, w.batch * w.small_channels * small_pixels) {
    int pixel = i % small_pixels;
    int channel = i / small_pixels % w.small_channels;
    int example = i / small_pixels / w.small_channels;
    int top = pixel / w.small_width * w.stride_down - w.above;
    int side = pixel % w.small_width * w.stride_across - w.left;
    float sum = bias == 0 ? 0 : of_trial(bias, network_stride)[channel];
    for (int from = 0; from < w.large_channels; from++) {
      const float *image = large + (long long)(example * w.large_channels + from) * large_pixels;
      const float *kernel = weights + (channel * w.large_channels + from) * taps;
      for (int u = 0; u < w.kernel_height; u++) {
        int y = top + u;
        if (y < 0 || y >= w.large_height) continue;
        for (int v = 0; v < w.kernel_width; v++) {
          int x = side + v;
          if (x < 0 || x >= w.large_width) continue;
          sum = fmaf(image[y * w.large_width + x], kernel[u * w.kernel_width + v], sum);
        }
      }
    }
    store(small + i, sum, adds);
  }
}

KERNEL(spread_images)
(long long stride, const float *small, const float *weights, const float *bias,
 long long network_stride, float *large, WINDOW, int adds) {
  struct Window w = THE_WINDOW;
  small = of_trial(small, stride);
  weights = of_trial(weights, network_stride);
  large = of_trial(large, stride);
  int small_pixels = w.small_height * w.small_width;
  int large_pixels = w.large_height * w.large_width;
  int taps = w.kernel_height * w.kernel_width;
  FOR_EACH(i, w.batch * w.large_channels * large_pixels) {
    int pixel = i % large_pixels;
    int channel = i / large_pixels % w.large_channels;
    int example = i / large_pixels / w.large_channels;
    int y = pixel / w.large_width + w.above;
    int x = pixel % w.large_width + w.left;
    float sum = bias == 0 ? 0 : of_trial(bias, network_stride)[channel];
    for (int from = 0; from < w.small_channels; from++) {
      const float *image = small + (long long)(example * w.small_channels + from) * small_pixels;
      const float *kernel = weights + (from * w.large_channels + channel) * taps;
      for (int u = y % w.stride_down; u < w.kernel_height && u <= y; u += w.stride_down) {
        int p = (y - u) / w.stride_down;
        if (p >= w.small_height) continue;
        for (int v = x % w.stride_across; v < w.kernel_width && v <= x; v += w.stride_across) {
          int q = (x - v) / w.stride_across;
          if (q >= w.small_width) continue;
          sum = fmaf(image[p * w.small_width + q], kernel[u * w.kernel_width + v], sum);
        }
      }
    }
    store(large + i, sum, adds);
  }
}

// A block a weight: the sum over the batch and the smaller image's pixels.
KERNEL_OF_BLOCKS(image_weights)
(long long stride, const float *large, const float *small, float *gradient,
 long long network_stride, WINDOW, int adds) {
  OF_BLOCK double room[THREADS];
  struct Window w = THE_WINDOW;
  large = of_trial(large, stride);
  small = of_trial(small, stride);
  gradient = of_trial(gradient, network_stride);
  int small_pixels = w.small_height * w.small_width;
  int large_pixels = w.large_height * w.large_width;
  int v = blockIdx.x % w.kernel_width;
  int u = blockIdx.x / w.kernel_width % w.kernel_height;
  int of_large = blockIdx.x / (w.kernel_width * w.kernel_height) % w.large_channels;
  int of_small = blockIdx.x / (w.kernel_width * w.kernel_height) / w.large_channels;
  float sum = 0;
  for (int i = threadIdx.x; i < w.batch * small_pixels; i += THREADS) {
    int example = i / small_pixels;
    int pixel = i % small_pixels;
    int y = pixel / w.small_width * w.stride_down - w.above + u;
    int x = pixel % w.small_width * w.stride_across - w.left + v;
    if (y < 0 || y >= w.large_height || x < 0 || x >= w.large_width) continue;
    float left = small[(long long)(example * w.small_channels + of_small) * small_pixels + pixel];
    float right = large[(long long)(example * w.large_channels + of_large) * large_pixels
                        + y * w.large_width + x];
    sum = fmaf(left, right, sum);
  }
  double total = sum_of_block(sum, room);
  if (threadIdx.x == 0) store(gradient + blockIdx.x, (float)total, adds);
}

// A block a channel: the sum over the batch and the pixels.
KERNEL_OF_BLOCKS(sum_channels)
(long long stride, const float *images, float *sums, long long network_stride, int batch,
 int channels, int pixels, int adds) {
  OF_BLOCK double room[THREADS];
  images = of_trial(images, stride);
  sums = of_trial(sums, network_stride);
  int channel = blockIdx.x;
  float sum = 0;
  for (int i = threadIdx.x; i < batch * pixels; i += THREADS) {
    sum += images[(long long)(i / pixels * channels + channel) * pixels + i % pixels];
  }
  double total = sum_of_block(sum, room);
  if (threadIdx.x == 0) store(sums + channel, (float)total, adds);
}

// winners: where in its channel of the larger image the greatest value stands.
KERNEL(pool_images)
(long long stride, const float *large, float *small, int *winners, WINDOW) {
  struct Window w = THE_WINDOW;
  large = of_trial(large, stride);
  small = of_trial(small, stride);
  winners = of_trial(winners, stride);
  int small_pixels = w.small_height * w.small_width;
  int large_pixels = w.large_height * w.large_width;
  FOR_EACH(i, w.batch * w.small_channels * small_pixels) {
    const float *image = large + (long long)(i / small_pixels) * large_pixels;
    int top = i % small_pixels / w.small_width * w.stride_down - w.above;
    int side = i % small_pixels % w.small_width * w.stride_across - w.left;
    int winner = -1;
    for (int u = 0; u < w.kernel_height; u++) {
      for (int v = 0; v < w.kernel_width; v++) {
        int y = top + u;
        int x = side + v;
        if (y < 0 || y >= w.large_height || x < 0 || x >= w.large_width) continue;
        int here = y * w.large_width + x;
        if (winner < 0 || image[here] > image[winner]) winner = here;
      }
    }
    small[i] = image[winner];
    winners[i] = winner;
  }
}

KERNEL(pool_images_backward)
(long long stride, const float *small_gradient, const int *winners, float *large_gradient, WINDOW,
 int adds) {
  struct Window w = THE_WINDOW;
  small_gradient = of_trial(small_gradient, stride);
  winners = of_trial(winners, stride);
  large_gradient = of_trial(large_gradient, stride);
  int small_pixels = w.small_height * w.small_width;
  int large_pixels = w.large_height * w.large_width;
  FOR_EACH(i, w.batch * w.large_channels * large_pixels) {
    int here = i % large_pixels;
    long long first = (long long)(i / large_pixels) * small_pixels;
    int y = here / w.large_width + w.above;
    int x = here % w.large_width + w.left;
    float sum = 0;
    for (int u = y % w.stride_down; u < w.kernel_height && u <= y; u += w.stride_down) {
      int p = (y - u) / w.stride_down;
      if (p >= w.small_height) continue;
      for (int v = x % w.stride_across; v < w.kernel_width && v <= x; v += w.stride_across) {
        int q = (x - v) / w.stride_across;
        if (q >= w.small_width) continue;
        long long at = first + p * w.small_width + q;
        if (winners[at] == here) sum += small_gradient[at];
      }
    }
    store(large_gradient + i, sum, adds);
  }
}
