package dev.bottleneck.cluster;

import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code sbatch} takes to have a sweep's workers placed by Slurm: a job array of them. */
public final class SlurmScript {
  private SlurmScript() {}

  /**
   * The script, for machines that see this folder and this program at the same paths.
   *
   * @param nameOrFile the sweep as it was given
   * @throws UserError if the sweep's trials lie where no other machine reaches them
   */
  public static String of(String nameOrFile, SweepDefinition sweep, SweepOptions options) {
    List<String> words = new ArrayList<>(WorkerCommand.words(nameOrFile, options, "--slurm"));
    words.add(0, program());
    words.add("--out=" + options.out().toAbsolutePath());
    options
        .jobs()
        .data()
        .dataDir()
        .ifPresent(its -> words.add("--data-dir=" + its.toAbsolutePath()));
    int workers = options.workers().orElse(1);
    String report = WorkerCommand.quoted(words).replace(" --worker ", " --join ");
    return """
        #!/bin/bash
        # Workers of the sweep %1$s, each a task of an array, as many at once as there is room for:
        #
        #   sbatch THIS_FILE
        #
        # A worker leaves when nothing of the sweep is left. One that dies, or is stopped by Slurm,
        # loses nothing: its trial waits for another; more workers are another sbatch of this file.
        # The database's password is taken from PGPASSWORD, which sbatch hands on, or from the file
        # PGPASSFILE (~/.pgpass). The report is written by what joins as --join instead of --worker:
        #
        #   %4$s
        #
        #SBATCH --job-name=%2$s
        #SBATCH --array=1-%3$d
        #SBATCH --cpus-per-task=1
        #SBATCH --mem=4G
        ## A GPU for each: --backend cuda where this script is made, nd4j-cuda in its last line:
        ##SBATCH --gres=gpu:1
        #SBATCH --requeue
        #SBATCH --signal=B:TERM@90
        #SBATCH --open-mode=append
        #SBATCH --output=%2$s-%%a.log

        cd %5$s
        export OMP_NUM_THREADS=$SLURM_CPUS_PER_TASK BOTTLENECK_MEMORY_MB=${SLURM_MEM_PER_NODE:-4096}
        exec %6$s --workers=1
        """
        .formatted(
            sweep.name(),
            "bottleneck-" + sweep.name(),
            workers,
            report,
            WorkerCommand.quoted(List.of(Path.of("").toAbsolutePath().toString())),
            WorkerCommand.quoted(words));
  }

  private static String program() {
    return Build.home()
        .map(home -> home.resolve("bottleneck").toString())
        .orElseThrow(() -> new UserError("--slurm names the program of a checkout: there is none"));
  }
}
