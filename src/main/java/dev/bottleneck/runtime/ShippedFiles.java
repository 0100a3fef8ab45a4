package dev.bottleneck.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The text files in one folder of the class path, by their names without the extension; of two of
 * the same name that which comes first.
 *
 * @param folder such as "experiments", without its own folders; a jar must have an entry for it, as
 *     those of the usual tools do
 */
public record ShippedFiles(String folder, String extension) {
  /** Name to text, sorted by name. */
  public Map<String, String> all() {
    Map<String, String> found = new TreeMap<>();
    try {
      for (URL place : Collections.list(loader().getResources(folder + "/"))) {
        for (String file : files(place)) {
          String name = file.substring(0, file.length() - extension.length());
          text(name).ifPresent(text -> found.put(name, text));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** That of one name, without a look at the others. */
  public Optional<String> text(String name) {
    if (name.contains("/")) {
      return Optional.empty();
    }
    try (InputStream in = loader().getResourceAsStream(folder + "/" + name + extension)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
  }

  private List<String> files(URL place) throws IOException {
    URLConnection connection = place.openConnection();
    if (connection instanceof JarURLConnection inJar) {
      // A jar that is shared with others must not be closed here.
      inJar.setUseCaches(false);
      try (JarFile jar = inJar.getJarFile()) {
        String prefix = inJar.getEntryName();
        return jar.stream()
            .map(ZipEntry::getName)
            .filter(entry -> entry.startsWith(prefix) && entry.endsWith(extension))
            .map(entry -> entry.substring(prefix.length()))
            .filter(file -> !file.contains("/"))
            .toList();
      }
    }
    try (Stream<Path> files = Files.list(Path.of(URI.create(place.toString())))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(extension))
          .toList();
    }
  }
}
