package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.UserError;
import java.util.Set;
import java.util.regex.Pattern;

/** What MATLAB, and the header of a CSV that pandas or R reads, take as a variable's name. */
public final class VariableName {
  /** The longest in MATLAB (its {@code namelengthmax}). */
  private static final int LONGEST = 63;

  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** MATLAB's {@code iskeyword}. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "break",
          "case",
          "catch",
          "classdef",
          "continue",
          "else",
          "elseif",
          "end",
          "for",
          "function",
          "global",
          "if",
          "otherwise",
          "parfor",
          "persistent",
          "return",
          "spmd",
          "switch",
          "try",
          "while");

  /** What the classes are called beside. */
  private static final Set<String> TAKEN = Set.of("label", "labels", "className", "classNames");

  private VariableName() {}

  /**
   * Refuses a name that one of the programs would not take, or that stands for the classes.
   *
   * @param option that gives the name
   * @throws UserError saying what would be right
   */
  public static void require(String option, String name) {
    String problem =
        !FORM.matcher(name).matches()
            ? "it must be a letter, then letters, digits or _ (A to Z alone)"
            : name.length() > LONGEST
                ? "it must have at most " + LONGEST + " characters"
                : KEYWORDS.contains(name)
                    ? "that is a keyword of MATLAB"
                    : TAKEN.contains(name) ? "that is what the classes of the rows are called" : "";
    if (!problem.isEmpty()) {
      throw new UserError(option + " is '" + name + "': " + problem);
    }
  }
}
