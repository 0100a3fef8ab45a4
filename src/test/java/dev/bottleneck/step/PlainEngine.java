package dev.bottleneck.step;

import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.Linear;
import dev.bottleneck.step.graph.Loss;
import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.PlanEngine;
import dev.bottleneck.step.graph.PlannedNetwork;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Program;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.step.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A second engine, in plain loops: dense layers with tanh or sigmoid, the squared error, gradient
 * descent. What it lacks it refuses.
 */
public final class PlainEngine implements PlanEngine {
  @Override
  public String name() {
    return "plain loops";
  }

  @Override
  public PlannedNetwork open(NetworkVectors vectors, List<Update> updates, Precision precision)
      throws NotCompilable {
    for (Update update : updates) {
      if (!(update.updater() instanceof Sgd)) {
        throw new NotCompilable("plain loops know gradient descent alone");
      }
    }
    return new Planned(vectors, updates);
  }

  private record Planned(NetworkVectors vectors, List<Update> updates) implements PlannedNetwork {
    @Override
    public Program compile(Plan plan) throws NotCompilable {
      for (Operation operation : plan.operations()) {
        boolean known =
            operation instanceof Linear linear && !linear.tied()
                || operation instanceof Activation a && isKnown(a.function())
                || operation instanceof Loss loss && loss.kind() == Loss.Kind.SQUARED_ERROR;
        if (!known) {
          throw new NotCompilable("plain loops have no " + operation.getClass().getSimpleName());
        }
        for (Value output : operation.outputs()) {
          if (plan.readersOf(output).size() > 1) {
            throw new NotCompilable("plain loops let one operation alone read a value");
          }
        }
      }
      return new Loops(plan, vectors);
    }

    private static boolean isKnown(Activation.Function function) {
      return function == Activation.Function.TANH || function == Activation.Function.SIGMOID;
    }

    @Override
    public void update(int batch, int iteration, int epoch) {
      for (Update update : updates) {
        float rate = (float) update.updater().getLearningRate(iteration, epoch) / batch;
        for (int i = update.start(); i < update.start() + update.length(); i++) {
          float p = vectors.parameters().getFloat(i) - rate * vectors.gradient().getFloat(i);
          vectors.parameters().putScalar(i, p);
        }
      }
    }

    @Override
    public void close() {
      // Java's own memory
    }
  }

  private static final class Loops implements Program {
    private final Plan plan;
    private final NetworkVectors vectors;
    private final Map<Value, float[]> values = new HashMap<>();
    private final Map<Value, float[]> gradients = new HashMap<>();

    Loops(Plan plan, NetworkVectors vectors) {
      this.plan = plan;
      this.vectors = vectors;
    }

    @Override
    public Plan plan() {
      return plan;
    }

    private static float slope(Activation.Function function, float y) {
      return function == Activation.Function.TANH ? 1 - y * y : y * (1 - y);
    }

    private static float value(Activation.Function function, float x) {
      return (float) (function == Activation.Function.TANH ? Math.tanh(x) : 1 / (1 + Math.exp(-x)));
    }

    /** DL4J's W is [in, out] in Fortran's order. */
    private static long weight(Linear linear, int in, int out) {
      return linear.weights().start() + (long) out * linear.input().size(1) + in;
    }

    @Override
    public double score(List<INDArray> inputs, List<INDArray> labels) {
      for (int i = 0; i < inputs.size(); i++) {
        values.put(plan.inputs().get(i), inputs.get(i).dup('c').data().asFloat());
      }
      for (int i = 0; i < labels.size(); i++) {
        values.put(plan.labels().get(i), labels.get(i).dup('c').data().asFloat());
      }
      double score = 0;
      for (Operation operation : plan.operations()) {
        if (operation instanceof Linear linear) {
          values.put(linear.output(), product(linear));
        } else if (operation instanceof Activation activation) {
          float[] y = values.get(activation.input()).clone();
          for (int i = 0; i < y.length; i++) {
            y[i] = value(activation.function(), y[i]);
          }
          values.put(activation.output(), y);
        } else if (operation instanceof Loss loss) {
          score += loss(loss);
        }
      }
      return score;
    }

    private float[] product(Linear linear) {
      float[] x = values.get(linear.input());
      int in = linear.input().size(1);
      int out = linear.output().size(1);
      float[] y = new float[linear.output().length()];
      for (int i = 0; i < y.length; i++) {
        float sum = vectors.parameters().getFloat(linear.bias().start() + i % out);
        for (int j = 0; j < in; j++) {
          sum += x[i / out * in + j] * vectors.parameters().getFloat(weight(linear, j, i % out));
        }
        y[i] = sum;
      }
      return y;
    }

    private double loss(Loss loss) {
      float[] h = values.get(loss.prediction());
      float[] y = values.get(loss.labels());
      float[] gradient = new float[h.length];
      double sum = 0;
      for (int i = 0; i < h.length; i++) {
        double difference = h[i] - y[i];
        sum += difference * difference;
        gradient[i] = (float) (2 * loss.factor() * difference);
      }
      gradients.put(loss.prediction(), gradient);
      return loss.factor() * sum / plan.batch();
    }

    @Override
    public double gradientAndScore(List<INDArray> inputs, List<INDArray> labels, int iteration) {
      double score = score(inputs, labels);
      vectors.gradient().assign(0);
      for (int i = plan.operations().size() - 1; i >= 0; i--) {
        Operation operation = plan.operations().get(i);
        if (operation instanceof Linear linear) {
          back(linear);
        } else if (operation instanceof Activation activation) {
          float[] y = values.get(activation.output());
          float[] gradient = gradients.get(activation.output()).clone();
          for (int j = 0; j < y.length; j++) {
            gradient[j] *= slope(activation.function(), y[j]);
          }
          gradients.put(activation.input(), gradient);
        }
      }
      return score;
    }

    private void back(Linear linear) {
      float[] x = values.get(linear.input());
      float[] dy = gradients.get(linear.output());
      float[] dx = new float[x.length];
      int in = linear.input().size(1);
      int out = linear.output().size(1);
      for (int i = 0; i < dy.length; i++) {
        add(linear.bias().start() + i % out, dy[i]);
        for (int j = 0; j < in; j++) {
          int at = i / out * in + j;
          dx[at] += dy[i] * vectors.parameters().getFloat(weight(linear, j, i % out));
          add(weight(linear, j, i % out), dy[i] * x[at]);
        }
      }
      gradients.put(linear.input(), dx);
    }

    private void add(long at, float value) {
      vectors.gradient().putScalar(at, vectors.gradient().getFloat(at) + value);
    }

    @Override
    public INDArray activations(List<INDArray> inputs) {
      score(inputs, List.of());
      return Nd4j.create(values.get(plan.output()), plan.output().shape(), 'c');
    }

    @Override
    public void close() {
      // Java's own memory
    }
  }
}
