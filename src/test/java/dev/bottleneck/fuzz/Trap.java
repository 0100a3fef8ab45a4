package dev.bottleneck.fuzz;

/** Foreign code: whoever initialises this class has let a file run it. */
public final class Trap {
  static final String SPRUNG = "dev.bottleneck.fuzz.Trap.sprung";

  static {
    System.setProperty(SPRUNG, "true");
  }
}
