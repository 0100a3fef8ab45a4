package dev.bottleneck.cluster;

import dev.bottleneck.runtime.UserError;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A cluster of Spark's and how it is used.
 *
 * @param master its address as Spark takes it, such as {@code spark://host:7077}
 * @param settings further ones of Spark's, {@code key=value}, such as {@code
 *     spark.task.resource.gpu.amount=1}
 */
public record SparkOptions(String master, List<String> settings) {
  /** As often as elsewhere by src/spark. */
  private static final int MOST_DEATHS = 20;

  private static final Pattern MASTER =
      Pattern.compile("(spark://.+|local(-cluster)?\\[.+]|local)");

  private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+|\\*)]");

  private static final Pattern SETTING = Pattern.compile("spark\\.[^=\\s]+=.*", Pattern.DOTALL);

  /** The address with which a worker of this machine that dies is brought back as elsewhere. */
  String patientMaster() {
    return LOCAL.matcher(master).replaceFirst("local[$1," + MOST_DEATHS + "]");
  }

  /**
   * Checks both.
   *
   * @throws UserError naming what would be right
   */
  public SparkOptions {
    settings = List.copyOf(settings);
    if (!MASTER.matcher(master).matches()) {
      throw new UserError(
          "--spark is %s: it must be a master's address, such as spark://host:7077, or local[2]"
              .formatted(master));
    }
    for (String setting : settings) {
      if (!SETTING.matcher(setting).matches()) {
        throw new UserError(
            "--spark-conf is %s: it must be key=value, such as spark.executor.cores=8"
                .formatted(setting));
      }
    }
  }
}
