package dev.bottleneck.experiment;

import org.deeplearning4j.nn.conf.distribution.Distribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.RmsProp;

/** Keras's defaults, where DL4J's differ and a published figure depends on them. */
final class Keras {
  private static final double EPSILON = 1e-7;
  private static final double RMSPROP_DECAY = 0.9;
  private static final double ADADELTA_DECAY = 0.95;
  private static final double ADADELTA_EPSILON = 1e-8;

  private Keras() {}

  /** Adam (Kingma and Ba, 2015) with Keras's ε of 1e-7; DL4J's own is 1e-8. */
  static Adam adam(double learningRate) {
    return new Adam(
        learningRate,
        Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY,
        Adam.DEFAULT_ADAM_BETA2_VAR_DECAY,
        EPSILON);
  }

  /**
   * RMSProp (Tieleman and Hinton, 2012) with Keras's decay of 0.9 and ε of 1e-7, added to the root
   * as Keras 2 does; DL4J's own are 0.95 and 1e-8. ND4J's running mean of squares begins at ε,
   * Keras's at 0: a difference to the first steps of gradients below about 1e-3.
   */
  static RmsProp rmsProp(double learningRate) {
    return new RmsProp(learningRate, RMSPROP_DECAY, EPSILON);
  }

  /**
   * AdaDelta (Zeiler, 2012) with the ε of 1e-8 and the learning rate of 1 that Keras had from 1.0.3
   * (May 2016) to 2.1; DL4J's own ε is 1e-6, as Keras's was before, and Keras's learning rate has
   * been 0.001 since it went into TensorFlow 2.
   */
  static AdaDelta adaDelta() {
    return new AdaDelta(ADADELTA_DECAY, ADADELTA_EPSILON);
  }

  /**
   * Uniform within ±√(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010) with the fans as Keras counts
   * them: DL4J's own divides a convolution's fan-out by its stride, and counts an LSTM's otherwise.
   */
  static Distribution glorotUniform(long fanIn, long fanOut) {
    double limit = Math.sqrt(6.0 / (fanIn + fanOut));
    return new UniformDistribution(-limit, limit);
  }
}
