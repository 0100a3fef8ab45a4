package dev.bottleneck.autoencoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.cfg.MapperConfig;
import org.nd4j.shade.jackson.databind.jsontype.PolymorphicTypeValidator;
import org.nd4j.shade.jackson.databind.type.TypeFactory;
import org.nd4j.shade.jackson.databind.util.LookupCache;

/**
 * The classes that a network's JSON may name: those of a list, by their exact names, and those of
 * the packages that the user trusts.
 *
 * <p>DL4J makes an object of every class its JSON names, so that a foreign file could run code of
 * its choice; already loading a class may. Names are checked twice, before any class is loaded:
 * every string and every key of the JSON, where Jackson's further spellings of a class (generics,
 * arrays) are refused as well, and at Jackson's own door.
 */
final class KnownClasses extends PolymorphicTypeValidator.Base {
  private static final long serialVersionUID = 1;

  /** One name a line: what the networks of DL4J and Bottleneck that we can judge are made of. */
  private static final String LIST = "model-classes.txt";

  private static final Set<String> NAMES = names();

  /** Where almost all of DL4J's types have the name of the class to be made. */
  private static final String TYPE_KEY = "@class";

  /** A part of a name, a dot and the beginning of the next: in no string that is no class. */
  private static final Pattern DOTTED =
      Pattern.compile("[\\p{javaJavaIdentifierPart}\\s]\\s*\\.\\s*\\p{javaJavaIdentifierStart}");

  private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d.]+([eE][-+]?\\d+)?");

  private static final Pattern PLAIN_NAME = Pattern.compile("(?U)[\\w$]+(\\.[\\w$]+)*");

  /** What a message shows of a name. */
  private static final int SHOWN = 120;

  private final Set<String> further;

  /**
   * @param further packages whose classes the user trusts as well
   */
  KnownClasses(Set<String> further) {
    this.further = further;
  }

  private static Set<String> names() {
    try (InputStream list = KnownClasses.class.getResourceAsStream(LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses {@code json} if it names a class that is not known. */
  void check(JsonNode json, Object file) {
    if (json.isTextual()) {
      check(json.asText(), file);
    }
    for (Map.Entry<String, JsonNode> child : json.properties()) {
      check(child.getKey(), file);
      if (TYPE_KEY.equals(child.getKey()) && !known(child.getValue().asText())) {
        throw refused(child.getValue().asText(), file);
      }
    }
    json.forEach(child -> check(child, file));
  }

  private void check(String text, Object file) {
    boolean named = DOTTED.matcher(text).find() && !NUMBER.matcher(text).matches();
    if (named && !known(text)) {
      throw refused(text, file);
    }
  }

  /** What is said of a class that is not known. */
  static UserError refused(String name, Object file) {
    if (name == null) {
      return new UserError(file + ": damaged: the network names no class where one must stand");
    }
    String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
    return new UserError(
        file
            + ": the network names the class "
            + shown
            + ", which a model file may not; if it is a"
            + " layer of your own, allow its package with --allow");
  }

  private boolean known(String name) {
    return NAMES.contains(name) || further.stream().anyMatch(allowed -> isIn(allowed, name));
  }

  /** Whether {@code name} is plainly spelled and lies in {@code allowed} or below. */
  private static boolean isIn(String allowed, String name) {
    return name.startsWith(allowed + ".")
        && PLAIN_NAME.matcher(name.substring(allowed.length() + 1)).matches();
  }

  /** A copy of DL4J's reader that makes and loads known classes alone. */
  ObjectMapper reader() {
    ObjectMapper reader = NeuralNetConfiguration.mapper().copy();
    reader.setPolymorphicTypeValidator(this);
    return reader.setTypeFactory(new Loading());
  }

  /** Where Jackson loads whatever class a spelling holds, at any depth. */
  private final class Loading extends TypeFactory {
    private static final long serialVersionUID = 1;

    Loading() {
      super((LookupCache<Object, JavaType>) null);
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
      if (!known(name)) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }

  @Override
  public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
    return Validity.INDETERMINATE;
  }

  @Override
  public Validity validateSubClassName(MapperConfig<?> config, JavaType baseType, String name) {
    return known(name) ? Validity.ALLOWED : Validity.DENIED;
  }

  @Override
  public Validity validateSubType(MapperConfig<?> config, JavaType baseType, JavaType subType) {
    return known(subType.getRawClass().getName()) ? Validity.ALLOWED : Validity.DENIED;
  }
}
