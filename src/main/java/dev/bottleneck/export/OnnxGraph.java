package dev.bottleneck.export;

import dev.bottleneck.runtime.UserError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * An ONNX graph in the making. Tensors and constants go by their names, which are their owner's, a
 * dot and what they are, such as {@code layer0.Gemm} and {@code layer0.W}.
 */
final class OnnxGraph {
  /** How the first dimension of what goes in and comes out is called: it may be of any size. */
  private static final String BATCH = "batch";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> names = new HashSet<>();
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final String model;
  private final long mostBytes;
  private long bytes;

  /**
   * @param model what messages call it
   * @param mostBytes that its constants may take
   */
  OnnxGraph(String name, String model, long mostBytes) {
    this.model = model;
    this.mostBytes = mostBytes;
    graph.setName(name);
  }

  /** That the model cannot be said in ONNX. */
  UserError refusal(String reason) {
    return new UserError(model + ": " + reason);
  }

  /**
   * Adds what is given, {@code [batch, values]}.
   *
   * @return its name
   */
  String input(String name, long values) {
    graph.addInput(matrix(name, values));
    return name;
  }

  /** Says what is wanted, {@code [batch, values]}: {@code tensor}, under another name. */
  void output(String tensor, String name, long values) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType("Identity")
            .addInput(tensor)
            .addOutput(name));
    graph.addOutput(matrix(name, values));
  }

  private static ValueInfoProto matrix(String name, long values) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(values))
            .build();
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  /**
   * Adds a node of one output.
   *
   * @return its output's name
   */
  String add(String owner, String operator, List<String> inputs, AttributeProto... attributes) {
    String name = unused(owner + "." + operator);
    add(name, operator, inputs, List.of(name), attributes);
    return name;
  }

  /** Adds a node; an empty name of an output is one that is not wanted. */
  void add(
      String name,
      String operator,
      List<String> inputs,
      List<String> outputs,
      AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
  }

  /** {@code wanted}, with a number behind it where the name is taken; taken from now on. */
  String unused(String wanted) {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> i == 1 ? wanted : wanted + "_" + i)
        .filter(names::add)
        .findFirst()
        .orElseThrow();
  }

  /**
   * The constant of that name, which is added where it is not there yet.
   *
   * @return its name
   * @throws UserError if there is no room for it, or another one has the name
   */
  String constant(NamedArray array) {
    TensorProto there = constants.get(array.name());
    if (there == null) {
      count(array.bytes());
    }
    TensorProto wanted = tensor(array);
    if (there == null && names.add(array.name())) {
      constants.put(array.name(), wanted);
      graph.addInitializer(wanted);
    } else if (!wanted.equals(there)) {
      throw refusal("two of its arrays are called " + array.name());
    }
    return array.name();
  }

  private void count(long more) {
    bytes += more;
    if (bytes > mostBytes) {
      throw refusal(
          "its weights take more than the %d bytes of an ONNX file: write safetensors"
              .formatted(mostBytes));
    }
  }

  private static TensorProto tensor(NamedArray array) {
    ByteBuffer values = buffer(array.bytes());
    values.asFloatBuffer().put(array.values());
    return tensor(array.name(), TensorProto.DataType.FLOAT, values, array.shape());
  }

  /** The same of one number. */
  String number(String name, double value) {
    return constant(new NamedArray(name, () -> new float[] {(float) value}));
  }

  /**
   * Adds whole numbers, such as a shape.
   *
   * @param wanted their name, which gets a number where it is taken
   * @return their name
   */
  String integers(String wanted, long... numbers) {
    String name = unused(wanted);
    ByteBuffer values = buffer((long) numbers.length * Long.BYTES);
    values.asLongBuffer().put(numbers);
    graph.addInitializer(tensor(name, TensorProto.DataType.INT64, values, numbers.length));
    return name;
  }

  private static ByteBuffer buffer(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * @param values taken as they are, not copied: they may be most of the memory
   */
  private static TensorProto tensor(
      String name, TensorProto.DataType type, ByteBuffer values, long... shape) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type.getNumber())
        .addAllDims(boxed(shape))
        .setRawData(UnsafeByteOperations.unsafeWrap(values))
        .build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto list(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(boxed(values))
        .build();
  }

  private static Collection<Long> boxed(long... values) {
    return Arrays.stream(values).boxed().toList();
  }

  GraphProto build() {
    return graph.build();
  }
}
