package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.step.cuda.driver.CudaLibraries.Found;
import dev.bottleneck.step.cuda.driver.CudaLibraries.Search;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where NVRTC may lie.
 *
 * @param packed in a jar
 * @param local the folder in which CUDA's own installer makes one a version
 * @param loadable whether the system finds a library by its name
 */
record Places(
    Map<String, String> environment, PackedNvrtc packed, Path local, Predicate<String> loadable) {
  private static final Logger LOG = LoggerFactory.getLogger(Places.class);

  private static final List<String> NAMES =
      System.getProperty("os.name").startsWith("Windows")
          ? List.of("nvrtc64_130_0.dll", "nvrtc64_120_0.dll")
          : List.of("libnvrtc.so.13", "libnvrtc.so.12");

  private static final List<String> TOOLKIT_VARIABLES = List.of("CUDA_HOME", "CUDA_PATH");
  private static final List<String> IN_TOOLKIT =
      List.of("lib64", "lib", "targets/x86_64-linux/lib", "bin");

  private static final List<String> PYTHON_VARIABLES = List.of("VIRTUAL_ENV", "CONDA_PREFIX");

  /** As NVIDIA's own packages for Python have it, since CUDA 13 and before. */
  private static final List<String> IN_PYTHON =
      List.of("nvidia/cu13/lib", "nvidia/cuda_nvrtc/lib", "nvidia/cuda_nvrtc/bin");

  /** The named file alone, or else all there are. */
  Search search() {
    List<Found> found = new ArrayList<>();
    List<String> lookedIn = new ArrayList<>();
    String told = environment.getOrDefault(CudaLibraries.VARIABLE, "").strip();
    if (!told.isEmpty()) {
      lookedIn.add(CudaLibraries.VARIABLE + " (" + told + ")");
      if (isFile(told)) {
        String file = Path.of(told).toAbsolutePath().toString();
        found.add(new Found(file, "by " + CudaLibraries.VARIABLE, false));
      }
      return new Search(found, lookedIn);
    }
    lookedIn.add("the class path");
    NAMES.stream()
        .filter(packed::has)
        .map(name -> new Found(name, "class path", true))
        .forEach(found::add);
    inToolkits(found, lookedIn);
    lookedIn.add("the system's libraries");
    NAMES.stream()
        .filter(loadable)
        .map(name -> new Found(name, "system's libraries", false))
        .forEach(found::add);
    inPython(found, lookedIn);
    return new Search(List.copyOf(found), List.copyOf(lookedIn));
  }

  /** Where a jar's library lies after it was unpacked. */
  String unpack(Found found) {
    return packed.unpack(found.file()).toString();
  }

  private static boolean isFile(String path) {
    try {
      return Files.isRegularFile(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void inToolkits(List<Found> found, List<String> lookedIn) {
    for (String variable : TOOLKIT_VARIABLES) {
      for (Path toolkit : folder(variable)) {
        lookedIn.add(variable + " (" + toolkit + ")");
        IN_TOOLKIT.forEach(place -> add(toolkit.resolve(place), "by " + variable, found));
      }
    }
    for (Path toolkit : within(local, "cuda*")) {
      lookedIn.add(toolkit.toString());
      add(toolkit.resolve("lib64"), "CUDA's toolkit", found);
    }
  }

  private void inPython(List<Found> found, List<String> lookedIn) {
    for (String variable : PYTHON_VARIABLES) {
      for (Path python : folder(variable)) {
        lookedIn.add(variable + " (" + python + ")");
        add(python.resolve("lib"), "by " + variable, found);
        List<Path> packages = new ArrayList<>(within(python.resolve("lib"), "python3*"));
        packages.replaceAll(version -> version.resolve("site-packages"));
        packages.add(python.resolve("Lib/site-packages")); // of Windows
        for (Path folder : packages) {
          IN_PYTHON.forEach(place -> add(folder.resolve(place), "by " + variable, found));
        }
      }
    }
  }

  /** The folder that a variable names, where it is one. */
  private List<Path> folder(String variable) {
    String told = environment.getOrDefault(variable, "").strip();
    try {
      return !told.isEmpty() && Files.isDirectory(Path.of(told))
          ? List.of(Path.of(told).toAbsolutePath())
          : List.of();
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  /** Folders in {@code folder} whose names match, the last first, which is the newest version. */
  private static List<Path> within(Path folder, String names) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, names)) {
        all.forEach(found::add);
      } catch (IOException e) {
        LOG.debug("{} cannot be read", folder, e);
      }
    }
    found.sort(Comparator.reverseOrder());
    return found;
  }

  /** Those in {@code folder}; one that several names lead to once. */
  private static void add(Path folder, String place, List<Found> found) {
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file) && found.stream().noneMatch(other -> isSame(other, file))) {
        found.add(new Found(file.toString(), place, false));
      }
    }
  }

  private static boolean isSame(Found found, Path file) {
    try {
      return !found.isPacked()
          && Path.of(found.file()).isAbsolute()
          && Files.isSameFile(Path.of(found.file()), file);
    } catch (IOException e) {
      return false;
    }
  }
}
