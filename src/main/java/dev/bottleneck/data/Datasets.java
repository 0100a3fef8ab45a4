package dev.bottleneck.data;

import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens datasets by name, and the user's own by kind and path.
 *
 * <p>To add a published dataset: write it down as a constant of {@link PublishedDataset} (name,
 * classes, the SHA-256 and the home of its four files) and add it to {@link #BUILT_IN}. To embed
 * it, leave its home empty and put the files under {@code src/main/resources/data/NAME}, and its
 * authors and license into NOTICE. To add one that is computed, implement {@link BuiltInDataset} as
 * {@link Sines} does.
 */
public final class Datasets {
  private static final List<BuiltInDataset> BUILT_IN =
      List.of(PublishedDataset.MNIST, PublishedDataset.FASHION_MNIST, new Sines());

  private static final Map<String, String> FORMS = new LinkedHashMap<>();

  static {
    FORMS.put("idx:DIR", "your images in MNIST's four IDX files (labels and test part optional)");
    FORMS.put(
        "csv:FILE",
        "your table of numbers, an example a line; classes in column \"label\" or \"class\"");
    FORMS.put("npy:FILE", "your matrix or images in NumPy's .npy; classes in a file of their own");
    FORMS.put(
        "images:DIR", "your pictures of one size, gray or in colour; sub-folders are the classes");
  }

  private Datasets() {}

  /** The built-in datasets and a line about each, in a fixed order. */
  public static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    BUILT_IN.forEach(dataset -> names.put(dataset.name(), dataset.description()));
    return names;
  }

  /**
   * Where the examples of a built-in dataset are on this machine, their hashes checked; empty if
   * they would have to be downloaded.
   *
   * @throws UserError if a file that is there is damaged
   */
  public static Optional<String> whereabouts(String name, DataOptions options) {
    requireName(name);
    return builtIn(name).flatMap(dataset -> dataset.whereabouts(options));
  }

  /**
   * The files of a dataset on this machine, their hashes checked; none of one that is inside this
   * program, computed, not here yet or not built in.
   *
   * @throws UserError if a file that is there is damaged
   */
  public static List<Path> files(String name, DataOptions options) {
    return builtIn(name).map(dataset -> dataset.files(options)).orElse(List.of());
  }

  private static Optional<BuiltInDataset> builtIn(String name) {
    return BUILT_IN.stream().filter(dataset -> dataset.name().equals(name)).findFirst();
  }

  /** The forms in which the user's own data are named and a line about each. */
  public static Map<String, String> forms() {
    return new LinkedHashMap<>(FORMS);
  }

  /**
   * Opens a dataset: one of {@link #names()} or in one of {@link #forms()}.
   *
   * @throws UserError if there is none of that name, or it cannot be had or read
   */
  public static Corpus open(String spec, DataOptions options) {
    for (BuiltInDataset dataset : BUILT_IN) {
      if (dataset.name().equals(spec)) {
        return dataset.open(options);
      }
    }
    int colon = spec.indexOf(':');
    if (colon < 0) {
      throw unknown(spec);
    }
    Path path = path(spec, colon);
    return switch (spec.substring(0, colon)) {
      case "idx" -> IdxFolder.open(path, options);
      case "csv" -> CsvFile.open(path, options);
      case "npy" -> NpyFile.open(path, options);
      case "images" -> ImageFolder.open(path, options);
      default -> throw unknown(spec);
    };
  }

  /**
   * The matrix {@code [n, m]} of finite numbers in a {@code .npy}, such as codes.
   *
   * @throws UserError if it cannot be read, or holds something else
   */
  public static Dataset matrix(Path file) {
    return NpyFile.matrix(file);
  }

  /**
   * The same data by a path that holds from any folder; a built-in data set as it is.
   *
   * @param base where a relative path is looked for if it does not lie in the present folder
   */
  public static String absolute(String spec, Optional<Path> base) {
    int colon = spec.indexOf(':');
    boolean known =
        colon > 0 && FORMS.keySet().stream().anyMatch(form -> kind(form).equals(kind(spec)));
    if (!known || spec.substring(colon + 1).isBlank()) {
      return spec;
    }
    return kind(spec) + absolute(path(spec, colon), base);
  }

  /** Whether a relative path leads to anything from the present folder; true of other data. */
  public static boolean lieHere(String spec) {
    return absolute(spec, Optional.empty()).equals(spec)
        || Files.exists(path(spec, spec.indexOf(':')));
  }

  private static Path absolute(Path path, Optional<Path> base) {
    boolean beside =
        !path.isAbsolute()
            && !Files.exists(path)
            && base.isPresent()
            && Files.exists(base.get().resolve(path));
    return (beside ? base.get().resolve(path) : path).toAbsolutePath().normalize();
  }

  /**
   * Refuses what is not one of {@link #names()}.
   *
   * @throws UserError with the name that was probably meant
   */
  public static void requireName(String name) {
    if (!names().containsKey(name)) {
      throw unknown(name);
    }
  }

  private static Path path(String spec, int colon) {
    String path = spec.substring(colon + 1);
    if (path.isBlank()) {
      throw new UserError("dataset \"" + spec + "\" names no file or folder");
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new UserError("dataset \"" + spec + "\": " + e.getMessage(), e);
    }
  }

  private static UserError unknown(String spec) {
    List<String> known = new ArrayList<>(names().keySet());
    known.addAll(FORMS.keySet());
    List<String> kinds = FORMS.keySet().stream().map(Datasets::kind).toList();
    String hint =
        (spec.indexOf(':') < 0
                ? NearestName.of(spec, names().keySet())
                : NearestName.of(kind(spec), kinds))
            .map(name -> ": did you mean \"" + name + "\"?")
            .orElse("");
    return new UserError(
        "no dataset \"" + spec + "\"" + hint + " (there are " + String.join(", ", known) + ")");
  }

  /** {@code idx:} of {@code idx:DIR}; empty for a built-in data set. */
  public static String kind(String spec) {
    return spec.substring(0, spec.indexOf(':') + 1);
  }
}
