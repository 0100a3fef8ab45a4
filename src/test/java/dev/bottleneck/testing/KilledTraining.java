package dev.bottleneck.testing;

import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Ends a job's training once so many states could have been kept since it was last ended, right
 * after the state was kept; what it goes on from lies in memory.
 */
public final class KilledTraining implements JobCheckpoints {
  /** Ends the training, as the end of its process would. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final Map<String, byte[]> kept = new HashMap<>();
  private final int every;
  private int asked;
  private int kills;
  private int begun; // phases, since the job was begun

  public KilledTraining(int every) {
    this.every = every;
  }

  /** One that never ends it. */
  public static KilledTraining never() {
    return new KilledTraining(Integer.MAX_VALUE);
  }

  /** The job is begun anew. */
  public KilledTraining again() {
    begun = 0;
    asked = 0;
    return this;
  }

  /** How many states could have been kept since the job was begun. */
  public int asked() {
    return asked;
  }

  public int kills() {
    return kills;
  }

  @Override
  public JobCheckpoints shared(String use) {
    return this;
  }

  @Override
  public TrainingCheckpoint phase(String name, String training) {
    String key = begun++ + " " + name;
    return new TrainingCheckpoint() {
      @Override
      public boolean isDue() {
        asked++;
        return asked >= every;
      }

      @Override
      public void keep(State state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
          state.write(new DataOutputStream(bytes));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        kept.put(key, bytes.toByteArray());
        kills++;
        throw new Killed();
      }

      @Override
      public boolean restore(Reader reader) {
        byte[] bytes = kept.get(key);
        if (bytes == null) {
          return false;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
          reader.read(in);
          if (in.read() != -1) {
            throw new IOException("something is left");
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return true;
      }
    };
  }
}
