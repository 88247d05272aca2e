package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Code;
import dev.nnc.runtime.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts what a launch does by going through the loops of its kernel. A loop whose number of rounds
 * or bounds inside depend on its variable is gone through round by round; of any other it is enough
 * to know where its variable begins and ends. Lanes count as one: nothing then is done beyond the
 * end of a row.
 */
final class Census {
  /**
   * The values that an int variable takes.
   *
   * @param least the least
   * @param most the greatest
   * @param count how many values at most
   */
  private record Span(long least, long most, long count) {
    static Span of(long value) {
      return new Span(value, value, 1);
    }

    boolean single() {
      return least == most;
    }
  }

  private final Plan plan;
  private final int launch;
  private final int batch;
  private final Map<Launch.Source, Footprint> read = new HashMap<>();
  private final Map<Launch.Source, Footprint> written = new HashMap<>();
  private final IdentityHashMap<List<Statement>, Set<Integer>> deciding = new IdentityHashMap<>();
  private final List<Plan.Held> alive = new ArrayList<>();
  private long operations;

  /** What the kernel that is being gone through knows. */
  private Map<Integer, Span> whole = new HashMap<>();

  private Map<Integer, Launch.Source> arrays = new HashMap<>();

  Census(Plan plan, int launch, int batch) {
    this.plan = plan;
    this.launch = launch;
    this.batch = batch;
    for (Plan.Held held : plan.buffers()) {
      if (held.first() <= launch && launch <= held.last()) {
        alive.add(held);
      }
    }
  }

  /** What the launch does. */
  Effort effort() {
    Launch one = plan.launches().get(launch);
    whole.put(Kernel.BATCH, Span.of(batch));
    whole.put(Kernel.LANES, Span.of(1));
    for (int i = 0; i < one.arrays().size(); i++) {
      arrays.put(one.kernel().arrays().get(i), one.arrays().get(i));
    }
    for (int i = 0; i < one.ints().size(); i++) {
      int value = one.ints().get(i);
      whole.put(one.kernel().ints().get(i), Span.of(value == Launch.STEP ? middle() : value));
    }
    all(one.kernel().body(), 1);
    return new Effort(operations, size(read), size(written));
  }

  private int middle() {
    for (Plan.Loop loop : plan.loops()) {
      if (loop.from() <= launch && launch < loop.to()) {
        return loop.steps() / 2;
      }
    }
    throw new IllegalStateException("launch " + launch + " is in no loop");
  }

  private static long size(Map<Launch.Source, Footprint> touched) {
    return touched.values().stream().mapToLong(Footprint::size).sum();
  }

  private void all(List<Statement> body, long times) {
    body.forEach(s -> statement(s, times));
  }

  private void statement(Statement s, long times) {
    if (s instanceof Statement.Loop loop) {
      loop(loop.variable(), span(loop.from()), span(loop.to()), loop.step(), loop.body(), times);
    } else if (s instanceof Statement.Lanes lanes) {
      Span to = span(lanes.to());
      // Whole steps only.
      Span end = new Span(to.least - lanes.vectors() + 1, to.most - lanes.vectors() + 1, to.count);
      loop(lanes.variable(), span(lanes.from()), end, lanes.vectors(), lanes.body(), times);
    } else if (s instanceof Statement.Fold fold) {
      statement(fold.loop(), times);
      touch(written, fold.array(), span(fold.at()));
    } else if (s instanceof Statement.Let let) {
      value(let.value(), times);
    } else if (s instanceof Statement.Store store) {
      value(store.value(), times);
      touch(written, store.array(), span(store.at()));
    } else if (s instanceof Statement.Least least) {
      Span a = span(least.a());
      Span b = span(least.b());
      long count = Math.max(a.count, b.count);
      whole.put(
          least.variable(), new Span(Math.min(a.least, b.least), Math.min(a.most, b.most), count));
    } else if (s instanceof Statement.Part part) {
      whole.put(part.first(), Span.of(0));
      whole.put(part.end(), span(part.extent()));
    } else if (s instanceof Statement.Place place) {
      value(place.value(), times);
      whole.put(place.variable(), new Span(0, place.size() - 1L, times));
    } else if (s instanceof Statement.Row row) {
      arrays.put(row.array(), new Launch.FrameArray(Math.toIntExact(span(row.slot()).least)));
    } else if (s instanceof Statement.When when) {
      when(when, times);
    } else if (s instanceof Statement.Copy copy) {
      long count = span(copy.count()).most;
      touch(read, copy.source(), stretch(span(copy.from()), count));
      touch(written, copy.target(), stretch(span(copy.to()), count));
    } else if (s instanceof Statement.Call call) {
      call(call, times);
    }
  }

  private static Span stretch(Span from, long count) {
    return new Span(from.least, from.most + count - 1, from.count * count);
  }

