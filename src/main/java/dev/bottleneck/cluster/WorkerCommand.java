package dev.bottleneck.cluster;

import dev.bottleneck.jobs.JobOptions;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.SweepOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a process is called that works on a sweep beside others. */
final class WorkerCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private WorkerCommand() {}

  /**
   * Its words, the first of which is {@code sweep}.
   *
   * @param sweep what it calls the sweep
   * @param placement what asks for it, as the command line calls it
   * @throws UserError if the sweep's store is one that no other machine reaches
   */
  static List<String> words(String sweep, SweepOptions options, String placement) {
    List<String> words = new ArrayList<>(List.of("sweep", sweep));
    words.add(
        "--store="
            + options
                .store()
                .orElseThrow(
                    () ->
                        new UserError(
                            placement
                                + " wants --store: its workers share the trials in a database, such"
                                + " as jdbc:postgresql://host/database")));
    if (options.retryFailed() && !placement.equals("--spark")) {
      throw new UserError(
          placement + " does not go with --retry-failed: give that to one process by hand");
    }
    words.add("--worker");
    options.assignments().forEach(assignment -> words.add("--set=" + assignment));
    options.trials().ifPresent(count -> words.add("--trials=" + count));
    JobOptions usual = JobOptions.defaults();
    JobOptions jobs = options.jobs();
    if (jobs.checkpointSeconds() != usual.checkpointSeconds()) {
      words.add("--checkpoint-every=" + jobs.checkpointSeconds());
    }
    if (!jobs.deadAfter().equals(usual.deadAfter())) {
      words.add("--dead-after=" + Durations.seconds(jobs.deadAfter()));
    }
    if (words.stream().anyMatch(word -> word.chars().anyMatch(Character::isISOControl))) {
      throw new UserError(placement + " takes no line breaks, as in a --set");
    }
    return words;
  }

  /** As a shell reads it. */
  static String quoted(List<String> words) {
    return words.stream().map(WorkerCommand::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
