package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Gathers stages, and plans and allocates all they need for one batch size. */
public final class StageBuilder {
  private final int batch;
  private final Precision precision;
  private final Resources resources;
  private final engine engine;
  private final stream stream;
  private final primitive_attr attributes;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<memory> scratchpads = new ArrayList<>();
  private long scratchBytes;

  public StageBuilder(int batch, Precision precision, Resources resources) {
    this.batch = batch;
    this.precision = precision;
    this.resources = resources;
    engine = resources.keep(OneDnn.processor());
    stream = resources.keep(new stream(engine));
    attributes = attributes();
  }

  /** Examples in a batch. */
  public int batch() {
    return batch;
  }

  public engine engine() {
    return engine;
  }

  /** What layers multiply in. */
  public Precision precision() {
    return precision;
  }

  /** What every primitive is made with: it takes its scratch memory from the plan. */
  public primitive_attr defaults() {
    return attributes;
  }

  /** The same in an object of its own, to add post-operations to. */
  public primitive_attr attributes() {
    primitive_attr result = new primitive_attr();
    result.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return result;
  }

  /** The layout of {@code shape} in C order. */
  public static memory.desc plain(long... shape) {
    return plain(memory.data_type.f32, shape);
  }

  /** The same of another type. */
  public static memory.desc plain(memory.data_type type, long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return new memory.desc(shape, type, strides);
  }

  /** The layout of {@code [rows, columns]} with the columns contiguous (Fortran's order). */
  public static memory.desc transposed(long rows, long columns) {
    return transposed(memory.data_type.f32, rows, columns);
  }

  /** The same of another type. */
  public static memory.desc transposed(memory.data_type type, long rows, long columns) {
    return new memory.desc(new long[] {rows, columns}, type, new long[] {1, rows});
  }

  /** A tensor of its own in C order. */
  public Tensor tensor(long... shape) {
    return tensor(shape, plain(shape));
  }

  /** A tensor of its own in any layout. */
  public Tensor tensor(long[] shape, memory.desc layout) {
    int length = Math.toIntExact(layout.get_size() / Float.BYTES);
    FloatPointer data = resources.keep(new FloatPointer(length));
    Tensor tensor = new Tensor(shape, resources.keep(new memory(layout, engine, data)), length);
    tensor.placeAt(data.address());
    return tensor;
  }

  /** A tensor in C order that is given its place later. */
  public Tensor unplaced(long... shape) {
    int length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    return new Tensor(shape, resources.keep(unplaced(plain(shape))), length);
  }

  /** Memory for what only oneDNN reads. */
  public memory workspace(memory.desc layout) {
    FloatPointer data =
        resources.keep(new FloatPointer((layout.get_size() + Float.BYTES - 1) / Float.BYTES));
    return resources.keep(new memory(layout, engine, data));
  }

  /** Memory within what stays where it is. */
  public memory memoryAt(long address, memory.desc layout) {
    memory there = resources.keep(unplaced(layout));
    there.set_data_handle(new Place(address, layout.get_size()));
    return there;
  }

  private memory unplaced(memory.desc layout) {
    return new memory(layout, engine, (Pointer) null);
  }

  /** A tensor over somebody else's memory. */
  public Tensor view(long address, memory.desc layout, int length) {
    Tensor tensor = new Tensor(new long[] {length}, resources.keep(unplaced(layout)), length);
    tensor.placeAt(address);
    return tensor;
  }

  /** Another layout for a tensor's memory, wherever that is. */
  public Tensor view(Tensor tensor, memory.desc layout) {
    return view(tensor, layout, tensor.length());
  }

  /** Another shape and layout for a tensor's memory, also where that is given its place later. */
  public Tensor view(Tensor tensor, memory.desc layout, long... shape) {
    Tensor view = new Tensor(shape, resources.keep(unplaced(layout)), tensor.length());
    tensor.addView(view);
    return view;
  }

  /** A signal's memory in another shape and layout. */
  public Signal reshaped(Signal signal, memory.desc layout, long... shape) {
    return new Signal(
        view(signal.value(), layout, shape),
        signal.wantsGradient() ? view(signal.gradient(), layout, shape) : null);
  }

  /** A new signal in C order, gradient included. */
  public Signal signal(long... shape) {
    return new Signal(tensor(shape), tensor(shape));
  }

  /** A new signal in C order, with a gradient if {@code input} wants one. */
  public Signal signalAfter(Signal input, long... shape) {
    return new Signal(tensor(shape), input.wantsGradient() ? tensor(shape) : null);
  }

  /**
   * Makes a primitive.
   *
   * @throws NotCompilable if oneDNN knows no better for it than its reference implementation
   */
  public Kernel kernel(String what, Supplier<? extends primitive_desc_base> descriptor)
      throws NotCompilable {
    primitive_desc_base description;
    try {
      description = descriptor.get();
    } catch (RuntimeException e) {
      // The binding throws oneDNN's error codes as they are.
      throw new NotCompilable("oneDNN has no " + what + " of this shape: " + e.getMessage());
    }
    String implementation = description.impl_info_str().getString();
    if (isReference(description)) {
      throw new NotCompilable(
          "oneDNN has only the slow implementation " + implementation + " of " + what);
    }
    // Not the description itself: of a reorder's, the binding would make a cast and no primitive.
    primitive made = resources.keep(new primitive(description.get()));
    Kernel kernel = new Kernel(stream.get(), made, implementation, resources);
    memory.desc scratch = description.scratchpad_desc();
    if (scratch.get_size() > 0) {
      memory scratchpad = resources.keep(unplaced(scratch));
      scratchBytes = Math.max(scratchBytes, scratch.get_size());
      scratchpads.add(scratchpad);
      kernel.with(dnnl.DNNL_ARG_SCRATCHPAD, scratchpad);
    }
    kernels.add(kernel);
    return kernel;
  }

  /** Whether it is oneDNN's reference implementation, which is hundreds of times slower. */
  public static boolean isReference(primitive_desc_base description) {
    return description.impl_info_str().getString().contains("ref");
  }

  /** Appends a stage. */
  public void add(Stage stage) {
    stages.add(stage);
  }

  /** Ends the program that leads from {@code inputs} to {@code output}, or to losses. */
  public StageProgram build(Plan plan, List<Tensor> inputs, List<Tensor> labels, Tensor output)
      throws NotCompilable {
    if (plan.isTraining()) {
      for (int i = stages.size() - 1; i >= 0; i--) {
        stages.get(i).prepareBackward();
      }
    }
    if (scratchBytes > 0) {
      // Primitives run one after another, so that one scratch memory serves them all.
      FloatPointer scratch =
          resources.keep(new FloatPointer((scratchBytes + Float.BYTES - 1) / Float.BYTES));
      scratchpads.forEach(scratchpad -> scratchpad.set_data_handle(scratch));
    }
    kernels.forEach(kernel -> kernel.pack(resources));
    return new StageProgram(plan, stages, inputs, labels, output, resources);
  }
}
