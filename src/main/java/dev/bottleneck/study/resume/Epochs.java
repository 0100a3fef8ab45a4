package dev.bottleneck.study.resume;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** The hyper-parameters that say how long a phase is trained: {@code epochs}, {@code …Epochs}. */
final class Epochs {
  /** Of the phase that the options of training are for, a schedule among them. */
  static final String OF_TRAINING = "epochs";

  private Epochs() {}

  static boolean isKey(String key) {
    return key.equals(OF_TRAINING) || key.endsWith("Epochs");
  }

  /** Those of {@code hyperparameters}, by key. */
  static Map<String, Integer> of(Record hyperparameters) {
    Map<String, Integer> epochs = new LinkedHashMap<>();
    for (RecordComponent component : hyperparameters.getClass().getRecordComponents()) {
      if (isKey(component.getName()) && component.getType() == int.class) {
        epochs.put(component.getName(), value(component, hyperparameters));
      }
    }
    return epochs;
  }

  private static int value(RecordComponent component, Record of) {
    try {
      component.getAccessor().setAccessible(true); // a variant's record may be private
      return (int) component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record whose component cannot be read", e);
    }
  }
}
