// The updaters' arithmetic, as dev.bottleneck.step.update has it: what would become denormal is
// rounded away there, and so here.

#define NEGLIGIBLE 1e-25f
#define NEGLIGIBLE_GRADIENT 1e-10f

INLINE float rounded(float state) { return (state + NEGLIGIBLE) - NEGLIGIBLE; }

// Of the mean loss, from the summed one's; settings[0] is 1 / batch.
INLINE float mean_gradient(float gradient, float scale) {
  return (gradient * scale + NEGLIGIBLE_GRADIENT) - NEGLIGIBLE_GRADIENT;
}

#define UPDATE \
  (long long stride, float *parameters, const float *gradient, float *first, float *second, \
   const float *settings, int count)
#define BEGIN_UPDATE \
  parameters = of_trial(parameters, stride); \
  gradient = of_trial(gradient, stride); \
  first = of_trial(first, stride); \
  second = of_trial(second, stride); \
  settings = of_trial(settings, stride); \
  float scale = settings[0];

KERNEL(sgd)
UPDATE {
  BEGIN_UPDATE
  float rate = settings[1];
  FOR_EACH(i, count) parameters[i] -= rate * mean_gradient(gradient[i], scale);
}

KERNEL(classical_momentum)
UPDATE {
  BEGIN_UPDATE
  float rate = settings[1];
  float momentum = settings[2];
  FOR_EACH(i, count) {
    float velocity = momentum * first[i] + rate * mean_gradient(gradient[i], scale);
    first[i] = rounded(velocity);
    parameters[i] -= velocity;
  }
}

KERNEL(nesterov_momentum)
UPDATE {
  BEGIN_UPDATE
  float rate = settings[1];
  float momentum = settings[2];
  FOR_EACH(i, count) {
    float before = momentum * first[i];
    float velocity = before - rate * mean_gradient(gradient[i], scale);
    first[i] = rounded(velocity);
    parameters[i] -= before - (1 + momentum) * velocity;
  }
}

KERNEL(adam)
UPDATE {
  BEGIN_UPDATE
  float rate = settings[1];
  float beta1 = settings[2];
  float beta2 = settings[3];
  float epsilon = settings[4];
  FOR_EACH(i, count) {
    float g = mean_gradient(gradient[i], scale);
    float mean = rounded(beta1 * first[i] + (1 - beta1) * g);
    float square = rounded(beta2 * second[i] + (1 - beta2) * g * g);
    first[i] = mean;
    second[i] = square;
    parameters[i] -= rate * mean / (sqrtf(square) + epsilon);
  }
}

KERNEL(nadam)
UPDATE {
  BEGIN_UPDATE
  float rate = settings[1];
  float beta1 = settings[2];
  float beta2 = settings[3];
  float epsilon = settings[4];
  FOR_EACH(i, count) {
    float g = mean_gradient(gradient[i], scale);
    float mean = rounded(beta1 * first[i] + (1 - beta1) * g);
    float square = rounded(beta2 * second[i] + (1 - beta2) * g * g);
    first[i] = mean;
    second[i] = square;
    parameters[i] -= rate * (beta1 * mean + (1 - beta1) * g) / (sqrtf(square) + epsilon);
  }
}

KERNEL(rms_prop)
UPDATE {
  BEGIN_UPDATE
  float rate = settings[1];
  float decay = settings[2];
  float epsilon = settings[3];
  FOR_EACH(i, count) {
    float g = mean_gradient(gradient[i], scale);
    float square = rounded(decay * first[i] + (1 - decay) * g * g);
    first[i] = square;
    parameters[i] -= rate * g / (sqrtf(square) + epsilon);
  }
}

KERNEL(ada_delta)
UPDATE {
  BEGIN_UPDATE
  float rho = settings[1];
  float epsilon = settings[2];
  FOR_EACH(i, count) {
    float g = mean_gradient(gradient[i], scale);
    float square = rounded(rho * first[i] + (1 - rho) * g * g);
    float update = g * sqrtf(second[i] + epsilon) / sqrtf(square + epsilon);
    first[i] = square;
    second[i] = rounded(rho * second[i] + (1 - rho) * update * update);
    parameters[i] -= update;
  }
}
