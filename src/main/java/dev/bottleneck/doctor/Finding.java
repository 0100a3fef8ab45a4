package dev.bottleneck.doctor;

/**
 * One line of the doctor's.
 *
 * @param what it is about, in a word or two
 * @param text what was found, and what to do where that is not well
 */
public record Finding(Verdict verdict, String what, String text) {
  /** How it stands with one thing. */
  public enum Verdict {
    OK("ok"),
    /** Nothing stops for it, but the user may want to know. */
    NOTE("note"),
    /** What was asked for cannot be done. */
    FAIL("FAIL");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  static Finding ok(String what, String text) {
    return new Finding(Verdict.OK, what, text);
  }

  static Finding note(String what, String text) {
    return new Finding(Verdict.NOTE, what, text);
  }

  static Finding fail(String what, String text) {
    return new Finding(Verdict.FAIL, what, text);
  }
}
