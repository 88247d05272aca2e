package dev.nnc.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The base of generated models. A subclass has typed methods, which borrow a {@link Predictor}. Its
 * description, weights and vocabularies are resources beside the class, named after it with the
 * endings {@code .nninfo}, {@code .weights} and {@code .vocabulary}; where the description was
 * written without training, another one, {@code .fills}, may hold what stands for missing numbers.
 * Its routines are classes named {@code Model$Predict}, {@code Model$Train} and so on, unless it
 * says otherwise.
 */
public abstract class GeneratedModel extends Model {
  private final Origin origin;
  private final ModelInfo info;
  private final ConcurrentMap<String, Routine> routines = new ConcurrentHashMap<>();
  private final PredictorPool pool = new PredictorPool(() -> predictor(1));
  private final PredictorPool[] entryPools;
  private volatile Weights weights;
  private volatile long seed;
  private volatile Map<String, Vocabulary> vocabularies;

  /**
   * Reads the description.
   *
   * @param origin the generated class, in a package that is open to this one
   * @throws IllegalStateException if its description is missing or damaged
   */
  protected GeneratedModel(Class<?> origin) {
    this.origin = new Origin(origin);
    info = read(this.origin);
    entryPools = pools();
  }

  /**
   * Reads the description, also where the class is in a module that opens nothing.
   *
   * @param lookup made in the generated class
   * @param signature {@link ModelInfo#signature} of the model that the class was made for
   * @throws IllegalStateException if the description is missing, damaged or of another model
   */
  protected GeneratedModel(MethodHandles.Lookup lookup, String signature) {
    origin = new Origin(lookup);
    info = read(origin);
    if (!info.signature().equals(signature)) {
      throw new IllegalStateException(
          origin.name()
              + " was made for "
              + signature
              + ", but what lies beside it is for "
              + info.signature()
              + "; build both again (mvn process-classes)");
    }
    entryPools = pools();
  }

  private PredictorPool[] pools() {
    return info.entries().stream()
        .map(entry -> new PredictorPool(() -> predictor(entry.name(), 1)))
        .toArray(PredictorPool[]::new);
  }

