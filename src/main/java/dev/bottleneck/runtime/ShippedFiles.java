package dev.bottleneck.runtime;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.Resource;
import io.github.classgraph.ScanResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The text files in one folder of the class path, by their names without the extension.
 *
 * @param folder such as "experiments", without its own folders
 */
public record ShippedFiles(String folder, String extension) {
  /** Name to text, sorted by name; looks into all of the class path. */
  public Map<String, String> all() {
    Map<String, String> found = new TreeMap<>();
    try (ScanResult scan = new ClassGraph().acceptPathsNonRecursive(folder).scan()) {
      for (Resource resource : scan.getResourcesWithExtension(extension)) {
        String file = resource.getPath().substring(folder.length() + 1);
        found.putIfAbsent(
            file.substring(0, file.length() - extension.length()), resource.getContentAsString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** That of one name, as {@link #all} has it, without a look at the others. */
  public Optional<String> text(String name) {
    if (name.contains("/")) {
      return Optional.empty();
    }
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream in = loader.getResourceAsStream(folder + "/" + name + extension)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
