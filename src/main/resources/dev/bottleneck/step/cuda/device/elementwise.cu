// What is done to each value by itself: activations, corruption, copies.

KERNEL(activate)
(long long stride, int function, const float *x, float *y, int count) {
  x = of_trial(x, stride);
  y = of_trial(y, stride);
  FOR_EACH(i, count) y[i] = activated(function, x[i]);
}

// known: y, or x where the slope follows from that.
KERNEL(activate_backward)
(long long stride, int function, const float *known, const float *output_gradient,
 float *input_gradient, int count, int adds) {
  known = of_trial(known, stride);
  output_gradient = of_trial(output_gradient, stride);
  input_gradient = of_trial(input_gradient, stride);
  FOR_EACH(i, count) store(input_gradient + i, output_gradient[i] * slope(function, known[i]), adds);
}

// The softmax over the middle of [outer, classes, inner].
KERNEL(softmax)
(long long stride, const float *z, float *p, int outer, int classes, int inner) {
  z = of_trial(z, stride);
  p = of_trial(p, stride);
  FOR_EACH(i, outer * inner) {
    int first = i / inner * classes * inner + i % inner;
    float largest = z[first];
    for (int k = 1; k < classes; k++) largest = fmaxf(largest, z[first + k * inner]);
    double sum = 0;
    for (int k = 0; k < classes; k++) sum += expf(z[first + k * inner] - largest);
    for (int k = 0; k < classes; k++) {
      p[first + k * inner] = (float)(expf(z[first + k * inner] - largest) / sum);
    }
  }
}

// How a corruption treats what chance picks.
#define MASKING 0
#define SALT_AND_PEPPER 1
#define INVERTED_DROPOUT 2

// Of a corruption and an iteration: the seed of its chance, and its level. Four floats long.
struct Chance {
  Bits seed;
  double level;
};

INLINE float keeps(int kind, struct Chance chance, double u) {
  if (u < chance.level) return 0;
  return kind == INVERTED_DROPOUT ? (float)(1 / (1 - chance.level)) : 1;
}

KERNEL(corrupt)
(long long stride, int kind, const struct Chance *chances, const float *x, float *y,
 int count) {
  struct Chance chance = *of_trial(chances, stride / 4);
  x = of_trial(x, stride);
  y = of_trial(y, stride);
  FOR_EACH(i, count) {
    double u = uniform(chance.seed, i);
    float salt = kind == SALT_AND_PEPPER && u < chance.level / 2 ? 1 : 0;
    y[i] = x[i] * keeps(kind, chance, u) + salt;
  }
}

KERNEL(corrupt_backward)
(long long stride, int kind, const struct Chance *chances, const float *output_gradient,
 float *input_gradient, int count, int adds) {
  struct Chance chance = *of_trial(chances, stride / 4);
  output_gradient = of_trial(output_gradient, stride);
  input_gradient = of_trial(input_gradient, stride);
  FOR_EACH(i, count) {
    float keep = keeps(kind, chance, uniform(chance.seed, i));
    store(input_gradient + i, output_gradient[i] * keep, adds);
  }
}

KERNEL(add_noise)
(long long stride, const float *x, const float *noise, float *y, int count) {
  x = of_trial(x, stride);
  noise = of_trial(noise, stride);
  y = of_trial(y, stride);
  FOR_EACH(i, count) y[i] = x[i] + noise[i];
}

// [a, b, c] from one array to another, each with its own steps.
KERNEL(copy)
(long long stride, const float *from, int from_a, int from_b, int from_c, float *to, int to_a,
 int to_b, int to_c, int a, int b, int c, int adds) {
  from = of_trial(from, stride);
  to = of_trial(to, stride);
  FOR_EACH(i, a * b * c) {
    int in_a = i / (b * c);
    int in_b = i / c % b;
    int in_c = i % c;
    store(to + in_a * to_a + in_b * to_b + in_c * to_c,
          from[in_a * from_a + in_b * from_b + in_c * from_c], adds);
  }
}

// [a, b, c] to [a, c], summed over b.
KERNEL(sum_middle)
(long long stride, const float *from, float *to, int a, int b, int c, int adds) {
  from = of_trial(from, stride);
  to = of_trial(to, stride);
  FOR_EACH(i, a * c) {
    const float *first = from + i / c * b * c + i % c;
    float sum = 0;
    for (int k = 0; k < b; k++) sum += first[k * c];
    store(to + i, sum, adds);
  }
}
