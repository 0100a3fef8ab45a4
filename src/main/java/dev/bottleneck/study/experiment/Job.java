package dev.bottleneck.study.experiment;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.data.Batches;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Features;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.data.Splits;
import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.MetricListener;
import dev.bottleneck.study.result.MetricRow;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.GreedyPretraining;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.TrainingCheckpoint;
import dev.bottleneck.training.TrainingPlan;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One arm on one seed: its data, its chance, and where its progress is heard. */
public final class Job {
  private final Arm arm;
  private final long seed;
  private final Supplier<Splits> data;
  private final Configuration<?> configuration;
  private final WarmStart start;
  private final Runnable onStep;
  private final JobRecord record;
  private BiConsumer<Job, TrainedNetworks> onTrained = (job, networks) -> {};
  private final Consumer<CurvePoint> onValidation;
  private final DeviceHabits habits;
  private SharedWork shared = new SharedWork();
  private JobCheckpoints checkpoints = JobCheckpoints.NONE;
  private Predicate<String> wanted = measure -> true;
  private MetricListener listener = MetricListener.NONE;

  /** What was done once for several arms, what was heard of it, and who did it. */
  private record Once(Object value, JobRecord record, Arm by) {}

  public Job(
      Arm arm,
      long seed,
      Supplier<Splits> data,
      Configuration<?> configuration,
      WarmStart start,
      DeviceHabits habits,
      Runnable onStep) {
    this(arm, seed, data, configuration, start, habits, onStep, point -> {});
  }

  /**
   * @param data gives it on the device of the thread that asks
   * @param habits of the device that computes
   * @param onValidation hears of each validation loss; what it throws ends the training
   */
  public Job(
      Arm arm,
      long seed,
      Supplier<Splits> data,
      Configuration<?> configuration,
      WarmStart start,
      DeviceHabits habits,
      Runnable onStep,
      Consumer<CurvePoint> onValidation) {
    this.arm = arm;
    this.seed = seed;
    this.data = data;
    this.configuration = configuration;
    this.start = start;
    this.habits = habits;
    this.onStep = onStep;
    this.onValidation = onValidation;
    record = new JobRecord(onStep, onValidation, this::heard);
  }

  /** Has {@code listener} hear of what was trained, on the thread that trained it. */
  public Job onTrained(BiConsumer<Job, TrainedNetworks> listener) {
    onTrained = listener;
    return this;
  }

  /** Has {@code listener} hear of the job's learning curves as they come. */
  public Job hearing(MetricListener metrics) {
    listener = metrics;
    return this;
  }

  private void heard(CurvePoint point, long steps) {
    listener.heard(MetricRow.of(arm, seed, point), steps);
  }

  void epochEnded(String phase, int epoch, Network network) {
    listener.epochEnded(arm, seed, phase, epoch, network);
  }

  /** Has the job take the measures of these names alone. */
  public Job measuring(Predicate<String> measures) {
    wanted = measures;
    return this;
  }

  /** Whether the measure of this name is asked for; one that costs nothing may be taken anyway. */
  public boolean wants(String measure) {
    return wanted.test(measure);
  }

  /** Has the job share with others what they do alike. */
  public Job sharing(SharedWork with) {
    shared = with;
    return this;
  }

  /** Has the job keep what it goes on from, and go on from what was kept. */
  public Job keeping(JobCheckpoints in) {
    checkpoints = in;
    return this;
  }

  /** Of the next phase, which is the {@code training} that {@link #training} calls so. */
  TrainingCheckpoint checkpoint(String phase, String training) {
    return checkpoints.phase(phase, training);
  }

