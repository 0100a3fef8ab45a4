package dev.bottleneck.step.onednn.primitive;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/** A oneDNN primitive with its arguments, ready to run as often as wanted. */
public final class Kernel {
  private final dnnl_stream stream;
  private final dnnl_primitive primitive;
  private final String implementation;
  private final Map<Integer, memory> arguments = new LinkedHashMap<>();
  private dnnl_exec_arg_t packed;

  public Kernel(
      dnnl_stream stream, primitive primitive, String implementation, Resources resources) {
    this.stream = stream;
    this.primitive = resources.keep(primitive.get());
    this.implementation = implementation;
  }

  /** Sets one of oneDNN's {@code DNNL_ARG_…}. */
  public Kernel with(int argument, Tensor tensor) {
    return with(argument, tensor.memory());
  }

  public Kernel with(int argument, memory memory) {
    arguments.put(argument, memory);
    return this;
  }

  /** Puts the arguments into the form oneDNN takes; nothing is allocated after that. */
  public void pack(Resources resources) {
    packed = resources.keep(new dnnl_exec_arg_t(arguments.size()));
    int i = 0;
    for (Map.Entry<Integer, memory> argument : arguments.entrySet()) {
      packed.position(i++).arg(argument.getKey()).memory(argument.getValue().get());
    }
    packed.position(0);
  }

  public void run() {
    int status = dnnl.dnnl_primitive_execute(primitive, stream, arguments.size(), packed);
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN's " + implementation + " failed, status " + status);
    }
  }
}