  private void loop(int variable, Span from, Span to, int step, List<Statement> body, long times) {
    // Bounds that are not single depend on numbers in arrays: the middle has to do.
    long first = (from.least + from.most) / 2;
    long end = (to.least + to.most) / 2;
    long rounds = Math.max(0, (end - first + step - 1) / step);
    if (rounds > 0 && deciding(body).contains(variable)) {
      for (long round = 0; round < rounds; round++) {
        whole.put(variable, Span.of(first + round * step));
        all(body, times);
      }
    } else if (rounds > 0) {
      whole.put(variable, new Span(first, first + (rounds - 1) * step, rounds));
      all(body, times * rounds);
    }
    whole.put(variable, Span.of(first + rounds * step));
  }

  private void when(Statement.When when, long times) {
    Span index = span(when.index());
    Span bound = span(when.bound());
    boolean always = index.most < bound.least;
    boolean never = index.least >= bound.most;
    all(never ? when.otherwise() : when.body(), times);
    if (!always && !never && when.body().isEmpty()) {
      all(when.otherwise(), times);
    }
  }

  private void call(Statement.Call call, long times) {
    Map<Integer, Span> ourWhole = whole;
    Map<Integer, Launch.Source> ourArrays = arrays;
    Map<Integer, Span> theirWhole = new HashMap<>();
    Map<Integer, Launch.Source> theirArrays = new HashMap<>();
    theirWhole.put(Kernel.BATCH, Span.of(batch));
    theirWhole.put(Kernel.LANES, Span.of(1));
    Kernel kernel = call.kernel();
    for (int i = 0; i < kernel.ints().size(); i++) {
      theirWhole.put(kernel.ints().get(i), span(call.ints().get(i)));
    }
    for (int i = 0; i < kernel.arrays().size(); i++) {
      theirArrays.put(kernel.arrays().get(i), arrays.get(call.arrays().get(i)));
    }
    whole = theirWhole;
    arrays = theirArrays;
    all(kernel.body(), times);
    whole = ourWhole;
    arrays = ourArrays;
  }

  private void value(Value value, long times) {
    if (value instanceof Value.Load load) {
      touch(read, load.array(), span(load.at()));
    } else if (value instanceof Value.Apply apply) {
      operations += apply.op().code() == Code.Move.COPY ? 0 : times;
    } else if (value instanceof Value.Fma) {
      operations += 2 * times;
    } else if (value instanceof Value.Uniform) {
      operations += times;
    }
    value.parts().forEach(part -> value(part, times));
  }

  /** Notes an access, unless it is to memory that a kernel has for itself. */
  private void touch(Map<Launch.Source, Footprint> touched, int array, Span at) {
    Launch.Source source = arrays.get(array);
    long first = at.least;
    long last = at.most;
    if (source instanceof Launch.FrameArray frame) {
      Slot slot = plan.slots().get(frame.index());
      if (slot.scratch() && slot.name().startsWith(Slot.PANEL)) {
        return;
      }
      // What guards keep from being read lies outside of the value.
      long middle = (first + last) / 2;
      for (Plan.Held held : alive) {
        long end = held.offset() + (long) held.size() * (held.batched() ? batch : 1);
        if (held.slot() == frame.index() && held.offset() <= middle && middle < end) {
          first = Math.max(first, held.offset());
          last = Math.min(last, end - 1);
        }
      }
    }
    touched.computeIfAbsent(source, s -> new Footprint()).touch(first, last, at.count);
  }

  private Span span(Index index) {
    long least = index.constant();
    long most = index.constant();
    long count = 1;
    for (Index.Term term : index.terms()) {
      Span variable = whole.get(term.variable());
      long c = term.coefficient();
      least += c * (c > 0 ? variable.least : variable.most);
      most += c * (c > 0 ? variable.most : variable.least);
      count *= variable.single() ? 1 : variable.count;
    }
    return new Span(least, most, count);
  }

  /** The variables on which it depends how often something in a body is done. */
  private Set<Integer> deciding(List<Statement> body) {
    Set<Integer> known = deciding.get(body);
    if (known == null) {
      known = new HashSet<>();
      for (Statement s : body) {
        deciding(s, known);
      }
      deciding.put(body, known);
    }
    return known;
  }

  private void deciding(Statement s, Set<Integer> found) {
    if (s instanceof Statement.Loop loop) {
      variables(loop.from(), found);
      variables(loop.to(), found);
      found.addAll(deciding(loop.body()));
    } else if (s instanceof Statement.Lanes lanes) {
      variables(lanes.from(), found);
      variables(lanes.to(), found);
      found.addAll(deciding(lanes.body()));
    } else if (s instanceof Statement.Fold fold) {
      deciding(fold.loop(), found);
    } else if (s instanceof Statement.Least least) {
      variables(least.a(), found);
      variables(least.b(), found);
    } else if (s instanceof Statement.When when) {
      found.addAll(deciding(when.body()));
      found.addAll(deciding(when.otherwise()));
    } else if (s instanceof Statement.Copy copy) {
      variables(copy.count(), found);
    } else if (s instanceof Statement.Call call) {
      Set<Integer> inside = deciding(call.kernel().body());
      for (int i = 0; i < call.ints().size(); i++) {
        if (inside.contains(call.kernel().ints().get(i))) {
          variables(call.ints().get(i), found);
        }
      }
    }
  }

  private static void variables(Index index, Set<Integer> found) {
    index.terms().forEach(term -> found.add(term.variable()));
  }
}
