package dev.bottleneck.step.cuda;

import dev.bottleneck.device.ArrayOrder;
import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.LaunchSequence;
import dev.bottleneck.step.graph.HeldExamples;
import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Program;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A plan's launches, one after another, and the copies before and after. */
final class CudaProgram implements Program {
  private final Plan plan;
  private final LoweredPlan lowered;
  private final KernelDevice device;
  private final DeviceVectors vectors;
  private final DeviceScores scores;
  private final Arena values;
  private LaunchSequence launches; // on a batch that the host sends; null until one is
  private LaunchSequence launchesOnHeld; // on one that is gathered of the next; likewise
  private DeviceExamples held;
  private final DoublePointer score = new DoublePointer(1); // on the host, as is the next
  private final BytePointer told;

  CudaProgram(
      Plan plan,
      LoweredPlan lowered,
      KernelDevice device,
      DeviceVectors vectors,
      DeviceScores scores,
      Arena values) {
    this.plan = plan;
    this.lowered = lowered;
    this.device = device;
    this.vectors = vectors;
    this.scores = scores;
    this.values = values;
    int most = lowered.stepInputs().stream().mapToInt(StepInput::bytes).max().orElse(0);
    told = new BytePointer(Math.max(1, most));
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public double gradientAndScore(List<INDArray> inputs, List<INDArray> labels, int iteration) {
    double[] score = new double[1];
    gradient(inputs, labels, iteration, its -> score[0] = its);
    scores.tell();
    return score[0];
  }

  @Override
  public void gradient(
      List<INDArray> inputs, List<INDArray> labels, int iteration, DoubleConsumer score) {
    begin(iteration);
    run(inputs, labels);
    end(score);
  }

  @Override
  public void gradient(HeldExamples examples, int first, int iteration, DoubleConsumer score) {
    prepare((DeviceExamples) examples);
    begin(iteration);
    vectors.refresh();
    held.begin(first);
    launchesOnHeld.run();
    end(score);
  }

  private void prepare(DeviceExamples examples) {
    if (examples != held) {
      closeLaunchesOnHeld();
      Stream<Launch> gathering =
          examples.gathering(plan, lowered, values).stream().map(LaunchDraft::launch);
      launchesOnHeld =
          device.prepare(Stream.concat(gathering, lowered.launches().stream()).toList());
      held = examples;
    }
  }

  private void closeLaunchesOnHeld() {
    if (launchesOnHeld != null) {
      launchesOnHeld.close();
      launchesOnHeld = null;
      held = null;
    }
  }

  private void begin(int iteration) {
    scores.makeRoom();
    for (StepInput input : lowered.stepInputs()) {
      ByteBuffer bytes = told.asByteBuffer().order(ByteOrder.nativeOrder());
      input.source().write(iteration, bytes);
      device.upload(told.address(), input.place().address(), input.bytes());
    }
  }

  private void end(DoubleConsumer score) {
    vectors.gradientMade();
    scores.kept(score);
  }

  @Override
  public double score(List<INDArray> inputs, List<INDArray> labels) {
    run(inputs, labels);
    device.download(lowered.score().address(), score.address(), Double.BYTES);
    return score.get();
  }

  @Override
  public INDArray activations(List<INDArray> inputs) {
    INDArray result = Nd4j.createUninitialized(DataType.FLOAT, plan.output().shape(), 'c');
    run(inputs, List.of());
    download(result);
    return result;
  }

  @Override
  public void writeActivations(List<INDArray> inputs, INDArray place) {
    if (place.length() != plan.output().length()) {
      throw new IllegalArgumentException(
          plan.output().length() + " values do not fit " + place.shapeInfoToString());
    }
    if (place.dataType() != DataType.FLOAT || !ArrayOrder.isC(place)) {
      Program.super.writeActivations(inputs, place);
      return;
    }
    run(inputs, List.of());
    download(place);
  }

  /** The output to an array in C order without gaps. */
  private void download(INDArray place) {
    device.download(
        lowered.output().address(), NetworkVectors.addressOf(place), place.length() * Float.BYTES);
    Reference.reachabilityFence(place);
  }

  private void run(List<INDArray> inputs, List<INDArray> labels) {
    vectors.refresh();
    upload(inputs, lowered.inputs());
    upload(labels, lowered.labels());
    if (launches == null) {
      launches = device.prepare(lowered.launches());
    }
    launches.run();
  }

  private void upload(List<INDArray> arrays, List<Place> places) {
    for (int i = 0; i < places.size(); i++) {
      INDArray array = arrays.get(i);
      device.upload(
          NetworkVectors.addressOf(array), places.get(i).address(), array.length() * Float.BYTES);
      Reference.reachabilityFence(array);
    }
  }

  @Override
  public void close() {
    if (launches != null) {
      launches.close();
    }
    closeLaunchesOnHeld();
    values.close();
    score.close();
    told.close();
  }
}
