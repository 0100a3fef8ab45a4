package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.StorePlace;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** ASHA with the trials in an SQLite file. */
class AshaTest extends AshaContract {
  @TempDir Path folder;

  @Override
  StorePlace somewhere() {
    return StorePlace.file(folder.resolve(TrialStore.FILE));
  }
}