  /**
   * What is trained next, as SHA-256, but for its length: {@code network}, as {@code plan} says,
   * after what was trained before.
   */
  String training(NetworkDefinition network, TrainingPlan plan) {
    String text =
        String.join("\n", network.json(), plan.patience() + " " + plan.keep(), record.past());
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What {@code work} gives, done once for all arms of the seed that ask for {@code use}; it must
   * take nothing from the arm, and its result must not be changed.
   *
   * @param recorded whether this arm's curves and speeds hold those of the work, whichever arm did
   *     it
   * @param work is given a job to train with
   */
  @SuppressWarnings("unchecked") // a use names work of one kind
  public <T> T once(String use, boolean recorded, Function<Job, T> work) {
    Once once =
        (Once)
            shared.once(
                seed,
                use,
                () -> {
                  Job own =
                      new Job(arm, seed, data, configuration, start, habits, onStep, onValidation)
                          .keeping(checkpoints.shared(use))
                          .hearing(listener);
                  T value = work.apply(own);
                  record.count(own.record);
                  return new Once(value, own.record, arm);
                });
    record.follow(once.record);
    if (recorded) {
      record.take(once.record);
    }
    if (recorded && !once.by.equals(arm)) { // else it was heard as it came
      once.record.tell(this::heard);
    }
    return (T) once.value;
  }

  public Arm arm() {
    return arm;
  }

  /** The run's seed, equal for all arms that are compared. */
  public long seed() {
    return seed;
  }

  /** A seed for one use of chance; uses of different names are independent. */
  public long seed(String use) {
    return Seeds.derive(seed, use);
  }

  /** What the study changes of the experiment's training. */
  public TrainingOptions training() {
    return configuration.training();
  }

  /** What trains and runs the study's networks. */
  public Engine engine() {
    return training().engine().in(training().precision(), habits);
  }

  /** Where the study's networks start from. */
  public WarmStart start() {
    return start;
  }

  /** What may be trained on. */
  public Dataset trainingData() {
    return data.get().train();
  }

  /** What the training data were scaled by. */
  public Scaling scaling() {
    return data.get().scaling();
  }

  /** What the final measures are taken on. */
  public Dataset evaluationData() {
    return some(configuration.evaluationPart(data.get()));
  }

  /** Training examples drawn by the job's seed, on which a probe of the code is fitted. */
  public Dataset probeData(int most) {
    Dataset train = trainingData();
    int count = configuration.extent().examples(Math.min(most, train.size()));
    return count == train.size() ? train : train.sample(count, seed("probe examples"));
  }

  /** In quick mode a sample, the same for all jobs: they are compared example by example. */
  private Dataset some(Dataset whole) {
    return configuration
        .extent()
        .examples(whole, Seeds.derive(configuration.firstSeed(), "quick examples"));
  }

  /** Hands in what has been trained, before anything of it is measured. */
  public void trained(Map<String, Network> networks, Map<String, ModelCard> cards) {
    onTrained.accept(this, new TrainedNetworks(networks, cards));
  }

  /**
   * Mini-batches in an order drawn afresh each epoch from the seed for {@code use}; in quick mode
   * only the first few of each epoch.
   */
  public BatchSource batches(Features features, Features targets, int batchSize, String use) {
    Batches batches = Batches.of(features, targets, batchSize, seed(use));
    return batches.limit(configuration.extent().batches(batches.count())).as(habits);
  }

  /**
   * What a layer's autoencoder is pretrained on, in an order drawn from the seed for {@code use}.
   */
  public GreedyPretraining.Input pretrainingInput(Features features, int batchSize, String use) {
    BatchSource inOrder = inOrder(features, features, GreedyPretraining.ENCODED_AT_ONCE);
    return new GreedyPretraining.Input(
        batches(features, features, batchSize, use), inOrder, features.size(), features.length());
  }

  /** Trains hidden layer {@code layer}'s autoencoder, as a phase whose epochs all count. */
  public void pretrain(int layer, Network autoencoder, GreedyPretraining.Input input, int epochs) {
    phase("pretraining-" + (layer + 1))
        .fit(autoencoder, input.batches(), input.length(), TrainingPlan.of(epochs(epochs)));
  }

  /** Mini-batches in the order of the examples. */
  public BatchSource inOrder(Features features, Features targets, int batchSize) {
    return Batches.of(features, targets, batchSize, 0).inOrder().as(habits);
  }

  /** The epochs of a phase; fewer in quick mode. */
  public int epochs(int epochs) {
    return configuration.extent().epochs(epochs);
  }

  /** How many mini-batches {@code examples} make in one epoch of this job. */
  public int batchCount(int examples, int batchSize) {
    return configuration.extent().batches((examples + batchSize - 1) / batchSize);
  }

  /** What may be looked at while training, if the study holds such a part out. */
  public Optional<Dataset> validationData() {
    return data.get().validation().map(this::some);
  }

  /** The training phase called {@code name}. */
  public Phase phase(String name) {
    return new Phase(this, name);
  }

  /** What is known of the training so far; for the thread that runs the job. */
  public JobRecord record() {
    return record;
  }
}
