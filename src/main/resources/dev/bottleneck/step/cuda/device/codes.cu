// What codes are made with and held to: the k largest, Gaussian samples, penalties.

// Keeps the k largest of each row, of equal ones that of the lower index. kept: 1 or 0.
KERNEL(keep_largest)
(long long stride, const float *x, float *kept, float *y, int rows, int units, int k) {
  x = of_trial(x, stride);
  kept = of_trial(kept, stride);
  y = of_trial(y, stride);
  FOR_EACH(i, rows * units) {
    const float *row = x + i / units * units;
    int place = i % units;
    float value = row[place];
    int larger = 0;
    for (int other = 0; other < units; other++) {
      larger += row[other] > value || (row[other] == value && other < place) ? 1 : 0;
    }
    float keep = larger < k ? 1 : 0;
    kept[i] = keep;
    y[i] = value * keep;
  }
}

KERNEL(multiply)
(long long stride, const float *a, const float *b, float *product, int count, int adds) {
  a = of_trial(a, stride);
  b = of_trial(b, stride);
  product = of_trial(product, stride);
  FOR_EACH(i, count) store(product + i, a[i] * b[i], adds);
}

// moments: [batch, 2 n], the means, then the logarithms of the variances. noise: 0 for none.
KERNEL_OF_BLOCKS(sample_gaussian)
(long long stride, const float *moments, const float *noise, float *code, double *partial_scores,
 int batch, int units, double factor) {
  OF_BLOCK double room[THREADS];
  moments = of_trial(moments, stride);
  code = of_trial(code, stride);
  double divergence = 0;
  FOR_EACH(i, batch * units) {
    const float *mean = moments + i / units * 2 * units + i % units;
    double m = mean[0];
    double log_variance = mean[units];
    double deviation = exp(0.5 * log_variance);
    double e = noise == 0 ? 0 : of_trial(noise, stride)[i];
    code[i] = (float)(m + deviation * e);
    divergence += 0.5 * (m * m + deviation * deviation - log_variance - 1);
  }
  double sum = sum_of_block(divergence, room);
  if (threadIdx.x == 0) of_trial(partial_scores, stride / 2)[blockIdx.x] = factor * sum;
}

KERNEL(sample_gaussian_backward)
(long long stride, const float *moments, const float *noise, const float *code_gradient,
 float *moment_gradient, int batch, int units, double beta, int adds) {
  moments = of_trial(moments, stride);
  noise = of_trial(noise, stride);
  code_gradient = of_trial(code_gradient, stride);
  moment_gradient = of_trial(moment_gradient, stride);
  FOR_EACH(i, batch * units) {
    int at = i / units * 2 * units + i % units;
    double m = moments[at];
    double deviation = exp(0.5 * moments[at + units]);
    double dz = code_gradient[i];
    store(moment_gradient + at, (float)(dz + beta * m), adds);
    store(moment_gradient + at + units,
          (float)(0.5 * (deviation * noise[i] * dz + beta * (deviation * deviation - 1))), adds);
  }
}

// factor times the sum of magnitudes.
KERNEL_OF_BLOCKS(sum_magnitudes)
(long long stride, const float *h, double *partial_scores, int count, double factor) {
  OF_BLOCK double room[THREADS];
  h = of_trial(h, stride);
  double magnitudes = 0;
  FOR_EACH(i, count) magnitudes += fabsf(h[i]);
  double sum = sum_of_block(magnitudes, room);
  if (threadIdx.x == 0) of_trial(partial_scores, stride / 2)[blockIdx.x] = factor * sum;
}

KERNEL(add_signs)
(long long stride, const float *h, float *gradient, int count, float weight, int adds) {
  h = of_trial(h, stride);
  gradient = of_trial(gradient, stride);
  FOR_EACH(i, count) {
    float sign = h[i] > 0 ? 1.0f : h[i] < 0 ? -1.0f : h[i];
    store(gradient + i, weight * sign, adds);
  }
}

#define MEAN_CLIP 1e-7

