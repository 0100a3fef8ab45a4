package dev.bottleneck.step;

import dev.bottleneck.step.dl4j.Definition;
import dev.bottleneck.step.dl4j.PlanReader;
import dev.bottleneck.step.dl4j.Section;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.training.Network;

/** What some of a network computes at test time, for who says it in another language. */
public final class ForwardPlan {
  private ForwardPlan() {}

  /**
   * That of the nodes behind {@code from}, up to {@code to}. How the network is trained does not
   * matter.
   *
   * @param from the node whose output is given, or {@link Network#INPUT}
   * @param shape of what is given, {@code [batch, …]}
   * @throws NotCompilable if one of them is not known, or {@code to} depends on more than what is
   *     given
   */
  public static Plan of(Network net, String from, String to, long... shape) throws NotCompilable {
    Definition definition = Definition.of(net);
    PlanReader.checkForward(definition);
    return PlanReader.read(definition, Section.of(Purpose.ACTIVATIONS, from, to, shape));
  }
}
