package dev.bottleneck.experiment;

import dev.bottleneck.layer.HalfSquaredError;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What a classifier's output is held against the classes by; a mean over the batch. */
public enum ClassifierLoss {
  /** Sigmoid outputs and half the squared error, {@code ½ Σ_k (ŷ_k − y_k)²}. */
  SQUARED_ERROR,
  /** Softmax outputs and the cross-entropy, {@code −Σ_k y_k ln ŷ_k}, in nats. */
  CROSS_ENTROPY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The output layer {@code [batch, inputs]} to {@code [batch, classes]}. */
  OutputLayer layer(int inputs, int classes) {
    OutputLayer.Builder layer =
        this == SQUARED_ERROR
            ? new OutputLayer.Builder(new HalfSquaredError()).activation(Activation.SIGMOID)
            : new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX);
    return layer.nIn(inputs).nOut(classes).build();
  }
}
