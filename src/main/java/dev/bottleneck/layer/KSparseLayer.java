package dev.bottleneck.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running {@link KSparse}. */
final class KSparseLayer extends ParameterlessLayer<KSparse> {
  private float[] kept; // Of the last forward pass, in C order: 1 or 0

  KSparseLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "input of KSparse must be [batch, n], not " + Arrays.toString(input.shape()));
    }
    double[] activations = input.dup('c').reshape(input.length()).toDoubleVector();
    kept = layerConf().kept(activations, (int) input.size(1), training);
    INDArray output = workspaceMgr.dup(ArrayType.ACTIVATIONS, input, input.ordering());
    return output.muli(mask(output));
  }

  @Override
  INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray result = workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon, epsilon.ordering());
    return result.muli(mask(result));
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
  }

  private INDArray mask(INDArray like) {
    return Nd4j.createFromArray(kept).reshape('c', like.shape()).castTo(like.dataType());
  }

  /** 1 for the k largest of every n values, 0 for the others. */
  static float[] select(double[] values, int n, long k) {
    float[] kept = new float[values.length];
    if (k >= n) {
      Arrays.fill(kept, 1);
      return kept;
    }
    for (int start = 0; start < values.length; start += n) {
      double threshold = largest(Arrays.copyOfRange(values, start, start + n), (int) k - 1);
      long ties = k;
      for (int i = start; i < start + n; i++) {
        kept[i] = values[i] > threshold ? 1 : 0;
        ties -= values[i] > threshold ? 1 : 0;
      }
      for (int i = start; i < start + n && ties > 0; i++) {
        if (values[i] == threshold) {
          kept[i] = 1;
          ties--;
        }
      }
    }
    return kept;
  }

  /** The value at {@code index} in falling order, by C. A. R. Hoare's quickselect (1961). */
  private static double largest(double[] a, int index) {
    int low = 0;
    int high = a.length - 1;
    while (low < high) {
      double pivot = a[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (a[i] > pivot) {
          i++;
        }
        while (a[j] < pivot) {
          j--;
        }
        if (i <= j) {
          double swapped = a[i];
          a[i++] = a[j];
          a[j--] = swapped;
        }
      }
      if (index <= j) {
        high = j;
      } else if (index >= i) {
        low = i;
      } else {
        break;
      }
    }
    return a[index];
  }
}
