package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;

/** Appends products of matrices. */
final class Products {
  /**
   * About as many as large GPUs have multiprocessors: with fewer blocks smaller tiles are taken.
   */
  private static final int AMPLE_BLOCKS = 128;

  private final Lowering lowering;

  Products(Lowering lowering) {
    this.lowering = lowering;
  }

  /**
   * {@code C = f(A B + bias)}, or added to what C holds.
   *
   * @param a {@code [m, depth]}
   * @param b {@code [depth, n]}
   * @param bias {@code [n]}; {@code null} for none
   * @param function number of an {@link ElementwiseFunction}
   * @param c {@code [m, n]}, whose columns lie side by side
   */
  void append(
      Matrix a, Matrix b, Place bias, int function, Matrix c, int m, int n, int depth, int adds) {
    if (c.column() != 1) {
      throw new IllegalArgumentException("a product's columns have to lie side by side");
    }
    int tile = tile(m, n);
    lowering.blocks(
        kernel(tile),
        tiles(m, tile),
        tiles(n, tile),
        a.place(),
        a.place().arena(),
        a.row(),
        a.column(),
        b.place(),
        b.place().arena(),
        b.row(),
        b.column(),
        bias == null ? 0L : bias,
        bias == null ? 0L : bias.arena(),
        c.place(),
        c.place().arena(),
        c.row(),
        m,
        n,
        depth,
        function,
        adds);
  }

  /** The same without bias and activation. */
  void append(Matrix a, Matrix b, Matrix c, int m, int n, int depth, int adds) {
    append(a, b, null, ElementwiseFunction.LINEAR, c, m, n, depth, adds);
  }

  /** {@code sums_j = Σ_i G_ij}, or added to what is there. */
  void sumRows(Place g, int rows, int columns, Place sums, int adds) {
    lowering.blocks(
        "sum_rows", (columns + 31) / 32, 1, g, g.arena(), sums, sums.arena(), rows, columns, adds);
  }

  /** The bits are those of any other tile: each sum is over the depth, in its order. */
  private static int tile(int m, int n) {
    for (int tile : new int[] {64, 32}) {
      if ((long) tiles(m, tile) * tiles(n, tile) >= AMPLE_BLOCKS) {
        return tile;
      }
    }
    return 16;
  }

  private static String kernel(int tile) {
    return switch (tile) {
      case 64 -> "product_of_many";
      case 32 -> "product";
      default -> "product_of_few";
    };
  }

  private static int tiles(int size, int tile) {
    return (size + tile - 1) / tile;
  }
}
