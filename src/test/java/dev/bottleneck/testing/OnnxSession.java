package dev.bottleneck.testing;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.Map;

/** A model of one input and one output on ONNX Runtime, on one thread. */
public final class OnnxSession implements AutoCloseable {
  private final OrtSession session;

  private OnnxSession(OrtSession session) {
    this.session = session;
  }

  /** Loads {@code model}, which the runtime checks. */
  public static OnnxSession open(Path model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      return new OnnxSession(
          OrtEnvironment.getEnvironment().createSession(model.toString(), options));
    }
  }

  /** What the runtime calls itself. */
  public static String version() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  /** What the model makes of {@code rows}, {@code [batch, values]} both. */
  public float[][] run(float[][] rows) throws OrtException {
    try (OnnxTensor given = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), rows);
        OrtSession.Result result = session.run(Map.of(input(), given))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  public String input() {
    return session.getInputNames().iterator().next();
  }

  public String output() {
    return session.getOutputNames().iterator().next();
  }

  /** The shape that the model states for its input; −1 is any size. */
  public long[] inputShape() throws OrtException {
    return ((TensorInfo) session.getInputInfo().get(input()).getInfo()).getShape();
  }

  /** The same of its output. */
  public long[] outputShape() throws OrtException {
    return ((TensorInfo) session.getOutputInfo().get(output()).getInfo()).getShape();
  }

  /** What the model says of itself. */
  public Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  public String producer() throws OrtException {
    return session.getMetadata().getProducerName();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
