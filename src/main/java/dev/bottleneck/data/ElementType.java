package dev.bottleneck.data;

import java.nio.ByteBuffer;

/** How one number is stored; the bytes are in the order that the buffer is set to. */
enum ElementType {
  /** One byte, 0 to 255. */
  UINT8(1) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return bytes.get(index) & 0xff;
    }
  },
  INT8(1) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return bytes.get(index);
    }
  },
  UINT16(2) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return bytes.getShort(index) & 0xffff;
    }
  },
  INT16(2) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return bytes.getShort(index);
    }
  },
  UINT32(4) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return bytes.getInt(index) & 0xffffffffL;
    }
  },
  INT32(4) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return bytes.getInt(index);
    }
  },
  UINT64(8) {
    @Override
    float at(ByteBuffer bytes, int index) {
      long value = bytes.getLong(index);
      return value >= 0 ? value : (float) ((value >>> 1) | (value & 1)) * 2;
    }
  },
  INT64(8) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return bytes.getLong(index);
    }
  },
  FLOAT16(2) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return half(bytes.getShort(index));
    }
  },
  FLOAT32(4) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return bytes.getFloat(index);
    }
  },
  FLOAT64(8) {
    @Override
    float at(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(index);
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }

  /** The number that begins at byte {@code index}. */
  abstract float at(ByteBuffer bytes, int index);

  /** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else {
      magnitude = Math.scalb(1024 + fraction, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
