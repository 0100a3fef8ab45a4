package dev.bottleneck.bench;

import dev.bottleneck.device.ComputeThreads;
import dev.bottleneck.step.StepCompiler;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** All contenders of one case, ready to be timed, and what was learnt on the way. */
final class Contenders implements AutoCloseable {
  private final BenchmarkCase what;
  private final List<DataSet> batches;
  private final List<Contender> all = new ArrayList<>();
  private Optional<String> peerEnvironment = Optional.empty();
  private Optional<String> refusal = Optional.empty();
  private double planMilliseconds;

  /**
   * @param peer the library to be compared with, if any
   */
  Contenders(BenchmarkCase what, BenchmarkImages images, Optional<PyTorchSession> peer) {
    this.what = what;
    batches = images.batches(what.batch());
    ComputeThreads.set(what.threads());
    try {
      peer.ifPresent(this::addPeer);
      MultiLayerNetwork net = what.net().network();
      all.add(new StepContender(Measurement.DL4J, net, TrainingStep.of(net), batches));
      addCompiled();
      addRounded();
      if (refusal.isEmpty() && what.net().operations(what.batch()).isPresent()) {
        all.add(new RoofContender());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void addPeer(PyTorchSession peer) {
    PeerContender contender = peer.contender(what);
    all.add(contender);
    peerEnvironment = Optional.of(contender.environment());
  }

  private void addCompiled() {
    MultiLayerNetwork net = what.net().network();
    long start = System.nanoTime();
    try {
      TrainingStep step = step(net, Precision.F32);
      planMilliseconds = (System.nanoTime() - start) / 1e6;
      all.add(new StepContender(Measurement.COMPILED, net, step, batches));
    } catch (NotCompilable e) {
      refusal = Optional.of(e.getMessage());
    }
  }

  /** The compiled step in bf16, where the net and the processor have that. */
  private void addRounded() {
    MultiLayerNetwork net = what.net().network();
    try {
      all.add(new StepContender(Measurement.ROUNDED, net, step(net, Precision.BF16), batches));
    } catch (NotCompilable e) {
      // Measured where it can be had; the page has no figure for it elsewhere.
    }
  }

  private TrainingStep step(MultiLayerNetwork net, Precision precision) throws NotCompilable {
    return StepCompiler.step(Network.of(net), precision, what.batch(), BenchmarkNet.PIXELS);
  }

  /** What the peer says it runs with. */
  Optional<String> peerEnvironment() {
    return peerEnvironment;
  }

  Measurement measure(InterleavedTiming timing) {
    return new Measurement(what, planMilliseconds, refusal, timing.time(all));
  }

  @Override
  public void close() {
    all.forEach(Contender::close);
    all.clear();
  }
}
