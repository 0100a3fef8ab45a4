package dev.bottleneck.step;

import dev.bottleneck.device.ArrayOrder;
import dev.bottleneck.step.dl4j.Definition;
import dev.bottleneck.step.dl4j.NetworkMemory;
import dev.bottleneck.step.dl4j.PlanReader;
import dev.bottleneck.step.dl4j.Section;
import dev.bottleneck.step.graph.HeldExamples;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanEngine;
import dev.bottleneck.step.graph.PlannedNetwork;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Program;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.RowBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network's programs on an engine, those last used, and the examples that they take batches of:
 * made when first wanted, and anew where DL4J has replaced one of the network's vectors.
 */
final class Programs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

  /** The usual size and the smaller last one of an epoch; more would only hold memory. */
  private static final int MOST = 3;

  private final Network net;
  private final PlanEngine engine;
  private final Precision precision;
  private final Map<Section, Program> programs = new LinkedHashMap<>(8, 0.75f, true);
  private final Map<Section, NotCompilable> refused = new HashMap<>();
  private Definition definition;
  private NetworkMemory memory;
  private RowBatches wantedBatches; // whose examples were to be held last
  private HeldExamples held; // null where they are not
  private PlannedNetwork planned; // null once the network is not compilable any more, or closed
  private boolean closed;
  private boolean refusalLogged;

  /**
   * @throws NotCompilable if the network has a layer, a setting or an updater that is not known, or
   *     the engine cannot compute here
   */
  Programs(Network net, PlanEngine engine, Precision precision) throws NotCompilable {
    this.net = net;
    this.engine = engine;
    this.precision = precision;
    open();
  }

  private void open() throws NotCompilable {
    definition = Definition.of(net);
    PlanReader.check(definition);
    memory = NetworkMemory.of(net);
    planned = engine.open(memory.vectors(), memory.updates(), precision);
  }

  /** The program for the whole network, or none, and then DL4J has to do it. */
  Optional<Program> find(Purpose purpose, long... shape) {
    return find(purpose, Network.INPUT, net.output(), shape);
  }

  /** The program for the nodes behind {@code from}, up to {@code to}, or none. */
  Optional<Program> find(Purpose purpose, String from, String to, long... given) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (!reopenIfMoved()) {
      return Optional.empty();
    }
    try {
      return Optional.of(program(purpose, from, to, given));
    } catch (NotCompilable e) {
      if (!refusalLogged) {
        LOG.info("DL4J does what is given {}: {}", Arrays.toString(given), e.getMessage());
        refusalLogged = true;
      }
      return Optional.empty();
    }
  }

  private boolean reopenIfMoved() {
    if (planned != null && !memory.holdsFor(net)) {
      planned.settle();
      free();
      try {
        open();
      } catch (NotCompilable e) {
        LOG.info("DL4J goes on with the network: {}", e.getMessage());
      }
    }
    return planned != null;
  }

  /** The program for the whole network and features of {@code shape}. */
  Program program(Purpose purpose, long... shape) throws NotCompilable {
    return program(purpose, Network.INPUT, net.output(), shape);
  }

  /** The same for the nodes behind {@code from}, up to {@code to}. */
  Program program(Purpose purpose, String from, String to, long... shape) throws NotCompilable {
    Section section = Section.of(purpose, from, to, shape);
    Program known = programs.get(section);
    if (known != null) {
      return known;
    }
    if (refused.containsKey(section)) {
      throw refused.get(section);
    }
    try {
      Program made = planned.compile(PlanReader.read(definition, section));
      keep(section, made);
      return made;
    } catch (NotCompilable e) {
      refused.put(section, e);
      throw e;
    }
  }

  private void keep(Section section, Program program) {
    programs.put(section, program);
    if (programs.size() > MOST) {
      Section eldest = programs.keySet().iterator().next();
      programs.remove(eldest).close();
    }
  }

  /** The examples of {@code batches} where programs can take them, until others are asked for. */
  Optional<HeldExamples> hold(RowBatches batches) {
    if (planned != null && wantedBatches != batches) {
      letGo();
      held = planned.hold(batches.features(), batches.targets()).orElse(null);
      wantedBatches = batches;
    }
    return Optional.ofNullable(held);
  }

  private void letGo() {
    wantedBatches = null;
    if (held != null) {
      HeldExamples last = held;
      held = null;
      last.close();
    }
  }

  /** Updates the parameters by the gradient that a program has left. */
  void update(int batch, int iteration, int epoch) {
    planned.update(batch, iteration, epoch);
  }

  /** Whether the network's vectors are left behind until they are settled. */
  boolean runAhead() {
    return planned != null && planned.runsAhead();
  }

  /** Brings the network's vectors to what programs and updates have made of them. */
  void settle() {
    if (planned != null) {
      planned.settle();
    }
  }

  /** Floats in C order without gaps, as programs read them; the same array where it is so. */
  static List<INDArray> inOrder(INDArray array) {
    INDArray floats = array.castTo(DataType.FLOAT);
    return List.of(ArrayOrder.isC(floats) ? floats : floats.dup('c'));
  }

  private void free() {
    try {
      new ArrayList<>(programs.values()).forEach(Program::close);
      letGo();
    } finally {
      programs.clear();
      refused.clear();
      planned.close();
      planned = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    if (planned != null) {
      free();
    }
  }
}
