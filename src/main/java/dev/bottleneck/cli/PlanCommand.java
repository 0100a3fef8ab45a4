package dev.bottleneck.cli;

import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.step.StepOutline;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanTable;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.training.Network;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck plan}: what the training steps of an experiment's networks are. */
@Command(
    name = "plan",
    description = "Show the plan of each network that an experiment trains.",
    mixinStandardHelpOptions = true)
public final class PlanCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "<experiment | file.yaml>",
      description = "A name that 'bottleneck list' shows, or a configuration file.")
  private String experiment;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Set a key of the configuration; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Override
  public void run() {
    ConfigurationFile file = ShippedConfigurations.open(experiment);
    assignments.forEach(file::set);
    PrintWriter out = spec.commandLine().getOut();
    print(file.experiment(), file, out);
    out.flush();
  }

  private static <H extends Record> void print(
      Experiment<H> experiment, ConfigurationFile file, PrintWriter out) {
    Configuration<H> configuration = file.read(experiment);
    TrainingOptions training = configuration.training();
    experiment
        .networks(configuration.hyperparameters(), training)
        .forEach(network -> print(network, training.engine(), out));
  }

  private static void print(ExperimentNetwork network, EngineChoice engine, PrintWriter out) {
    Network net = network.definition().initialized();
    out.printf(
        Locale.ROOT,
        "%s: %,d parameters, batches of %,d%n",
        network.name(),
        net.numParams(),
        network.batchSize());
    try {
      StepOutline outline = StepOutline.of(net, engine, network.batchSize(), network.inputs());
      out.print(PlanTable.of(outline.plan()));
      outline
          .updates()
          .forEach(
              update ->
                  out.printf(
                      Locale.ROOT,
                      "  update of [%d, %d) by %s%n",
                      update.start(),
                      update.start() + update.length(),
                      withoutUnset(update.updater().toString())));
      out.printf("  carried out by %s%n%n", outline.engine());
    } catch (NotCompilable e) {
      out.printf("  left to Deeplearning4j: %s%n%n", e.getMessage());
    }
  }

  /** An updater of DL4J's names a schedule, too, where it has none. */
  private static String withoutUnset(String updater) {
    return updater.replaceAll("\\w+=null, |, \\w+=null", "");
  }
}
