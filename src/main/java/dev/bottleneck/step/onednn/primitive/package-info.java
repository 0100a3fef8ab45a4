/** What stages are made of: memory, the library's primitives, and plain loops over them. */
package dev.bottleneck.step.onednn.primitive;