  private static ModelInfo read(Origin origin) {
    byte[] text = origin.resource(".nninfo");
    if (text == null) {
      throw new IllegalStateException(
          "there is no resource "
              + origin.resourceName(".nninfo")
              + " beside class "
              + origin.name()
              + "; the compiler writes both (with Maven: mvn process-classes)");
    }
    String ending = ".nninfo";
    try {
      ModelInfo info = ModelText.read(new String(text, StandardCharsets.UTF_8));
      ending = ".fills";
      byte[] fills = origin.resource(ending);
      return fills == null
          ? info
          : FillsText.complete(info, new String(fills, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "resource " + origin.resourceName(ending) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes a routine.
   *
   * @param name one of those that {@link Model} lists
   * @return a fresh routine, or null where the model has none of that name
   */
  protected Routine create(String name) {
    return origin.routine(name);
  }

  @Override
  public final ModelInfo info() {
    return info;
  }

  private Routine made(String name) {
    return origin.chosen(name, create(name));
  }

  @Override
  public final Routine routine(String name) {
    Routine routine = routines.computeIfAbsent(name, this::made);
    if (routine == null) {
      throw new IllegalArgumentException(info.className() + " has no routine " + name);
    }
    return routine;
  }

  @Override
  public final boolean has(String name) {
    return routines.computeIfAbsent(name, this::made) != null;
  }

  /**
   * The weights of the resource or, where there is none, the initial ones of seed 0.
   *
   * @throws IllegalStateException if the resource is damaged or of another model
   */
  @Override
  public final Weights weights() {
    Weights known = weights;
    if (known == null) {
      synchronized (routines) {
        known = weights;
        if (known == null) {
          known = readWeights();
          weights = known;
        }
      }
    }
    return known;
  }

  /**
   * The vocabularies of the resource; none where there is no such resource.
   *
   * @throws IllegalStateException if the resource is damaged
   */
  @Override
  public final Map<String, Vocabulary> vocabularies() {
    Map<String, Vocabulary> known = vocabularies;
    if (known == null) {
      known = readVocabularies();
      vocabularies = known;
    }
    return known;
  }

  private Map<String, Vocabulary> readVocabularies() {
    byte[] text = origin.resource(".vocabulary");
    if (text == null) {
      return Map.of();
    }
    try {
      return Collections.unmodifiableMap(
          VocabularyText.read(new String(text, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "resource " + origin.resourceName(".vocabulary") + ": " + e.getMessage(), e);
    }
  }

  /** The trained numbers, which all predictors of this model share. */
  public final Values parameters() {
    return weights().parameters();
  }

  /** The statistics of standardized columns, which all predictors of this model share. */
  public final Values fitted() {
    return weights().fitted();
  }

  /** The numbers that training steps carried on, which all predictors of this model share. */
  public final Values states() {
    return weights().states();
  }

  /**
   * Takes over other weights, in all predictors that there are. No other thread may predict
   * meanwhile.
   *
   * @param other copied
   * @throws IllegalArgumentException if they are of another model
   */
  public final void load(Weights other) {
    other.fit(info);
    Weights mine = weights();
    other.parameters().copyTo(0, mine.parameters(), 0, info.parameterCount());
    other.fitted().copyTo(0, mine.fitted(), 0, info.fittedCount());
    other.states().copyTo(0, mine.states(), 0, info.stateCount());
  }

  /**
   * Takes over the weights that another model has under the same names and with the same shapes,
   * such as those of layers that the models of a file share, in all predictors that there are. No
   * other thread may predict meanwhile.
   *
   * @param other copied from
   * @return what was taken
   * @throws IllegalArgumentException if they have nothing in common
   */
  public final NamedWeights.Transfer take(Model other) {
    NamedWeights.Transfer transfer = NamedWeights.of(other).copyTo(info, weights().parameters());
    if (transfer.taken().isEmpty()) {
      throw new IllegalArgumentException(
          info.className() + " has no parameter in common with " + other.info().className());
    }
    return transfer;
  }

  /**
   * A session of its own, for one thread at a time.
   *
   * @param capacity how many examples it can take at once
   */
  public final Predictor predictor(int capacity) {
    return new Predictor(this, weights(), capacity);
  }

  /**
   * Training one step at a time, which changes this model's weights; it starts from them as they
   * are.
   *
   * @param capacity how many examples a step can take
   * @throws IllegalArgumentException if the model has no loss
   */
  public final Learner learner(int capacity) {
    return new Learner(this, weights(), capacity, 0, seed);
  }

  /** A session of its own for single examples, for one thread at a time. */
  public final Predictor predictor() {
    return predictor(1);
  }

  /**
   * Sets the seed of what is random in the outputs of the model's own methods; 0 until told
   * otherwise. Calls with the same seed and the same inputs give the same. Meant for one thread:
   * one that shares the model takes a {@link #predictor()} and gives it a {@linkplain
   * Predictor#seed seed of its own}.
   *
   * @param value for all calls from now on
   */
  public final void seed(long value) {
    seed = value;
  }

  /**
   * A session of its own with an entry, for one thread at a time.
   *
   * @param entry the name of an entry that carries nothing from call to call
   * @param capacity how many examples it can take at once
   * @throws IllegalArgumentException if there is no such entry, or {@link #session} is needed
   */
  public final Predictor predictor(String entry, int capacity) {
    return new Predictor(this, weights(), entry, capacity);
  }

  /**
   * A session of its own with an entry that carries values from call to call, for one thread at a
   * time.
   *
   * @param entry the name of such an entry
   * @param capacity how many rows go on side by side
   * @throws IllegalArgumentException if there is no such entry, or it carries nothing
   */
  public final Session session(String entry, int capacity) {
    Session session = new Session(this, weights(), entry, capacity);
    session.seed(seed);
    return session;
  }

  /** Takes a predictor for a single example out of the pool; any thread may. */
  protected final Predictor borrow() {
    Predictor predictor = pool.borrow();
    predictor.seed(seed);
    return predictor;
  }

  /**
   * Gives a predictor back. One that is not given back, because its user failed, is no loss.
   *
   * @param predictor from {@link #borrow}; not to be used afterwards
   */
  protected final void release(Predictor predictor) {
    pool.release(predictor);
  }

  /**
   * Takes a predictor for a single example of an entry out of its pool; any thread may.
   *
   * @param entry the number of an entry that carries nothing
   */
  protected final Predictor borrow(int entry) {
    Predictor predictor = entryPools[entry].borrow();
    predictor.seed(seed);
    return predictor;
  }

  /**
   * Gives a predictor of an entry back. One that is not given back is no loss.
   *
   * @param entry the number of the entry
   * @param predictor from {@link #borrow(int)}; not to be used afterwards
   */
  protected final void release(int entry, Predictor predictor) {
    entryPools[entry].release(predictor);
  }

  private Weights readWeights() {
    byte[] bytes = origin.resource(".weights");
    if (bytes == null) {
      return Weights.initial(this, 0);
    }
    try {
      return Weights.read(new ByteArrayInputStream(bytes)).fit(info);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "resource " + origin.resourceName(".weights") + ": " + e.getMessage(), e);
    }
  }
}
