package dev.bottleneck.sweep.pruning;

import dev.bottleneck.jobs.Lost;
import dev.bottleneck.sweep.pruning.Losses.Arrival;
import dev.bottleneck.sweep.pruning.Losses.Change;
import dev.bottleneck.sweep.pruning.Rung.Place;
import dev.bottleneck.sweep.trial.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All rungs of a sweep, and which trials wait there since they were given up, as far as it was
 * told; for use by several threads.
 *
 * <p>Whoever asks the store does so before it tells what it heard: one that waited for the store
 * within this would have a thread wait that is in a transaction and wants this.
 */
final class Rungs {
  private record Waiting(int epoch, Place place) {}

  private final int reduction;
  private final NavigableMap<Integer, Rung> rungs = new TreeMap<>();
  private final Map<Integer, NavigableSet<Place>> waitingAt = new HashMap<>();
  private final Map<Integer, Waiting> waiting = new HashMap<>();
  private long lastArrival;
  private long lastChange;

  /**
   * @param reduction η
   */
  Rungs(int reduction) {
    this.reduction = reduction;
  }

  /** The last of which it was told; 0 before the first. */
  synchronized long lastArrival() {
    return lastArrival;
  }

  /** The same of changes. */
  synchronized long lastChange() {
    return lastChange;
  }

  /** Hears of what came after one of which it was told; another thread may have been faster. */
  synchronized void tellArrivals(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      if (arrival.sequence() > lastArrival) {
        rungs
            .computeIfAbsent(arrival.epoch(), epoch -> new Rung(reduction))
            .put(arrival.number(), arrival.loss());
        lastArrival = arrival.sequence();
      }
    }
  }

  /** The same of changes; it was told of all arrivals before them. */
  synchronized void tellChanges(List<Change> changes) {
    for (Change change : changes) {
      if (change.sequence() > lastChange) {
        stands(change.number(), change.isGivenUp());
        lastChange = change.sequence();
      }
    }
  }

  private void stands(int number, boolean isGivenUp) {
    Waiting before = waiting.remove(number);
    if (before != null) {
      waitingAt.get(before.epoch()).remove(before.place());
    }
    if (isGivenUp) {
      highest(number)
          .ifPresent(
              now -> {
                waiting.put(number, now);
                waitingAt
                    .computeIfAbsent(now.epoch(), epoch -> new TreeSet<>(Place.ORDER))
                    .add(now.place());
              });
    }
  }

  private Optional<Waiting> highest(int number) {
    return rungs.descendingMap().entrySet().stream()
        .flatMap(
            rung ->
                rung.getValue().of(number).stream().map(place -> new Waiting(rung.getKey(), place)))
        .findFirst();
  }

  /**
   * Lets a trial go on that is among the best at a rung.
   *
   * @throws Pruned if it is not
   * @throws Lost if it has not come there
   */
  synchronized void judge(Trial trial, int epoch) {
    Rung rung = rungs.computeIfAbsent(epoch, its -> new Rung(reduction));
    Place place = rung.of(trial.number()).orElseThrow(() -> new Lost(trial));
    if (!rung.isAmongTheBest(place.loss())) {
      throw new Pruned(
          String.format(
              Locale.ROOT,
              "not among the lowest %d of %d validation losses after epoch %d",
              rung.share(),
              rung.size(),
              epoch));
    }
  }

  /**
   * Of those that wait at the highest rung where one is among the best, that of the lowest loss.
   */
  synchronized Optional<Integer> promotable() {
    for (Map.Entry<Integer, Rung> rung : rungs.descendingMap().entrySet()) {
      NavigableSet<Place> here = waitingAt.getOrDefault(rung.getKey(), new TreeSet<>());
      if (!here.isEmpty() && rung.getValue().isAmongTheBest(here.first().loss())) {
        return Optional.of(here.first().number());
      }
    }
    return Optional.empty();
  }
}
