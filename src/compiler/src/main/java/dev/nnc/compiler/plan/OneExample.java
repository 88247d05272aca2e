package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a plan with little work runs for a batch of one example: the same kernels, written for that
 * one as few methods without arguments to pass, bounds to look up and choices to make, which is
 * what most of the time goes into where there is little to compute.
 */
final class OneExample {
  /**
   * Values after which a method ends: the compiler keeps vectors in registers in methods with about
   * a hundred operations on them, and makes objects of them in much larger ones.
   */
  private static final int METHOD = 150;

  /** Values of a launch at most. A larger one is run as for any batch. */
  private static final int LARGEST = 250;

  /** Values in a loop that is written out. */
  private static final int LOOP = 64;

  /** Arrays that a method takes at most, unless a launch alone has more. */
  private static final int ARRAYS = 60;

  /** A plan with more launches than this gains nothing that anybody notices. */
  private static final int LAUNCHES = 100;

  /** What a function in line takes, such as an exponential over lanes. */
  private static final int CALL = 20;

  private final List<Launch> launches = new ArrayList<>();
  private final List<Statement> body = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private Specialise writer = new Specialise(LOOP);
  private int size;
  private boolean merged;

  private OneExample() {}

  /** The launches for one example; none where those for any batch do. */
  static List<Launch> of(Plan plan) {
    boolean little = plan.work() == 0 && plan.loops().isEmpty();
    if (!little || plan.launches().size() > LAUNCHES) {
      return List.of();
    }
    OneExample one = new OneExample();
    plan.launches().forEach(one::add);
    one.finish();
    return one.merged ? one.launches : List.of();
  }

  private void add(Launch launch) {
    List<Statement> alone = new Specialise(LOOP).of(launch);
    int length = alone == null ? LARGEST + 1 : size(alone);
    boolean full = size + length > METHOD || writer.sources().size() > ARRAYS;
    if (full && !labels.isEmpty()) {
      finish();
    }
    if (length > LARGEST) {
      launches.add(launch);
      return;
    }
    body.addAll(writer.of(launch));
    labels.add(launch.label());
    size += length;
    merged = true;
  }

  /** Ends a method. */
  private void finish() {
    if (!labels.isEmpty()) {
      Map<Launch.Source, Integer> sources = writer.sources();
      Kernel kernel = new Kernel(List.copyOf(sources.values()), List.of(), body);
      String label = String.join("; ", labels);
      launches.add(new Launch(label, kernel, List.copyOf(sources.keySet()), List.of()));
    }
    writer = new Specialise(LOOP);
    body.clear();
    labels.clear();
    size = 0;
  }

  /** How many values statements compute as they are written. */
  static int size(List<Statement> body) {
    return body.stream().mapToInt(OneExample::size).sum();
  }

  private static int size(Statement s) {
    if (s instanceof Statement.Loop loop) {
      return 1 + size(loop.body());
    } else if (s instanceof Statement.Lanes lanes) {
      return 1 + size(lanes.body());
    } else if (s instanceof Statement.Fold fold) {
      return 1 + size(fold.loop().body());
    } else if (s instanceof Statement.When when) {
      return 1 + size(when.body()) + size(when.otherwise());
    } else if (s instanceof Statement.Call call) {
      return size(call.kernel().body());
    } else if (s instanceof Statement.Let let) {
      return size(let.value());
    } else if (s instanceof Statement.Store store) {
      return 1 + size(store.value());
    } else if (s instanceof Statement.Place place) {
      return 1 + size(place.value());
    }
    return s instanceof Statement.Line ? 0 : 1;
  }

  private static int size(Value value) {
    int size = value instanceof Value.Literal || value instanceof Value.Local ? 0 : 1;
    if (value instanceof Value.Apply apply && apply.op().code() instanceof Code.Call) {
      size = CALL;
    }
    for (Value part : value.parts()) {
      size += size(part);
    }
    return size;
  }
}
