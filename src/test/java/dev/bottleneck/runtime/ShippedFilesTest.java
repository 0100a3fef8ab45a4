package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedFilesTest {
  private final ShippedFiles files = new ShippedFiles("experiments", ".yaml");

  @TempDir Path folder;

  @Test
  void findsEachByItsName() {
    assertThat(files.all()).containsKey("stacked").doesNotContainKey("quick");
    files.all().forEach((name, text) -> assertThat(files.text(name)).hasValue(text));
    assertThat(new ShippedFiles("experiments/sweeps", ".yaml").all()).containsKey("quick");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-such", "sweeps/quick", "../experiments/stacked", "/stacked"})
  void otherNamesFindNothing(String name) {
    assertThat(files.text(name)).isEmpty();
  }

  /** Beside those that ship; of two by one name the first. */
  @Test
  void looksIntoJarsAndFolders() throws IOException {
    Path jar = folder.resolve("größe und mehr.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name :
          List.of(
              "experiments/", "experiments/a.yaml", "experiments/b/c.yaml", "experiments/d.txt")) {
        out.putNextEntry(new JarEntry(name));
        out.write(name.endsWith("/") ? new byte[0] : "größe".getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    Path here = Files.createDirectories(folder.resolve("with space/experiments"));
    Files.writeString(here.resolve("a.yaml"), "second");
    Files.writeString(here.resolve("e.yaml"), "other");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    URL[] places = {jar.toUri().toURL(), here.getParent().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      assertThat(files.all())
          .containsKey("stacked")
          .containsEntry("a", "größe")
          .containsEntry("e", "other")
          .doesNotContainKeys("c", "d");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
