package dev.bottleneck.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The launcher, in an installation whose Java writes down how it was called. */
record FakeInstallation(Path home) {
  private static final String SPIED =
      "OMP_NUM_THREADS CUDA_DEVICE_ORDER CUDA_VISIBLE_DEVICES BOTTLENECK_DEVICE_MB"
          + " BOTTLENECK_BACKEND GLIBC_TUNABLES MALLOC_MMAP_THRESHOLD_ MALLOC_TRIM_THRESHOLD_"
          + " MALLOC_ARENA_MAX";

  record Outcome(int code, List<String> out, String err) {}

  static FakeInstallation in(Path home) throws IOException {
    FakeInstallation made = new FakeInstallation(home);
    Files.copy(Path.of("bottleneck"), home.resolve("bottleneck"));
    Files.createDirectories(made.classes());
    Files.writeString(home.resolve("target/classpath"), "cpu.jar\n");
    Files.writeString(home.resolve("target/classpath-cuda"), "cuda.jar\n");
    made.script(
        "bin/java",
        """
        case "$*" in *ChooseBackend*)
          [ -z "$COMPLAINT" ] || echo "$COMPLAINT" >&2
          echo "$CHOICE"; exit ${CODE:-0};;
        esac
        printf '%%s\\n' "$@"
        for name in %s; do eval "echo $name=\\${$name:-}"; done
        """
            .formatted(SPIED));
    return made;
  }

  Path classes() {
    return home.resolve("target/classes");
  }

  /** What the launcher makes of a class path of one library. */
  String classPath(String jar) {
    return jar + ":" + classes().toAbsolutePath();
  }

  void script(String name, String body) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Outcome launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bottleneck").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environs = builder.environment();
    environs.keySet().removeIf(name -> name.matches("(BOTTLENECK|CUDA|OMP|SD|GLIBC|MALLOC)_.*"));
    environs.put("JAVA_HOME", home.toString());
    environs.putAll(environment);
    Path err = home.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out.lines().toList(), Files.readString(err));
  }
}