// The mean of each unit over the batch, and from it the divergence from a target: the sum over the
// units goes to the score, its slope to slopes. One block.
KERNEL_OF_BLOCKS(mean_divergence)
(long long stride, const float *h, double *slopes, double *partial_scores, int batch, int units,
 double target, double factor) {
  OF_BLOCK double room[THREADS];
  h = of_trial(h, stride);
  slopes = of_trial(slopes, stride / 2);
  double divergence = 0;
  for (int unit = threadIdx.x; unit < units; unit += THREADS) {
    double mean = 0;
    for (int example = 0; example < batch; example++) mean += h[example * units + unit];
    mean /= batch;
    double m = mean < MEAN_CLIP ? MEAN_CLIP : mean > 1 - MEAN_CLIP ? 1 - MEAN_CLIP : mean;
    double term = target * log(target / m) + (1 - target) * log((1 - target) / (1 - m));
    // Outside of [0, 1] there is no divergence: NaN, which ends the training as diverged.
    divergence += mean >= 0 && mean <= 1 ? term : sqrt(-1.0);
    slopes[unit] = mean < MEAN_CLIP || mean > 1 - MEAN_CLIP
        ? 0
        : (1 - target) / (1 - mean) - target / mean;
  }
  double sum = sum_of_block(divergence, room);
  if (threadIdx.x == 0) of_trial(partial_scores, stride / 2)[0] = factor * sum;
}

KERNEL(add_slopes)
(long long stride, const double *slopes, float *gradient, int batch, int units, double factor,
 int adds) {
  slopes = of_trial(slopes, stride / 2);
  gradient = of_trial(gradient, stride);
  FOR_EACH(i, batch * units) store(gradient + i, (float)(factor * slopes[i % units]), adds);
}

// f'(z) and f''(z) / f'(z) of h = f(z).
INLINE double slope_of_code(int function, double h) {
  return function == SIGMOID ? h * (1 - h) : 1 - h * h;
}

INLINE double bend_of_code(int function, double h) {
  return function == SIGMOID ? 1 - 2 * h : -2 * h;
}

// A block a unit: the sum of its squared weights, and of its squared slopes over the batch.
KERNEL_OF_BLOCKS(jacobian_norm)
(long long stride, int function, const float *h, const float *weights, long long network_stride,
 double *squared_weights, double *squared_slopes, double *partial_scores, int batch, int units,
 int inputs, double factor) {
  OF_BLOCK double room[THREADS];
  h = of_trial(h, stride);
  int unit = blockIdx.x;
  weights = of_trial(weights, network_stride) + (long long)unit * inputs;
  double of_weights = 0;
  for (int i = threadIdx.x; i < inputs; i += THREADS) of_weights += (double)weights[i] * weights[i];
  of_weights = sum_of_block(of_weights, room);
  double of_slopes = 0;
  for (int example = threadIdx.x; example < batch; example += THREADS) {
    double s = slope_of_code(function, h[example * units + unit]);
    of_slopes += s * s;
  }
  of_slopes = sum_of_block(of_slopes, room);
  if (threadIdx.x == 0) {
    of_trial(squared_weights, stride / 2)[unit] = of_weights;
    of_trial(squared_slopes, stride / 2)[unit] = of_slopes;
    of_trial(partial_scores, stride / 2)[unit] = factor * of_weights * of_slopes;
  }
}

KERNEL(jacobian_code_gradient)
(long long stride, int function, const float *h, const double *squared_weights, float *gradient,
 int batch, int units, double lambda, int adds) {
  h = of_trial(h, stride);
  squared_weights = of_trial(squared_weights, stride / 2);
  gradient = of_trial(gradient, stride);
  FOR_EACH(i, batch * units) {
    double by_weights = 2 * lambda * squared_weights[i % units];
    store(gradient + i,
          (float)(slope_of_code(function, h[i]) * bend_of_code(function, h[i]) * by_weights), adds);
  }
}

KERNEL(jacobian_weight_gradient)
(long long stride, const double *squared_slopes, const float *weights, float *gradient,
 long long network_stride, int units, int inputs, double lambda, int adds) {
  squared_slopes = of_trial(squared_slopes, stride / 2);
  weights = of_trial(weights, network_stride);
  gradient = of_trial(gradient, network_stride);
  FOR_EACH(i, units * inputs) {
    store(gradient + i, (float)(2 * lambda * squared_slopes[i / inputs]) * weights[i], adds);
  }
}
