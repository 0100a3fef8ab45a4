// Losses: a partial sum of the score from each block and, where gradient is not 0, the gradient of
// the loss summed over the batch.

KERNEL_OF_BLOCKS(binary_cross_entropy)
(long long stride, const float *logits, const float *labels, float *gradient,
 double *partial_scores, int count, double factor, int batch, int adds) {
  OF_BLOCK double room[THREADS];
  logits = of_trial(logits, stride);
  labels = of_trial(labels, stride);
  double loss = 0;
  FOR_EACH(i, count) {
    float z = logits[i];
    float y = labels[i];
    loss += fmaxf(z, 0) - z * y + log1pf(expf(-fabsf(z)));
    if (gradient != 0) {
      store(of_trial(gradient, stride) + i, (float)factor * (sigmoid(z) - y), adds);
    }
  }
  double sum = sum_of_block(loss, room);
  if (threadIdx.x == 0) of_trial(partial_scores, stride / 2)[blockIdx.x] = factor * sum / batch;
}

#define PROBABILITY_CLIP 1e-7f

KERNEL_OF_BLOCKS(clipped_cross_entropy)
(long long stride, const float *outputs, const float *labels, float *gradient,
 double *partial_scores, int count, double factor, int batch, int adds) {
  OF_BLOCK double room[THREADS];
  outputs = of_trial(outputs, stride);
  labels = of_trial(labels, stride);
  double loss = 0;
  FOR_EACH(i, count) {
    float p = outputs[i];
    float y = labels[i];
    // By comparisons, which keep what is no number: a diverged training is to be noticed.
    float clipped = p < PROBABILITY_CLIP ? PROBABILITY_CLIP
        : p > 1 - PROBABILITY_CLIP ? 1 - PROBABILITY_CLIP : p;
    loss -= y * log((double)(clipped + PROBABILITY_CLIP))
        + (1 - y) * log((double)(1 - clipped + PROBABILITY_CLIP));
    if (gradient != 0) {
      int inside = p >= PROBABILITY_CLIP && p <= 1 - PROBABILITY_CLIP;
      float slope = (1 - y) / (1 - p + PROBABILITY_CLIP) - y / (p + PROBABILITY_CLIP);
      store(of_trial(gradient, stride) + i, inside ? (float)factor * slope : 0, adds);
    }
  }
  double sum = sum_of_block(loss, room);
  if (threadIdx.x == 0) of_trial(partial_scores, stride / 2)[blockIdx.x] = factor * sum / batch;
}

KERNEL_OF_BLOCKS(squared_error)
(long long stride, const float *outputs, const float *labels, float *gradient,
 double *partial_scores, int count, double factor, int batch, int adds) {
  OF_BLOCK double room[THREADS];
  outputs = of_trial(outputs, stride);
  labels = of_trial(labels, stride);
  double loss = 0;
  FOR_EACH(i, count) {
    float difference = outputs[i] - labels[i];
    loss += (double)difference * difference;
    if (gradient != 0) {
      store(of_trial(gradient, stride) + i, (float)(2 * factor) * difference, adds);
    }
  }
  double sum = sum_of_block(loss, room);
  if (threadIdx.x == 0) of_trial(partial_scores, stride / 2)[blockIdx.x] = factor * sum / batch;
}

// Of softmax units, an example a thread. Labels are of any sum; or they sum to 1, and the score holds
// the probabilities within [clip, 1 - clip].
KERNEL_OF_BLOCKS(softmax_cross_entropy)
(long long stride, const float *logits, const float *labels, float *gradient,
 double *partial_scores, int batch, int classes, double factor, int any_sum, double clip, int adds) {
  OF_BLOCK double room[THREADS];
  logits = of_trial(logits, stride);
  labels = of_trial(labels, stride);
  double loss = 0;
  FOR_EACH(example, batch) {
    const float *z = logits + example * classes;
    const float *y = labels + example * classes;
    double largest = z[0];
    double mass = 0;
    for (int k = 0; k < classes; k++) {
      if (!(z[k] <= largest)) largest = z[k];
      mass += y[k];
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) sum += exp(z[k] - largest);
    for (int k = 0; k < classes; k++) {
      double logarithm = z[k] - largest - log(sum);
      double p = exp(logarithm);
      if (y[k] != 0) {
        double clipped = p < clip ? clip : p > 1 - clip ? 1 - clip : p;
        loss -= y[k] * (any_sum ? logarithm : log(clipped));
      }
      if (gradient != 0) {
        store(of_trial(gradient, stride) + example * classes + k,
              (float)(factor * (p * (any_sum ? mass : 1) - y[k])), adds);
      }
    }
  }
  double sum = sum_of_block(loss, room);
  if (threadIdx.x == 0) of_trial(partial_scores, stride / 2)[blockIdx.x] = factor * sum / batch;
}

// Some partial scores to the score, or added to it. One block.
KERNEL_OF_BLOCKS(total_score)
(long long stride, const double *partial_scores, double *score, int count, int adds) {
  OF_BLOCK double room[THREADS];
  partial_scores = of_trial(partial_scores, stride / 2);
  double part = 0;
  for (int i = threadIdx.x; i < count; i += THREADS) part += partial_scores[i];
  double sum = sum_of_block(part, room);
  if (threadIdx.x == 0) {
    score = of_trial(score, stride / 2);
    *score = adds ? *score + sum : sum;
  }
}

// A step's score, after those of the steps before, of which there are *count.
KERNEL(keep_score)
(long long stride, const double *score, long long network_stride, double *scores, int *count) {
  FOR_EACH(i, 1) {
    count = of_trial(count, network_stride);
    of_trial(scores, network_stride / 2)[*count] = *of_trial(score, stride / 2);
    *count += 1;
  }
}
