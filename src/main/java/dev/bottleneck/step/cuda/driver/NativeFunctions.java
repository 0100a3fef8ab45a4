package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import dev.bottleneck.runtime.Printable;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

/** What JNA says of a library, sooner and shorter: it looks for a function when that is called. */
final class NativeFunctions {
  private NativeFunctions() {}

  /**
   * Those it lacks, in alphabetical order.
   *
   * @param library as JNA loaded it
   * @param declared where its functions are
   */
  static List<String> missing(Library library, Class<? extends Library> declared) {
    Library.Handler handler = (Library.Handler) Proxy.getInvocationHandler(library);
    return Arrays.stream(declared.getDeclaredMethods())
        .map(Method::getName)
        .filter(name -> !has(handler.getNativeLibrary(), name))
        .sorted()
        .toList();
  }

  /** Why a library is not loaded, as the system says it: after JNA's first line. */
  static String reason(UnsatisfiedLinkError e) {
    return e.getMessage()
        .lines()
        .skip(1)
        .findFirst()
        .map(Printable::message)
        .orElse(Printable.message(e.getMessage()));
  }

  private static boolean has(NativeLibrary library, String function) {
    try {
      library.getFunction(function);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false; // what the caller then tells
    }
  }
}
