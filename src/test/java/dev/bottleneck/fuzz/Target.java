package dev.bottleneck.fuzz;

import dev.bottleneck.runtime.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A reader, valid inputs for it, and how they are changed.
 *
 * @param name names its folder and its row in the table
 * @param weight its share of a campaign's inputs
 * @param checked whether a checksum tells every change: what is read is then the same, or refused
 * @param corpus valid inputs, each the files of a folder by their names
 * @param mutations by a file's name; files without one stay as they are
 * @param reader what is called
 */
record Target(
    String name,
    int weight,
    boolean checked,
    List<Map<String, byte[]>> corpus,
    Map<String, Mutation> mutations,
    Reader reader) {

  /** Reads an input as the program does. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads what lies in {@code folder}.
     *
     * @return a text that is the same if and only if the same was read
     * @throws dev.bottleneck.runtime.UserError if the input is refused
     */
    String read(Path folder) throws Exception;
  }

  static Map<String, byte[]> file(String name, String text) {
    return Map.of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The input of that number, always the same. */
  Map<String, byte[]> input(long seed, int number) throws IOException {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, name + " " + number));
    Map<String, byte[]> input = new TreeMap<>(corpus.get(random.nextInt(corpus.size())));
    Map<String, byte[]> other = corpus.get(random.nextInt(corpus.size()));
    List<String> files = input.keySet().stream().filter(mutations::containsKey).sorted().toList();
    String file = files.get(random.nextInt(files.size()));
    if (!checked && files.size() > 1 && random.nextInt(20) == 0) {
      input.remove(file);
      return input;
    }
    byte[] content = input.get(file);
    byte[] others = other.getOrDefault(file, content);
    input.put(file, mutations.get(file).of(content, others, random));
    return input;
  }

  @Override
  public String toString() {
    return name;
  }

  static void write(Map<String, byte[]> input, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : input.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}
