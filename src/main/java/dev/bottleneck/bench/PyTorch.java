package dev.bottleneck.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** PyTorch in a Python of this machine, as a peer. */
public final class PyTorch {
  /** What it is called in tables. */
  static final String NAME = "PyTorch";

  /** What a Python must have to train a network. */
  public static final List<String> FOR_STEPS = List.of("numpy", "torch");

  /** What it must have to search. */
  public static final List<String> FOR_SWEEPS = List.of("numpy", "torch", "optuna");

  private final String python;

  private PyTorch(String python) {
    this.python = python;
  }

  /**
   * Finds a Python that has PyTorch.
   *
   * @param given the only one to try; else {@code python3} of the path and of the system
   * @param modules what it must have
   * @throws dev.bottleneck.runtime.UserError that says what to install
   */
  public static PyTorch find(Optional<String> given, List<String> modules) {
    return new PyTorch(
        Python.find(
            given,
            modules,
            tried ->
                "--peers needs %s, which %s lacks: install Debian's %s and libopenblas0-pthread,"
                        .formatted(
                            String.join(", ", modules),
                            tried,
                            modules.stream()
                                .map(module -> "python3-" + module)
                                .collect(Collectors.joining(", ")))
                    + " or name a Python that has them with --python"));
  }

  /**
   * Its whole jobs.
   *
   * @param folder takes the scripts
   * @param mnist a folder of MNIST's images and labels as bytes
   * @param data the same of the other jobs' data
   */
  PeerJob job(Path folder, Path mnist, Path data) {
    return new PeerJob(python, Scripts.copy("torch_job.py", folder), mnist, data);
  }

  /**
   * Makes of this process's environment that of its own: as a user of PyTorch has it.
   *
   * <p>The launcher tells glibc how to hold memory and when to give it back, for the sake of Java.
   * PyTorch, which allocates in every step, is a good deal slower with that.
   */
  static void prepare(Map<String, String> environment, int threads) {
    String count = Integer.toString(threads);
    environment.keySet().removeIf(name -> name.startsWith("MALLOC_"));
    environment.remove("GLIBC_TUNABLES");
    environment.put("OMP_NUM_THREADS", count);
    environment.put("OPENBLAS_NUM_THREADS", count);
    // What Python makes of a script's modules would be left in their folder.
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
  }

  /** Gives its processes {@code images} to train on. */
  PyTorchSession open(BenchmarkImages images) {
    return new PyTorchSession(python, images);
  }
}
