package dev.bottleneck.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Trains and runs DL4J networks; which engine does it changes no more than the last digits. */
public interface Engine {
  /** Deeplearning4j itself. */
  Engine DEEPLEARNING4J =
      new Engine() {
        @Override
        public TrainingStep step(Network net, long... featuresShape) {
          return TrainingStep.of(net);
        }

        @Override
        public ForwardPass forward(Network net) {
          return ForwardPass.of(net);
        }
      };

  /**
   * The step that trains {@code net}, which must be initialized; to be closed.
   *
   * @param featuresShape shape of a full batch's features, such as {@code [batch, 784]}
   */
  TrainingStep step(Network net, long... featuresShape);

  /** The same for layers in a row. */
  default TrainingStep step(MultiLayerNetwork net, long... featuresShape) {
    return step(Network.of(net), featuresShape);
  }

  /** What runs {@code net} without training it; to be closed. */
  ForwardPass forward(Network net);

  /** The same for layers in a row. */
  default ForwardPass forward(MultiLayerNetwork net) {
    return forward(Network.of(net));
  }
}
